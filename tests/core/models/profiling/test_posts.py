"""Posts of a frame, with numbers worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.errors import ModelError
from core.models.profiling.posts import NUMBERS, Posts, account_means, posts_of_frame


def _frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "account_id": ["b", "a", "b", "b"],
            "caption": ["Bread #bake", None, "  ", "Cake @oven"],
            "hashtags": ["bake, sour dough", None, "", None],
            "likes": [99, 9, None, 999],
            "followers": [999, -1, 999, 999],
            "posted_at": [6 * 3600, 86_400, None, 18 * 3600],
            "is_ad": [True, None, False, 0],
        }
    )


def _column(posts: Posts, name: str) -> np.ndarray:
    return posts.numbers[:, NUMBERS.index(name)]


def test_posts_of_an_account_stand_together_in_their_order() -> None:
    built = posts_of_frame(_frame())
    assert built.account_ids == ("a", "b")
    assert built.rows.tolist() == [1, 0, 2, 3]
    assert built.posts.account_rows.tolist() == [0, 1, 1, 1]
    assert built.posts.starts.tolist() == [0, 1, 4]


def test_given_hashtags_are_added_once_to_the_text() -> None:
    texts = posts_of_frame(_frame()).posts.texts
    assert texts == ("", "Bread #bake #sour #dough", "  ", "Cake @oven")


def test_numbers_are_relative_to_the_creators_own_posts() -> None:
    posts = posts_of_frame(_frame()).posts
    median = (np.log(100) + np.log(1000)) / 2
    expected = [0, np.log(100) - median, np.nan, np.log(1000) - median]
    np.testing.assert_allclose(_column(posts, "likes_vs_own"), expected, rtol=1e-5)
    np.testing.assert_allclose(_column(posts, "hour_sin"), [0, 1, np.nan, -1], atol=1e-6)
    np.testing.assert_array_equal(_column(posts, "is_ad"), [np.nan, 1, 0, 0])
    np.testing.assert_allclose(
        _column(posts, "likes_per_follower_log"),
        [np.nan, np.log(0.1), np.nan, 0],
        rtol=1e-5,
        atol=1e-6,
    )
    assert np.isnan(_column(posts, "views_vs_own")).all()
    np.testing.assert_allclose(
        _column(posts, "mentions_log"), [np.nan, 0, np.nan, np.log(2)], rtol=1e-5
    )


def test_accounts_can_be_named_also_those_without_posts() -> None:
    built = posts_of_frame(_frame(), account_ids=["z", "b"])
    assert built.posts.accounts_count == 2
    assert built.posts.account_rows.tolist() == [1, 1, 1]
    assert built.posts.starts.tolist() == [0, 0, 3]


def test_a_frame_without_rows_has_no_posts() -> None:
    built = posts_of_frame(_frame().iloc[:0])
    assert len(built.posts) == 0
    assert built.posts.accounts_count == 0


def test_chosen_accounts_are_numbered_in_the_order_given() -> None:
    posts = posts_of_frame(_frame()).posts.with_vectors(np.eye(4, dtype=np.float32))
    chosen = posts.of_accounts(np.array([1, 0]))
    assert chosen.account_rows.tolist() == [0, 0, 0, 1]
    assert chosen.texts == (*posts.texts[1:], posts.texts[0])
    assert chosen.text_vectors is not None
    assert chosen.text_vectors.argmax(axis=1).tolist() == [1, 2, 3, 0]
    assert len(posts.of_accounts(np.array([], dtype=np.int64))) == 0


def test_masks_tell_what_can_be_read() -> None:
    posts = posts_of_frame(_frame()).posts
    assert posts.has_text.tolist() == [False, True, False, True]
    assert not posts.has_picture.any()
    pictures = np.zeros((4, 3), dtype=np.float32)
    pictures[2, 1] = 1
    assert posts.with_vectors(picture_vectors=pictures).has_picture.tolist() == [
        False, False, True, False,
    ]  # fmt: skip


def test_parts_that_do_not_fit_are_refused() -> None:
    numbers = np.zeros((2, len(NUMBERS)), dtype=np.float32)
    with pytest.raises(ModelError, match="ascending"):
        Posts(np.array([1, 0]), 2, ("a", "b"), None, None, numbers)
    with pytest.raises(ModelError, match="expected 2 rows"):
        Posts(np.array([0, 1]), 2, ("a",), None, None, numbers)


def test_means_are_per_account_and_zero_without_posts() -> None:
    values = np.array([[1, 0], [3, 2]], dtype=np.float32)
    means = account_means(values, np.array([1, 1]), 3)
    assert means.tolist() == [[0, 0], [2, 1], [0, 0]]
