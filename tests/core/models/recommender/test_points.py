"""Points of what a brand did."""

from __future__ import annotations

import numpy as np

from core.models.recommender.points import INTERACTION_POINTS, points_of


def test_points_of_the_five_kinds() -> None:
    kinds = ["view", "info", "contact", "campaign", "collaboration"]
    assert points_of(kinds).tolist() == [1, 2, 3, 5, 10]
    assert list(INTERACTION_POINTS) == kinds


def test_points_set_by_people_count_and_unknown_kinds_say_nothing() -> None:
    assert points_of(["view", "poke", "info"], {"view": 0.5, "info": 0.0}).tolist() == [0.5, 0, 0]
    found = points_of([])
    assert found.shape == (0,)
    assert found.dtype == np.float64
