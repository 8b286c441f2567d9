"""How the parts of a score are joined, each rule by a worked number."""

# mypy: disable-error-code="arg-type"

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.models.recommender.join import (
    KNOWN_BRAND,
    JoinWeights,
    adventurous,
    brand_weights,
    few_data_weights,
    joined,
    shown_score,
    standardised,
)

_STEP = np.sqrt(1.5)  # of 1, 2, 3 in standard deviations


def test_standardised_by_hand_and_unknown_counts_as_the_mean() -> None:
    found = standardised(np.array([1.0, 2.0, 3.0, np.nan]))
    assert found.tolist() == pytest.approx([-_STEP, 0, _STEP, 0])
    table = standardised(np.array([[1.0, 3.0], [5.0, 5.0], [np.nan, np.inf]]))
    assert table.tolist() == [[-1, 1], [0, 0], [0, 0]]
    assert standardised(np.zeros(0)).shape == (0,)


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=30))
def test_standardised_has_mean_0_and_spread_1_or_says_nothing(values: list[int]) -> None:
    found = standardised(np.array(values, dtype=float))
    assert found.mean() == pytest.approx(0, abs=1e-9)
    assert found.std() == pytest.approx(1 if len(set(values)) > 1 else 0)


def test_joined_by_hand() -> None:
    parts = {
        "trained": np.array([1.0, 3.0]),
        "semantic": np.array([80.0, 20.0]),
        "points": np.array([7.0, 7.0]),
    }
    assert joined(parts, JoinWeights(1.0, 0.25, 3.0)).tolist() == pytest.approx([-0.75, 0.75])
    assert joined(parts, KNOWN_BRAND).tolist() == pytest.approx([-1, 1])
    del parts["trained"]
    assert joined(parts, JoinWeights(1.0, 0.25, 3.0)).tolist() == pytest.approx([0.25, -0.25])


def test_an_unknown_part_counts_nothing_for_that_creator_alone() -> None:
    parts = {
        "trained": np.array([1.0, 2.0, 3.0]),
        "semantic": np.array([np.nan, 10.0, 20.0]),
    }
    found = joined(parts, JoinWeights(1.0, 1.0, 0.0))
    assert found.tolist() == pytest.approx([-_STEP, -1, _STEP + 1])
    parts["semantic"][:] = np.nan
    assert joined(parts, JoinWeights()).tolist() == pytest.approx([-_STEP, 0, _STEP])


def test_nothing_to_join_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one part"):
        joined({}, JoinWeights())


def test_without_data_what_was_learned_counts_nothing() -> None:
    assert few_data_weights(0) == JoinWeights(0.0, 1.1, pytest.approx(0.6))
    assert few_data_weights(10) == JoinWeights(0.5, pytest.approx(0.6), pytest.approx(0.35))
    many = few_data_weights(10_000)
    assert many.trained > 0.99
    assert many.semantic == pytest.approx(0.1, abs=0.01)


def test_own_choices_take_over_from_texts_and_points() -> None:
    weights = JoinWeights(1.0, 0.4, 0.2)
    assert brand_weights(weights, 0) == weights
    assert brand_weights(weights, 10) == JoinWeights(1.0, 0.2, 0.1)
    assert brand_weights(weights, 20) == KNOWN_BRAND
    # A third of the parts is left; where little was learned, the choices raise its weight.
    nothing = brand_weights(JoinWeights(0.0, 0.9, 0.6), 5)
    assert (nothing.trained, nothing.semantic, nothing.points) == pytest.approx((1 / 3, 0.6, 0.4))
    assert brand_weights(weights, 30, learns=False) == few_data_weights(0)


def test_shown_score_goes_from_the_median_to_the_best() -> None:
    assert shown_score(np.array([0.0, 1.0, 2.0, 3.0, 6.0])).tolist() == [0, 0, 0, 25, 100]
    assert shown_score(np.full(3, 4.0)).tolist() == [50, 50, 50]
    assert shown_score(np.array([7.0])).tolist() == [50]
    assert shown_score(np.zeros(0)).tolist() == []


def test_safe_moves_popular_creators_up_and_adventurous_down() -> None:
    # Logarithms of 1 + popularity are 0, 1 and 2.
    popularity = np.expm1(np.array([0.0, 1.0, 2.0]))
    scores = np.zeros(3)
    assert adventurous(scores, popularity, 0.0).tolist() == pytest.approx([-_STEP, 0, _STEP])
    assert adventurous(scores, popularity, 1.0).tolist() == pytest.approx([_STEP, 0, -_STEP])
    assert adventurous(scores, popularity, 0.75).tolist() == pytest.approx(
        [_STEP / 2, 0, -_STEP / 2]
    )
    assert adventurous(scores, popularity, 0.5) is scores
    assert adventurous(scores, np.zeros(3), 0.0).tolist() == [0, 0, 0]
