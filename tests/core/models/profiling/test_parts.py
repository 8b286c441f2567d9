"""The parts of the profiler: TF-IDF by hand, what each leaves out."""

from __future__ import annotations

import numpy as np
import pytest

from core.models.profiling.part_inputs import post_features, training_rows
from core.models.profiling.parts import fit_part, part_of_arrays
from core.models.profiling.posts import NUMBERS, Posts


def _posts(texts: list[str], accounts: list[int]) -> Posts:
    numbers = np.full((len(texts), len(NUMBERS)), np.nan, dtype=np.float32)
    return Posts(np.array(accounts), max(accounts) + 1, tuple(texts), None, None, numbers)


def test_all_posts_are_trained_on_unless_there_are_too_many() -> None:
    is_read = np.array([True, False, True, True])
    assert training_rows(is_read, 3, 0).tolist() == [0, 2, 3]
    part = training_rows(is_read, 2, 0).tolist()
    assert len(part) == 2
    assert set(part) < {0, 2, 3}
    assert training_rows(is_read, 2, 0).tolist() == part


def test_words_score_each_post_and_leave_out_the_unreadable() -> None:
    posts = _posts(["bread", "sea", "bread oven", "sea sun", ""], [0, 1, 2, 3, 3])
    features = post_features(posts, ("words",))
    targets = np.array([0, 1, 0, 1])
    part = fit_part("words", features, targets, 2, most_posts=100, seed=0)
    assert part is not None
    scores = part.score(features).posts
    assert scores is not None
    assert scores[:4].argmax(axis=1).tolist() == [0, 1, 0, 1]
    assert np.isnan(scores[4]).all()
    again = part_of_arrays("words", part.arrays()).score(features).posts
    np.testing.assert_array_equal(again, scores)


def test_a_text_without_a_known_word_is_not_read() -> None:
    features = post_features(_posts(["bread oven", "sea sun"], [0, 1]), ("words",))
    part = fit_part("words", features, np.array([0, 1]), 2, most_posts=100, seed=0)
    assert part is not None
    scores = part.score(post_features(_posts(["brot", "brot oven"], [0, 0]), ("words",))).posts
    assert scores is not None
    assert np.isnan(scores).all(axis=1).tolist() == [True, False]


def test_a_part_with_nothing_to_read_is_left_out() -> None:
    features = post_features(_posts(["", " "], [0, 1]), ("words",))
    targets = np.array([0, 1])
    for name in ("words", "vectors", "pictures", "numbers"):
        assert fit_part(name, features, targets, 2, most_posts=9, seed=0) is None


def test_numbers_are_means_of_what_is_known() -> None:
    posts = _posts(["a", "b", "c", "d"], [0, 0, 1, 2])
    posts.numbers[:, NUMBERS.index("followers_log")] = [1, 1, 5, np.nan]
    features = post_features(posts, ("numbers",))
    part = fit_part("numbers", features, np.array([0, 1, 1]), 2, most_posts=9, seed=0)
    assert part is not None
    scores = part.score(features).accounts
    assert scores is not None
    assert scores[:2].argmax(axis=1).tolist() == [0, 1]
    assert np.isnan(scores[2]).all()
    assert part.arrays()["means"][NUMBERS.index("followers_log")] == pytest.approx(3)
