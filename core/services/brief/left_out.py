"""Who a brief would want and its plan does not have, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from core.formats import is_missing
from core.models.campaign.constraints import Constraints
from core.models.campaign.eligible import NO_PRICE
from core.models.campaign.left_out import LeftOut
from core.models.campaign.optimiser import CampaignPlan
from core.models.campaign.words import AS_GOOD, loss_words
from core.models.growth.verdict import is_worth_checking
from core.services.matching.filters import MatchFilters
from core.services.matching.matching import rank
from core.services.matching.query import MatchQuery
from core.services.session import BuildSession

_UNUSUAL_SHOWN = 3


@dataclass(frozen=True)
class UnplannedCreator:
    """Attributes:
    why: what kept the creator out, as part of a sentence.
    fit_score: 0-100; NaN where nothing ranks the list.
    post_price: listed, EUR; NaN when none is listed.
    estimated_low, estimated_high: EUR, the range where none is listed; NaN without an estimate.
    """

    influencer_id: str
    handle: str
    name: str
    why: str
    fit_score: float
    post_price: float
    estimated_low: float
    estimated_high: float


def left_out(
    session: BuildSession,
    query: MatchQuery | None,
    filters: MatchFilters,
    shortlist: pd.DataFrame,
    plan: CampaignPlan,
    constraints: Constraints,
) -> Iterator[UnplannedCreator]:
    """Creators of the shortlist that are not in the plan, and the best of unusual growth.

    Args:
        query: what ranks the list; None when nothing does.
        shortlist: the columns of `creator_rows`, and fit_score.
        constraints: of the plan.
    """
    chosen = set(plan.chosen["influencer_id"])
    out = [
        (row, _why(row, plan, constraints, is_ranked=query is not None))
        for row in shortlist.to_dict("records")
        if row["influencer_id"] not in chosen
    ]
    if filters.hides_unusual and query is not None and len(shortlist):
        everybody = rank(session, query, replace(filters, hides_unusual=False), 1, len(shortlist))
        unusual = [row for row in everybody.frame.to_dict("records") if is_worth_checking_row(row)]
        out += [(row, "growth worth checking") for row in unusual[:_UNUSUAL_SHOWN]]
    if query is not None:
        out.sort(key=lambda entry: (-_known(entry[0]["fit_score"]), entry[0]["influencer_id"]))
    for row, why in out:
        yield UnplannedCreator(
            str(row["influencer_id"]),
            str(row["handle"]),
            str(row["name"]),
            why,
            float(row["fit_score"]),
            *(_number(row[name]) for name in ("post_price", "estimated_low", "estimated_high")),
        )


def _why(
    row: dict[str, Any], plan: CampaignPlan, constraints: Constraints, *, is_ranked: bool
) -> str:
    """What kept a creator of the shortlist out of the plan."""
    explained = {creator.influencer_id: creator for creator in plan.left_out}
    words = _of_the_plan(explained.get(row["influencer_id"]), plan, is_ranked=is_ranked)
    if words:
        return words
    is_listed = not is_missing(row["post_price"])
    prices = (row[name] for name in ("post_price", "story_price", "estimated_high"))
    # In data without any price a plan counts an assumed CPM, and leaves nobody out for that.
    if plan.excluded.get(NO_PRICE) and all(map(is_missing, prices)):
        return NO_PRICE
    price = row["post_price"] if is_listed else row["estimated_high"]
    if constraints.budget is not None and price > constraints.budget:
        words = "listed price of" if is_listed else "estimated price of up to"
        return f"the {words} €{price:,.0f} is above the budget"
    better = "fit better" if is_ranked else "bring more likes and comments"
    if constraints.at_most is not None and len(plan.chosen) >= constraints.at_most:
        return f"the {len(plan.chosen)} in the plan {better}"
    return "the budget is spent on others who " + better


def _of_the_plan(creator: LeftOut | None, plan: CampaignPlan, *, is_ranked: bool) -> str:
    """What the plan would lose with a creator, else what stands in its way; '' when not known."""
    if creator is None:
        return ""
    if creator.loss is None:
        return "; ".join(creator.fails)
    share = loss_words(creator, plan.objective)
    if share == AS_GOOD:
        return "a plan with this creator is as good"
    less = (
        f"fits {share} less in total" if is_ranked else f"brings {share} fewer likes and comments"
    )
    return f"the best plan with this creator {less}"


def _known(value: float) -> float:
    return 0.0 if is_missing(value) else float(value)


def _number(value: Any) -> float:
    """NaN for what is missing."""
    return float("nan") if is_missing(value) else float(value)


def is_worth_checking_row(row: dict[str, object]) -> bool:
    """Whether the growth of a creator, as in `creator_rows`, is worth checking."""
    return is_worth_checking(row["purchased_probability"])
