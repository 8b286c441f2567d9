"""Probabilities and the share of fakes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.models.accounts.calibration import (
    ISOTONIC_FROM,
    estimated_share,
    fit_calibrator,
    moved,
    platt,
    sigmoid,
)


def _planted(count: int, share: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    fake = rng.random(count) < share
    return rng.normal(np.where(fake, 1.0, -1.0), 1.0), fake


def test_moving_a_probability_worked_by_hand() -> None:
    # Odds 1:1 at one half; at a share of 20% the odds are a quarter.
    assert moved(np.array([0.5]), 0.5, 0.2)[0] == pytest.approx(0.2)
    assert moved(np.array([0.3]), 0.4, 0.4)[0] == pytest.approx(0.3)


def test_platt_finds_the_planted_curve() -> None:
    # Two normal curves one apart from 0 with sd 1: log odds are 2 z at equal shares.
    z, fake = _planted(20_000, 0.5, 1)
    slope, intercept = platt(z, fake, np.ones(len(z)))
    assert slope == pytest.approx(2, abs=0.1)
    assert intercept == pytest.approx(0, abs=0.06)


def test_classes_that_do_not_overlap_have_an_end() -> None:
    z = np.array([-1.0] * 20 + [1.0] * 20)
    slope, _ = platt(z, z > 0, np.ones(40))
    assert 0.05 <= slope < 20


@pytest.mark.parametrize("share", [0.03, 0.1, 0.5, 0.9])
def test_the_share_of_a_sample_is_found_whatever_the_training_share(share: float) -> None:
    z, fake = _planted(6000, 0.3, 2)
    model = fit_calibrator(z, fake, np.ones(len(z)))
    other, _ = _planted(6000, share, 3)
    found = estimated_share(model.probability(other), model.prior)
    assert found == pytest.approx(share, abs=0.03)
    plain_mean = model.probability(other).mean()
    assert abs(found - share) < abs(plain_mean - share)


def test_a_tiny_sample_stays_near_the_training_share() -> None:
    assert estimated_share(np.array([0.999]), 0.1) < 0.25


def test_steps_come_with_enough_data_and_keep_accounts_apart() -> None:
    z, fake = _planted(4000, 0.4, 4)
    model = fit_calibrator(z, fake, np.ones(len(z)))
    assert model.method == "isotonic and sigmoid"
    few = slice(0, 2 * ISOTONIC_FROM - 1)
    assert fit_calibrator(z[few], fake[few], np.ones(len(z[few]))).method == "sigmoid"
    line = np.linspace(-4, 4, 200)
    assert (np.diff(model.probability(line)) > 0).all()
    p = model.probability(z)
    assert np.abs(p - sigmoid(2 * z + np.log(4 / 6))).mean() < 0.03


@given(
    st.lists(st.floats(0.0001, 0.9999), min_size=1, max_size=40),
    st.floats(0.02, 0.98),
    st.randoms(),
)
def test_the_share_is_a_share_and_ignores_the_order(values, prior, shuffler) -> None:  # type: ignore[no-untyped-def]
    found = estimated_share(np.array(values), prior)
    assert 0 < found < 1
    shuffler.shuffle(values)
    assert estimated_share(np.array(values), prior) == pytest.approx(found, abs=1e-6)
