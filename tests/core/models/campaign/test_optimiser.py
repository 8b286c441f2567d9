"""The optimiser: against trying every set, a case worked by hand, impossible constraints."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations
from math import isnan
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ModelError
from core.models.campaign.constraints import Constraints
from core.models.campaign.optimiser import CampaignPlan, best_set
from core.models.campaign.solver import solving
from core.models.campaign.solver.milp import MilpProblem, useful_rows


def people(rows: list[tuple[str, float, float, str, str, str, float]]) -> pd.DataFrame:
    columns = ["influencer_id", "value", "price", "tier", "country", "niche", "caution_score"]
    return pd.DataFrame(rows, columns=columns).assign(purchased_probability=0.03)


FIVE = people(
    [
        ("a", 10.0, 100.0, "micro", "DE", "food", 10.0),
        ("b", 9.0, 90.0, "micro", "DE", "food", 20.0),
        ("c", 8.0, 20.0, "micro", "FR", "glow", 0.0),
        ("d", 5.0, 20.0, "nano", "FR", "glow", 80.0),
        ("e", 1.0, 50.0, "nano", "DE", "food", np.nan),
    ]
)


def ids(plan: CampaignPlan) -> set[str]:
    return set(plan.chosen["influencer_id"])


def test_worked_example_takes_the_two_cheap_ones_and_the_best_that_still_fits() -> None:
    # 140 EUR: a + c + d cost 140 and are worth 23; a + b cost 190.
    plan = best_set(FIVE, Constraints(budget=140))
    assert ids(plan) == {"a", "c", "d"}
    assert (plan.status, plan.objective, plan.cost) == ("best", 23.0, 140.0)
    # Worth for EUR 100: 10, 10, 40, 25, 2; the median is 10.
    assert plan.median_per_100 == 10
    assert plan.chosen.set_index("influencer_id").loc["c", "against_median"] == 4
    missing = plan.left_out[0]
    assert missing.influencer_id == "b"
    assert missing.fails == ("would need €90 more",)
    # With b in, the best is b + c + d for 130 EUR: 22.
    assert missing.loss == 1
    # The same where all places are taken: b in the place of a needs no more money, of c it would.
    full = best_set(FIVE, Constraints(budget=140, at_most=3)).left_out[0]
    assert (full.influencer_id, full.fails) == ("b", ("the limit of 3 creators is reached",))
    assert (full.extra_budget, full.loss) == (0, 1)
    kept = best_set(FIVE, Constraints(budget=140, at_most=3, must=frozenset("a"))).left_out[0]
    assert kept.fails == ("would need €70 more", "the limit of 3 creators is reached")


@pytest.mark.slow
def test_each_wish_is_kept() -> None:
    assert ids(best_set(FIVE, Constraints(at_most=2))) == {"a", "b"}
    assert ids(best_set(FIVE, Constraints(tier_most=(("micro", 1),)))) == {"a", "d", "e"}
    # Two of each: with e as well, the share from FR would be two fifths.
    half_french = best_set(FIVE, Constraints(country_least=(("FR", 0.5),)))
    assert ids(half_french) == {"a", "b", "c", "d"}
    assert ids(best_set(FIVE, Constraints(caution_max=20))) == {"a", "b", "c", "e"}
    unknown = FIVE.assign(purchased_probability=[0.03, 0.03, 0.03, 0.03, np.nan])
    sure = best_set(unknown, Constraints(caution_max=20, unknown_growth=False))
    assert ids(sure) == {"a", "b", "c"}
    assert sure.excluded == {"caution score above 20": 1, "not enough data on growth": 1}
    assert ids(best_set(FIVE, Constraints(niche_most=0.5))) == {"a", "b", "c", "d"}
    assert ids(best_set(FIVE, Constraints(at_most=2, must=frozenset("e")))) == {"a", "e"}
    assert ids(best_set(FIVE, Constraints(at_most=2, never=frozenset("a")))) == {"b", "c"}


def test_growth_worth_checking_is_left_out_and_counted_unless_it_is_asked_for() -> None:
    flagged = FIVE.assign(purchased_probability=[0.97, 0.03, 0.5, 0.49, np.nan])
    plan = best_set(flagged, Constraints(at_most=2))
    assert ids(plan) == {"b", "d"}
    assert plan.excluded == {"growth worth checking": 2}
    assert plan.unusual_count == 2
    assert {one.influencer_id: one.fails for one in plan.left_out}["a"] == (
        "growth worth checking",
    )
    assert ids(best_set(flagged, Constraints(at_most=2, includes_unusual=True))) == {"a", "b"}
    # What somebody put into the campaign stays in.
    assert ids(best_set(flagged, Constraints(at_most=2, must=frozenset("a")))) == {"a", "b"}


def test_each_pick_names_the_most_valuable_that_could_take_its_place() -> None:
    # a + c + d cost all of the 140 EUR: b (90) fits in the place of a, e (50) of nobody else.
    chosen = best_set(FIVE, Constraints(budget=140)).chosen.set_index("influencer_id")
    assert chosen["next_id"].tolist() == ["b", None, None]
    assert (chosen.loc["a", "next_value"], chosen.loc["a", "next_price"]) == (9, 90)
    assert np.isnan(chosen.loc["c", "next_value"])
    # One of tier micro: b cannot take the place of c.
    plan = best_set(FIVE, Constraints(at_most=2, tier_most=(("micro", 1),)))
    following = plan.chosen.set_index("influencer_id")["next_id"].to_dict()
    assert following == {"a": "b", "d": "e"}


def test_one_creator_above_half_of_the_cost_is_named_and_can_be_capped() -> None:
    plan = best_set(FIVE, Constraints(budget=140))
    assert plan.largest_share() == ("a", pytest.approx(100 / 140))
    capped = best_set(FIVE, Constraints(budget=140, budget_share_max=0.5))
    assert ids(capped) == {"c", "d", "e"}
    assert capped.excluded == {"more than 50% of the budget": 2}
    assert capped.largest_share() == ("e", pytest.approx(50 / 90))
    assert best_set(FIVE, Constraints(at_most=1)).largest_share() is None
    assert best_set(FIVE, Constraints(at_most=4)).largest_share() is None


def test_one_kept_back_by_its_caution_score_is_named_with_the_reason() -> None:
    plan = best_set(FIVE, Constraints(caution_max=20, at_most=1))
    reasons = {one.influencer_id: one.fails for one in plan.left_out}
    assert reasons["d"] == ("caution score above 20",)
    assert reasons["b"] == ("the limit of 1 creator is reached",)


def test_impossible_wishes_name_those_that_clash() -> None:
    plan = best_set(FIVE, Constraints(budget=100, at_least=4, caution_max=50))
    assert plan.status == "impossible"
    # The four cheapest with caution up to 50 cost 260 EUR; without that cap still 180.
    assert plan.clashes == ("the budget of €100", "at least 4 creators")
    assert plan.chosen.empty


def test_a_must_beyond_the_budget_clashes_with_the_budget() -> None:
    plan = best_set(FIVE, Constraints(budget=50, must=frozenset("a"), caution_max=90))
    assert plan.clashes == ("the budget of €50", "the creators that must be in")


def test_a_budget_for_nobody_and_nobody_at_all() -> None:
    assert best_set(FIVE, Constraints(budget=5)).status == "nothing fits"
    assert best_set(FIVE.head(0), Constraints(budget=5)).status == "nothing fits"
    one = best_set(FIVE.head(1), Constraints(budget=100))
    assert ids(one) == {"a"}


def test_a_budget_for_nobody_says_what_the_cheapest_would_need() -> None:
    plan = best_set(FIVE, Constraints(budget=5))
    assert {creator.influencer_id: creator.fails for creator in plan.left_out} == {
        "a": ("alone €95 above the budget",),
        "b": ("alone €85 above the budget",),
        "c": ("alone €15 above the budget",),
    }


def test_unknown_prices_and_values_are_counted_and_never_chosen() -> None:
    frame = FIVE.assign(price=[np.nan, 90, 20, 20, 50], value=[10, np.nan, 8, 5, 1])
    plan = best_set(frame, Constraints())
    assert ids(plan) == {"c", "d", "e"}
    assert plan.excluded == {"no price is known": 1, "no value is known": 1}
    # A must is in although its price is not known, and costs nothing of the budget.
    kept = best_set(frame, Constraints(budget=20, must=frozenset("a")))
    assert ids(kept) == {"a", "c"}
    assert kept.cost == 20
    assert kept.chosen.set_index("influencer_id")["price"].isna().to_dict() == {
        "a": True,
        "c": False,
    }


def test_the_order_of_the_candidates_does_not_matter_when_all_are_equal() -> None:
    frame = people([(f"x{i}", 1.0, 10.0, "nano", "DE", "food", 0.0) for i in range(12)])
    plan = best_set(frame, Constraints(budget=40))
    shuffled = best_set(frame.sample(frac=1, random_state=3), Constraints(budget=40))
    assert len(ids(plan)) == 4
    assert ids(plan) == ids(shuffled)


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ModelError, match="several times"):
        best_set(pd.concat([FIVE, FIVE]), Constraints())
    with pytest.raises(ModelError, match="at once"):
        best_set(FIVE, Constraints(must=frozenset("a"), never=frozenset("a")))
    with pytest.raises(ModelError, match="not among"):
        best_set(FIVE, Constraints(must=frozenset("z")))
    with pytest.raises(ModelError, match="expected 0 to 1"):
        Constraints(niche_most=1.5)
    with pytest.raises(ModelError, match="budget"):
        Constraints(budget=float("nan"))


def keeps_to(people: list[Any], w: Constraints) -> bool:
    """The constraints written out plainly, for a set that holds all musts."""
    size = len(people)
    niches = Counter(one.niche for one in people if isinstance(one.niche, str))
    free = [one for one in people if one.influencer_id not in w.must]
    return all(
        [
            w.budget is None or sum(one.price for one in people) <= w.budget,
            w.at_most is None or size <= w.at_most,
            w.at_least is None or size >= w.at_least,
            all(sum(one.tier == tier for one in people) <= most for tier, most in w.tier_most),
            all(
                sum(one.country == country for one in people) >= share * size
                for country, share in w.country_least
            ),
            w.niche_most is None or max(niches.values(), default=0) <= w.niche_most * size,
            w.caution_max is None or not any(one.caution_score > w.caution_max for one in free),
            w.unknown_growth or not any(isnan(one.purchased_probability) for one in free),
            w.includes_unusual or not any(one.purchased_probability >= 0.5 for one in free),
            not w.budget
            or w.budget_share_max is None
            or all(one.price <= w.budget * w.budget_share_max + 1e-9 for one in free),
        ]
    )


def by_trying_all(frame: pd.DataFrame, w: Constraints) -> float | None:
    """Greatest value of any set; None when none keeps to the constraints."""
    best = None
    everybody = list(frame.itertuples())
    for size in range(len(everybody) + 1):
        for rows in combinations(everybody, size):
            part = list(rows)
            names = {one.influencer_id for one in part}
            if not w.must <= names or names & w.never or not keeps_to(part, w):
                continue
            value = float(sum(one.value for one in part))
            best = value if best is None else max(best, value)
    return best


candidates = st.lists(
    st.tuples(
        st.integers(-2, 30),
        st.integers(0, 60),
        st.sampled_from(["nano", "micro", None]),
        st.sampled_from(["DE", "FR", None]),
        st.sampled_from(["food", "glow", "cars", None]),
        st.sampled_from([0.0, 40.0, 90.0, np.nan]),
        st.sampled_from([0.03, 0.5, np.nan]),
    ),
    max_size=8,
)
wish_lists = st.builds(
    Constraints,
    budget=st.none() | st.integers(0, 200),
    at_most=st.none() | st.integers(0, 5),
    at_least=st.none() | st.integers(0, 4),
    tier_most=st.just(()) | st.tuples(st.tuples(st.just("nano"), st.integers(0, 2))),
    country_least=st.just(())
    | st.tuples(st.tuples(st.just("DE"), st.sampled_from([0.25, 0.5, 1]))),
    niche_most=st.none() | st.sampled_from([0.25, 0.5, 0.75]),
    caution_max=st.none() | st.sampled_from([0, 50]),
    unknown_growth=st.booleans(),
    includes_unusual=st.booleans(),
    budget_share_max=st.none() | st.sampled_from([0.3, 0.6]),
)


@pytest.mark.slow
@pytest.mark.parametrize("core", [0, 1, 3])
@given(candidates, wish_lists, st.data())
def test_no_set_that_keeps_to_the_wishes_is_worth_more(
    core: int,
    rows: list[tuple[float, float, str, str, str, float, float]],
    constraints: Constraints,
    data: st.DataObject,
) -> None:
    frame = people(
        [(f"c{i}", float(row[0]), float(row[1]), *row[2:6]) for i, row in enumerate(rows)]
    ).assign(purchased_probability=np.array([row[6] for row in rows], dtype=float))
    named = frame["influencer_id"].tolist()
    if named:
        must = data.draw(st.frozensets(st.sampled_from(named), max_size=2))
        never = data.draw(st.frozensets(st.sampled_from(named), max_size=2))
        constraints = replace(constraints, must=must, never=never - must)
    with pytest.MonkeyPatch.context() as patch:
        if core:  # the way of many candidates, on few
            patch.setattr(solving, "_CORE_FROM", 1)
            patch.setattr(solving, "_CORE_SIZE", core)
        plan = best_set(frame, constraints)
    best = by_trying_all(frame, constraints)
    if best is None:
        assert plan.status == "impossible"
        return
    assert plan.status in ("best", "nothing fits")
    assert plan.objective == pytest.approx(best, abs=1e-4)
    chosen = frame[frame["influencer_id"].isin(ids(plan))]
    assert keeps_to(list(chosen.itertuples()), constraints)
    for one in plan.left_out:
        if one.loss is not None:
            forced = by_trying_all(
                frame, replace(constraints, must=constraints.must | {one.influencer_id})
            )
            assert forced is not None
            assert one.loss == pytest.approx(best - forced, abs=1e-4)


def test_most_candidates_are_never_needed_when_few_may_be_chosen() -> None:
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(
        {
            "influencer_id": [f"c{i:04d}" for i in range(3000)],
            "value": rng.normal(30, 10, 3000),
            "price": rng.lognormal(5, 1, 3000),
            "tier": "micro",
            "country": "DE",
            "niche": "food",
            "caution_score": 0.0,
            "purchased_probability": 0.03,
        }
    )
    constraints = Constraints(budget=2000, at_most=5)
    kept = useful_rows(MilpProblem(frame, constraints))
    assert len(kept) < 400
    few = best_set(frame.iloc[kept], constraints)
    assert few.objective == pytest.approx(best_set(frame, constraints).objective)
