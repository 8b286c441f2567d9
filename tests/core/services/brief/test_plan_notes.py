"""What a plan says of itself: weak fits, creators that are missing, money that is left."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from core.models.campaign.assumptions import Assumptions
from core.models.campaign.constraints import Constraints
from core.models.campaign.left_out import LeftOut
from core.models.campaign.solver.milp import ADDS_NO_VALUE
from core.services.brief.plan_notes import plan_notes, weak_fits
from core.services.campaigns.best_set import BestSet, planned
from core.services.campaigns.candidates import PlanOptions
from core.services.session import open_session
from core.settings import Settings
from core.workspace.members import members_frame
from tests.support.small_build import make_small_build


@pytest.fixture(scope="module")
def best(tmp_path_factory: pytest.TempPathFactory) -> BestSet:
    """A set of three creators."""
    settings = Settings.from_env(tmp_path_factory.mktemp("plan_notes"))
    make_small_build(settings)
    with open_session(settings) as session:
        found = planned(
            session,
            members_frame([]),
            Assumptions(),
            None,
            PlanOptions("engagements"),
            Constraints(at_most=3),
        )
    assert len(found.plan.chosen) == 3
    return found


def with_fits(best: BestSet, *fits: float) -> BestSet:
    """The set with these fits of the chosen, in their order; nothing known of the others."""
    known = pd.Series(fits, best.plan.chosen["influencer_id"], dtype=float)
    return replace(best, facts=best.facts.assign(fit=known.reindex(best.facts.index)))


def test_a_weak_fit_beside_good_ones_is_named_with_what_to_do(best: BestSet) -> None:
    mixed = with_fits(best, 80.0, 9.4, 75.0)
    weak = weak_fits(mixed)
    assert list(weak["influencer_id"]) == [best.plan.chosen["influencer_id"].iloc[1]]
    (note,) = plan_notes(mixed, 3, None)
    assert note == (
        f"1 of the 3 fits the brief weakly: @{weak['handle'].iloc[0]} (9); the best fit is 80. "
        "Plan 2 without them, or relax a condition."
    )


def test_where_all_fit_weakly_nobody_is_planned_instead(best: BestSet) -> None:
    (note,) = plan_notes(with_fits(best, 20.0, 30.0, 10.0), None, None)
    assert note.startswith("All 3 fit the brief weakly: @")
    assert "Plan" not in note


def test_of_one_weak_creator_nobody_says_all(best: BestSet) -> None:
    alone = replace(best, plan=replace(best.plan, chosen=best.plan.chosen.head(1)))
    (note,) = plan_notes(with_fits(alone, 4.0), None, None)
    assert note.startswith("The only one planned fits the brief weakly: @")


def test_affordable_creators_who_bring_nothing_are_not_called_too_dear(best: BestSet) -> None:
    idle = LeftOut("c0", value=0.0, price=10.0, fails=(ADDS_NO_VALUE,), extra_budget=0.0, loss=0.0)
    dear = replace(idle, fails=("the budget",), extra_budget=50.0)
    left_money = 2 * best.plan.cost
    for left_out, words in (((dear, idle), "do not fit the brief"), ((dear,), "price that fits")):
        plan = replace(best.plan, left_out=left_out)
        (note,) = plan_notes(replace(best, plan=plan), 5, left_money)
        assert words in note


def test_moderate_fits_and_sets_without_fit_need_no_note(best: BestSet) -> None:
    assert plan_notes(with_fits(best, 80.0, 50.0, 60.0), 3, None) == []
    assert plan_notes(best, 3, None) == []


def test_missing_creators_and_money_that_is_left_are_said(best: BestSet) -> None:
    cost = best.plan.cost
    short = "3 of the 5 creators you asked for are planned"
    (alone,) = plan_notes(best, 5, None)
    assert (
        alone == f"{short}: nobody else who meets every condition has a price. Relax a condition."
    )
    (tight,) = plan_notes(best, 5, cost * 1.1)
    assert tight.startswith(f"{short}: with more of them the total would be lower")
    (both,) = plan_notes(best, 5, cost * 2)
    assert both.startswith(f"{short}, and €{cost:,.0f} of the budget is left")
    (note,) = plan_notes(best, 3, cost * 2)
    assert note.startswith(f"€{cost:,.0f} of the budget is not planned.")
    assert plan_notes(best, 3, cost * 1.1) == []


def test_where_all_who_meet_the_conditions_are_planned_no_budget_helps(best: BestSet) -> None:
    everybody = replace(best, plan=replace(best.plan, left_out=(), excluded={}))
    (note,) = plan_notes(everybody, 5, best.plan.cost * 1.1)
    assert note == (
        "3 of the 5 creators you asked for are planned: nobody else meets every condition. Relax "
        "one to find more."
    )


def test_an_empty_plan_has_no_notes(best: BestSet) -> None:
    nobody = replace(best.plan, chosen=best.plan.chosen.head(0), cost=0.0)
    empty = replace(best, plan=nobody, facts=best.facts.head(0).drop(columns=["fit"]))
    assert weak_fits(empty).empty
    assert plan_notes(empty, 5, 1_000.0) == []


def test_a_limit_per_post_that_a_plan_may_break_is_said(best: BestSet) -> None:
    prices = best.plan.chosen["price"]
    assert plan_notes(best, 3, None, float(prices.max())) == []
    (note,) = plan_notes(best, 3, None, float(prices.max()) - 0.01)
    dearest = best.plan.chosen.loc[prices.idxmax(), "influencer_id"]
    assert f"@{best.facts.loc[dearest, 'handle']} (€{prices.max():,.0f})" in note
