"""Weights of the parts for new brands follow what helps brands that were left out."""

from __future__ import annotations

import numpy as np

from core.evaluation.join_choice import brands_out, choose_join, some_of
from core.evaluation.recommender_report import all_interactions
from core.models.recommender.factors import FactorsConfig
from core.models.recommender.join import few_data_weights
from tests.support.planted import BRANDS, CREATORS, TASTES, planted

CONFIG = FactorsConfig(components=8, epochs=10, models=1)


def _oracle(rows: np.ndarray) -> np.ndarray:
    taste = rows[:, None] % TASTES == np.arange(CREATORS)[None, :] % TASTES
    return taste + np.random.default_rng(1).normal(0, 0.1, taste.shape)


def _noise(rows: np.ndarray) -> np.ndarray:
    return np.random.default_rng(2).normal(size=(len(rows), CREATORS))


def test_the_part_that_knows_gets_the_weight() -> None:
    interactions = all_interactions(planted())
    # Without features what was learned knows new brands by popularity alone.
    texts = choose_join(interactions, CONFIG, _oracle, _noise, seed=1)
    assert (texts.trained, texts.points) == (1.0, 0.1)
    assert texts.semantic == 0.8
    rules = choose_join(interactions, CONFIG, _noise, _oracle, seed=1)
    assert rules.points == 0.8
    assert rules.semantic < 0.8
    assert choose_join(interactions, CONFIG, _noise, _oracle, seed=1) == rules


def test_few_brands_have_weights_that_are_not_measured() -> None:
    interactions = all_interactions(planted())
    few = interactions.part(interactions.users < 29)
    assert choose_join(few, CONFIG, _oracle, _noise, seed=1) == few_data_weights(29)
    none = interactions.part(np.zeros(0, dtype=np.int64))
    assert choose_join(none, CONFIG, _oracle, _noise, seed=1) == few_data_weights(0)


def test_brands_left_out_have_acted_and_are_drawn_by_seed() -> None:
    interactions = all_interactions(planted())
    part = interactions.part(interactions.users % 2 == 0)
    out = brands_out(part, seed=3, share=0.2)
    assert len(out) == BRANDS // 2 // 5
    assert (out % 2 == 0).all()
    assert (np.diff(out) > 0).all()
    assert out.tolist() == brands_out(part, seed=3, share=0.2).tolist()
    assert any(out.tolist() != brands_out(part, seed=n, share=0.2).tolist() for n in range(4, 8))
    assert len(brands_out(part, seed=3, share=0.001)) == 1


def test_some_of_many_brands_are_judged() -> None:
    brands = np.array([3, 5, 8, 9])
    assert some_of(brands, 4, seed=1).tolist() == [3, 5, 8, 9]
    found = some_of(brands, 2, seed=1)
    assert len(found) == 2
    assert set(found.tolist()) < set(brands.tolist())
    assert found.tolist() == sorted(found.tolist()) == some_of(brands, 2, seed=1).tolist()
