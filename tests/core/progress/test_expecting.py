"""Seconds of steps from measured costs and from earlier builds."""

from __future__ import annotations

import pytest

from core.progress.costs import DEEP, FAST, QUICK, Sizes, StepCost, marker, step_costs
from core.progress.expecting import Earlier, expected_steps

_COSTS = {
    "text": StepCost("texts", {100: 10.0, 1_000: 100.0}, {}),
    "niches": StepCost("creators", {100: 1.0, 1_000: 10.0}, {}),
    "ranking": StepCost("creators", {100: 4.0, 1_000: 4.0}, {}),
}
_NAMES = ["text", "niches", "ranking"]


def _costs(kind: str) -> dict[str, StepCost]:
    return _COSTS


def _expected(creators: float, *earlier: Earlier, kind: str = QUICK) -> dict[str, float]:
    return expected_steps(_NAMES, kind, _sizes(creators), earlier, _costs)


def _sizes(creators: float) -> Sizes:
    return Sizes(creators=creators, texts=creators)


@pytest.mark.parametrize(
    ("creators", "seconds"),
    [
        (100, [10, 1, 4]),
        (1_000, [100, 10, 4]),
        (500, [50, 5, 4]),
        (10_000, [1_000, 100, 4]),  # beyond what was measured, as it grew before
        (10, [1, 0.1, 4]),
        (0, [0, 0, 0]),
    ],
)
def test_measured_seconds_are_joined_by_their_growth(creators: float, seconds: list[float]) -> None:
    assert list(_expected(creators).values()) == pytest.approx(seconds)


def test_growth_beyond_the_largest_size_is_bounded() -> None:
    steep = StepCost("creators", {100: 1.0, 1_000: 1_000.0}, {})
    assert steep.at(_sizes(10_000)) == pytest.approx(1_000 * 10**1.3)


def test_an_earlier_build_of_the_kind_tells_each_step() -> None:
    earlier = Earlier(QUICK, {"text": 30.0, "niches": 2.0, "ranking": 5.0}, _sizes(1_000))
    assert list(_expected(1_000, earlier).values()) == [30.0, 2.0, 5.0]
    assert list(_expected(2_000, earlier).values()) == pytest.approx([60.0, 4.0, 5.0])


def test_a_build_of_the_other_kind_tells_how_fast_the_machine_is() -> None:
    earlier = Earlier(DEEP, {"text": 200.0, "niches": 20.0, "ranking": 8.0}, _sizes(1_000))
    assert list(_expected(1_000, earlier).values()) == pytest.approx([200, 20, 8])


def test_a_build_whose_texts_were_known_says_nothing_of_encoding() -> None:
    known = {"text": 1.0, "niches": 5.0, "ranking": 2.0}
    earlier = Earlier(QUICK, known, _sizes(1_000), encoded_share=0.1)
    # niches and ranking took half as long as measured, so the machine is twice as fast
    assert list(_expected(1_000, earlier).values()) == pytest.approx([50, 5, 2])


def test_a_step_nobody_measured_counts_nothing_until_a_build_tells_it() -> None:
    assert expected_steps(["new"], QUICK, _sizes(10), [], _costs) == {"new": 0.0}
    earlier = Earlier(QUICK, {"new": 3.0}, _sizes(10))
    assert expected_steps(["new"], QUICK, _sizes(10), [earlier], _costs) == {"new": 3.0}


def test_a_build_with_another_encoder_tells_all_but_the_texts() -> None:
    earlier = Earlier(QUICK, {"text": 40.0, "niches": 3.0}, _sizes(1_000))
    of_fast = expected_steps(["text", "niches"], FAST, _sizes(1_000), [earlier], _costs)
    alone = expected_steps(["text", "niches"], FAST, _sizes(1_000), [], _costs)
    assert of_fast["niches"] == 3.0
    assert of_fast["text"] != 40.0
    assert alone["text"] > 0


def test_the_fast_encoder_takes_as_long_to_make_for_few_texts() -> None:
    few, many = Sizes(texts=5_000), Sizes(texts=60_000)
    fast, exact = step_costs(FAST)["text"], step_costs(QUICK)["text"]
    assert fast.at(many) < 2 * fast.at(few)
    assert exact.at(many) > 5 * exact.at(few)
    assert step_costs(FAST)["niches"] == step_costs(QUICK)["niches"]


def test_markers_are_the_same_for_all_sizes() -> None:
    assert marker("niches", 3, 12, "tried 7 niches") == marker("niches", 9, 36, "tried 12 niches")
    assert marker("niches", 3, 12, "") != marker("niches", 6, 12, "")
    assert marker("niches", 0, 0, "") == "niches||0"


@pytest.mark.parametrize("kind", [QUICK, FAST, DEEP])
def test_the_file_of_costs_tells_all_steps_of_builds(kind: str) -> None:
    from core.pipeline.run import STEPS

    costs = step_costs(kind)
    assert set(STEPS) <= set(costs)
    assert {"demo data", "earlier build", "import", "pseudonyms"} <= set(costs)
    for cost in costs.values():
        assert list(cost.seconds) == sorted(cost.seconds)
        assert all(0 <= place <= 1 for place in cost.places.values())
    small, large = Sizes(*[500] * 6), Sizes(*[50_000] * 6)
    assert sum(cost.at(large) for cost in costs.values()) > sum(
        cost.at(small) for cost in costs.values()
    )
