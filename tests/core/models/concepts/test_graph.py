"""Edges between concepts and the vectors of their graph."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from core.models.concepts import graph
from core.models.concepts.embedding import node_vectors
from core.models.concepts.layout import apart, positions
from core.models.concepts.wordnet import nouns


def _synset(word: str) -> int:
    return nouns().senses[word][0].synset


def test_association_by_hand() -> None:
    # 100 accounts; two concepts of 20 each, together in 20: log(20 / 4) / -log(.2) = 1.
    joint = np.array([[20.0, 20, 0], [20, 20, 2], [0, 2, 20]])
    expected = np.full((3, 3), 4.0)
    weights = graph.association(joint, expected, 100)
    assert weights[0, 1] == pytest.approx(1)
    assert weights[0, 2] == weights[1, 2] == 0  # 2 are too few, and fewer than by chance
    assert not weights.diagonal().any()
    joint[1, 2] = joint[2, 1] = 16  # (16 - 4) / sqrt(4) = 6 errors: log 4 / -log .16
    expected_weight = np.log(4) / -np.log(0.16)
    assert graph.association(joint, expected, 100)[1, 2] == pytest.approx(expected_weight)


def test_what_only_shares_a_language_is_no_edge() -> None:
    """Everybody of each language uses both of its words, and nobody of the other does."""
    members = csr_matrix(np.repeat(np.array([[1, 1, 0, 0], [0, 0, 1, 1]]), 50, axis=0))
    spoken = ["de"] * 50 + ["es"] * 50
    assert graph.co_use(members, [""] * 100)[0, 1] == pytest.approx(1)
    assert not graph.co_use(members, spoken).any()


def test_mentions_link_the_concepts_of_both_sides_once_for_each_pair() -> None:
    # Accounts 0-9 have concept 0, 10-19 concept 1, 20-39 concept 2. The first ten mention those.
    rows = np.repeat([0, 1, 2, 2], 10)
    members = csr_matrix((np.ones(40), (np.arange(40), rows)), shape=(40, 3))
    pairs = [(number, 10 + number) for number in range(10)]
    pairs += [(20 + number, 30 + number) for number in range(10)]
    weights = graph.mentioned(members, np.array(pairs))
    # 10 of 20 mentions: expected 10 x 10 / 20 = 5, but 10 is under 3 errors above it.
    assert not weights.any()
    more = [(20 + number, 20 + (number + step) % 20) for number in range(20) for step in (1, 2, 3)]
    weights = graph.mentioned(members, np.array([*pairs, *more]))
    # 80 mentions: expected 10 x 10 / 80 = 1.25.
    assert weights[0, 1] == weights[1, 0] == pytest.approx(np.log(8) / -np.log(10 / 80))
    assert weights[0, 2] == 0
    twice = np.array([*pairs, *pairs, *more])
    assert np.array_equal(graph.mentioned(members, twice), weights)
    assert not graph.mentioned(members, np.zeros((0, 2), np.int64)).any()


def test_kinds_of_one_thing_are_related_and_others_are_not() -> None:
    words = ("dog", "cat", "puppy", "finance")
    weights = graph.related(np.array([*(_synset(word) for word in words), -1]))
    assert weights[0, 2] > 0  # a puppy is a dog
    assert not weights[3].any()
    assert not weights[4].any()
    assert np.array_equal(weights, weights.T)


def test_similar_meanings_link_from_a_cosine_on() -> None:
    vectors = np.array([[1, 0], [0.8, 0.6], [0, 1]], dtype=np.float32)
    weights = graph.similar(vectors, 3)
    assert weights[0, 1] == pytest.approx(0.8)
    assert weights[1, 2] == weights[0, 2] == 0  # .6 and 0
    assert not graph.similar(None, 2).any()


def test_links_are_those_among_the_strongest_of_an_end_and_each_stands_once() -> None:
    rng = np.random.default_rng(3)
    members = csr_matrix((rng.random((300, 8)) < np.linspace(0.1, 0.6, 8)).astype(float))
    members = members.tolil()
    members[:150, 0] = members[:150, 1] = 1
    members = members.tocsr()
    links = graph.concept_links(
        members, members, ["en"] * 300, np.zeros((0, 2), np.int64), np.full(8, -1), None,
        most_per_concept=2,
    )  # fmt: skip
    assert (links.left < links.right).all()
    pairs = list(zip(links.left.tolist(), links.right.tolist(), links.kinds.tolist(), strict=True))
    assert len(pairs) == len(set(pairs)) > 0
    assert (0, 1, graph.KINDS.index(graph.CO_USE)) in pairs
    adjacency = links.adjacency(8, (0.7, 0.2, 0.1))
    assert adjacency.sum() == pytest.approx(2 * 0.7)  # one kind alone, both directions


def test_no_concepts_no_links() -> None:
    empty = csr_matrix((5, 0))
    links = graph.concept_links(
        empty, empty, ["en"] * 5, np.zeros((0, 2), np.int64), np.zeros(0, np.int64), None,
        most_per_concept=2,
    )  # fmt: skip
    assert not len(links.left)


def test_nodes_of_one_part_are_near_and_of_the_other_far() -> None:
    """Two triangles joined by one weak edge, and a node alone."""
    adjacency = np.zeros((7, 7))
    adjacency[:3, :3] = adjacency[3:6, 3:6] = 1
    adjacency[2, 3] = adjacency[3, 2] = 0.05
    np.fill_diagonal(adjacency, 0)
    vectors = node_vectors(adjacency, 128)
    assert vectors.shape == (7, 7)
    cosines = vectors @ vectors.T
    assert cosines[0, 1] > 0.8
    assert cosines[0, 5] < 0.3
    assert not vectors[6].any()
    assert np.allclose(np.linalg.norm(vectors[:6], axis=1), 1)


def test_window_one_of_a_complete_graph_by_hand() -> None:
    """vol / 1 x P D^-1 of a triangle is 6 x 1/4 = 1.5 off the diagonal, so its log is .405."""
    adjacency = np.ones((3, 3)) - np.eye(3)
    vectors = node_vectors(adjacency, 3, window=1)
    # .405 x (J - I): eigenvalues .81, -.405, -.405; rows are roots of their sizes by direction.
    assert vectors @ vectors.T == pytest.approx(
        np.array([[1.0, 0.25, 0.25], [0.25, 1, 0.25], [0.25, 0.25, 1]]), abs=1e-6
    )


@given(st.integers(2, 9), st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_vectors_do_not_depend_on_the_order_of_the_nodes(count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    adjacency = np.triu(rng.random((count, count)), 1)
    adjacency += adjacency.T
    order = rng.permutation(count)
    rows = node_vectors(adjacency, count)
    shuffled = node_vectors(adjacency[np.ix_(order, order)], count)
    cosines = rows @ rows.T
    assert shuffled @ shuffled.T == pytest.approx(cosines[np.ix_(order, order)], abs=1e-6)


def test_positions_are_the_same_each_time_within_the_frame_and_apart() -> None:
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(20, 6))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    places = positions(rows)
    assert np.array_equal(places, positions(rows))
    assert np.abs(places).max() <= 1
    gaps = np.abs(places[:, None] - places[None])
    covered = (gaps[..., 0] < 0.12) & (gaps[..., 1] < 0.05)
    assert not covered[~np.eye(20, dtype=bool)].any()


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_few_or_equal_concepts_have_places_too(count: int) -> None:
    places = positions(np.tile([1.0, 0.0], (count, 1)))
    assert places.shape == (count, 2)
    assert np.isfinite(places).all()
    assert len({tuple(place) for place in places.round(3).tolist()}) == count


def test_what_moves_apart_leaves_what_is_fixed() -> None:
    places = apart(np.zeros((3, 2)), 0.1, flatness=1, fixed=np.zeros((1, 2)))
    assert places.shape == (3, 2)
    assert (np.linalg.norm(places, axis=1) > 0.05).all()
