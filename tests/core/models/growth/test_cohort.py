"""Same-day medians over comparable accounts, and who is comparable."""

from __future__ import annotations

import numpy as np
import pytest

from core.models.growth.cohort import MEMBERS_MIN, cohort_days, size_groups
from core.models.growth.signals.steps import regular_windows
from tests.support.series import FIRST_DAY, histories


def test_fifths_by_size_within_each_platform() -> None:
    sizes = np.array([50.0, 10, 40, 20, 30, 1000, np.nan, 0])
    platforms = np.array([0, 0, 0, 0, 0, 1, 0, 1])
    assert size_groups(sizes, platforms).tolist() == [4, 0, 3, 1, 2, 0, -1, -1]


def test_accounts_of_one_size_stay_together_in_any_order() -> None:
    sizes = np.array([10.0] * 6 + [20.0] * 4)
    groups = size_groups(sizes, np.zeros(10, np.int64))
    assert groups.tolist() == [0] * 6 + [3] * 4
    backwards = size_groups(sizes[::-1], np.zeros(10, np.int64))
    assert backwards[::-1].tolist() == groups.tolist()
    assert size_groups(np.zeros(0), np.zeros(0, np.int64)).tolist() == []


def _medians(rates: list[float], platforms: list[int], groups: list[int]) -> np.ndarray:
    counts = [[1000, round(1000 * (1 + rate))] for rate in rates]
    windows = regular_windows(histories(counts))
    return cohort_days(windows, np.array(platforms), np.array(groups)).medians[:, 0]


def test_the_nearest_cohort_with_twenty_members_is_taken() -> None:
    # 20 of platform 0 and group 0 at +1%; 5 of group 1 at +5%; 20 of platform 1 at -2%,
    # in groups of ten, so that the platform stands for them; 3 alone on platform 2.
    rates = [0.01] * 20 + [0.05] * 5 + [-0.02] * 20 + [0.2] * 3
    platforms = [0] * 25 + [1] * 20 + [2] * 3
    groups = [0] * 20 + [1] * 5 + [0] * 10 + [1] * 10 + [0] * 3
    found = _medians(rates, platforms, groups)
    assert found[:20] == pytest.approx(0.01)  # own group
    assert found[20:25] == pytest.approx(0.01)  # platform: median of 20 x 1% and 5 x 5%
    assert found[25:45] == pytest.approx(-0.02)  # platform
    # All 48: sorted they are 20 x -2%, 20 x 1%, 5 x 5%, 3 x 20%.
    assert found[45:] == pytest.approx(0.01)


def test_nobody_comparable_leaves_the_growth_as_it_is() -> None:
    assert _medians([0.3] * (MEMBERS_MIN - 1), [0] * 19, [0] * 19).tolist() == [0.0] * 19


def test_the_table_says_day_members_and_median_of_each_cohort() -> None:
    counts = [[1000, 1000 + n, 1000 + n] for n in range(21)]
    windows = regular_windows(histories(counts))
    table = cohort_days(windows, np.zeros(21, np.int64), np.zeros(21, np.int64)).table
    assert table["day_number"].unique().tolist() == [FIRST_DAY + 1, FIRST_DAY + 2]
    assert table["members_count"].unique().tolist() == [21]
    assert table["median_rate"].tolist() == pytest.approx([0.01, 0.0] * 3)
    assert sorted(set(zip(table["platform"], table["size_group"], strict=True))) == [
        (-1, -1),
        (0, -1),
        (0, 0),
    ]


def test_weekly_and_daily_accounts_are_not_compared_on_the_same_day() -> None:
    daily = histories([[100, 101]] * 20)
    weekly = histories([[100, 108]] * 20, first_day=FIRST_DAY - 6, step_days=7)
    both = regular_windows(
        type(daily)(
            np.concatenate([daily.starts, weekly.starts[1:] + 40]),
            np.concatenate([daily.days, weekly.days]),
            np.concatenate([daily.counts, weekly.counts]),
        )
    )
    found = cohort_days(both, np.zeros(40, np.int64), np.zeros(40, np.int64)).medians[:, 0]
    assert found.tolist() == pytest.approx([0.01] * 20 + [0.08] * 20)


def test_accounts_of_unknown_size_have_a_cohort_of_their_own() -> None:
    # Their group has the number that stands for a whole platform in the table.
    found = _medians([0.01] * 20 + [0.05] * 21, [0] * 41, [-1] * 20 + [0] * 21)
    assert found[:20] == pytest.approx(0.01)
    assert found[20:] == pytest.approx(0.05)
