"""Averaging baselines: masked means, scales of training accounts, three classifiers."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import ModelError
from core.models.profiling.averaging import KINDS, average_features, fit_averaging, fit_scaler
from core.models.profiling.posts import NUMBERS, Posts


def _posts() -> Posts:
    numbers = np.full((3, len(NUMBERS)), np.nan, dtype=np.float32)
    numbers[:, 0] = [1, 3, np.nan]
    text = np.array([[1, 0], [0, 1], [0, 0]], dtype=np.float32)
    pictures = np.array([[0, 0], [0, 1], [0, 0]], dtype=np.float32)
    rows = np.array([0, 0, 1])
    return Posts(rows, 2, ("a", "b", ""), text, pictures, numbers)


def test_what_a_post_lacks_is_left_out_of_the_mean() -> None:
    features = average_features(_posts())
    assert features.shape == (2, 4 + len(NUMBERS))
    np.testing.assert_array_equal(features[0, :5], [0.5, 0.5, 0, 1, 2])
    assert np.isnan(features[0, 5:]).all()
    assert np.isnan(features[1]).all()


def test_the_scale_leaves_out_what_is_unknown() -> None:
    scaler = fit_scaler(np.array([[1, 5], [3, np.nan]], dtype=np.float32))
    np.testing.assert_allclose(scaler.means, [2, 5])
    np.testing.assert_allclose(scaler.spreads, [1, 1])
    scaled = scaler.scaled(np.array([[4, np.nan]], dtype=np.float32))
    assert scaled.tolist() == [[2, 0]]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_tells_separate_categories(kind: str) -> None:
    rng = np.random.default_rng(0)
    targets = np.repeat([0, 2], 30)
    features = rng.normal(size=(60, 4)).astype(np.float32)
    features[:, 0] += targets * 3
    model = fit_averaging(features, targets, 3, kind, seed=0)
    probabilities = model.score(features)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)
    assert (probabilities.argmax(axis=1) == targets).mean() > 0.95
    assert probabilities[:, 1].max() == 0
    assert np.isnan(model.score(np.full((1, 4), np.nan, dtype=np.float32))).all()


def test_unknown_kinds_and_single_categories_are_refused() -> None:
    features = np.zeros((4, 2), dtype=np.float32)
    with pytest.raises(ModelError, match="median"):
        fit_averaging(features, np.array([0, 1, 0, 1]), 2, "median", seed=0)
    with pytest.raises(ModelError, match="two categories"):
        fit_averaging(features, np.zeros(4, dtype=np.int64), 2, "bayes", seed=0)
