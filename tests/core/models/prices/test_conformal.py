"""Margins: ranks by hand, small groups, and coverage that the theory promises."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.models.prices.conformal import COVERAGE, GROUP_LEAST, margins, quantile_pair


def test_the_ends_are_the_ranks_of_one_more_error() -> None:
    # 19 errors: floor(20 x .1) = 2nd and ceil(20 x .9) = 18th.
    assert quantile_pair(np.arange(1.0, 20.0)[::-1], 0.8) == (2, 18)
    assert quantile_pair(np.array([3.0, 1.0]), 0.8) == (1, 3)  # too few: the extremes


def test_a_small_group_gets_the_wide_margins_of_all() -> None:
    rng = np.random.default_rng(0)
    errors = np.concatenate([rng.normal(0, 0.1, 100), rng.normal(0, 1, GROUP_LEAST - 1)])
    groups = np.array(["calm"] * 100 + ["wild"] * (GROUP_LEAST - 1), dtype=object)
    found = margins(errors, groups)
    assert found.counts == {"calm": 100, "wild": GROUP_LEAST - 1}
    low, high, is_wide = found.ends(
        np.zeros(3), np.array(["calm", "wild", "new"], object), np.zeros(3, bool)
    )
    assert is_wide.tolist() == [False, True, True]
    assert low[1] == low[2] == found.wide[0] < low[0] < high[0] < high[2]
    asked = found.ends(np.zeros(1), np.array(["calm"], object), np.ones(1, bool))
    assert asked[2].all()
    assert asked[0][0] == found.wide[0]


def test_each_group_is_covered_although_one_is_noisier() -> None:
    rng = np.random.default_rng(1)
    spread = np.repeat([0.1, 1.0], 3_000)
    groups = np.repeat(np.array(["calm", "wild"], object), 3_000)
    errors = rng.normal(0, spread)
    low, high, _ = margins(errors[::2], groups[::2]).ends(
        np.zeros(3_000), groups[1::2], np.zeros(3_000, bool)
    )
    inside = (errors[1::2] >= low) & (errors[1::2] <= high)
    for group in ("calm", "wild"):
        # 1,500 errors on each side: a standard deviation of about .015.
        assert inside[groups[1::2] == group].mean() == pytest.approx(COVERAGE, abs=0.045)


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=60))
def test_more_coverage_never_narrows(errors: list[float]) -> None:
    narrow, wide = (quantile_pair(np.array(errors), share) for share in (0.8, 0.95))
    assert wide[0] <= narrow[0] <= narrow[1] <= wide[1]
