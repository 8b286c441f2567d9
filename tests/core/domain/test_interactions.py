"""Points of what a brand did."""

from __future__ import annotations

import numpy as np

from core.domain.interactions import (
    CHOSEN_KINDS,
    INFO,
    INTERACTION_KINDS,
    INTERACTION_POINTS,
    VIEW,
    points_of,
)


def test_points_of_the_five_kinds() -> None:
    kinds = ["view", "info", "contact", "campaign", "collaboration"]
    assert points_of(kinds).tolist() == [1, 2, 3, 5, 10]
    assert list(INTERACTION_POINTS) == kinds


def test_points_set_by_people_count_and_unknown_kinds_say_nothing() -> None:
    assert points_of(["view", "poke", "info"], {"view": 0.5, "info": 0.0}).tolist() == [0.5, 0, 0]
    found = points_of([])
    assert found.shape == (0,)
    assert found.dtype == np.float64


def test_imports_know_the_same_kinds() -> None:
    from core.store.ingest.values.parsers import _INTERACTIONS

    assert set(_INTERACTIONS.values()) == set(INTERACTION_KINDS)


def test_kinds_that_choose_a_creator_count_more_than_looks() -> None:
    looks = set(INTERACTION_KINDS) - set(CHOSEN_KINDS)
    least = min(INTERACTION_POINTS[kind] for kind in CHOSEN_KINDS)
    assert looks == {VIEW, INFO}
    assert max(INTERACTION_POINTS[kind] for kind in looks) < least
