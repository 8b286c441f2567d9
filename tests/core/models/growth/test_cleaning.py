"""Counts that are no growth are left out before anything is judged."""

from __future__ import annotations

import numpy as np
import pytest

from core.models.growth.signals.cleaning import cleaned, without_repeats
from core.models.growth.signals.steps import regular_windows
from tests.support.series import histories


def test_counts_repeated_because_nobody_looked_are_left_out() -> None:
    looked_up = np.array([100, 103, 107, 112, 118, 125, 131])
    filled = np.repeat(looked_up, 3)
    left = without_repeats(histories([filled, np.arange(100, 121)]))
    assert left.starts.tolist() == [0, 7, 28]
    assert left.counts[:7].tolist() == looked_up.tolist()
    windows = regular_windows(histories([filled]))
    assert windows.step_days.tolist() == [3]
    assert windows.rates[0] == pytest.approx(looked_up[1:] / looked_up[:-1] - 1)


def test_a_staircase_in_a_moving_account_is_no_repeat() -> None:
    counts = 10_000 + np.cumsum(np.tile([3, -2, 1, 4], 15))
    counts[20:] += 50 * np.minimum(np.arange(40) // 3, 6)
    given = histories([counts])
    assert without_repeats(given) is given
    # Nor are the rare changes of an account that mostly stands still.
    still = np.full(60, 300)
    still[[9, 21, 33, 45]] += 1
    assert len(without_repeats(histories([np.maximum.accumulate(still)])).days) == 60


def test_counts_looked_up_at_times_keep_the_days_of_looks() -> None:
    daily = 50_000 + np.cumsum(np.tile([97, 103, 110, 89, 101], 12))
    seen = np.array([0, 1, 3, 4, 6, 9, 10, 12, 13, 15, 18, 20, 21, 25, 26, 28, 31, 33, 36, 37])
    last = seen[np.searchsorted(seen, np.arange(38), side="right") - 1]
    left = without_repeats(histories([daily[last]]))
    assert left.counts.tolist() == daily[seen].tolist()


def test_a_standstill_of_an_account_that_moves_is_a_break() -> None:
    counts = 5_000 + np.cumsum(np.tile([3, 1, 2, 4], 15))
    counts[30:38] = counts[29]
    left = without_repeats(histories([counts]))
    assert len(left.counts) == 52
    assert np.isnan(regular_windows(histories([counts])).rates[0, 29:38]).all()


def test_a_slip_of_one_day_and_a_drop_that_is_undone_are_left_out() -> None:
    counts = np.arange(1_000, 1_060)
    slip, undone, bought, purge = counts.copy(), counts.copy(), counts.copy(), counts.copy()
    slip[20] = 1_300
    undone[20:25] -= 300
    bought[20:] += 300
    purge[20:] -= 300
    left = cleaned(histories([slip, undone, bought, purge]))
    assert np.diff(left.starts).tolist() == [59, 55, 60, 60]
    # A rise that stays for days is taken back by nobody's slip.
    week = counts.copy()
    week[20:25] += 300
    assert len(cleaned(histories([week])).counts) == 60


def test_nothing_to_clean_is_the_same_object() -> None:
    empty = histories([])
    assert cleaned(empty) is empty
    plain = histories([np.arange(100, 160), [5], []])
    assert cleaned(plain) is plain
