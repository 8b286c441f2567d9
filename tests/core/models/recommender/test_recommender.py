"""Interactions, features, factors, cold start and the choice of what to learn with."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.errors import ModelError
from core.evaluation.recommender_choice import ChoiceConfig, choose_config, kept_aside
from core.models.recommender.cold_start import with_cold_start
from core.models.recommender.factors import (
    Factors,
    FactorsConfig,
    fit_factors,
    last_factors,
    no_factors,
    top_items,
)
from core.models.recommender.features import feature_matrix
from core.models.recommender.interactions import Interactions, interactions_of

SMALL = FactorsConfig(components=8, epochs=20, models=1)


def _taste(
    users: int = 60, items: int = 40, picks: int = 8, seed: int = 0, tastes: int = 2
) -> tuple[Interactions, np.ndarray, np.ndarray]:
    """Users of several tastes who pick from their part of the items, with the parts."""
    generator = np.random.default_rng(seed)
    user_side, item_side = np.arange(users) % tastes, np.arange(items) % tastes
    who, what = [], []
    for user in range(users):
        own = np.flatnonzero(item_side == user_side[user])
        for item in generator.choice(own, picks, replace=False):
            who.append(f"u{user:03}")
            what.append(f"i{item:03}")
    made = interactions_of(
        who,
        what,
        more_users=[f"u{n:03}" for n in range(users)],
        more_items=[f"i{n:03}" for n in range(items)],
    )
    return made, user_side, item_side


def test_repeated_pairs_add_up_and_keep_the_latest_time() -> None:
    found = interactions_of(
        ["b", "a", "b"],
        ["x", "y", "x"],
        np.array([1.0, 5.0, 3.0]),
        np.array([10.0, np.nan, 7.0]),
        more_items=["w"],
    )
    assert found.user_ids == ("a", "b")
    assert found.item_ids == ("w", "x", "y")
    assert found.matrix().toarray().tolist() == [[0, 0, 5], [0, 4, 0]]
    times = dict(zip(found.users.tolist(), found.times.tolist(), strict=True))
    assert times[1] == 10
    assert np.isnan(times[0])
    with pytest.raises(ModelError, match="above 0"):
        interactions_of(["a"], ["x"], np.array([0.0]))


def test_features_of_a_table_by_hand() -> None:
    names, table = feature_matrix(
        {
            "country": ["DE", "de", "FR", None],
            "tags": ["a|b", '["A", "c"]', "", "b|c"],
            "same": ["x", "x", "x", "x"],
        },
        4,
    )
    # FR is of one row alone and 'same' of all: neither tells rows apart.
    assert set(names) == {"country: de", "tags: a", "tags: b", "tags: c"}
    dense = table.toarray()
    assert dense[2].tolist() == [0, 0, 0, 0]
    np.testing.assert_allclose(np.linalg.norm(dense[[0, 1, 3]], axis=1), 1, atol=1e-6)
    # All three of row 0 have two holders, so each counts the same: 1 / sqrt(3).
    assert sorted(dense[0].tolist())[1:] == pytest.approx([3**-0.5] * 3, abs=1e-6)


def test_numbers_become_classes_of_equal_size() -> None:
    names, table = feature_matrix({"age": [str(n) for n in range(100)]}, 100)
    assert len(names) == 5
    assert np.diff(table.tocsc().indptr).tolist() == [20] * 5
    few, _ = feature_matrix({"stars": ["1", "2", "1", "2.0"]}, 4)
    assert set(few) == {"stars: 1", "stars: 2"}
    assert feature_matrix({}, 3)[1].shape == (3, 0)


def test_scores_are_those_of_lightfm_itself() -> None:
    from lightfm import LightFM
    from scipy.sparse import coo_matrix

    made, _, _ = _taste()
    config = replace(SMALL, epochs=5)
    ours = last_factors(made, config, seed=3)
    table = coo_matrix(
        (np.ones(len(made.users), np.float32), (made.users, made.items)), shape=made.shape
    )
    model = LightFM(
        no_components=8, loss="warp", learning_rate=0.03, max_sampled=50, random_state=3
    )
    model.fit_partial(table, epochs=5)
    items = np.arange(made.shape[1])
    for user in (0, 7):
        expected = model.predict(user, items)
        np.testing.assert_allclose(ours.scores(np.array([user]))[0], expected, atol=1e-4)


def test_a_taste_is_learned_and_a_seed_gives_the_same_factors() -> None:
    made, user_side, item_side = _taste()
    factors = last_factors(made, SMALL, seed=1)
    rows, _ = top_items(factors, np.arange(60), 5, excluded=made.matrix())
    assert (item_side[rows] == user_side[:, None]).mean() > 0.95
    again = last_factors(made, SMALL, seed=1)
    np.testing.assert_array_equal(factors.item_factors, again.item_factors)


def test_several_models_give_their_mean_score() -> None:
    made, _, _ = _taste()
    joined = last_factors(made, replace(SMALL, models=2), seed=1)
    single = [list(fit_factors(made, SMALL, seed=seed))[-1][1] for seed in (1, 2)]
    users = np.arange(3)
    mean = np.mean([one.scores(users) for one in single], axis=0)
    np.testing.assert_allclose(joined.scores(users), mean, atol=1e-4)


def test_top_items_by_hand_with_ties_and_too_few() -> None:
    factors = Factors(
        np.array([[1.0], [-1.0]], np.float32),
        np.zeros(2, np.float32),
        np.array([[1.0], [2.0], [2.0]], np.float32),
        np.zeros(3, np.float32),
    )
    rows, scores = top_items(factors, np.array([0, 1]), 2)
    assert rows.tolist() == [[1, 2], [0, 1]]
    assert scores.tolist() == [[2, 2], [-1, -2]]
    seen = interactions_of(["a", "a", "b"], ["1", "2", "3"], more_items=["1", "2", "3"])
    rows, scores = top_items(factors, np.array([0]), 5, excluded=seen.matrix())
    assert rows.tolist() == [[2, -1, -1]]
    assert np.isneginf(scores[0, 1:]).all()


def test_a_cold_user_follows_those_with_the_same_features() -> None:
    made, user_side, item_side = _taste()
    warm = made.part(made.users >= 2)  # users 0 and 1, one of each taste, are cold now
    _, features = feature_matrix({"taste": [str(side) for side in user_side]}, 60)
    learned = last_factors(warm, SMALL, seed=1)
    factors = with_cold_start(learned, warm, user_features=features)
    rows, _ = top_items(factors, np.array([0, 1]), 10)
    assert (item_side[rows] == user_side[:2, None]).mean() > 0.95
    blind = with_cold_start(learned, warm)
    most = np.argsort(-learned.item_biases, kind="stable")[:10]
    assert set(top_items(blind, np.array([0]), 10)[0][0].tolist()) == set(most.tolist())


def test_an_item_nobody_chose_stands_last_without_features() -> None:
    made, _, _ = _taste()
    warm = made.part(made.items != 5)
    factors = with_cold_start(last_factors(warm, SMALL, seed=1), warm)
    assert factors.item_biases[5] == factors.item_biases[np.arange(40) != 5].min()
    assert not factors.item_factors[5].any()


@pytest.mark.slow
def test_features_that_say_nothing_are_not_used_and_those_that_help_are() -> None:
    made, _, item_side = _taste(users=150, items=400, picks=4, seed=4, tastes=10)
    generator = np.random.default_rng(0)
    _, telling = feature_matrix({"side": [str(side) for side in item_side]}, 400)
    _, noise = feature_matrix(
        {f"n{n}": generator.integers(0, 8, 400).astype(str).tolist() for n in range(12)}, 400
    )
    base = replace(SMALL, components=16)
    good = choose_config(made, base, ChoiceConfig(), seed=1, item_features=telling)
    assert good.config.item_feature_weight > 0
    assert len(good.tried) == 3
    bad = choose_config(made, base, ChoiceConfig(), seed=1, item_features=noise)
    assert bad.config.item_feature_weight == 0


def test_what_is_kept_aside_is_each_users_latest() -> None:
    made = interactions_of(
        ["a"] * 10 + ["b"] * 2,
        [f"i{n}" for n in range(12)],
        times=np.arange(12, dtype=np.float64),
    )
    mask = kept_aside(made, ChoiceConfig(kept_share=0.2), seed=0)
    kept = {
        (made.user_ids[u], made.item_ids[i])
        for u, i in zip(made.users[mask], made.items[mask], strict=True)
    }
    # Two of the ten of 'a', none of the two of 'b'.
    assert kept == {("a", "i8"), ("a", "i9")}


def test_little_data_keeps_the_defaults() -> None:
    made = interactions_of(["a", "a", "b"], ["x", "y", "x"])
    choice = choose_config(made, SMALL, ChoiceConfig(), seed=0)
    assert choice.config == SMALL
    assert choice.tried == ()
    popularity = no_factors(made)
    rows, _ = top_items(popularity, np.array([0]), 1)
    assert rows.tolist() == [[0]]
