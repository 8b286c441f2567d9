"""The frontier: by comparing all pairs, ties, unknown figures."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.models.campaign.frontier import efficient

_POINT = st.tuples(*[st.integers(0, 5)] * 3)


@given(st.lists(_POINT, max_size=25))
def test_it_is_what_comparing_all_pairs_says(points: list[tuple[int, int, int]]) -> None:
    rows = np.array(points, dtype=float).reshape(-1, 3)
    shown = efficient(rows[:, 0], rows[:, 1], rows[:, 2])
    for i, (x, y, price) in enumerate(rows):
        beaten = any(
            a >= x and b >= y and c <= price and ((a, b, c) != (x, y, price) or j < i)
            for j, (a, b, c) in enumerate(rows)
            if j != i
        )
        assert shown[i] == (not beaten)


def test_unknown_figures_are_never_on_it() -> None:
    reach = np.array([np.nan, 5, 5, 1])
    engagements = np.array([9, np.nan, 1, 0.5])
    assert efficient(reach, engagements, np.ones(4)).tolist() == [False, False, True, False]
    assert efficient(np.zeros(0), np.zeros(0), np.zeros(0)).tolist() == []
