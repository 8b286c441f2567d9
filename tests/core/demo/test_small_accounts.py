"""Small accounts: every kind is there, orders lie in the known days, and seeds decide."""

from __future__ import annotations

import numpy as np
import pytest

from core.demo.histories.small_accounts import (
    BOUGHT_KINDS,
    HONEST_KINDS,
    SmallAccounts,
    small_accounts,
)

_DAYS = 90


@pytest.fixture(scope="module")
def accounts() -> SmallAccounts:
    return small_accounts(1500, days=_DAYS, rng=np.random.default_rng(5))


def test_every_kind_is_there_and_a_quarter_bought(accounts: SmallAccounts) -> None:
    assert set(accounts.kinds) == {*HONEST_KINDS, *BOUGHT_KINDS}
    assert accounts.purchased.mean() == pytest.approx(0.25, abs=0.04)
    assert (accounts.counts >= 0).all()
    first = accounts.counts[:, 0]
    assert (first < 1000).mean() > 0.5
    assert first.min() >= 50


def test_orders_lie_inside_the_known_days_and_are_seen(accounts: SmallAccounts) -> None:
    rows = np.flatnonzero(accounts.purchased)
    assert (accounts.first_days[rows] >= accounts.first_known[rows] + 4).all()
    assert (accounts.last_days[rows] < _DAYS - 1).all()
    assert (accounts.first_days[~accounts.purchased] == -1).all()
    steps = np.flatnonzero(accounts.kinds == "step")
    before = accounts.counts[steps, accounts.first_days[steps] - 1]
    after = accounts.counts[steps, accounts.last_days[steps]]
    assert (after - before >= np.maximum(0.04 * before, 15)).all()


def test_honest_jumps_are_a_few_followers_near_a_post(accounts: SmallAccounts) -> None:
    rows = np.flatnonzero(accounts.kinds == "small jump after a post")
    assert (accounts.post_days[rows] >= 0).all()
    gain = np.diff(accounts.counts[rows], axis=1).max(axis=1)
    assert (gain <= np.maximum(0.06 * accounts.counts[rows, 0], 12)).all()


def test_a_corrected_count_is_off_for_one_day(accounts: SmallAccounts) -> None:
    rows = np.flatnonzero(accounts.kinds == "corrected count")
    change = np.diff(accounts.counts[rows], axis=1)
    day = np.abs(change).argmax(axis=1)
    place = np.arange(len(rows))
    largest = change[place, day]
    beside = np.stack([change[place, day - 1], change[place, np.minimum(day + 1, _DAYS - 2)]])
    # The day before or the day after takes it back, but for movement of a few followers.
    assert (np.abs(largest + beside).min(axis=0) <= np.maximum(0.3 * np.abs(largest), 10)).all()


def test_rounded_counts_have_two_or_three_digits(accounts: SmallAccounts) -> None:
    rows = np.isin(accounts.kinds, ("rounded for display", "rounded step"))
    assert (accounts.counts[rows, 0] % 100 == 0).all()


def test_the_same_seed_gives_the_same_accounts() -> None:
    one, other = (small_accounts(40, days=60, rng=np.random.default_rng(1)) for _ in range(2))
    np.testing.assert_array_equal(one.counts, other.counts)
    assert one.kinds.tolist() == other.kinds.tolist()
