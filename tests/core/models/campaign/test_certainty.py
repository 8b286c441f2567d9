"""Certainty of sums: numbers by hand, agreement with draws, and what the bounds promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.errors import ModelError
from core.models.campaign.certainty import (
    check_certainty,
    deviations_above,
    deviations_below,
    spread_of,
)

_Z = 1.2815515655446004


def test_the_spread_of_one_range_by_hand() -> None:
    # Ends e^(m - z s) and e^(m + z s) with m = 5, s = .5.
    low, high = np.exp(5 - _Z * 0.5), np.exp(5 + _Z * 0.5)
    spread = spread_of([low], [high])
    assert spread.means[0] == pytest.approx(np.exp(5 + 0.125))
    assert spread.variances[0] == pytest.approx(np.exp(10.25) * (np.exp(0.25) - 1))
    assert spread.quantile(0.9) == pytest.approx(high)
    assert spread.probability_below(low) == pytest.approx(0.1)


def test_an_exact_price_has_no_spread_and_an_unknown_one_is_left_out() -> None:
    spread = spread_of([100, np.nan], [100, np.nan])
    assert spread.mean == pytest.approx(100)
    assert spread.variance == pytest.approx(0)
    assert spread.quantile(0.99) == pytest.approx(100)
    assert [spread.probability_below(most) for most in (99, 100, 101)] == [0, 1, 1]
    assert spread_of([], []).probability_below(0) == 1


def test_a_low_end_of_zero_is_a_normal_number() -> None:
    spread = spread_of([0.0], [10.0])
    assert spread.means[0] == 5
    assert spread.variances[0] == pytest.approx((10 / (2 * _Z)) ** 2)


@pytest.mark.parametrize("sigma", [0.1, 0.5])
def test_quantiles_of_a_sum_agree_with_draws(sigma: float) -> None:
    rng = np.random.default_rng(2)
    middles = np.exp(rng.normal(5, 1, 8))
    spread = spread_of(middles * np.exp(-_Z * sigma), middles * np.exp(_Z * sigma))
    draws = (middles * np.exp(rng.normal(0, sigma, (100_000, 8)))).sum(axis=1)
    for probability in (0.2, 0.8, 0.95):
        assert (draws <= spread.quantile(probability)).mean() == pytest.approx(
            probability, abs=0.02
        )


@pytest.mark.slow
@given(
    st.lists(st.tuples(st.floats(1, 1e5), st.floats(1, 6)), min_size=1, max_size=12),
    st.sampled_from([0.6, 0.8, 0.9, 0.95, 0.99]),
)
@example([(1.0, 1.015625)], 0.6)
@example([(1.0, 1.015625)], 0.9)
def test_the_bounds_hold_for_any_set(ranges: list[tuple[float, float]], certainty: float) -> None:
    low = np.array([start for start, _ in ranges])
    spread = spread_of(low, low * [factor for _, factor in ranges])
    deviation = np.sqrt(spread.variance)
    above = spread.mean + deviations_above(certainty) * deviation
    below = spread.mean - deviations_below(certainty) * deviation
    assert spread.probability_below(above * (1 + 1e-6)) >= certainty - 1e-4
    assert spread.probability_below(below * (1 - 1e-6)) <= 1 - certainty + 1e-4


def test_more_certainty_takes_more_deviations() -> None:
    steps = [0.6, 0.7, 0.8, 0.9, 0.99]
    for deviations in (deviations_above, deviations_below):
        shown = [deviations(certainty) for certainty in steps]
        assert shown == sorted(shown)


def test_a_certainty_out_of_range_is_refused() -> None:
    check_certainty(None)
    for certainty in (0.5, 1.0, float("nan")):
        with pytest.raises(ModelError, match=r"expected 0\.6 to 0\.99"):
            check_certainty(certainty)
