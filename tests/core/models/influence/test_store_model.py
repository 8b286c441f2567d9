"""The strength of every creator of a store."""

from __future__ import annotations

import numpy as np
import pytest

from core.domain.thresholds import INFLUENCE_CREATORS_MIN
from core.models.influence.pairs import Floats
from core.models.influence.store_features import FEATURES, shown_value, with_one_platform
from core.models.influence.store_model import (
    fit_store,
    mean_chances,
    score_store,
    time_pairs,
)

NAMES = ("size", "noise", "platform")


def creators(count: int, seed: int = 0) -> tuple[Floats, Floats, np.ndarray]:
    rng = np.random.default_rng(seed)
    size = np.exp(rng.normal(9, 1.5, count))
    platform = rng.integers(0, 2, count)
    outcome = size * np.exp(rng.normal(0, 0.5, count)) * np.where(platform == 1, 2, 1)
    features = np.column_stack([size, rng.normal(size=count), platform])
    return features, outcome, platform


def test_people_trained_on_and_judged_are_apart() -> None:
    features, outcome, platform = creators(120)
    outcome[:20] = np.nan
    made = time_pairs(features, outcome, platform, features[:, 0], NAMES, seed=1)
    pairs = made.pairs
    assert not np.isin(np.r_[pairs.person_a, pairs.person_b], np.arange(20)).any()
    tested = np.zeros(len(pairs), dtype=int)
    for block in made.blocks:
        train, test = pairs[block.train], pairs[block.test]
        known = np.union1d(train.person_a, train.person_b)
        assert not np.isin(np.r_[test.person_a, test.person_b], known).any()
        tested += block.test
    assert (tested == 1).all()
    gap = np.abs(np.log(pairs.a[:, 0] / pairs.b[:, 0]))
    assert np.median(gap[made.alike]) < 0.5 * np.median(gap[~made.alike])


@pytest.mark.slow
def test_the_larger_and_better_platform_wins_and_missing_values_are_borne() -> None:
    features, outcome, platform = creators(500)
    features[::10, 1] = np.nan
    model = fit_store(features, outcome, platform, features[:, 0], NAMES, seed=1, increasing=(0,))
    assert model is not None
    found = score_store(model, features)
    assert np.corrcoef(found.score, np.log(outcome))[0, 1] > 0.85
    np.testing.assert_allclose(found.parts.sum(axis=1), found.strength, atol=1e-9)
    assert (found.low <= found.score).all()
    assert (found.score <= found.high).all()
    assert found.low.min() >= 0
    assert found.high.max() <= 100
    order = np.argsort(found.strength)
    assert (np.diff(found.score[order]) >= -1e-9).all()
    assert found.score.mean() == pytest.approx(50, abs=0.5)
    held = model.held_out
    assert np.mean((held > 0.5) == (model.made.pairs.choice > 0.5)) > 0.75


def test_too_few_creators_give_no_model() -> None:
    features, outcome, platform = creators(INFLUENCE_CREATORS_MIN - 1)
    assert fit_store(features, outcome, platform, features[:, 0], NAMES, seed=1) is None


def test_the_curve_of_mean_chances_is_that_of_all_pairs() -> None:
    strength = np.random.default_rng(3).normal(0, 2, 700)
    exact = (1 / (1 + np.exp(strength[None, :] - strength[:, None]))).mean(axis=1)
    np.testing.assert_allclose(mean_chances(strength), exact, atol=2e-3)


def test_one_creator_alone_has_even_odds() -> None:
    np.testing.assert_allclose(mean_chances(np.array([1.7])), [0.5])


def test_the_platform_is_one_reason() -> None:
    parts = np.arange(len(FEATURES), dtype=float)[None, :]
    merged, places = with_one_platform(parts)
    assert merged.sum() == parts.sum()
    assert places[-1] == -1
    assert merged[0, -1] == sum(n for n, one in enumerate(FEATURES) if one.unit == "flag")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("followers_count", 12_400, "12.4k"),
        ("weekly_growth", 0.031, "+3.1%"),
        ("weekly_growth", -0.0002, "0.0%"),
        ("sponsored_share", 0.25, "25%"),
        ("days_since_post", 3.0, "3"),
        ("posts_per_week", 2.26, "2.3"),
        ("posts_per_week", float("nan"), "unknown"),
        ("posts_per_week", None, "unknown"),
    ],
)
def test_values_are_shown_with_their_unit(name: str, value: float | None, words: str) -> None:
    feature = next(one for one in FEATURES if one.name == name)
    assert shown_value(feature, value) == words
