"""Counts as growth rates on regular steps."""

from __future__ import annotations

import numpy as np
import pytest

from core.domain.histories import Histories
from core.models.growth.signals.steps import regular_windows
from tests.support.series import FIRST_DAY, histories


def _one(days: list[int], counts: list[int]) -> Histories:
    return Histories(np.array([0, len(days)]), np.array(days), np.array(counts))


def test_rates_by_hand_and_the_day_each_step_ends_on() -> None:
    windows = regular_windows(_one([10, 11, 12], [100, 110, 88]))
    assert windows.rates.tolist() == [[0.1, -0.2]]
    assert windows.counts.tolist() == [[100, 110]]
    assert windows.days().tolist() == [[11, 12]]
    assert (windows.step_days.tolist(), windows.lengths.tolist()) == ([1], [2])


def test_a_short_pause_is_spread_over_its_days() -> None:
    windows = regular_windows(_one([0, 1, 2, 5, 6], [100, 100, 100, 130, 130]))
    assert windows.rates[0] == pytest.approx([0, 0, 0.1, 10 / 110, 10 / 120, 0])


def test_a_pause_of_more_than_three_steps_stays_unknown() -> None:
    windows = regular_windows(_one([0, 1, 2, 6, 7, 8], [100, 101, 102, 106, 107, 108]))
    assert np.isnan(windows.rates[0]).tolist() == [False] * 2 + [True] * 4 + [False] * 2
    assert np.isnan(windows.counts[0]).tolist() == np.isnan(windows.rates[0]).tolist()


def test_weekly_counts_have_steps_of_a_week() -> None:
    windows = regular_windows(histories([[100, 200, 150]], step_days=7))
    assert windows.step_days.tolist() == [7]
    assert windows.rates.tolist() == [[1.0, -0.25]]
    assert windows.days().tolist() == [[FIRST_DAY + 7, FIRST_DAY + 14]]


def test_few_counts_and_no_counts_have_no_row() -> None:
    given = histories([[], [5], [5, 6], []])
    windows = regular_windows(given)
    assert windows.creator.tolist() == [2]
    assert regular_windows(histories([[5], []])).rates.shape == (0, 0)
    assert regular_windows(histories([])).rates.shape == (0, 0)


def test_nothing_is_known_of_growth_from_zero() -> None:
    windows = regular_windows(histories([[0, 0, 5, 10, 0, 0]]))
    assert np.isnan(windows.rates[0]).tolist() == [True, True, False, False, True]
    assert windows.rates[0, 2:4].tolist() == [1.0, -1.0]


def test_creators_of_unequal_length_stand_beside_each_other_padded() -> None:
    windows = regular_windows(histories([[100, 110], [100, 100, 120, 120]]))
    assert windows.lengths.tolist() == [1, 3]
    assert windows.rates[0, 0] == 0.1
    assert np.isnan(windows.rates[0, 1:]).all()
    assert windows.rates[1] == pytest.approx([0, 0.2, 0])
    # Without the long one nobody needs the padding.
    assert windows.rows(np.array([0])).rates.shape == (1, 1)


def test_a_long_history_becomes_overlapping_stretches_up_to_its_last_day() -> None:
    windows = regular_windows(histories([np.arange(1000, 1400)]))
    begins = windows.first_day - FIRST_DAY
    assert begins.tolist() == [0, 60, 120, 180, 240, 279]
    assert windows.lengths.tolist() == [120] * 6
    assert windows.days()[-1, -1] == FIRST_DAY + 399
    # The same day has the same rate in each stretch that holds it.
    assert windows.rates[0, 60:].tolist() == windows.rates[1, :60].tolist()


def test_multiplied_counts_have_the_same_rates_to_the_last_bit() -> None:
    rng = np.random.default_rng(1)
    days = np.sort(rng.choice(100, 60, replace=False))
    counts = rng.integers(500, 900, 60)
    one = regular_windows(_one(days.tolist(), counts.tolist()))
    other = regular_windows(_one(days.tolist(), (counts * 37).tolist()))
    np.testing.assert_array_equal(one.rates, other.rates)
