"""What a person should know of the plan of a brief before signing it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from core.domain.fit_bands import is_weak, score_text
from core.formats import money
from core.models.campaign.eligible import NO_PRICE
from core.models.campaign.solver.milp import ADDS_NO_VALUE
from core.models.campaign.warnings import BUDGET_LEFT_SHARE
from core.services.campaigns.best_set import BestSet

_NAMES_SHOWN = 3
_COLUMNS = ["influencer_id", "name", "handle", "fit"]


def weak_fits(best: BestSet) -> pd.DataFrame:
    """The creators of the plan that fit weakly, best first: influencer_id, name, handle, fit.

    Empty where nothing ranks them by fit.
    """
    if best.plan.chosen.empty:
        return pd.DataFrame(columns=_COLUMNS)
    facts = best.facts.loc[best.plan.chosen["influencer_id"]]
    weak = facts[facts["fit"].map(is_weak)].sort_values("fit", ascending=False)
    return weak.reset_index()[_COLUMNS]


def plan_notes(
    best: BestSet, count: int | None, budget: float | None, price_max: float | None = None
) -> list[str]:
    """Sentences on weak fits, on creators that are missing, on prices and on money that is left.

    Args:
        count: creators wanted; None when the brief says no number.
        budget: EUR for all; None when the brief says none.
        price_max: EUR for a post of one creator; None when the brief says none.
    """
    notes = []
    weak, planned = weak_fits(best), len(best.plan.chosen)
    if len(weak):
        named = _named(
            [
                f"@{row['handle']} ({score_text(row['fit'])})"
                for row in weak.head(_NAMES_SHOWN).to_dict("records")
            ],
            len(weak),
        )
        verb = "fits" if len(weak) == 1 else "fit"
        top = score_text(float(best.facts["fit"].max()))
        notes.append(
            f"{len(weak)} of the {planned} {verb} the brief weakly: {named}; the best fit is "
            f"{top}. Plan {planned - len(weak)} without them, or relax a condition."
            if planned > len(weak)
            else f"{'The only one planned' if planned == 1 else f'All {planned}'} {verb} the brief "
            f"weakly: {named}. The data may have nobody for it."
        )
    left = 0.0 if budget is None else budget - best.plan.cost
    is_left = budget is not None and planned > 0 and left >= max(BUDGET_LEFT_SHARE * budget, 1)
    if count is not None and 0 < planned < count:
        verb = "is" if planned == 1 else "are"
        short = f"{planned} of the {count} creators you asked for {verb} planned"
        is_idle = any(one.fails == (ADDS_NO_VALUE,) for one in best.plan.left_out)
        has_others = best.plan.left_out or best.plan.excluded.get(NO_PRICE)
        if not has_others and not is_left:
            why = ": nobody else meets every condition. Relax one to find more."
        elif is_left and is_idle:
            why = (
                f", and {money(left)} of the budget is left: the others who meet every condition "
                "are affordable and do not fit the brief. Relax a condition, or plan further posts "
                "with these."
            )
        elif is_left:
            why = (
                f", and {money(left)} of the budget is left: nobody else who meets every condition "
                "has a price that fits. Relax a condition, or plan further posts with these."
            )
        elif budget is None:
            why = ": nobody else who meets every condition has a price. Relax a condition."
        else:
            why = (
                ": with more of them the total would be lower, or the budget too small. Raise the "
                "budget or relax a condition; the best set of a campaign can ask for 'Creators at "
                "least'."
            )
        notes.append(short + why)
    elif is_left:
        notes.append(
            f"{money(left)} of the budget is not planned. It pays for more creators, for further "
            "posts with these, or for larger ones."
        )
    return [*notes, *_price_notes(best, price_max)]


def _price_notes(best: BestSet, price_max: float | None) -> list[str]:
    """That a limit is checked against prices as listed, where the plan counts more."""
    prices = best.plan.chosen.set_index("influencer_id")["price"]
    above = prices[prices > price_max] if price_max is not None else prices.head(0)
    if above.empty:
        return []
    named = _named(
        [
            f"@{best.facts.loc[influencer_id, 'handle']} ({money(price)})"
            for influencer_id, price in above.head(_NAMES_SHOWN).items()
        ],
        len(above),
    )
    return [
        f"The limit of {money(price_max)} per post is checked against listed prices. At the high "
        f"end, as planned, {named} may cost more."
    ]


def _named(shown: Sequence[str], total: int) -> str:
    more = total - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
