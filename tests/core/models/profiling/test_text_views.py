"""Rendered texts and hashed n-grams, against scikit-learn's counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from core.models.profiling.text_views import (
    BUCKETS,
    CHARACTERS,
    WORDS,
    TextViewConfig,
    hashed_counts,
    rendered,
    tag_words,
)

_TEXTS = ["the cat sat on the mat", "Größe äh?! :) #tag", "  ", "", "a", "日本の 猫 @some.one"]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("HomeDecor", "home decor"),
        ("homedecor", "home decor"),
        ("home_decor", "home decor"),
        ("ootd", "ootd"),
        ("igers", "igers"),
        ("summer2020", "summer 2020"),
        ("größenwahn", "größenwahn"),
        ("日本", "日本"),
    ],
)
def test_a_tag_is_split_into_words(tag: str, expected: str) -> None:
    assert tag_words(tag) == expected


def test_emoji_and_tags_become_words_and_stay() -> None:
    text = rendered("Hi @You #HomeDecor 🏡👍🏽\nhttps://www.shop.example/x")
    assert text == ("hi @you #homedecor home decor 🏡 :house_with_garden: 👍 :thumbs_up: shop")
    assert rendered("") == ""


def test_character_counts_are_those_of_char_wb() -> None:
    texts = [text.lower() for text in _TEXTS]
    expected = CountVectorizer(
        analyzer="char_wb", ngram_range=(2, 5), lowercase=False
    ).fit_transform([" ".join(text.split()) for text in texts])
    counts = hashed_counts([" ".join(text.split()) for text in texts], CHARACTERS)
    assert counts.shape == (len(texts), BUCKETS)
    assert counts.sum(axis=1).ravel().tolist() == expected.sum(axis=1).ravel().tolist()
    assert np.diff(counts.indptr).tolist() == np.diff(expected.indptr).tolist()
    assert counts[2].nnz == counts[3].nnz == 0


def test_words_stand_alone_and_in_pairs_within_a_text() -> None:
    counts = hashed_counts(["bread and bread", "and #bread"], WORDS)
    # bread 2, and 1, 'bread and', 'and bread'; and, #bread, 'and #bread'
    assert sorted(counts[0].data.tolist()) == [1, 1, 1, 2]
    assert counts[1].nnz == 3
    assert len(set(counts[0].indices) & set(counts[1].indices)) == 1
    singles = hashed_counts(["bread and bread"], TextViewConfig("words", (1, 1)))
    assert sorted(singles.data.tolist()) == [1, 2]


@settings(max_examples=25)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=6))
def test_a_text_has_the_same_row_in_any_company(texts: list[str]) -> None:
    texts = [rendered(text) for text in texts]
    for config in (WORDS, CHARACTERS):
        together = hashed_counts(texts, config)
        alone = hashed_counts(texts[-1:], config)
        row = together[len(texts) - 1]
        assert (row != alone).nnz == 0


def test_no_texts_have_no_rows() -> None:
    assert hashed_counts([], WORDS).shape == (0, BUCKETS)
    assert np.diff(hashed_counts(["", " "], CHARACTERS).indptr).tolist() == [0, 0]
