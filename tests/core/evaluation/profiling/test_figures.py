"""Figures of profiles, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from core.evaluation.profiling.figures import calibration_error, confusion, figures


def test_macro_f1_counts_each_category_alike() -> None:
    targets = np.array([0, 0, 0, 1])
    scores = np.array([[3.0, 1], [3, 1], [1, 3], [1, 3]])
    result = figures(targets, scores)
    # category 0: precision 1, recall 2/3; category 1: precision 1/2, recall 1
    assert result.macro_f1 == pytest.approx((0.8 + 2 / 3) / 2)
    assert result.accuracy == 0.75
    assert np.isnan(result.log_loss)


def test_unread_accounts_and_unknown_categories_are_missed() -> None:
    targets = np.array([0, 1, -1])
    probabilities = np.array([[0.8, 0.2], [np.nan, np.nan], [0.6, 0.4]])
    result = figures(targets, probabilities)
    assert result.accuracy == pytest.approx(1 / 3)
    # category 0: one hit, two taken for it; category 1: never
    assert result.macro_f1 == pytest.approx((2 / 3 + 0) / 2)
    assert result.log_loss == pytest.approx((-np.log(0.8) - np.log(0.5)) / 2)


def test_calibration_error_by_hand() -> None:
    probability = np.array([0.95, 0.95, 0.55, 0.55])
    is_right = np.array([True, True, True, False])
    assert calibration_error(probability, is_right) == pytest.approx((0.1 + 0.1) / 4)


def test_confusion_has_the_truth_in_rows() -> None:
    counts = confusion(np.array([0, 1, 1]), np.array([[0.9, 0.1], [0.8, 0.2], [0.1, 0.9]]))
    assert counts.tolist() == [[1, 0], [1, 1]]


def test_no_accounts_have_no_figures() -> None:
    result = figures(np.empty(0, dtype=np.int64), np.empty((0, 2)))
    assert result.accounts_count == 0
    assert np.isnan(result.macro_f1)
