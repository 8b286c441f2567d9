"""Niches that the topic words of a text speak for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.models.niches.taxonomy import Taxonomy, Topic, read_taxonomy
from core.models.niches.text_topics import niches_of_words

FOOD = Topic("Food", "", ("bread", "tea"))
DRINKS = Topic("Drinks", "", ("coffee", "tea"), near="Food")
WORK = Topic("Work", "", ("office",))
TAXONOMY = Taxonomy.of([FOOD, DRINKS, WORK])


def test_a_word_speaks_for_the_niche_of_its_topic_or_of_what_that_is_near_to() -> None:
    niches = ["Food", None, "Travel"]
    assert niches_of_words(TAXONOMY, ["bread"], niches) == pytest.approx([1 / 1.5, 0, 0])
    assert niches_of_words(TAXONOMY, ["coffee"], niches) == pytest.approx([1 / 1.5, 0, 0])
    # Of two topic words one names no niche.
    half = niches_of_words(TAXONOMY, ["coffee", "office", "for"], niches)
    assert half == pytest.approx([1 / 2.5, 0, 0])


def test_a_topic_that_names_a_niche_needs_no_substitute() -> None:
    both = niches_of_words(TAXONOMY, ["tea"], ["Food", "Drinks"])
    assert both == pytest.approx([0.5 / 1.5, 0.5 / 1.5])


def test_two_niches_of_one_topic_share_a_word() -> None:
    shared = niches_of_words(TAXONOMY, ["bread"], ["Food", "Food"])
    assert shared == pytest.approx([0.5 / 1.5] * 2)


def test_unknown_words_no_words_and_no_niches_say_nothing() -> None:
    assert not niches_of_words(TAXONOMY, ["xqzv", ""], ["Food"]).any()
    assert not niches_of_words(TAXONOMY, [], ["Food"]).any()
    assert niches_of_words(TAXONOMY, ["bread"], []).shape == (0,)


@given(st.lists(st.sampled_from(["coffee", "dog", "rezepte", "guitar", "x"])))
def test_shares_add_up_to_less_than_one(words: list[str]) -> None:
    taxonomy = read_taxonomy()
    speaks = niches_of_words(taxonomy, words, [topic.label for topic in taxonomy.topics])
    assert (speaks >= 0).all()
    assert np.sum(speaks) < 1
