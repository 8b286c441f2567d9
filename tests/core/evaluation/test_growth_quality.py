"""Figures of growth scores, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from core.evaluation.growth_quality import (
    growth_quality,
    pattern_quality,
    reliability,
    simple_scores,
)
from tests.support.series import histories


def test_figures_of_a_score_by_hand() -> None:
    # 20 honest at 0.00, 0.01 ... 0.19; buyers at .9, .185, .05, .05.
    score = np.array([*(np.arange(20) / 100), 0.9, 0.185, 0.05, 0.05])
    bought = np.arange(24) >= 20
    kinds = np.array(["organic"] * 20 + ["step", "drip", "step", "drip"], dtype=object)
    found = growth_quality(bought, score, kinds)
    assert (found.creators, found.purchased) == (24, 4)
    # Pairs won: 20 + 19 + 2 x (5 and a tie for half).
    assert found.auc == pytest.approx((20 + 19 + 2 * 5.5) / 80)
    # At most one of twenty is 5%: the cut stands at the highest, 0.19.
    assert found.recall_at == {0.01: 0.25, 0.05: 0.25}
    assert found.found_by_pattern == {"drip": 0.0, "organic": 0.0, "step": 0.5}
    squares = np.sum((np.arange(20) / 100) ** 2) + 0.01 + 0.815**2 + 2 * 0.95**2
    assert found.brier == pytest.approx(squares / 24)


def test_a_perfect_and_a_constant_score() -> None:
    bought = np.array([True, True, False, False])
    perfect = growth_quality(bought, bought.astype(float))
    assert (perfect.auc, perfect.average_precision, perfect.recall_at[0.01]) == (1, 1, 1)
    assert (perfect.brier, perfect.found_by_pattern) == (0, {})
    # Equal scores at the cut are not found.
    assert growth_quality(bought, np.full(4, 0.7)).recall_at == {0.01: 0.0, 0.05: 0.0}
    assert growth_quality(bought, np.full(4, 0.7)).auc == 0.5


def test_creators_without_a_score_stand_at_the_low_end() -> None:
    bought = np.array([True, False, True, False])
    found = growth_quality(bought, np.array([0.9, 0.1, np.nan, np.nan]), is_probability=False)
    # Won: .9 over both; the unknown buyer ties with the unknown honest one.
    assert found.auc == pytest.approx((2 + 0.5) / 4)
    assert np.isnan(found.brier)
    nobody = growth_quality(bought, np.full(4, np.nan), is_probability=False)
    assert nobody.auc == 0.5


def test_simple_scores_by_hand() -> None:
    # Changes 1, 1, 1, 5: mean 2, sd sqrt(3).
    counts = [[1000, 1001, 1002, 1003, 1008], [5, 5, 5], [7], []]
    found = simple_scores(
        histories([np.array(one, int) for one in counts]),
        np.array([1008.0, 5, 7, np.nan]),
        np.full(4, np.nan),
    )
    assert found["largest rise over mean + sd"] == pytest.approx([3 / np.sqrt(3), 0, 0, 0])
    assert len(found["caution score"]) == 4


def test_patterns_and_days_by_hand() -> None:
    found = pattern_quality(
        ["a", "b", "c", "d", "e"],
        np.array(["step", "drip", "organic", "step", "step"], dtype=object),
        np.array([10, 20, -1, 40, 1]),
        np.array([10, 30, -1, 40, 1]),
        {"a": "step", "b": "staircase", "c": "drip", "d": "step_decay", "e": "organic"},
        {"a": (11, 11), "b": (15, 31), "c": (1, 2)},
    )
    assert found is not None
    assert found.named_share == 0.75
    assert found.accuracy == pytest.approx(1 / 3)
    assert found.accuracy_of_all == 0.25
    # Of those named and dated: a is 1 day off, b 5; the last days 1 and 1.
    assert (found.first_day_error, found.last_day_error, found.within_two_days) == (3, 1, 0.5)


def test_no_known_purchase_has_no_pattern_figures() -> None:
    named = np.array(["step"], dtype=object)
    none = np.array([-1])
    assert pattern_quality(["a"], named, none, none, {}, {}) is None
    assert pattern_quality(["a"], named, none, none, {"a": "organic"}, {}) is None
    dark = pattern_quality(["a"], named, none, none, {"a": "step"}, {})
    assert dark is not None
    assert dark.accuracy == 1
    assert np.isnan(dark.first_day_error)


def test_the_reliability_curve_by_hand() -> None:
    probability = np.array([0.1, 0.2, 0.8, 0.9, np.nan])
    found = reliability(np.array([False, True, True, True, True]), probability, bins=2)
    assert found.to_dict("list") == {
        "mean_probability": pytest.approx([0.15, 0.85]),
        "share_purchased": [0.5, 1.0],
        "creators_count": [2, 2],
    }
    assert len(reliability(np.array([True]), np.array([0.4]))) == 1
    assert reliability(np.array([True]), np.array([np.nan])).empty
