"""The item-item model in closed form: right, alike in both forms, and moved by a new choice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from core.models.recommender.blend import (
    Blend,
    BlendConfig,
    blended,
    fit_blend,
)
from core.models.recommender.factors import Factors, top_items
from core.models.recommender.interactions import Interactions, interactions_of
from core.models.recommender.item_item import ItemItem, fit_item_item
from core.models.recommender.join import standardised


def _made(
    users: int, items: int, *, seed: int = 0, share: float = 0.4, heavy: bool = True
) -> Interactions:
    """Interactions at random, with weights from 1 to 10 or all 1; every id is known."""
    generator = np.random.default_rng(seed)
    rows, columns = np.nonzero(generator.random((users, items)) < share)
    weights = generator.integers(1, 11, len(rows)).astype(float) if heavy else np.ones(len(rows))
    return interactions_of(
        [f"u{row:03}" for row in rows],
        [f"i{column:03}" for column in columns],
        weights,
        more_users=[f"u{row:03}" for row in range(users)],
        more_items=[f"i{column:03}" for column in range(items)],
    )


def _direct(made: Interactions, penalty: float) -> tuple[np.ndarray, np.ndarray]:
    """Values and B, each column by its own least squares without the item itself."""
    values = np.log2(1 + made.matrix().toarray().astype(float) / made.weights.mean())
    items = values.shape[1]
    table = np.zeros((items, items))
    for item in range(items):
        others = np.delete(np.arange(items), item)
        left = values[:, others]
        gram = left.T @ left + penalty * np.eye(items - 1)
        table[others, item] = np.linalg.solve(gram, left.T @ values[:, item])
    return values, table


def _matrix(model: ItemItem, items: int) -> np.ndarray:
    """B, read off the scores of users with one usual choice each."""
    single = csr_array(np.eye(items, dtype=np.float32) * np.float32(model.usual_weight))
    return model.scores(single)


def test_two_items_by_hand() -> None:
    # Two users with both items, one with the first alone, all weights alike: X'X is
    # [[3, 2], [2, 2]]. With penalty 1 the best b of x2 = b x1 is 2 / (3 + 1), of x1 = b x2 it is
    # 2 / (2 + 1).
    made = interactions_of(["a", "a", "b", "b", "c"], ["x", "y", "x", "y", "x"])
    found = _matrix(fit_item_item(made, 1.0), 2)
    assert found == pytest.approx(np.array([[0, 2 / 4], [2 / 3, 0]]), abs=1e-6)


@pytest.mark.parametrize("shape", [(6, 15), (30, 8)], ids=["fewer users", "fewer items"])
def test_the_closed_form_equals_a_least_squares_per_item(shape: tuple[int, int]) -> None:
    made = _made(*shape)
    values, table = _direct(made, 2.0)
    model = fit_item_item(made, 2.0)
    assert model.by_users == (shape[0] < shape[1])
    assert _matrix(model, shape[1]) == pytest.approx(table, abs=1e-5)
    assert model.scores(made.matrix()) == pytest.approx(values @ table, abs=1e-5)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(1, 12), st.integers(1, 12), st.integers(0, 99), st.sampled_from([0.1, 1.0, 100.0])
)
def test_the_diagonal_is_zero_and_scores_stay_finite(
    users: int, items: int, seed: int, penalty: float
) -> None:
    model = fit_item_item(_made(users, items, seed=seed), penalty)
    found = _matrix(model, items)
    assert np.isfinite(found).all()
    assert np.diag(found) == pytest.approx(np.zeros(items), abs=1e-4)


def test_with_too_many_of_both_the_items_chosen_most_are_used() -> None:
    made = _made(30, 12, seed=3)
    model = fit_item_item(made, 2.0, largest_matrix=5)
    counts = np.bincount(made.items, minlength=12)
    assert not model.by_users
    assert len(model.members) == 5
    assert counts[model.members].min() >= np.delete(counts, model.members).max()
    scores = model.scores(made.matrix())
    assert not np.delete(scores, model.members, axis=1).any()
    part = made.part(np.isin(made.items, model.members))
    values = np.log2(1 + part.matrix().toarray() / made.weights.mean())[:, model.members]
    gram = values.T @ values + 2 * np.eye(5)
    inverse = np.linalg.inv(gram)
    table = -inverse / np.diag(inverse)
    np.fill_diagonal(table, 0)
    assert scores[:, model.members] == pytest.approx(values @ table, abs=1e-5)


def test_users_without_choices_change_nothing_and_score_nothing() -> None:
    made = _made(5, 9)
    more = interactions_of(
        [made.user_ids[row] for row in made.users],
        [made.item_ids[row] for row in made.items],
        made.weights,
        more_users=[*made.user_ids, "u999"],
        more_items=made.item_ids,
    )
    model = fit_item_item(more, 2.0)
    assert np.array_equal(model.members, np.arange(5))
    scores = model.scores(model.choices)
    assert scores[:5] == pytest.approx(fit_item_item(made, 2.0).scores(made.matrix()), abs=1e-6)
    assert not scores[5].any()


@pytest.mark.parametrize(("users", "items"), [(1, 6), (6, 1), (1, 1), (0, 4), (0, 0)])
def test_one_user_one_item_and_nothing_at_all(users: int, items: int) -> None:
    made = _made(users, items, share=1.0)
    scores = fit_item_item(made, 10.0).scores(made.matrix())
    assert scores.shape == (users, items)
    assert np.isfinite(scores).all()


def test_a_penalty_that_is_no_penalty_is_refused() -> None:
    with pytest.raises(ValueError, match="penalty above 0"):
        fit_item_item(interactions_of(["a", "b", "c"], ["x", "x", "y"]), -5.0)


def _two_tastes() -> Interactions:
    """40 users who choose among items of their own half, of 24 items."""
    generator = np.random.default_rng(1)
    pairs = [
        (f"u{user:02}", f"i{item:02}")
        for user in range(40)
        for item in generator.choice(np.arange(user % 2, 24, 2), 7, replace=False)
    ]
    return interactions_of([user for user, _ in pairs], [item for _, item in pairs])


def _no_opinion(made: Interactions) -> Factors:
    users, items = made.shape
    generator = np.random.default_rng(2)
    return Factors(
        np.zeros((users, 1), np.float32),
        np.zeros(users, np.float32),
        np.zeros((items, 1), np.float32),
        generator.normal(size=items).astype(np.float32),
    )


@pytest.mark.parametrize("is_placed", [False, True])
def test_one_new_choice_moves_the_ranking_at_once(is_placed: bool) -> None:
    made = _two_tastes()
    blend = fit_blend(_no_opinion(made), made, BlendConfig(0.5, 10.0))
    before = blend.factors.scores(np.array([0]))
    nothing = csr_array((1, 24), dtype=np.float32)
    assert blend.with_choices(before, nothing, is_placed=is_placed) == pytest.approx(
        standardised(before), abs=1e-9
    )
    one = np.zeros((1, 24), np.float32)
    one[0, 3] = 1
    moved = blend.with_choices(before, csr_array(one), is_placed=is_placed) - standardised(before)
    odd = np.arange(1, 24, 2)
    assert np.delete(moved[0], 3)[odd[odd != 3] - (odd[odd != 3] > 3)].mean() > 0
    assert moved[0, odd[odd != 3]].mean() > moved[0, ::2].mean()


def test_a_brand_placed_by_features_is_moved_less_than_a_trained_one() -> None:
    generator = np.random.default_rng(0)
    factors, choices = generator.normal(size=(1, 30)), generator.normal(size=(1, 30))
    for counts in (np.array([1]), np.array([10]), np.array([500])):
        away = [
            np.abs(blended(factors, choices, 0.5, counts, is_placed=placed) - standardised(factors))
            .sum()
            for placed in (False, True)
        ]  # fmt: skip
        assert 0 < away[1] < away[0]
    # Ten choices: half of the weight of .4.
    found = blended(factors, choices, 0.4, np.array([10]))
    assert found == pytest.approx(0.8 * standardised(factors) + 0.2 * standardised(choices))


def test_serving_one_user_equals_the_batch() -> None:
    made = _two_tastes()
    blend = fit_blend(_no_opinion(made), made, BlendConfig(1.0, 10.0))
    assert isinstance(blend.item_item, ItemItem)
    batch = blend.scores(np.arange(40))
    for user in (0, 7, 39):
        alone = blend.with_choices(blend.factors.scores(np.array([user])), made.matrix()[[user]])
        assert alone[0] == pytest.approx(batch[user], abs=1e-6)
    rows, scores = top_items(
        blend, np.arange(40), 5, excluded=made.matrix(), unlisted=np.array([2])
    )
    alike = (rows[::2] % 2 == 0).mean()
    by_factors, _ = top_items(blend.factors, np.arange(40), 5, excluded=made.matrix())
    assert alike > (by_factors[::2] % 2 == 0).mean() + 0.2
    assert 2 not in rows
    assert scores[7, 0] == pytest.approx(batch[7, rows[7, 0]], abs=1e-5)


def test_without_a_weight_the_factors_stand_alone() -> None:
    made = _two_tastes()
    factors = _no_opinion(made)
    blend = fit_blend(factors, made, BlendConfig(0.0))
    assert blend == Blend(factors)
    assert np.array_equal(blend.scores(np.arange(3)), factors.scores(np.arange(3)))
    assert fit_blend(factors, made.part(np.zeros(0, np.int64)), BlendConfig(0.5)).item_item is None
