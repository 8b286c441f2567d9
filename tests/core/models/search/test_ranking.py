"""Joining lists of creators."""

from __future__ import annotations

import numpy as np
import pytest

from core.models.search.ranking import RankedList, Tier, fused
from core.models.search.spelling import allowed_errors, closest


def test_a_creator_of_a_better_tier_stands_first_whatever_the_others_score() -> None:
    joined = fused(
        [
            RankedList("words", Tier.CLOSE, np.array([1, 2])),
            RankedList("meaning", Tier.CLOSE, np.array([1, 2])),
            RankedList("names", Tier.CORRECTED, np.array([3])),
        ]
    )
    assert joined["row"].tolist() == [3, 1, 2]


def test_scores_are_those_of_reciprocal_rank_fusion() -> None:
    joined = fused(
        [
            RankedList("words", Tier.TYPED, np.array([7, 8])),
            RankedList("words", Tier.CORRECTED, np.array([8, 7])),
            RankedList("meaning", Tier.CLOSE, np.array([8])),
        ],
        {"words": 1.0, "meaning": 0.5},
    )
    # 7: 1/61 as typed. 8: the better of 1/62 and 1/61 of its two lists of words, and .5/61.
    assert dict(zip(joined["row"], joined["score"], strict=True)) == pytest.approx(
        {8: 1.5 / 61, 7: 1 / 61}
    )
    assert joined["tier"].tolist() == [Tier.TYPED, Tier.TYPED]


def test_nothing_joins_to_nothing() -> None:
    assert fused([]).empty
    assert fused([RankedList("words", Tier.TYPED, np.array([], dtype=np.int64))]).empty


def test_errors_are_forgiven_by_length() -> None:
    assert [allowed_errors("x" * length) for length in (3, 4, 7, 8)] == [0, 1, 1, 2]
    known = {5: ["serum"], 6: ["serums"], 4: ["seum"]}
    assert closest("serum", known, 1) == [("serums", 1), ("seum", 1)]
    assert closest("esrum", known, 1) == [("serum", 1)]  # two letters swapped are one error
    assert closest("serum", known, 0) == []
