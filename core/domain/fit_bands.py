"""Bands of a fit or a similarity (0-100), and the words for them."""

from __future__ import annotations

EXCELLENT_ABOVE = 70.0
GOOD_FROM = 60.0
MODERATE_FROM = 50.0
BAND_WORDS = (
    f"above {EXCELLENT_ABOVE:g} excellent, {GOOD_FROM:g} to {EXCELLENT_ABOVE:g} good, "
    f"{MODERATE_FROM:g} to below {GOOD_FROM:g} moderate, below {MODERATE_FROM:g} weak"
)
_MOST_DECIMALS = 4
_ALL = 100  # per cent
_EXACT = 1e-9  # 0.29 * 100 is a little less than 29


def match_label(score: float) -> str:
    """excellent above 70, good 60 to 70, moderate from 50 to below 60, weak below 50."""
    if score > EXCELLENT_ABOVE:
        return "excellent"
    if score >= GOOD_FROM:
        return "good"
    if score >= MODERATE_FROM:
        return "moderate"
    return "weak"


def score_text(score: float) -> str:
    """The score for people, a whole number unless rounding would move it to another band.

    49.6 is weak, so it reads '49.6' and not '50', which is moderate.
    """
    for decimals in range(_MOST_DECIMALS):
        text = f"{score:.{decimals}f}"
        if match_label(float(text)) == match_label(score):
            return text
    return f"{score:.{_MOST_DECIMALS}f}"


def is_weak(score: float) -> bool:
    """Whether a fit is below the moderate ones."""
    return score < MODERATE_FROM


def better_than(place: float) -> int:
    """The share of others below a place (0-1), in whole per cent and rounded down: 97.

    One figure wherever the same place is told. It is never 100: nobody is above themselves.
    """
    return min(int(place * _ALL + _EXACT), _ALL - 1)


def place_among(place: float, others: str) -> str:
    """'above 64% of peers'; of the first, 'highest of peers', as 99% of eleven is nobody's place,
    of the last 'lowest of peers', and of those above hardly anybody 'in the lowest 1% of peers'.

    Args:
        place: 0-1, 1 is above all others.
    """
    if place >= 1:
        return f"highest of {others}"
    if place <= 0:
        return f"lowest of {others}"
    above = better_than(place)
    return f"above {above}% of {others}" if above else f"in the lowest 1% of {others}"


def fit_words(score: float, percentile: float, what: str = "") -> str:
    """A fit as part of a sentence: 'fits the brief better than 96% of creators'.

    A weak one says so: among many creators who have nothing to do with a topic, it can still be
    better than nine in ten.

    Args:
        score: 0-100.
        percentile: 0-100 among all creators.
        what: that is fitted, such as 'the brief'; '' where that is clear.
    """
    place = (
        "best of all creators"
        if percentile >= _ALL
        else f"better than {better_than(percentile / _ALL)}% of creators"
    )
    if is_weak(score):
        with_what = f" with {what}" if what else ""
        return f"weak fit{with_what} ({score_text(score)} of 100), {place}"
    return f"{f'fits {what}' if what else 'fits'} {place}"
