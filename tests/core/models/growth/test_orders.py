"""Growth that is added to a curve: its sum, its days and nothing before them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.models.growth.kinds import DRIP, RISE, STAIRCASE, STEP, STEP_DECAY, VIRAL
from core.models.growth.orders import DELIVERED, HONEST, USUAL_DAYS, Order, with_order

_DAYS = np.arange(100, 200, dtype=np.int64)
_COUNTS = np.linspace(5_000, 6_000, 100).astype(np.int64)


def _added(order: Order) -> np.ndarray:
    return with_order(_DAYS, _COUNTS, order) - _COUNTS


@pytest.mark.parametrize("kind", [*DELIVERED, *HONEST])
def test_it_begins_on_its_day_and_ends_whole(kind: str) -> None:
    order = Order(kind, 130, 1_000, USUAL_DAYS[kind])
    added = _added(order)
    assert (added[:30] == 0).all()
    assert added[30] > 0
    if kind == STEP_DECAY:
        assert added[30] == 1_000
        assert 400 <= added[-1] < 410  # 40% stay
        assert (np.diff(added[30:]) <= 0).all()
    else:
        assert (np.diff(added) >= 0).all()
        assert (added[order.last_day <= _DAYS] == 1_000).all()


def test_each_kind_by_hand() -> None:
    assert _added(Order(STEP, 130, 7, 9))[29:32].tolist() == [0, 7, 7]
    staircase = _added(Order(STAIRCASE, 130, 500, 25))
    assert np.flatnonzero(np.diff(staircase)).tolist() == [29, 34, 39, 44, 49]
    assert np.diff(staircase)[29] == 100
    drip = _added(Order(DRIP, 130, 300, 30))
    assert set(np.diff(drip)[29:59]) == {10}
    burst = np.diff(_added(Order(VIRAL, 130, 10_000, 7)))[29:36]
    assert (np.diff(burst) < 0).all()
    assert burst.sum() == 10_000
    rise = np.diff(_added(Order(RISE, 130, 3_000, 30)))[29:59]
    assert rise[15] > 2 * rise[2]
    assert rise.sum() == 3_000


def test_an_account_that_stands_still_rises_evenly() -> None:
    flat = np.full(100, 500, dtype=np.int64)
    added = with_order(_DAYS, flat, Order(RISE, 130, 300, 30)) - flat
    assert set(np.diff(added)[29:59]) == {10}


@given(
    kind=st.sampled_from([*DELIVERED, *HONEST]),
    first=st.integers(90, 210),
    followers=st.integers(1, 10**9),
    length=st.integers(1, 90),
    gaps=st.lists(st.integers(1, 9), min_size=2, max_size=40),
)
@settings(max_examples=60)
def test_any_order_on_any_days_adds_at_most_itself(
    kind: str, first: int, followers: int, length: int, gaps: list[int]
) -> None:
    days = np.cumsum(np.array([100, *gaps], dtype=np.int64))
    counts = np.full(len(days), 1_000, dtype=np.int64)
    added = with_order(days, counts, Order(kind, first, followers, length)) - counts
    assert (added[days < first] == 0).all()
    assert (added >= 0).all()
    assert added.max(initial=0) <= followers
