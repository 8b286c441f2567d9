"""Topics of niches by words, by vectors and by both."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.features.text import topic_words
from core.models.niches.taxonomy import Taxonomy, Topic, read_taxonomy
from core.models.niches.topics import Meanings, niche_topics, topic_of, word_scores

FOOD, CARS, PETS = (
    Topic("Food & cooking", "Cooking.", ("pasta", "cake", "milk")),
    Topic("Cars", "Driving.", ("engine*", "tyre")),
    Topic("Pets", "Dogs.", ("dog", "milk")),
)
TAXONOMY = Taxonomy.of([FOOD, CARS, PETS])


def labels(*matches: object) -> list[str | None]:
    return [getattr(match, "label", None) for match in matches]


def test_share_of_a_niche_s_words_by_hand() -> None:
    terms = [["pasta"]] * 5 + [["engine", "tyre", "engine"]] * 5
    ids = np.array([0] * 5 + [1] * 5)
    scores = word_scores(TAXONOMY, terms, ids, 2, doubt=0.5)
    # All use one word that nobody else uses: 1 of 1 + .5; and two such words: 2 of 2 + .5.
    np.testing.assert_allclose(scores, [[2 / 3, 0, 0], [0, 0.8, 0]], atol=1e-12)


def test_a_word_of_two_topics_counts_half_for_each() -> None:
    scores = word_scores(TAXONOMY, [["milk"], ["tyre"]], np.array([0, 1]), 2, doubt=0.5)
    np.testing.assert_allclose(scores[0], [1 / 3, 0, 1 / 3])


def test_a_word_that_all_niches_use_names_none() -> None:
    terms = [["dog", "tyre"]] * 6 + [["dog", "hello"]] * 6 + [["dog"]] * 6
    matches = niche_topics(TAXONOMY, terms, np.repeat([0, 1, 2], 6), 3)
    assert labels(*matches) == ["Cars", None, None]


def test_a_single_niche_is_named_by_its_words() -> None:
    vectors = Meanings(np.ones((4, 3), np.float32), np.eye(3, dtype=np.float32))
    matches = niche_topics(TAXONOMY, [["dog"]] * 4, np.zeros(4, int), 1, meanings=vectors)
    assert labels(*matches) == ["Pets"]


def test_vectors_name_a_niche_whose_words_are_of_no_list() -> None:
    topics = np.eye(3, dtype=np.float32)
    texts = np.repeat(topics[:2], 8, axis=0) + np.float32(0.2)  # all alike in part
    ids = np.repeat([0, 1], 8)
    matches = niche_topics(TAXONOMY, [["xyz"]] * 16, ids, 2, meanings=Meanings(texts, topics))
    assert labels(*matches) == ["Food & cooking", "Cars"]


def test_what_a_language_has_in_common_counts_little() -> None:
    topics = np.eye(3, 5, dtype=np.float32)
    # Each niche has members of two languages, one of which lies near "Pets" whatever it says.
    accent = np.repeat([[0, 0, 3, 0, 0], [0, 0, 0, 3, 0]], 100, axis=0)
    texts = np.vstack([topics[[0, 1] * 50] + accent[:100], topics[[0, 1] * 50] + accent[100:]])
    ids = np.array([0, 1] * 100)
    ids[:100:4] = 1  # and more of the first language are in the second niche
    groups = ["de"] * 100 + ["en"] * 100
    meanings = Meanings(texts.astype(np.float32), topics)
    with_language = niche_topics(TAXONOMY, [[]] * 200, ids, 2, meanings=meanings, groups=groups)
    assert labels(*with_language) == ["Food & cooking", "Cars"]


def test_no_creators_and_no_words_have_no_topic() -> None:
    assert niche_topics(TAXONOMY, [], np.zeros(0, int), 0) == []
    assert niche_topics(TAXONOMY, [[], ["dog"]], np.array([-1, -1]), 2) == [None, None]
    empty = Meanings(np.zeros((2, 3), np.float32), np.eye(3, dtype=np.float32))
    assert niche_topics(TAXONOMY, [[], []], np.array([0, 1]), 2, meanings=empty) == [None, None]


def test_topic_of_a_label_and_of_one_text() -> None:
    match = topic_of(TAXONOMY, ["pasta", "hello"])
    assert match is not None
    assert (match.label, match.score) == ("Food & cooking", pytest.approx(2 / 3))
    assert topic_of(TAXONOMY, ["hello"]) is None
    assert topic_of(TAXONOMY, []) is None
    topics = np.eye(3, dtype=np.float32)
    assert labels(topic_of(TAXONOMY, [], meanings=Meanings(topics[1:2], topics))) == ["Cars"]
    nothing = Meanings(np.zeros((1, 3), np.float32), topics)
    assert labels(topic_of(TAXONOMY, ["dog"], meanings=nothing)) == ["Pets"]


@pytest.mark.parametrize(
    ("category", "label"),
    [
        ("Books & Learning", "Books & reading"),
        ("pet", "Pets"),
        ("Food & Drink", "Food & cooking"),
        ("DIY", "Crafts & DIY"),
        ("other", None),
        ("Lifestyle", None),
    ],
)
def test_given_categories_have_a_shipped_topic_where_there_is_one(
    category: str, label: str | None
) -> None:
    assert labels(topic_of(read_taxonomy(), topic_words(category))) == [label]


@pytest.mark.slow
@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(["pasta", "milk", "engines", "dog", "hello"]), max_size=4),
            st.integers(-1, 2),
        ),
        max_size=12,
    )
)
def test_shares_are_at_least_0_and_below_1_and_ignore_the_order(
    creators: list[tuple[list[str], int]],
) -> None:
    def scores(rows: list[tuple[list[str], int]]) -> np.ndarray:
        ids = np.array([row[1] for row in rows], dtype=int)
        return word_scores(TAXONOMY, [row[0] for row in rows], ids, 3, doubt=0.5)

    shares = scores(creators)
    assert ((shares >= 0) & (shares < 1)).all()
    assert (shares.sum(axis=1) < 1).all()
    np.testing.assert_allclose(scores(creators[::-1]), shares)
