"""Follower counts of many creators, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from core.domain.histories import Histories
from core.errors import SeriesError


def histories(counts: list[int], days: list[int], starts: list[int]) -> Histories:
    return Histories(np.array(starts), np.array(days), np.array(counts))


def test_days_may_start_again_with_the_next_creator_who_may_have_none() -> None:
    two = histories([10, 12, 5], [0, 1, 0], [0, 2, 2, 3])
    assert two.owners.tolist() == [0, 0, 2]


def test_what_is_left_of_a_history_stays_with_its_creator() -> None:
    left = histories([10, 12, 5, 6], [0, 1, 0, 1], [0, 2, 4]).only(
        np.array([False, True, True, True])
    )
    assert left.starts.tolist() == [0, 1, 3]
    assert left.counts.tolist() == [12, 5, 6]
    assert left.days.tolist() == [1, 0, 1]


def test_negative_counts_and_unordered_days_are_refused() -> None:
    with pytest.raises(SeriesError, match="negative"):
        histories([5, -1], [0, 1], [0, 2])
    with pytest.raises(SeriesError, match="rise"):
        histories([5, 6], [2, 2], [0, 2])
