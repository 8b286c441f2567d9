"""Growth beside an account's own noise, its weekdays and days on which all accounts differ."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.models.growth.signals.noise import (
    damp_shared_shocks,
    day_spread,
    masked_quantile,
    spread_of,
    standardised,
)
from core.models.growth.signals.steps import regular_windows
from tests.support.series import calm, histories, read


def test_quantiles_of_chosen_values_by_hand() -> None:
    values = np.array([[4.0, 1, 3, 2], [7, 9, 9, 9], [1, 2, 3, 4]])
    chosen = np.array([[True] * 4, [True, False, False, False], [False] * 4])
    assert masked_quantile(values, chosen, 0.5)[:2].tolist() == [2.5, 7.0]
    assert np.isnan(masked_quantile(values, chosen, 0.5)[2])
    assert masked_quantile(values, chosen, 1.0)[0] == 4
    assert np.isnan(masked_quantile(np.zeros((2, 0)), np.zeros((2, 0), bool), 0.5)).all()


def test_one_day_in_units_of_noise_by_hand() -> None:
    # Gains of 9, 10, 11 in turn of about 100,000: median 10, all deviations 0 or 1.
    gains = [9, 10, 11] * 8
    gains[13] = 500
    counts = 100_000 + np.concatenate([[0], np.cumsum(gains)])
    _, data = read([counts])
    assert data.base[0] * 1e5 == pytest.approx(10, abs=0.1)
    # Of three values, the middle 60% lie 2 apart: 2 / 1.68 is wider than 1.4826 times the
    # median deviation; each stretch of 12 steps is alike, and half a unit comes on top.
    unit = data.unit[0] * 1e5
    assert unit == pytest.approx(9, abs=0.1)
    assert data.scale[0] * 1e5 == pytest.approx(np.hypot(2 / 1.68, unit / 2), rel=0.25)
    assert data.z[0, 13] == pytest.approx((500 - 10) / (data.scale[0] * 1e5), rel=0.01)
    assert np.abs(np.delete(data.z[0], 13)).max() < 1


def test_an_account_that_never_moves_has_no_movement() -> None:
    _, data = read([np.full(30, 500)])
    assert (data.z == 0).all()
    assert (data.scale > 0).all()
    assert data.steps_known.tolist() == [29]


def test_an_account_that_moved_once_does_not_hide_the_rise_in_its_unit() -> None:
    counts = np.full(60, 10_007)
    counts[30:] += 3_000
    _, data = read([counts])
    assert data.unit[0] == 0.01
    # 30% over half a unit.
    assert data.z[0, 29] == pytest.approx(3_000 / 10_007 / 0.005, rel=1e-3)
    # Where only thousands are shown, three of them are six halves of what can be told.
    _, rounded = read([np.where(np.arange(60) < 30, 10_000, 13_000)])
    assert rounded.z[0, 29] == pytest.approx(0.3 / 0.05, rel=1e-3)


def test_unknown_steps_bring_nothing() -> None:
    counts = calm(np.random.default_rng(0), days=40)
    windows, data = read([counts, counts[:20]])
    assert (data.z[1, 19:] == 0).all()
    assert not data.known[1, 19:].any()
    assert data.steps_known.tolist() == [39, 19]
    assert windows.rates.shape == data.z.shape


def test_the_movement_of_the_cohort_is_taken_off() -> None:
    counts = 100_000 + np.arange(41) * 10
    counts[20:] = counts[20:] * 0.98  # a purge takes 2% from all
    windows = regular_windows(histories([counts]))
    medians = np.zeros(windows.rates.shape)
    medians[0, 19] = -0.02
    # Ten of 100,000 a day, on the day of the purge as on the others.
    assert standardised(windows, medians).rates[0] == pytest.approx(1e-4, rel=0.1)
    assert standardised(windows, np.zeros_like(medians)).z[0, 19] < -100


def test_a_planted_weekday_is_taken_off_and_noise_is_left_alone() -> None:
    rng = np.random.default_rng(3)
    rates = 0.002 + rng.normal(0, 0.0005, 83)
    rhythm = rates.copy()
    rhythm[2::7] += 0.004
    counts = [1e8 * np.cumprod(np.concatenate([[1.0], 1 + one])) for one in (rhythm, rates)]
    windows, data = read([np.rint(one).astype(np.int64) for one in counts])
    taken = windows.rates - data.rates
    # Measured .0038 of .004, and 0 on the others within .0002.
    assert taken[0, 2::7] == pytest.approx(0.004, abs=0.0006)
    assert np.delete(taken[0], np.s_[2::7]) == pytest.approx(0, abs=0.0005)
    assert np.abs(taken[1]).max() < 0.0002


def test_weekdays_are_not_looked_for_under_eight_weeks_nor_in_weekly_counts() -> None:
    rates = np.tile([0.001, 0.001, 0.01, 0.001, 0.001, 0.001, 0.001], 12)
    counts = np.rint(1e7 * np.cumprod(np.concatenate([[1.0], 1 + rates]))).astype(np.int64)
    for given, options in (([counts[:50]], {}), ([counts], {"step_days": 7})):
        windows, data = read(given, **options)
        np.testing.assert_allclose(windows.rates, data.rates, atol=1e-12)
    windows, data = read([counts])
    assert data.rates == pytest.approx(0.001, abs=1e-6)


def test_days_on_which_all_accounts_differ_count_less() -> None:
    rng = np.random.default_rng(4)
    counts = []
    for _ in range(40):
        rates = rng.normal(0.001, 0.001, 60)
        rates[30] += rng.normal(0, 0.02)  # each loses or gains differently
        counts.append(1e7 * np.cumprod(np.concatenate([[1.0], 1 + rates])))
    windows, data = read([np.rint(one).astype(np.int64) for one in counts])
    platforms = np.zeros(40, np.int64)
    days = day_spread(data, windows, platforms)
    extra = spread_of(windows, platforms, days)
    assert len(days) == 60
    wide = days[days["extra_spread"] > 0]
    assert wide["day_number"].tolist() == [windows.days()[0, 30]]
    quiet = damp_shared_shocks(data, extra)
    assert np.abs(quiet.z[:, 30]).mean() < 0.15 * np.abs(data.z[:, 30]).mean()
    assert not quiet.live[:, 30].any()
    np.testing.assert_array_equal(quiet.z[:, 31:], data.z[:, 31:])


def test_the_spread_of_a_day_by_hand() -> None:
    # 20 accounts; |z| of 1 on all days, of 10 on one: ten times the usual is eight beyond twice.
    windows, data = read([np.arange(1000, 1011)] * 20)
    z = np.ones(data.z.shape)
    z[:, 4] = -10.0
    platforms = np.zeros(20, np.int64)
    days = day_spread(replace(data, z=z), windows, platforms)
    extra = spread_of(windows, platforms, days)
    assert days["extra_spread"].tolist() == [0.0] * 4 + [8.0] + [0.0] * 5
    assert extra[:, 4].tolist() == [8.0] * 20
    # Nineteen accounts say nothing about a day.
    few = np.arange(20)[1:]
    fewer = day_spread(replace(data, z=z).rows(few, 10), windows.rows(few), platforms)
    none = spread_of(windows.rows(few), platforms, fewer)
    assert (len(fewer), none.max()) == (0, 0.0)
