"""What `optimise` says, writes and prints as JSON."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from core.cli.running import Running
from core.formats import money
from core.models.campaign.costs import AGREED, LISTED, UNKNOWN
from core.models.campaign.eligible import UNUSUAL_GROWTH
from core.models.campaign.expected import ExpectedResults
from core.models.campaign.optimiser import CampaignPlan
from core.models.growth.verdict import verdict_of, verdict_sentences

_LEFT_OUT_SAID = 5
_DECIMALS = {
    "value": 2,
    "price": 2,
    "per_100": 2,
    "against_median": 2,
    "fit": 2,
    "reach": 0,
    "engagements": 0,
    "engagement_rate": 4,
    "purchased_probability": 4,
}


def say_plan(
    running: Running, plan: CampaignPlan, table: pd.DataFrame, facts: pd.DataFrame, goal: str
) -> None:
    """What was not looked at, the set with reasons, and the best of those that are not in it.

    Args:
        table: the chosen joined with their facts, and `why`.
    """
    for words, many in plan.excluded.items():
        more = " Show them with --include-unusual." if words == UNUSUAL_GROWTH else ""
        noun = "creator" if many == 1 else "creators"
        running.say(f"Not looked at: {many:,} {noun}, {words}.{more}")
    if plan.status == "nothing fits":
        running.say(
            "No set of creators meets all constraints. Relax one: the budget, prices "
            "(--cpm-prices), --country, --niche-most, --budget-share-max or --caution-max."
        )
        return
    if plan.chosen.empty:
        return
    say_chosen(running, plan, table, facts, goal, spread=" Spread it with --budget-share-max.")
    for creator in plan.left_out[:_LEFT_OUT_SAID]:
        why = "; ".join(creator.fails) or "others bring more"
        running.say(f"  not @{facts.loc[creator.influencer_id, 'handle']}: {why}")


def say_chosen(
    running: Running,
    plan: CampaignPlan,
    table: pd.DataFrame,
    facts: pd.DataFrame,
    goal: str,
    *,
    spread: str = "",
) -> None:
    """The creators of a set, each with its reasons; arguments as for `say_plan`.

    Args:
        spread: what to do where one creator takes most of the cost, as a sentence.
    """
    if plan.chosen.empty:
        running.say("Nobody can be planned: no eligible creator has a price in the budget.")
        return
    sure = "proven best" if plan.status == "best" else f"at most {plan.gap:.2%} from the best"
    if plan.certainty is not None:
        sure = f"holds with {plan.certainty:.0%} certainty"
    running.say(
        f"{len(table)} of {plan.candidates_count:,} creators for {money(plan.cost)}: {goal} "
        f"{plan.objective:,.0f} in total, {sure}, {plan.seconds:.1f} s."
    )
    for row in table.to_dict("records"):
        running.say(
            f"  @{row['handle']}  {_words(goal, row['value'])}  {_price(row['price'])}"
            f"{_source_words(row['cost_source'])}  " + verdict_of(row).sentence
        )
        running.say(f"    {row['why']}")
    largest = plan.largest_share()
    if largest is not None:
        running.say(
            f"@{facts.loc[largest[0], 'handle']} takes {largest[1]:.0%} of the cost: the set "
            f"depends on one creator.{spread}"
        )


def _source_words(source: str) -> str:
    """What is said behind a price that is neither agreed nor listed."""
    return "" if source in (AGREED, LISTED, UNKNOWN) else f" ({source})"


def _price(euros: float) -> str:
    return "price not known" if pd.isna(euros) else money(euros)


def _words(unit: str, value: float) -> str:
    return f"{unit} not known" if pd.isna(value) else f"{unit} {value:,.0f}"


def impossible_words(plan: CampaignPlan) -> str:
    """Which constraints clash, in a sentence."""
    if not plan.clashes:
        return "No set meets all constraints, and dropping a single one is not enough."
    return (
        "No set meets all constraints. Dropping one of these would help: "
        f"{'; '.join(plan.clashes)}."
    )


def _for_goal(table: pd.DataFrame, goal: str) -> pd.DataFrame:
    """The table without `against_median` for recommendation scores: half of all creators are at 0
    or below, so that a multiple of their median says nothing."""
    return table.assign(against_median=np.nan) if goal == "recommended" else table


def plan_file(table: pd.DataFrame, goal: str) -> pd.DataFrame:
    """The columns of the file that `--out` writes, one row per creator of the set.

    Args:
        table, goal: as for `say_plan`.
    """
    names = [
        "influencer_id", "handle", "name", "platform", "value", "price", "cost_source", "per_100",
        "against_median", "is_must", "why", "fit", "reach", "engagements", "niche", "tier",
        "country", "followers_count", "engagement_rate", "verdict", "purchased_probability",
        "authenticity_index", "url", "caution_score",
    ]  # fmt: skip
    with_verdict = _for_goal(table, goal).assign(verdict=verdict_sentences(table)).round(_DECIMALS)
    return with_verdict[names].rename(
        columns={
            "price": "price_eur",
            "cost_source": "price_source",
            "per_100": "value_per_eur_100",
        }
    )


def results_result(results: ExpectedResults) -> dict[str, Any]:
    """What `--json` prints of the expected results."""
    share = results.budget_probability
    return {
        "certainty": results.certainty,
        "cost_mean_eur": round(results.cost_mean, 2),
        "cost_most_eur": round(results.cost_most, 2),
        "budget_probability": None if share is None else round(share, 4),
        "reach_least": round(results.reach_least, 1),
        "engagements_least": round(results.engagements_least, 1),
        "promise_probabilities": {
            words: round(probability, 4)
            for words, probability in results.promise_probabilities.items()
        },
    }


def plan_result(
    plan: CampaignPlan, table: pd.DataFrame, facts: pd.DataFrame, goal: str
) -> dict[str, Any]:
    """What `--json` prints of a plan; `table` as for `say_plan`."""
    largest = plan.largest_share()

    def known(value: float) -> float | None:
        return None if pd.isna(value) else round(float(value), 4)

    return {
        "status": plan.status,
        "certainty": plan.certainty,
        "goal": goal,
        "objective": round(plan.objective, 4),
        "cost_eur": round(plan.cost, 2),
        "gap": plan.gap,
        "seconds": round(plan.seconds, 3),
        "candidates": plan.candidates_count,
        "excluded": plan.excluded,
        "unusual_left_out": plan.unusual_count,
        "largest_share": None
        if largest is None
        else {"influencer_id": largest[0], "share": round(largest[1], 4)},
        "chosen": [
            {
                "influencer_id": row["influencer_id"],
                "handle": facts.loc[row["influencer_id"], "handle"],
                "verdict": verdict_of(facts.loc[row["influencer_id"]].to_dict()).sentence,
                "value": known(row["value"]),
                "price_eur": known(row["price"]),
                "price_source": row["cost_source"],
                "cost_low_eur": known(row["cost_low"]),
                "cost_high_eur": known(row["cost_high"]),
                "value_per_eur_100": known(row["per_100"]),
                "against_median": known(row["against_median"]),
                "must": bool(row["is_must"]),
                "why": row["why"],
                "purchased_probability": known(row["purchased_probability"]),
            }
            for row in _for_goal(table, goal).to_dict("records")
        ],
        "left_out": [
            {
                "influencer_id": creator.influencer_id,
                "handle": facts.loc[creator.influencer_id, "handle"],
                "value": known(creator.value),
                "price_eur": known(creator.price),
                "why": list(creator.fails),
                "more_budget_eur": round(creator.extra_budget, 2),
                "loss": None if creator.loss is None else known(creator.loss),
            }
            for creator in plan.left_out
        ],
    }
