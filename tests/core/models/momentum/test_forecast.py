"""Forecasts: time order, coverage, and the chance of passing a bound."""

from __future__ import annotations

import numpy as np
import pytest

from core.evaluation.forecast_quality import (
    OURS,
    THETA,
    WAYS,
    backtest,
    passing_quality,
    summary,
)
from core.models.momentum.curves import curves_of
from core.models.momentum.forecast import forecast, trend_at
from core.models.momentum.outlook import outlook
from core.models.momentum.shocks import shock_days, without_shocks
from tests.core.models.momentum.test_momentum import NO_EVENTS
from tests.support.series import histories


def _walks(n: int, days: int, *, seed: int, spread: float = 0.003) -> np.ndarray:
    """Log counts with trends and noise of their own."""
    rng = np.random.default_rng(seed)
    slopes = rng.normal(0.001, 0.001, (n, 1))
    noise = rng.standard_t(5, (n, days)) * spread * np.exp(rng.normal(0, 0.5, (n, 1)))
    start = rng.uniform(7, 13, (n, 1))
    found: np.ndarray = start + np.cumsum(slopes + noise, axis=1)
    return found


def test_later_counts_change_no_earlier_forecast() -> None:
    values = _walks(200, 120, seed=1)
    changed = values.copy()
    changed[:, 90:] += 3
    before, after = (forecast(one[:, :90], one[:, :90], 30) for one in (values, changed))
    np.testing.assert_array_equal(before.middle, after.middle)
    np.testing.assert_array_equal(before.high, after.high)
    at_day = trend_at(values, values, 60)
    again = trend_at(changed[:, :61], changed[:, :61])
    np.testing.assert_array_equal(at_day.slope, again.slope)


def test_errors_come_from_days_that_were_over() -> None:
    values = _walks(300, 90, seed=2)
    found = forecast(values, values, 30)
    assert found.is_tested
    short = forecast(values[:, :40], values[:, :40], 30)
    assert not short.is_tested
    assert short.tested_days == 19
    bare = forecast(values[:, :23], values[:, :23], 30)
    assert bare.tested_days == 0


@pytest.mark.parametrize("horizon", [7, 30])
def test_four_in_five_come_to_lie_in_the_interval(horizon: int) -> None:
    shares = []
    for seed in range(4):
        values = _walks(400, 90 + horizon, seed=10 + seed)
        found = forecast(values[:, :90], values[:, :90], horizon)
        come = values[:, -1]
        shares.append(((come >= found.low) & (come <= found.high)).mean())
    assert np.mean(shares) == pytest.approx(0.8, abs=0.04)


def test_an_untested_horizon_is_wider() -> None:
    values = _walks(300, 60, seed=3)
    near, far = (forecast(values, values, horizon) for horizon in (30, 90))
    assert far.tested_days < 90
    assert np.median((far.high - far.low) / (near.high - near.low)) > 1.3


def test_the_chance_to_pass_falls_with_the_bound_and_stays_a_probability() -> None:
    values = _walks(200, 90, seed=4)
    found = forecast(values, values, 30)
    chances = np.stack(
        [found.probability_above(found.middle + step) for step in np.linspace(-1, 1, 41)]
    )
    assert (np.diff(chances, axis=0) <= 1e-12).all()
    assert chances.min() >= 0
    assert chances.max() <= 1
    assert np.median(found.probability_above(found.low)) == pytest.approx(0.9, abs=0.02)
    assert np.median(found.probability_above(found.high)) == pytest.approx(0.1, abs=0.02)


def test_more_followers_have_a_higher_chance_of_the_next_tier() -> None:
    shape = np.rint(np.exp(_walks(1, 90, seed=5)[0] - 8) * 900).astype(int)
    sizes = [int(9_990 * share / shape[-1] * 1000) for share in (0.7, 0.9, 0.97, 0.99)]
    filler = [np.rint(np.exp(one)).astype(np.int64) for one in _walks(100, 90, seed=6)]
    counts = [np.rint(shape * size / 1000).astype(np.int64) for size in sizes]

    curves = curves_of(histories([*counts, *filler]), days=90)
    n = len(counts) + len(filler)
    found = outlook(curves, np.zeros(n, np.int64), np.zeros(n), NO_EVENTS)
    near = found[(found["creator"] < 4) & (found["horizon_days"] == 30)]
    assert near["next_tier"].unique().tolist() == ["micro"]
    assert near["pass_probability"].is_monotonic_increasing
    assert (found["followers_low"] <= found["followers_forecast"]).all()
    assert (found["followers_forecast"] <= found["followers_high"]).all()


def test_a_clean_up_of_a_platform_is_found_and_taken_out() -> None:
    values = _walks(60, 90, seed=7, spread=0.0005)
    platforms = np.repeat([0, 1], 30)
    hit = values.copy()
    hit[:30, 50:] -= 0.03
    assert {k: v.tolist() for k, v in shock_days(hit, platforms).items()} == {0: [50]}
    calm = without_shocks(hit, platforms)
    np.testing.assert_array_equal(calm[:, -1], hit[:, -1])
    assert np.abs(np.diff(calm[:30], axis=1)[:, 49]).max() < 1e-9
    np.testing.assert_array_equal(calm[30:], hit[30:])


@pytest.mark.slow
def test_the_backtest_judges_all_ways_on_the_same_forecasts() -> None:
    values = _walks(80, 100, seed=8)
    # The library takes a second for three curves; ours is judged on all of them.
    few = backtest(values[:20], np.zeros(20, np.int64), (14,), (60, 70))
    table = summary(few.errors)
    assert set(table["way"]) == set(WAYS)
    assert table["forecasts"].nunique() == 1
    found = backtest(
        values, np.zeros(80, np.int64), (14,), (60, 70), ways=[w for w in WAYS if w != THETA]
    )
    table = summary(found.errors)
    assert table["forecasts"].nunique() == 1
    ours = table.set_index("way").loc[OURS]
    assert ours["coverage"] == pytest.approx(0.8, abs=0.08)
    quality = passing_quality(found.passing)
    assert (quality["brier"] <= quality["brier_of_share"] + 0.02).all()


def test_a_scaled_error_is_the_one_worked_out_by_hand() -> None:
    counts = np.log(np.array([[100.0, 110, 100, 110, 100, 130]]))
    found = backtest(counts, np.zeros(1, np.int64), (1,), (4,), ways=("naive",)).errors
    assert found["scaled_error"].tolist() == pytest.approx([30 / 10])


def test_accounts_that_never_move_are_forecast_where_they_stand() -> None:
    values = np.full((90, 90), np.log(5000.0))
    found = forecast(values, values, 30)
    assert found.middle == pytest.approx(np.full(90, np.log(5000)))
    assert (found.low <= found.middle).all()
    assert (found.middle <= found.high).all()


def test_nobody_is_said_to_grow_more_than_tenfold() -> None:
    rng = np.random.default_rng(2)
    values = np.cumsum(rng.normal(0.001, 0.01, (90, 90)), axis=1) + 9
    values[0] = np.log(1000) + 0.18 * np.arange(90)
    found = forecast(values, values, 90)
    assert found.high[0] == pytest.approx(values[0, -1] + np.log(10))
    assert found.middle[0] <= found.high[0]
