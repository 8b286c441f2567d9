"""Ranking quality: by hand, at the edges, and against LightFM's own evaluation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array, csr_matrix

from core.evaluation.ranking import ranking_quality


def _table(rows: list[list[int]]) -> csr_array:
    return csr_array(np.array(rows, dtype=np.float32))


def test_a_user_by_hand() -> None:
    # Candidates 1-5 (0 is known), best first: 2, 1, 5, 4, 3; the hits are 1 and 4.
    scores = np.array([[9.0, 4.0, 5.0, 1.0, 2.0, 3.0]])
    found = ranking_quality(
        lambda users: scores[users],
        _table([[0, 1, 0, 0, 1, 0]]),
        _table([[1, 0, 0, 0, 0, 0]]),
        k=3,
    )
    assert found.precision.tolist() == pytest.approx([1 / 3])
    assert found.recall.tolist() == pytest.approx([1 / 2])
    # One hit at place 2 of 3: (1 / log2 3) / (1 / log2 2 + 1 / log2 3).
    assert found.ndcg.tolist() == pytest.approx([0.63093 / (1 + 0.63093)], abs=1e-5)
    assert found.reciprocal_rank.tolist() == pytest.approx([1 / 2])
    # Pairs hit > other: 1 beats 5 and 3, 4 beats 3, of 2 x 3 pairs.
    assert found.auc.tolist() == pytest.approx([3 / 6])


def test_equal_scores_are_as_good_as_chance() -> None:
    test = np.zeros((40, 21), dtype=np.float32)
    test[:, 3] = 1
    found = ranking_quality(
        lambda users: np.zeros((len(users), 21)), csr_array(test), csr_array((40, 21)), k=10
    )
    assert found.auc.tolist() == pytest.approx([0.5] * 40)
    assert found.reciprocal_rank.tolist() == pytest.approx([1 / 11] * 40)


def test_users_without_a_hit_to_find_are_left_out() -> None:
    test = _table([[0, 0], [1, 0], [0, 1]])
    train = _table([[0, 0], [1, 0], [0, 0]])
    found = ranking_quality(lambda users: np.zeros((len(users), 2)), test, train)
    assert found.users.tolist() == [2]
    none = ranking_quality(lambda users: np.zeros((len(users), 2)), _table([[0, 0]]), train)
    assert np.isnan(none.means()["auc"])


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_same_as_lightfm_computes(seed: int) -> None:
    from lightfm import LightFM
    from lightfm.evaluation import auc_score, precision_at_k

    generator = np.random.default_rng(seed)
    train = csr_matrix((generator.random((12, 30)) < 0.2).astype(np.float32))
    test = csr_matrix((generator.random((12, 30)) < 0.15).astype(np.float32))
    test = csr_matrix(test - test.multiply(train > 0))
    test.eliminate_zeros()
    if not test.nnz or not train.nnz:
        return
    model = LightFM(no_components=4, loss="warp", random_state=seed)
    model.fit(train.tocoo(), epochs=2)
    item_biases, items = model.get_item_representations()
    user_biases, users = model.get_user_representations()
    scores = users @ items.T + item_biases + user_biases[:, None]
    found = ranking_quality(lambda rows: scores[rows], test, train, k=5)
    expected = precision_at_k(model, test, train, k=5)
    np.testing.assert_allclose(found.precision, expected, atol=1e-5)
    np.testing.assert_allclose(found.auc, auc_score(model, test, train), atol=1e-4)
