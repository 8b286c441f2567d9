"""Momentum: what raises it, what does not, and that it never looks ahead."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.domain.histories import Histories
from core.models.caution.score import NOT_ENOUGH
from core.models.momentum.curves import curves_of, without_bought
from core.models.momentum.parts import MomentumData, momentum_parts
from core.models.momentum.score import WEIGHTS, momentum
from core.models.momentum.slopes import spaced_slopes, steady_slopes, without_lone_steps
from tests.support.series import FIRST_DAY, calm, histories

DAYS = 90
NO_EVENTS = pd.DataFrame(
    {
        "creator": pd.Series(dtype="int64"),
        "kind": pd.Series(dtype="str"),
        "first_day_number": pd.Series(dtype="int64"),
        "last_day_number": pd.Series(dtype="int64"),
        "size_fraction": pd.Series(dtype="float64"),
    }
)


def _counts(n: int = 60, *, seed: int = 0) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    return [calm(rng, noise=0.001, days=DAYS) * 20 for _ in range(n)]


def _lifted(counts: np.ndarray, daily: float, first: int) -> np.ndarray:
    days = np.maximum(np.arange(len(counts)) - first + 1, 0)
    return np.rint(counts * np.exp(daily * days)).astype(np.int64)


def _given(
    kept: Histories,
    *,
    probability: dict[int, float] | None = None,
    events: pd.DataFrame = NO_EVENTS,
    last_day: int | None = None,
    **options: object,
) -> MomentumData:
    n = len(kept.starts) - 1
    known = np.zeros(n)
    for creator, one in (probability or {}).items():
        known[creator] = one
    return MomentumData(
        curves_of(kept, days=DAYS, last_day=last_day),
        np.zeros(n, np.int64),
        np.full(n, -1, np.int64),
        known,
        events,
        **options,  # type: ignore[arg-type]
    )


def _step(creator: int, day: int, size: float) -> pd.DataFrame:
    number = FIRST_DAY + day
    return pd.DataFrame(
        [[creator, "step", number, number, size]],
        columns=["creator", "kind", "first_day_number", "last_day_number", "size_fraction"],
    )


def test_a_steady_slope_is_that_of_the_line_and_unmoved_by_a_jump() -> None:
    line = 0.003 * np.arange(28.0)
    jump = line + np.where(np.arange(28) >= 25, 0.2, 0.0)
    found = steady_slopes(np.stack([line, jump, np.full(28, np.nan)]), known_min=14)
    assert found[0] == pytest.approx(0.003)
    assert found[1] < 0.006
    assert np.isnan(found[2])


def test_a_slope_with_gaps_is_that_of_the_known_days() -> None:
    line = 0.003 * np.arange(28.0)
    line[[3, 4, 11]] = np.nan
    assert steady_slopes(line[None], known_min=14)[0] == pytest.approx(0.003)
    assert np.isnan(steady_slopes(line[None], known_min=26)[0])


def test_a_slope_of_spaced_values_leaves_out_pairs_of_one_day() -> None:
    days = np.array([[0.0, 2, 2, 4, np.nan]])
    values = np.array([[0.0, 2, 9, 4, np.nan]])
    pairs = [1, 9 / 2, 1, 1, (4 - 9) / 2]  # (0,1) (0,2) (0,3) (1,3) (2,3)
    assert spaced_slopes(days, values, known_min=3)[0] == pytest.approx(np.median(pairs))


def test_a_riser_stands_first_with_its_reason() -> None:
    counts = _counts()
    counts[7] = _lifted(counts[7], 0.01, 60)
    found = momentum(_given(histories(counts)))
    assert found["momentum_rank"].idxmin() == 7
    assert found["momentum_score"][7] > 85
    assert found["weekly_growth"][7] == pytest.approx(0.07, abs=0.02)
    assert "a week, comparable accounts" in found["reasons_for"][7][0]


def test_points_add_up_to_the_score_less_fifty() -> None:
    posts = pd.DataFrame(
        {
            "creator": np.repeat(np.arange(60), 12),
            "day_number": FIRST_DAY + np.tile(np.arange(6, 90, 7), 60),
            "engagements": np.random.default_rng(3).uniform(50, 500, 720),
        }
    )
    found = momentum(_given(histories(_counts()), posts=posts))
    points = found[[f"{name}_points" for name in WEIGHTS]].sum(axis=1)
    assert found["engagement_trend"].notna().all()
    np.testing.assert_allclose(points, found["momentum_score"] - 50, atol=1e-9)


def test_scaled_counts_have_the_same_momentum() -> None:
    counts = _counts()
    counts[7] = _lifted(counts[7], 0.01, 60)
    before = momentum(_given(histories(counts)))
    after = momentum(_given(histories([one * 7 for one in counts])))
    np.testing.assert_allclose(after["momentum_score"], before["momentum_score"], atol=1e-6)


def test_shifted_days_have_the_same_momentum() -> None:
    counts = _counts()
    before = momentum(_given(histories(counts)))
    after = momentum(_given(histories(counts, first_day=FIRST_DAY + 500)))
    np.testing.assert_allclose(after["momentum_score"], before["momentum_score"], atol=1e-9)


def test_later_counts_change_no_earlier_momentum() -> None:
    counts = _counts()
    changed = [one.copy() for one in counts]
    changed[3][71:] *= 5
    day = FIRST_DAY + 70
    before = momentum(_given(histories(counts), last_day=day))
    after = momentum(_given(histories(changed), last_day=day))
    pd.testing.assert_frame_equal(before, after)


@pytest.mark.parametrize("day", [61, 75, 85])
def test_a_bought_step_raises_no_rank(day: int) -> None:
    counts = _counts()
    before = momentum(_given(histories(counts)))
    counts[5] = _lifted(counts[5], 0.0, 0)
    counts[5][day:] = np.rint(counts[5][day:] * 1.3).astype(np.int64)
    bought = _given(histories(counts), probability={5: 0.97}, events=_step(5, day, 0.3))
    after = momentum(bought)
    assert after["momentum_rank"][5] >= before["momentum_rank"][5] - 2
    growth = [one[-1] / one[-31] for one in counts]
    assert np.argmax(growth) == 5


def test_growth_that_looks_bought_counts_less_and_says_so() -> None:
    counts = _counts()
    counts[5] = _lifted(counts[5], 0.01, 60)
    honest = momentum(_given(histories(counts)))
    doubted = momentum(_given(histories(counts), probability={5: 0.999}))
    assert doubted["momentum_score"][5] < honest["momentum_score"][5] - 10
    # Never 100%: the probability is an estimate.
    reason = "growth worth checking (> 99% that followers were bought)"
    assert doubted["reasons_against"][5][0] == reason


def test_a_delivery_is_taken_out_as_far_as_it_looks_bought() -> None:
    counts = [np.full(DAYS, 10_000)]
    counts[0][50:] = 12_000
    curves = curves_of(histories(counts), days=DAYS)
    event = _step(0, 50, 0.2)
    whole = without_bought(curves, np.array([1.0]), event)[0]
    half = without_bought(curves, np.array([0.5]), event)[0]
    assert whole[-1] == pytest.approx(np.log(10_000))
    assert half[-1] - whole[-1] == pytest.approx(0.5 * np.log(1.2))
    assert whole[49] == pytest.approx(np.log(10_000))


def test_too_few_or_old_counts_have_no_score() -> None:
    counts = _counts(30)
    counts[0] = counts[0][:15]
    counts[1] = counts[1][:70]
    found = momentum(_given(histories(counts)))
    assert found["momentum_score"][[0, 1]].isna().all()
    assert set(found["confidence"][[0, 1]]) == {NOT_ENOUGH}
    assert found["reasons_for"][0] == []
    assert found["momentum_score"][2:].notna().all()


def test_what_all_comparable_accounts_do_is_no_momentum() -> None:
    counts = [_lifted(one, 0.01, 60) for one in _counts()]
    counts[7] = _lifted(counts[7], 0.005, 60)
    parts = momentum_parts(_given(histories(counts)))
    assert parts["growth_beyond"].drop(7).abs().median() < 0.005
    assert parts["growth_beyond"][7] == pytest.approx(0.035, abs=0.012)


def test_nobody_and_one_alone_are_rated_without_a_fault() -> None:
    empty = Histories(np.zeros(1, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64))
    assert momentum(_given(empty)).empty
    alone = momentum(_given(histories(_counts(1))))
    assert alone["momentum_rank"].tolist() == [1]


def test_no_more_is_taken_out_than_the_account_gained() -> None:
    counts = np.full(90, 10_000)
    counts[60:] = 10_020
    curves = curves_of(histories([counts]), days=90)
    events = pd.DataFrame(
        {
            "creator": [0],
            "kind": ["step"],
            "first_day_number": [curves.first_day + 60],
            "last_day_number": [curves.first_day + 60],
            "size_fraction": [0.05],  # beyond what was expected, as everybody else fell
        }
    )
    steady = without_bought(curves, np.array([1.0]), events)
    assert steady[0] == pytest.approx(np.full(90, np.log(10_000)))


def test_a_lone_step_is_taken_out_of_a_curve_by_hand() -> None:
    step = np.where(np.arange(10) < 6, 1.0, 1.7)
    midnight = np.array([1.0] * 5 + [1.4] + [1.7] * 4)
    two = np.array([1.0] * 3 + [1.3] * 4 + [1.7] * 3)
    line = 0.1 * np.arange(10.0)
    still = np.full(10, 2.0)
    found = without_lone_steps(np.stack([step, midnight, two, line, still, np.full(10, np.nan)]))
    np.testing.assert_allclose(found.values[:2], np.ones((2, 10)))
    np.testing.assert_array_equal(found.values[2:5], np.stack([two, line, still]))
    assert found.sizes == pytest.approx([0.7, 0.7, 0, 0, 0, 0])
    assert found.columns.tolist() == [6, 5, -1, -1, -1, -1]
    assert np.isnan(found.values[5]).all()


def test_a_lone_step_of_weekly_counts_takes_a_week() -> None:
    curve = np.concatenate([np.zeros(14), np.linspace(0.1, 0.7, 7), np.full(7, 0.7)])
    as_daily, as_weekly = without_lone_steps(np.stack([curve, curve]), np.array([1.0, 7.0])).sizes
    assert (as_daily, as_weekly) == (0.0, pytest.approx(0.7))


@pytest.mark.parametrize("daily", [0, 1])
@pytest.mark.parametrize("day", [66, 70, 75, 80, 86])
def test_a_single_step_of_a_still_account_is_no_momentum(day: int, daily: int) -> None:
    counts = _counts()
    counts[5] = np.where(np.arange(DAYS) < day, 5000, 10_000) + daily * np.arange(DAYS)
    found = momentum(_given(histories(counts)))
    # Even where nobody judged the growth, it does not rise.
    assert found["momentum_score"][5] <= 55
    assert abs(found["weekly_growth"][5]) < 0.005
    assert not any("followers" in words for words in found["reasons_for"][5])
    against = found["reasons_against"][5]
    assert "a single step of +" in against[0]
    assert "no trend" in against[0]


def test_a_single_follower_of_a_still_account_is_no_momentum_and_no_reason() -> None:
    counts = [np.where(np.arange(DAYS) < 75, 500, 501), *_counts()]
    found = momentum(_given(histories(counts)))
    assert found["momentum_score"][0] <= 50
    assert not any("single step" in words for words in found["reasons_against"][0])


def test_the_account_of_the_sample_does_not_rise() -> None:
    counts = np.concatenate([np.full(21, 500), np.full(9, 1000)])
    found = momentum(_given(histories([counts])))
    assert found["momentum_score"][0] == pytest.approx(50)
    assert found["reasons_for"][0] == []
    assert "a single step of +100.0% on" in found["reasons_against"][0][0]


def test_a_riser_with_one_large_day_still_rises() -> None:
    counts = _counts()
    counts[7] = _lifted(counts[7], 0.01, 60)
    counts[7][75:] = np.rint(counts[7][75:] * 1.05).astype(np.int64)
    found = momentum(_given(histories(counts)))
    assert found["momentum_rank"].idxmin() == 7
    assert not any("single step" in words for words in found["reasons_against"][7])


def test_without_twenty_accounts_nobody_is_compared_and_confidence_is_less() -> None:
    few, enough = (momentum(_given(histories(_counts(n)))) for n in (19, 20))
    assert few["peer_growth"].isna().all()
    assert enough["peer_growth"].notna().all()
    assert set(few["confidence"]) == {"medium"}
    assert set(enough["confidence"]) == {"high"}
    reasons = [words for row in few.itertuples() for words in row.reasons_for + row.reasons_against]
    growth = [words for words in reasons if words.startswith("followers")]
    assert growth
    assert all(words.endswith("; too few comparable accounts to compare with") for words in growth)
