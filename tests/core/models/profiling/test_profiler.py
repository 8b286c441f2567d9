"""The profiler on small made-up accounts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.errors import ModelError
from core.evaluation.profiling.ablation import dropped_posts
from core.models.profiling import files
from core.models.profiling.posts import Posts, posts_of_frame
from core.models.profiling.profiler import ProfilerConfig, fit

_WORDS = {"food": "bread oven bake", "travel": "beach flight island"}


def _accounts(count: int = 12) -> tuple[Posts, list[str]]:
    rows, labels = [], []
    for number in range(count):
        category = sorted(_WORDS)[number % 2]
        labels.append(category)
        for word in _WORDS[category].split():
            rows.append((f"a{number:03}", f"{word} today {number}"))
    frame = pd.DataFrame(rows, columns=["account_id", "caption"])
    return posts_of_frame(frame).posts, labels


def test_unseen_accounts_get_the_category_of_their_words() -> None:
    posts, labels = _accounts()
    profiler = fit(posts, labels, ProfilerConfig(folds=2), seed=0)
    frame = pd.DataFrame({"account_id": ["x", "y", "y"], "caption": ["island beach", "oven", ""]})
    profiles = profiler.score(posts_of_frame(frame).posts)
    assert [profiler.classes[row] for row in profiles.probabilities.argmax(axis=1)] == [
        "travel", "food",
    ]  # fmt: skip
    assert profiles.weights.tolist() == [1, 1, 0]
    assert np.isnan(profiles.post_probabilities[2]).all()


def test_held_out_profiles_never_saw_the_label() -> None:
    posts, labels = _accounts(24)
    flipped = list(labels)
    flipped[0] = "food" if labels[0] == "travel" else "travel"
    profiler = fit(posts, flipped, ProfilerConfig(folds=3), seed=0)
    assert profiler.held_out is not None
    best = profiler.held_out.probabilities.argmax(axis=1)
    assert profiler.classes[best[0]] == labels[0]


def test_threads_change_nothing() -> None:
    posts, labels = _accounts(24)
    one, several = (fit(posts, labels, ProfilerConfig(threads=n), seed=0) for n in (1, 3))
    assert one.held_out is not None
    assert several.held_out is not None
    assert one.pooling.rule == several.pooling.rule
    for held_out, scored in (
        (one.held_out, several.held_out), (one.score(posts), several.score(posts)),
    ):  # fmt: skip
        np.testing.assert_array_equal(held_out.probabilities, scored.probabilities)
        np.testing.assert_array_equal(held_out.weights, scored.weights)


def test_one_category_is_refused() -> None:
    posts, labels = _accounts()
    with pytest.raises(ModelError, match="two categories"):
        fit(posts, ["food"] * len(labels), ProfilerConfig(), seed=0)


def test_a_saved_profiler_scores_alike(tmp_path: Path) -> None:
    posts, labels = _accounts(24)
    posts = posts.with_vectors(np.random.default_rng(0).normal(size=(72, 8)).astype(np.float32))
    profiler = fit(posts, labels, ProfilerConfig(folds=2), seed=0)
    files.save(profiler, tmp_path)
    loaded = files.load(tmp_path)
    assert loaded.classes == profiler.classes
    assert loaded.held_out is None
    expected, scored = profiler.score(posts), loaded.score(posts)
    np.testing.assert_array_equal(scored.probabilities, expected.probabilities)
    np.testing.assert_array_equal(scored.weights, expected.weights)
    np.testing.assert_array_equal(scored.post_probabilities, expected.post_probabilities)


def test_a_damaged_profiler_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="Build again"):
        files.load(tmp_path)
    (tmp_path / "config.json").write_text('{"version": 1}')
    with pytest.raises(ModelError, match="Build again"):
        files.load(tmp_path)


def test_profiles_do_not_depend_on_the_order_of_posts() -> None:
    posts, labels = _accounts(24)
    profiler = fit(posts, labels, ProfilerConfig(folds=2), seed=0)
    frame = pd.DataFrame(
        {"account_id": ["x"] * 3, "caption": ["island bread", "oven", "bake today"]}
    )
    forward = profiler.score(posts_of_frame(frame).posts)
    backward = profiler.score(posts_of_frame(frame.iloc[::-1]).posts)
    np.testing.assert_allclose(forward.weights, backward.weights[::-1], rtol=1e-5)
    np.testing.assert_allclose(forward.probabilities, backward.probabilities, rtol=1e-5)


def test_pictures_speak_where_there_is_no_text_and_are_masked_elsewhere() -> None:
    posts, labels = _accounts(24)
    pictures = np.zeros((72, 4), dtype=np.float32)
    for row, account in enumerate(posts.account_rows):
        if row % 2 == 0:
            pictures[row, account % 2] = 1
    profiler = fit(posts.with_vectors(picture_vectors=pictures), labels,
                   ProfilerConfig(folds=2), seed=0)  # fmt: skip
    frame = pd.DataFrame({"account_id": ["x", "y", "z"], "caption": ["", "oven", ""]})
    unseen = posts_of_frame(frame).posts.with_vectors(
        picture_vectors=np.array([[0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]], dtype=np.float32)
    )
    profiles = profiler.score(unseen)
    best = [profiler.classes[row] for row in profiles.probabilities[:2].argmax(axis=1)]
    assert best == ["travel", "food"]
    assert np.isnan(profiles.picture_probabilities[1]).all()
    assert np.isnan(profiles.text_probabilities[0]).all()
    assert np.isnan(profiles.probabilities[2]).all()
    assert profiles.weights.tolist() == [1, 1, 0]


def test_a_picture_alone_is_judged_as_pictures_are() -> None:
    posts, labels = _accounts(24)
    pictures = np.random.default_rng(0).normal(size=(72, 4)).astype(np.float32)
    pictures[:, 0] += np.array([labels[row] == "food" for row in posts.account_rows])
    profiler = fit(posts.with_vectors(picture_vectors=pictures), labels,
                   ProfilerConfig(folds=2), seed=0)  # fmt: skip
    frame = pd.DataFrame({"account_id": ["x", "y"], "caption": ["", "oven"]})
    unseen = posts_of_frame(frame).posts.with_vectors(picture_vectors=pictures[:2])
    profiles = profiler.score(unseen)
    np.testing.assert_array_equal(profiles.probabilities[0], profiles.picture_probabilities[0])
    np.testing.assert_array_equal(profiles.post_probabilities[0], profiles.probabilities[0])
    assert (profiles.probabilities[1] != profiles.picture_probabilities[1]).all()


def test_without_its_top_post_an_account_is_told_less_surely() -> None:
    rows, labels = [], []
    rng = np.random.default_rng(0)
    noise = ["today", "morning", "weekend", "happy", "friends", "street", "light", "coffee"]
    for number in range(80):
        category = sorted(_WORDS)[number % 2]
        labels.append(category)
        rows += [(f"a{number:03}", " ".join(rng.choice(noise, 3))) for _ in range(3)]
        rows.append((f"a{number:03}", f"{rng.choice(_WORDS[category].split())} {number}"))
    built = posts_of_frame(pd.DataFrame(rows, columns=["account_id", "caption"])).posts
    half = np.arange(40)
    profiler = fit(built.of_accounts(half), labels[:40], ProfilerConfig(folds=2), seed=0)
    result = dropped_posts(profiler, built.of_accounts(half + 40), seed=0)
    assert result.accounts_count == 40
    assert result.top > result.random + 0.1
