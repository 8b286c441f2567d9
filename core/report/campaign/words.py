"""What a campaign report says, in sentences; all of its formats say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from core.domain.probability import growth_probability_text
from core.formats import MISSING, compact, count, counted, day, money
from core.models.campaign.assumptions import FRACTIONS, PAIRS, Assumptions
from core.models.campaign.totals import Range
from core.models.campaign.words import (
    ASSUMPTION_LABELS,
    count_range,
    euro_range,
    times_range,
    unknown_cost_words,
)
from core.models.growth.verdict import NOT_ENOUGH_DATA, ORDINARY, UNUSUAL
from core.services.brief.conditions import chip_labels
from core.services.brief.reading import ranked_by
from core.services.campaigns.report_facts import CampaignFacts, ReportedCreator
from core.services.campaigns.view import COMMITTED

NO_CREATORS = "No creators in this campaign yet."
NOT_IN_DATA = "not in the data in use"
NO_REASON = "no reason stands out in the data"
_NAMES_SHOWN = 3
# Figures of a creator or of all: attribute of `CampaignTotals` -> heading.
FIGURES = {
    "cost": "Cost",
    "reach": "Reach",
    "impressions": "Impressions",
    "engagements": "Likes + comments",
    "cpm": "CPM",
    "cost_per_engagement": "Cost per engagement",
    "emv": "EMV",
}
VERDICT_LABELS = {
    ORDINARY: "Looks ordinary",
    UNUSUAL: "Worth checking",
    NOT_ENOUGH_DATA: "Not enough data",
}
METHOD = (
    "Every figure is a range from what is known of each creator and from the assumptions. It is an "
    "estimate, not a forecast. What is not known is counted as left out and never taken as 0.",
    "Cost: all planned posts, at the agreed price, else the listed one with a spread, else from "
    "the price of a story, else an estimate by similar creators, else by an assumed CPM.",
    "Reach: people who see at least one post. A post is seen by a share of the average views where "
    "these are known, else of the followers; further posts find only some new people, and people "
    "who follow several of the creators count once.",
    "CPM: cost of 1,000 impressions. Cost per engagement: cost of a like or comment. The low end "
    "divides the lowest cost by the most impressions or engagements, the high end the other way "
    "round. Both are over creators that know both sides.",
    "EMV (earned media value): likes, comments and impressions at the assumed worth of each.",
    "Growth: each creator's daily follower counts are compared with their own past and with "
    "comparable accounts. 'Unusual growth, worth checking' is a reason to ask, not a judgement of "
    "a person; the evidence report of a creator has the case for and against.",
    "Reasons: what a creator posts, compared with the brief, else with the brand's description, "
    "category, country and hashtags, and engagement compared with accounts of the same size and "
    "niche.",
)


def summary(facts: CampaignFacts) -> str:
    """The campaign in one paragraph."""
    view, totals = facts.view, facts.view.totals
    for_brand = f" for {facts.brand_name}" if facts.brand_name else ""
    name = view.campaign.name
    if not facts.creators:
        budget = view.campaign.budget
        money_words = "" if budget is None else f" The budget is {money(budget)}."
        return (
            f"The campaign '{name}'{for_brand} has no creators yet, so there is nothing to add "
            f"up.{money_words}"
        )
    sentences = [
        f"The campaign '{name}'{for_brand} brings together "
        f"{counted(len(facts.creators), 'creator')}{_platforms(facts.creators)}.",
        _cost_sentence(facts),
    ]
    if totals.reach.low is not None:
        more = [
            f"{euro_range(totals.cpm)} per 1,000 impressions" if totals.cpm.low is not None else "",
            f"{euro_range(totals.cost_per_engagement)} per like or comment"
            if totals.cost_per_engagement.low is not None
            else "",
        ]
        prices = " and ".join(part for part in more if part)
        at = f", at {prices}" if prices else ""
        sentences.append(f"Together they reach {count_range(totals.reach)} people{at}.")
    if totals.emv.low is not None:
        times = totals.emv_per_euro
        against = f", {times_range(times)} the cost" if times.low is not None else ""
        sentences.append(f"The earned media value is put at {euro_range(totals.emv)}{against}.")
    sentences.append(growth_sentence(facts.creators))
    agreed = sum(creator.state in COMMITTED for creator in facts.creators)
    sentences.append(
        f"{'None has' if not agreed else f'{agreed} of {len(facts.creators)} have'} agreed so far."
    )
    return " ".join(sentence for sentence in sentences if sentence)


def growth_sentence(creators: Sequence[ReportedCreator]) -> str:
    """How many creators there are of each growth verdict; those worth checking by name."""
    counts = Counter(creator.verdict.status for creator in creators)
    parts = []
    if counts[ORDINARY]:
        parts.append(f"growth looks ordinary for {counts[ORDINARY]} of {len(creators)}")
    if counts[UNUSUAL]:
        named = names([one.name for one in creators if one.verdict.status == UNUSUAL])
        parts.append(f"the growth of {named} is worth checking")
    if counts[NOT_ENOUGH_DATA]:
        parts.append(f"there is not enough data on growth for {counts[NOT_ENOUGH_DATA]}")
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def growth_counts(creators: Sequence[ReportedCreator]) -> list[tuple[str, int]]:
    """(verdict, creators) pairs, all three verdicts."""
    counts = Counter(creator.verdict.status for creator in creators)
    return [(label, counts[status]) for status, label in VERDICT_LABELS.items()]


def facts_line(facts: CampaignFacts) -> str:
    """Brand, budget, creators and age of the data on one line."""
    budget = facts.view.campaign.budget
    parts = [
        facts.brand_name or ("" if facts.brief else "no brand"),
        "no budget set" if budget is None else f"budget {money(budget)}",
        counted(len(facts.creators), "creator"),
        f"data as of {day(facts.as_of_day)}",
    ]
    return " · ".join(part for part in parts if part)


def brief_text(facts: CampaignFacts) -> str:
    """The brief on one line, as typed; '' for a campaign without one."""
    return " ".join(facts.view.campaign.brief.split())


def brief_line(facts: CampaignFacts) -> str:
    """How the brief was read: its conditions, what ranks creators and in which currency.

    '' without one.
    """
    if facts.brief is None:
        return ""
    parsed, brand = facts.brief.parsed, facts.brief.question.brand
    last_name = facts.brief.question.earlier.last_name
    labels = ", ".join(chip_labels(parsed.constraints, last_name).values())
    read = f"Read as: {labels}. " if labels else ""
    return " ".join([read + ranked_by(parsed.meaning, brand), *parsed.currency_notes])


def creator_line(creator: ReportedCreator) -> str:
    """Account, size and niche of a creator on one line."""
    followers = creator.followers_count
    parts = [
        f"@{creator.handle}",
        creator.platform,
        "" if followers is None else f"{compact(followers)} followers",
        creator.niche,
        f"audience in {creator.country}" if creator.country else "",
    ]
    return " · ".join(part for part in parts if part)


def account_line(creator: ReportedCreator) -> str:
    """Account and size of a creator, short: '@mira · TikTok · 43.1k'."""
    followers = creator.followers_count
    parts = [
        f"@{creator.handle}",
        creator.platform,
        "" if followers is None else compact(followers),
    ]
    return " · ".join(part for part in parts if part)


def price_text(creator: ReportedCreator) -> str:
    """The price of one post, short: '€1,100 listed', '€200 agreed', 'unknown'."""
    return creator.price


def posts_text(creator: ReportedCreator) -> str:
    """Posts planned: '1 post', '3 posts'."""
    return "1 post" if creator.posts_count == 1 else f"{creator.posts_count} posts"


def reasons_line(creator: ReportedCreator, *, watch_first: bool = False) -> str:
    """Why the creator is in, and what to watch, on one line.

    Args:
        watch_first: where the end of the line may be cut.
    """
    if not creator.in_data:
        return NOT_IN_DATA
    parts = ["; ".join(creator.reasons) or NO_REASON]
    watch = [f"watch: {'; '.join(creator.cautions)}"] if creator.cautions else []
    parts = [*watch, *parts] if watch_first else [*parts, *watch]
    return ". ".join(part[:1].upper() + part[1:] for part in parts)


def verdict_line(creator: ReportedCreator) -> str:
    """Growth verdict with pattern and days."""
    return creator.verdict.sentence if creator.in_data else NOT_IN_DATA


def index_text(creator: ReportedCreator) -> str:
    """Authenticity index, 0-100; '-' when not known."""
    index = creator.verdict.authenticity_index
    return MISSING if index is None else str(index)


def probability_words(creator: ReportedCreator) -> str:
    """Probability of bought growth, in words; '-' when not known."""
    return growth_probability_text(creator.row.get("purchased_probability"))


def figure_text(name: str, figure: Range) -> str:
    """A range of `FIGURES` in words."""
    is_count = name in ("reach", "impressions", "engagements")
    return count_range(figure) if is_count else euro_range(figure)


def assumption_rows(assumptions: Assumptions) -> list[tuple[str, str, str]]:
    """(assumption, from - to, unit) of every assumption."""
    values = assumptions.values()
    rows = []
    for stem, (label, unit) in ASSUMPTION_LABELS.items():
        stems = [f"{stem}_low", f"{stem}_high"] if stem in PAIRS else [stem]
        shown = [
            f"{values[name] * 100:.4g}" if name in FRACTIONS else f"{values[name]:.4g}"
            for name in stems
        ]
        rows.append((label, " - ".join(dict.fromkeys(shown)), unit))
    return rows


def ruled_out_title(facts: CampaignFacts) -> str:
    """How many were ruled out of how many: '1,127 of 3,992 other creators'."""
    total = sum(many for _, many in facts.ruled_out.counts)
    if facts.ruled_out.from_best_set:
        return f"{count(total)} creators"
    return f"{count(total)} of {count(facts.ruled_out.looked_at_count)} other creators"


def names(shown: Sequence[str]) -> str:
    """Some names in a sentence: 'A, B, C and 2 more'."""
    rest = len(shown) - _NAMES_SHOWN
    if rest > 0:
        return f"{', '.join(shown[:_NAMES_SHOWN])} and {rest} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _cost_sentence(facts: CampaignFacts) -> str:
    cost, budget = facts.view.totals.cost, facts.view.campaign.budget
    if cost.low is None or cost.high is None:
        return "No cost is known."
    if budget is None:
        against = "; no budget is set"
    elif cost.low > budget:
        against = f", above the budget of {money(budget)}"
    elif cost.high > budget:
        against = f"; the budget of {money(budget)} may not be enough"
    else:
        against = f", within the budget of {money(budget)}"
    rest = unknown_cost_words(cost.unknown_count)
    return f"All planned posts cost {euro_range(cost)}{against}.{rest}"


def _platforms(creators: Sequence[ReportedCreator]) -> str:
    counts = Counter(creator.platform for creator in creators if creator.platform)
    words = ", ".join(
        f"{many} on {platform}"
        for platform, many in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )
    return f" ({words})" if words else ""


def picture_words(creator: ReportedCreator) -> str:
    """What the picture of a creator shows."""
    return f"{'Portrait of' if creator.has_portrait else 'Picture of a post by'} {creator.name}"
