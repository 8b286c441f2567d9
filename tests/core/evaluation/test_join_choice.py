"""Weights of the parts follow what helps: brands left out, and interactions kept aside."""

from __future__ import annotations

import numpy as np
import pytest

from core.evaluation.join_choice import (
    PENALTIES,
    WEIGHTS,
    best_blend,
    brands_out,
    choose_join,
    some_of,
)
from core.evaluation.ranking import Scores, ranking_quality
from core.evaluation.recommender_choice import (
    ChoiceConfig,
    choose_blend,
    choose_config,
    validation_parts,
)
from core.evaluation.recommender_report import all_interactions
from core.models.recommender.blend import Blend, BlendConfig, fit_blend
from core.models.recommender.factors import FactorsConfig, last_factors
from core.models.recommender.interactions import Interactions, interactions_of
from core.models.recommender.join import few_data_weights
from tests.support.planted import BRANDS, CREATORS, TASTES, planted

CONFIG = FactorsConfig(components=8, epochs=10, models=1)
SMALL = FactorsConfig(components=8, epochs=5, models=1)


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


def _made(users: int, *, tastes: int, seed: int = 0) -> Interactions:
    """Users who choose ten of the items of their taste, of 60 items."""
    generator = np.random.default_rng(seed)
    pairs = [
        (f"u{user:03}", f"i{item:03}")
        for user in range(users)
        for item in generator.choice(np.arange(user % tastes, 60, tastes), 10, replace=False)
    ]
    return interactions_of([user for user, _ in pairs], [item for _, item in pairs])


def _parts(made: Interactions) -> tuple[Interactions, Interactions, np.ndarray]:
    return validation_parts(made, ChoiceConfig(), seed=1)


def _ndcg(scores: Scores, rest: Interactions, aside: Interactions) -> float:
    return float(ranking_quality(scores, aside.matrix(), rest.matrix()).ndcg.mean())


def test_it_counts_where_the_factors_know_nothing() -> None:
    rest, aside, users = _parts(_made(90, tastes=3))
    chance = np.random.default_rng(0).random(rest.shape)
    config, tried = best_blend(rest, aside, users, lambda rows: chance[rows], seed=1)
    assert config.weight == max(WEIGHTS)
    assert len(tried) == 1 + len(WEIGHTS) * len(PENALTIES)
    assert tried[0].config.weight == 0
    chosen = next(trial for trial in tried if trial.config == config)
    assert chosen.ndcg == pytest.approx(tried[0].ndcg + chosen.gain)
    assert chosen.gain > 3 * chosen.gain_error


def test_it_does_not_count_where_the_factors_know_all() -> None:
    rest, aside, users = _parts(_made(90, tastes=1))  # choices at random: nothing to learn
    answers = aside.matrix().toarray()
    config, tried = best_blend(rest, aside, users, lambda rows: answers[rows], seed=1)
    assert tried[0].ndcg == pytest.approx(1.0)
    assert config == BlendConfig()


@pytest.mark.parametrize("tastes", [1, 3])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_what_is_chosen_is_never_worse_than_lightfm_alone_on_what_was_kept_aside(
    tastes: int, seed: int
) -> None:
    made = _made(90, tastes=tastes, seed=seed)
    rest, aside, users = _parts(made)
    factors = last_factors(rest, SMALL, seed=seed)
    config, _ = best_blend(rest, aside, users, factors.scores, seed=seed)
    alone = _ndcg(Blend(factors).scores, rest, aside)
    assert _ndcg(fit_blend(factors, rest, config).scores, rest, aside) >= alone


def test_with_few_users_nothing_is_tried() -> None:
    made = _made(20, tastes=2)
    rest, aside, users = _parts(made)
    assert best_blend(rest, aside, users, lambda rows: np.zeros((len(rows), 60)), seed=1) == (
        BlendConfig(),
        (),
    )
    assert choose_blend(made, SMALL, ChoiceConfig(), seed=1) == (BlendConfig(), ())
    assert choose_config(made, SMALL, ChoiceConfig(), seed=1).blend == BlendConfig()


def test_both_ways_to_choose_say_what_was_tried() -> None:
    made = _made(60, tastes=2)
    blend, tried = choose_blend(made, SMALL, ChoiceConfig(), seed=1)
    assert len(tried) == 13
    assert blend in [trial.config for trial in tried]
    choice = choose_config(made, SMALL, ChoiceConfig(most_epochs=5), seed=1)
    assert len(choice.tried_blends) == 13
    assert choice.config.epochs == 5
