"""Who of two to five creators to pick, and why, from what is known of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.domain.fit_bands import is_weak
from core.models.growth.verdict import NOT_ENOUGH_DATA, UNUSUAL

# A lead in places among all creators (0-1) that is more than chance moves.
FIT_LEAD, ENGAGEMENT_LEAD = 0.05, 0.1
# The cheapest asks at most so much of what the next one asks.
PRICE_LEAD = 0.8

FIT, ENGAGEMENT, REACTIONS, PRICE = "fit", "engagement", "reactions", "price"


@dataclass(frozen=True)
class Candidate:
    """What counts of one creator; None where nothing is known.

    Attributes:
        name: as it stands in a sentence, different for each.
        growth_status: of `GrowthVerdict`.
        fit_score: 0-100. fit_percentile: 0-1 among all creators. None also with nothing to fit.
        engagement_percentile: 0-1 among creators of the same tier and niche.
        price_low, price_high: EUR of one post, the same where it is listed.
        price_words: of both, see `post_price_words`.
        has_reactions_score: whether it is known how many reactions the creator draws.
        draws_more_than: names of those that it is clearly likelier to draw more reactions than.
        outside: conditions of the brief that the creator does not meet, in words.
    """

    name: str
    growth_status: str
    fit_score: float | None = None
    fit_percentile: float | None = None
    engagement_percentile: float | None = None
    price_low: float | None = None
    price_high: float | None = None
    price_words: str = "-"
    has_reactions_score: bool = False
    draws_more_than: frozenset[str] = frozenset()
    outside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pick:
    """Attributes:
    headline: the answer in a sentence; plain text.
    details: what speaks against it, what is too close and what is not known; '' for nothing.
    """

    headline: str
    details: str = ""


def pick(candidates: Sequence[Candidate], fit_with: str | None) -> Pick | None:
    """Who to pick, or that nobody is clearly ahead; None for fewer than two candidates.

    Whose growth is worth checking is never picked, and not compared while two others are left: its
    followers, engagement and reactions may not be what they seem. A creator is picked who leads in
    at least two more points than everybody else, or in any while nobody else leads in one.

    Args:
        fit_with: the brand or brief that the fits are with; None without one.
    """
    if len(candidates) < 2:
        return None
    outside = [one for one in candidates if one.outside]
    if 0 < len(outside) < len(candidates):
        return _within(candidates, outside, fit_with)
    flagged = [one for one in candidates if one.growth_status == UNUSUAL]
    others = [one for one in candidates if one.growth_status != UNUSUAL]
    if not others:
        return Pick(
            "No recommendation yet: the growth of all of them is worth checking. Look at each "
            "case first."
        )
    compared = others if len(others) > 1 else list(candidates)
    points = (FIT, ENGAGEMENT, REACTIONS, PRICE) if fit_with else (ENGAGEMENT, REACTIONS, PRICE)
    leaders = {point: _leader(compared, point) for point in points}
    leads = {one.name: [point for point in points if leaders[point] is one] for one in compared}
    said = {
        one.name: _and([_words(point, one, compared, fit_with) for point in leads[one.name]])
        for one in compared
    }
    details = []
    if len(others) == 1:
        safe = others[0]
        headline = f"Pick {safe.name}: the growth of {_names(flagged)} is worth checking first."
        details += [f"{one.name} {said[one.name]}." for one in (safe, *flagged) if said[one.name]]
    else:
        headline, details = _among(compared, leads, said)
        if flagged:
            details.append(
                f"{_names(flagged)} {'is' if len(flagged) == 1 else 'are'} left out: "
                "the growth is worth checking."
            )
    if fit_with and all(map(_is_weak, compared)):
        # Whoever leads otherwise is no answer to who fits.
        if headline.startswith("Pick "):
            headline = f"If it has to be one of them, p{headline[1:]}"
        details.insert(0, headline)
        headline = f"None of them is a close match for {fit_with}."
    details += _doubts(compared, points, leaders)
    return Pick(headline, " ".join(details))


def _within(
    candidates: Sequence[Candidate], outside: Sequence[Candidate], fit_with: str | None
) -> Pick:
    """The answer among those that meet the brief, and why the others are left out."""
    inside = [one for one in candidates if not one.outside]
    reasons = "; ".join(f"{one.name} ({', '.join(one.outside)})" for one in outside)
    left_out = f"Outside the brief and left out here: {reasons}."
    answer = pick(inside, fit_with)
    if answer is not None:
        return Pick(answer.headline, f"{answer.details} {left_out}".strip())
    only = inside[0]
    if only.growth_status == UNUSUAL:
        return Pick(
            f"Only {only.name} meets the brief, and that growth is worth checking first.", left_out
        )
    return Pick(f"Pick {only.name}, who alone meets the brief.", left_out)


def _among(
    compared: Sequence[Candidate], leads: dict[str, list[str]], said: dict[str, str]
) -> tuple[str, list[str]]:
    """The headline and what the others lead in."""
    order = sorted(compared, key=lambda one: -len(leads[one.name]))
    best, rest = order[0], [one for one in order[1:] if leads[one.name]]
    if not leads[best.name]:
        return "No clear winner: nobody is clearly ahead in what is known.", []
    others = [f"{one.name} {said[one.name]}" for one in rest]
    if not rest or len(leads[best.name]) >= len(leads[rest[0].name]) + 2:
        but = [f"But {_and(others)}."] if others else []
        return f"Pick {best.name}, who {said[best.name]}.", but
    return f"No clear winner: {'; '.join([f'{best.name} {said[best.name]}', *others])}.", []


def _leader(compared: Sequence[Candidate], point: str) -> Candidate | None:
    """Who is clearly ahead of all others in a point; None where it is close or not known."""
    if point == REACTIONS:
        names = {one.name for one in compared}
        return next((one for one in compared if one.draws_more_than >= names - {one.name}), None)
    if point == PRICE:
        ranges = [
            (one.price_high, one.price_low, one)
            for one in compared
            if one.price_high is not None and one.price_low is not None
        ]
        if len(ranges) < len(compared):
            return None
        high, _, cheapest = min(ranges, key=lambda row: row[:2])
        following = min(low for _, low, one in ranges if one is not cheapest)
        return cheapest if high <= PRICE_LEAD * following else None
    value, lead = _PLACES[point]
    known = [(value(one), one) for one in compared]
    if any(place is None for place, _ in known):
        return None
    ranked = sorted(((float(place or 0), one) for place, one in known), key=lambda row: -row[0])
    best = ranked[0][1]
    if point == FIT and _is_weak(best):
        return None
    return best if ranked[0][0] - ranked[1][0] >= lead else None


def _is_weak(one: Candidate) -> bool:
    return one.fit_score is not None and is_weak(one.fit_score)


_PLACES: dict[str, tuple[Callable[[Candidate], float | None], float]] = {
    FIT: (lambda one: one.fit_percentile, FIT_LEAD),
    ENGAGEMENT: (lambda one: one.engagement_percentile, ENGAGEMENT_LEAD),
}


def _is_known(one: Candidate, point: str) -> bool:
    if point == REACTIONS:
        return one.has_reactions_score
    if point == PRICE:
        return one.price_low is not None
    return _PLACES[point][0](one) is not None


def _words(point: str, one: Candidate, compared: Sequence[Candidate], fit_with: str | None) -> str:
    """What it says of the leader in a point."""
    two = len(compared) == 2
    if point == FIT:
        return f"fits {fit_with} {'better' if two else 'best'}"
    if point == ENGAGEMENT:
        return f"has the {'higher' if two else 'highest'} engagement for their size"
    if point == REACTIONS:
        return f"draws {'more' if two else 'the most'} reactions per post"
    if two:
        other = next(rival for rival in compared if rival is not one)
        return f"costs less ({one.price_words} against {other.price_words})"
    return f"costs least ({one.price_words})"


def _doubts(
    compared: Sequence[Candidate],
    points: Sequence[str],
    leaders: dict[str, Candidate | None],
) -> list[str]:
    """What is too close, and what is not known of whom."""
    unknown = {point: [one for one in compared if not _is_known(one, point)] for point in points}
    close = [
        point
        for point in points
        if leaders[point] is None
        and not unknown[point]
        and not (point == FIT and all(map(_is_weak, compared)))
    ]
    doubts = [f"Too close to call: {_and(close)}."] if close else []
    whom = Counter(_names(people) for people in unknown.values() if people)
    for names in whom:
        what = [point for point, people in unknown.items() if people and _names(people) == names]
        doubts.append(f"Not known for {names}: {_and(what)}.")
    unjudged = [one for one in compared if one.growth_status == NOT_ENOUGH_DATA]
    if unjudged:
        doubts.append(f"There is not enough data on the growth of {_names(unjudged)}.")
    return doubts


def _names(people: Sequence[Candidate]) -> str:
    return _and([one.name for one in people])


def _and(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
