"""Further orders planted in a finished history."""

from __future__ import annotations

import numpy as np

from core.demo.generator import DemoConfig
from core.demo.histories.orders import with_more_orders, with_order


def test_an_order_by_hand() -> None:
    counts = np.array([100, 100, 110, 120, 120])
    arrived = np.array([0, 0, 0.5, 1, 0.8])
    # 20% of the 100 on the day before the first: 10, then 20, then 4 are lost.
    assert with_order(counts, arrived, 0.2).tolist() == [100, 100, 120, 140, 136]
    assert counts.tolist() == [100, 100, 110, 120, 120]


def test_an_order_from_the_first_day_on_is_measured_by_that_day() -> None:
    assert with_order(np.array([50, 60]), np.ones(2), 0.1).tolist() == [55, 65]
    assert with_order(np.array([50, 60]), np.zeros(2), 0.1).tolist() == [50, 60]


def test_further_orders_only_add_and_the_same_seed_adds_the_same() -> None:
    config = DemoConfig(all_shapes=True)
    counts = np.tile(np.arange(10_000, 10_090), (200, 1))
    found = with_more_orders(counts, config, np.random.default_rng(1))
    assert found.shape == counts.shape
    added = found - counts
    assert (added >= 0).all()
    assert (added[:, :4] == 0).all()
    # One order of 1% to three of 40% on top of each other.
    assert added.max(axis=1).min() >= 0.3 * 100
    assert added.max() < 1.4**3 * 10_090
    assert (counts == np.arange(10_000, 10_090)).all()
    again = with_more_orders(counts, config, np.random.default_rng(1))
    assert (found == again).all()
    assert len(with_more_orders(counts[:0], config, np.random.default_rng(1))) == 0


def test_the_shortest_demo_history_holds_every_order() -> None:
    config = DemoConfig(days=60, all_shapes=True)
    counts = np.full((300, 60), 5_000)
    assert (with_more_orders(counts, config, np.random.default_rng(2)) >= 5_000).all()
