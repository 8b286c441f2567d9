"""Figures, assumptions and left-out creators in words; pages and reports say the same."""

from __future__ import annotations

from core.formats import MISSING, compact, counted, country_name, is_missing, money_range
from core.models.campaign.constraints import Constraints
from core.models.campaign.costs import AGREED, BY_CPM, ESTIMATED, LISTED, STORY
from core.models.campaign.expected import ExpectedResults
from core.models.campaign.left_out import LeftOut
from core.models.campaign.totals import CampaignTotals, Range
from core.models.prices.words import estimate_words, listed_words

_SOURCE_WORDS = {AGREED: "agreed", STORY: "by the story price", BY_CPM: "by an assumed CPM"}
AGREED_COST = "Cost agreed so far"
CPM_LABEL = "CPM (per 1,000 impressions)"
AS_GOOD = "nothing: as good"  # what a set loses that has the creator
# Label and what the two ends mean, by the stem of the name.
ASSUMPTION_LABELS: dict[str, tuple[str, str]] = {
    "reach_small": ("Seen by, below 50k followers", "% of the followers that see one post"),
    "reach_mid": ("Seen by, 50k to 500k", "% of the followers that see one post"),
    "reach_large": ("Seen by, above 500k", "% of the followers that see one post"),
    "views": ("Views that count", "% of the average views, where they are known"),
    "repeat_new": ("New people of a further post", "% of those who see it"),
    "overlap": ("Shared audience", "% of the summed reach that follows several creators"),
    "engagement_spread": ("Likes and comments vary by", "% around the average"),
    "emv_like": ("Value of a like", "EUR"),
    "emv_comment": ("Value of a comment", "EUR"),
    "emv_view": ("Value of an impression", "EUR"),
    "price_spread": ("Prices vary by", "% around the listed price"),
    "story_factor": ("A post costs", "times a story, where only that is listed"),
    "cpm": ("CPM without a price", "EUR per 1,000 impressions"),
}


def count_range(figure: Range) -> str:
    """Two counts in three digits each: 12.4k-31k."""
    return _joined(figure, compact(figure.low), compact(figure.high))


def euro_range(figure: Range) -> str:
    """Two sums in EUR: cents below 10, three digits from 10,000 on, where more mean nothing.

    A low end below 1 keeps its cents beside any high one: without, it would read as nothing.
    """
    if figure.low is None or figure.high is None:
        return MISSING
    if figure.high < 10:
        return _joined(figure, f"€{figure.low:,.2f}", f"{figure.high:,.2f}")
    is_cents = 0 < figure.low < 1
    if figure.high >= 10_000:
        low = f"€{figure.low:,.2f}" if is_cents else f"€{compact(figure.low)}"
        return _joined(figure, low, compact(figure.high))
    if is_cents:
        return _joined(figure, f"€{figure.low:,.2f}", f"{figure.high:,.0f}")
    return money_range(figure.low, figure.high)


def times_range(figure: Range) -> str:
    """Two multiples: 0.8-5.2x; more digits where both are small: 0.003-0.035x."""
    if figure.low is None or figure.high is None:
        return MISSING
    form = ",.1f" if figure.high >= 0.1 else ".3f"
    return _joined(figure, f"{figure.low:{form}}", f"{figure.high:{form}}") + "x"


def price_words(low: float, high: float, source: str, posts_count: int) -> str:
    """The price of one post and where it comes from: '€900 listed', '€200 agreed', '€40-160
    estimated'; 'unknown' without one.

    Args:
        low, high: EUR of all planned posts, of `member_ranges`.
        source: of the cost.
    """
    if is_missing(low):
        return "unknown"
    if source == LISTED:
        # The spread is the same on both sides of the listed price.
        return listed_words((low + high) / 2 / posts_count)
    if source == ESTIMATED:
        return estimate_words(low / posts_count, high / posts_count)
    return f"{money_range(low / posts_count, high / posts_count)} {_SOURCE_WORDS[source]}"


def totals_rows(totals: CampaignTotals, committed: CampaignTotals) -> list[dict[str, str]]:
    """Every figure as a row: figure, range, left_out and meaning, in words."""
    rows = [
        ("Cost", euro_range(totals.cost), totals.cost, "All planned posts"),
        (
            AGREED_COST,
            euro_range(committed.cost) if committed.members_count else "€0",
            committed.cost,
            f"{committed.members_count} of {counted(totals.members_count, 'creator')}: agreed, "
            "posted or done"
            if totals.members_count
            else "No creators yet",
        ),
        (
            "Reach",
            count_range(totals.reach),
            totals.reach,
            "People who see at least one post, each counted once",
        ),
        (
            "Impressions",
            count_range(totals.impressions),
            totals.impressions,
            "Times that posts are seen, repeats included",
        ),
        ("Engagements", count_range(totals.engagements), totals.engagements, "Likes and comments"),
        (
            "CPM",
            euro_range(totals.cpm),
            totals.cpm,
            "Cost per 1,000 impressions, not per 1,000 people",
        ),
        (
            "Cost per engagement",
            euro_range(totals.cost_per_engagement),
            totals.cost_per_engagement,
            "Cost of one like or comment",
        ),
        (
            "EMV",
            euro_range(totals.emv),
            totals.emv,
            "Earned media value of likes, comments and impressions",
        ),
        (
            "EMV / cost",
            times_range(totals.emv_per_euro),
            totals.emv_per_euro,
            "Earned media value for each euro spent",
        ),
    ]
    return [
        {
            "figure": figure,
            "range": words,
            "left_out": unknown_words(counted.unknown_count),
            "meaning": meaning,
        }
        for figure, words, counted, meaning in rows
    ]


def certainty_words(results: ExpectedResults, constraints: Constraints) -> str:
    """What a set costs at most and brings at least with a certainty, and how sure the rest is."""
    brings = [
        f"{words} {compact(least)} {what}"
        for words, least, what in (
            ("reaches at least", results.reach_least, "people"),
            ("brings at least", results.engagements_least, "likes and comments"),
        )
        if least > 0
    ]
    parts = [f"costs at most {euro_range(Range(results.cost_most, results.cost_most))}", *brings]
    text = f"With {results.certainty:.0%} certainty each, it {_listed(parts)}."
    if results.budget_probability is not None:
        text += f" Chance to keep the budget: {_probability(results.budget_probability)}."
    promises = constraints.promises()
    return text + "".join(
        f" Chance of {promises[words]:,.0f} {words}: {_probability(probability)}."
        for words, probability in results.promise_probabilities.items()
    )


def _listed(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _probability(share: float) -> str:
    return "more than 99%" if share > 0.99 else "less than 1%" if share < 0.01 else f"{share:.0%}"


def unknown_words(count: int) -> str:
    """How many creators a figure leaves out; '' for none."""
    return f"{count} unknown" if count else ""


def unknown_cost_words(count: int) -> str:
    """A sentence, after a space, about creators whose cost a sum leaves out; '' for none."""
    return (
        f" The cost of {counted(count, 'creator')} is not known and comes on top." if count else ""
    )


def loss_words(creator: LeftOut, objective: float) -> str:
    """What the set would lose with a creator that is not in it."""
    if creator.loss is None:
        return "cannot be added" if creator.loss_is_exact else MISSING
    share = creator.loss / objective if objective > 0 else 0
    if share < 0.0005:
        return AS_GOOD
    return f"{'' if creator.loss_is_exact else 'at most '}{share:.1%}"


def with_names(words: str, constraints: Constraints) -> str:
    """The words with countries by name."""
    for code, _ in constraints.country_least:
        words = words.replace(f"from {code}", f"from {country_name(code)}")
    return words


def _joined(figure: Range, low: str, high: str) -> str:
    if figure.low is None or figure.high is None:
        return MISSING
    return low if low in (high, f"€{high}") else f"{low}-{high}"
