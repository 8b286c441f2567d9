"""What to check before money is spent, in words for marketers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from core.models.campaign.costs import BY_CPM, ESTIMATED, UNKNOWN
from core.models.campaign.totals import CampaignTotals
from core.models.campaign.words import unknown_cost_words
from core.models.growth.verdict import is_worth_checking

NICHE_SHARE = 0.7
# Of the budget that is left, from which it is worth a sentence.
BUDGET_LEFT_SHARE = 0.25
_NICHE_MEMBERS_MIN = 3  # of two creators one niche is half or all: that says nothing
_NAMES_SHOWN = 3


@dataclass(frozen=True)
class Notice:
    """One thing to look at.

    Attributes:
        kind: 'over budget' | 'maybe over budget' | 'budget left' | 'one niche' | 'unusual growth' |
            'growth unknown' | 'price estimated' | 'price unknown' | 'not in the data' |
            'agreed elsewhere' | 'outside the brief'.
        text: plain text; holds names as given, so a page escapes it.
        needs_action: False for what is only good to know.
        influencer_ids: the creators it is about.
    """

    kind: str
    text: str
    needs_action: bool = True
    influencer_ids: tuple[str, ...] = ()


def notices(
    members: pd.DataFrame,
    totals: CampaignTotals,
    budget: float | None,
    agreed_elsewhere: Mapping[str, Sequence[str]],
    outside: Mapping[str, Sequence[str]] | None = None,
) -> list[Notice]:
    """What to look at in a campaign, most pressing first; empty when there is nothing.

    Args:
        members: influencer_id, name, in_data (the present build has the creator), niche,
            purchased_probability (0-1) and cost_source.
        totals: of the same members.
        budget: EUR; None when none is set.
        agreed_elsewhere: influencer_id -> names of the brand's other campaigns in which the
            creator is agreed.
        outside: influencer_id -> conditions of the campaign's brief that are not met, in words.
    """
    to_look_at = [*_budget(totals, budget), *_gone(members)]
    here = members[members["in_data"].astype(bool)]
    to_look_at += _outside(here, outside or {})
    to_look_at += _growth(here)
    to_look_at += _price(members)
    to_look_at += _niche(here)
    to_look_at += _elsewhere(members, agreed_elsewhere)
    return to_look_at


def _budget(totals: CampaignTotals, budget: float | None) -> list[Notice]:
    low, high = totals.cost.low, totals.cost.high
    if budget is None or low is None or high is None:
        return []
    more = unknown_cost_words(totals.cost.unknown_count)
    if low > budget:
        return [
            Notice(
                "over budget",
                f"Over budget: even the low estimate, €{low:,.0f}, is €{low - budget:,.0f} above "
                f"the budget of €{budget:,.0f}.{more}",
            )
        ]
    if high > budget:
        return [
            Notice(
                "maybe over budget",
                f"Maybe over budget: the estimate of €{low:,.0f}-{high:,.0f} reaches above the "
                f"budget of €{budget:,.0f}. Agreed prices make it exact.{more}",
            )
        ]
    if budget - high >= max(BUDGET_LEFT_SHARE * budget, 1):
        return [
            Notice(
                "budget left",
                f"€{budget - high:,.0f} of the budget is not planned: add creators or plan "
                f"more posts.{more}",
                needs_action=False,
            )
        ]
    return []


def _gone(members: pd.DataFrame) -> list[Notice]:
    gone = members[~members["in_data"].astype(bool)]
    if gone.empty:
        return []
    return [
        Notice(
            "not in the data",
            f"Not in the data in use: {_ended(_names(gone))} Reach and engagement of "
            f"{'this creator' if len(gone) == 1 else 'these creators'} are not known.",
            influencer_ids=_ids(gone),
        )
    ]


def _outside(here: pd.DataFrame, outside: Mapping[str, Sequence[str]]) -> list[Notice]:
    rows = here[here["influencer_id"].isin(list(outside))]
    if rows.empty:
        return []
    named = [
        f"{row['name']} ({_short(outside[row['influencer_id']])})"
        for row in rows.head(_NAMES_SHOWN).to_dict("records")
    ]
    more = f" and {len(rows) - len(named)} more" if len(rows) > len(named) else ""
    return [
        Notice(
            "outside the brief",
            _ended(f"Outside the brief: {', '.join(named)}{more}"),
            influencer_ids=_ids(rows),
        )
    ]


def _short(unmet: Sequence[str]) -> str:
    """Conditions under a heading that names the brief: 'not met: Germany; not met: nano'."""
    return "; ".join(words.removeprefix("brief ") for words in unmet)


def _growth(here: pd.DataFrame) -> list[Notice]:
    unusual = here[is_worth_checking(here["purchased_probability"])]
    growth_notices = []
    if len(unusual):
        growth_notices.append(
            Notice(
                "unusual growth",
                f"Unusual growth, worth checking: {_ended(_names(unusual))}",
                influencer_ids=_ids(unusual),
            )
        )
    unknown = here[pd.to_numeric(here["purchased_probability"], errors="coerce").isna()]
    if len(unknown):
        growth_notices.append(
            Notice(
                "growth unknown",
                f"Not enough data on growth: {_ended(_names(unknown))}",
                needs_action=False,
                influencer_ids=_ids(unknown),
            )
        )
    return growth_notices


def _price(members: pd.DataFrame) -> list[Notice]:
    price_notices = []
    estimated = members[members["cost_source"] == ESTIMATED]
    if len(estimated):
        price_notices.append(
            Notice(
                "price estimated",
                f"No price is listed for {_names(estimated)}: the cost is estimated from creators "
                "who list theirs. Four prices in five are in the range.",
                needs_action=False,
                influencer_ids=_ids(estimated),
            )
        )
    guessed = members[members["cost_source"] == BY_CPM]
    if len(guessed):
        price_notices.append(
            Notice(
                "price unknown",
                f"No price is listed for {_names(guessed)} and none can be estimated: the cost "
                "follows the assumed CPM.",
                needs_action=False,
                influencer_ids=_ids(guessed),
            )
        )
    unknown = members[members["cost_source"] == UNKNOWN]
    if len(unknown):
        price_notices.append(
            Notice(
                "price unknown",
                f"The cost of {_names(unknown)} is not known and not in the total. Enter the "
                "agreed price.",
                influencer_ids=_ids(unknown),
            )
        )
    return price_notices


def _niche(here: pd.DataFrame) -> list[Notice]:
    known = here[here["niche"].notna()]
    if len(known) < _NICHE_MEMBERS_MIN:
        return []
    counts = known["niche"].value_counts()
    # Of several niches of the same size, the first by name: the words must not change by chance.
    niche = min(counts.index[counts == counts.max()])
    most = int(counts.max())
    if most == len(known):
        text = f"One niche only: all {len(known)} creators are in '{niche}'."
    elif most > NICHE_SHARE * len(known):
        text = f"Mostly one niche: {most} of {len(known)} creators are in '{niche}'."
    else:
        return []
    return [
        Notice(
            "one niche",
            f"{text} Fine for a narrow product; a second niche reaches other people.",
            needs_action=False,
            influencer_ids=_ids(known[known["niche"] == niche]),
        )
    ]


def _elsewhere(members: pd.DataFrame, agreed: Mapping[str, Sequence[str]]) -> list[Notice]:
    agreed_notices = []
    for row in members[members["influencer_id"].isin(list(agreed))].to_dict("records"):
        names = ", ".join(f"'{name}'" for name in agreed[row["influencer_id"]])
        agreed_notices.append(
            Notice(
                "agreed elsewhere",
                f"{row['name']} is already agreed in {names} of the same brand.",
                needs_action=False,
                influencer_ids=(row["influencer_id"],),
            )
        )
    return agreed_notices


def _ended(text: str) -> str:
    """The text with a full stop; a name such as 'Renan N.' brings its own."""
    return text if text.endswith(".") else f"{text}."


def _ids(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(rows["influencer_id"])


def _names(rows: pd.DataFrame) -> str:
    names = rows["name"].tolist()
    rest = len(names) - _NAMES_SHOWN
    if rest <= 0:
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"{', '.join(names[:_NAMES_SHOWN])} and {rest} more"
