"""Attention: weights, gates, training on planted accounts, files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import ModelError
from core.models.profiling.attention import (
    AttentionConfig,
    AttentionModel,
    fit_attention,
    load_attention,
)
from core.models.profiling.posts import NUMBERS, Posts
from core.models.profiling.softmax import account_softmax

_CLASSES = ("food", "pets", "travel")
_CONFIG = AttentionConfig(parts=("words", "pictures"), networks=1, hidden=24, epochs=25)


def planted(
    count: int, seed: int, *, off_topic: float = 0.5, posts_each: int = 6
) -> tuple[Posts, list[str]]:
    """Accounts whose posts name their category, or idle talk; a third of posts has a picture."""
    rng = np.random.default_rng(seed)
    directions = np.eye(len(_CLASSES) + 1, 8, dtype=np.float32)
    rows, texts, pictures, labels = [], [], [], []
    for account in range(count):
        place = int(rng.integers(len(_CLASSES)))
        labels.append(_CLASSES[place])
        for number in range(posts_each):
            is_off = number > 0 and rng.random() < off_topic
            rows.append(account)
            word = "sunday mood" if is_off else f"{_CLASSES[place]}{rng.integers(5)} {place}x"
            texts.append(f"{word} w{rng.integers(20)}")
            has_picture = rng.random() < 0.34
            pictures.append(directions[-1 if is_off else place] * has_picture)
    numbers = np.full((len(rows), len(NUMBERS)), np.nan, dtype=np.float32)
    return (
        Posts(np.array(rows), count, tuple(texts), None, np.array(pictures), numbers),
        labels,
    )


@pytest.fixture(scope="module")
def model() -> AttentionModel:
    posts, labels = planted(150, seed=1)
    return fit_attention(posts, labels, _CONFIG, seed=0)


def _reordered(posts: Posts, order: np.ndarray) -> Posts:
    pictures = posts.picture_vectors
    return replace(
        posts,
        texts=tuple(posts.texts[row] for row in order),
        picture_vectors=None if pictures is None else pictures[order],
        numbers=posts.numbers[order],
    )


def test_unseen_accounts_get_their_category_and_on_topic_posts_the_weight(
    model: AttentionModel,
) -> None:
    posts, labels = planted(60, seed=2)
    scores = model.score(posts)
    said = [model.classes[best] for best in scores.probabilities.argmax(axis=1)]
    assert np.mean([a == b for a, b in zip(said, labels, strict=True)]) > 0.95
    is_off = np.array([text.startswith("sunday") for text in posts.texts])
    assert scores.weights[~is_off].mean() > 2 * scores.weights[is_off].mean()


def test_three_posts_are_read_as_well_as_three_hundred(model: AttentionModel) -> None:
    for posts_each in (3, 300):
        posts, labels = planted(12, seed=3, posts_each=posts_each)
        scores = model.score(posts)
        said = [model.classes[best] for best in scores.probabilities.argmax(axis=1)]
        assert said == labels


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), masked=st.integers(0, 5))
def test_weights_add_up_and_ignore_order_and_masked_posts(
    model: AttentionModel, seed: int, masked: int
) -> None:
    posts, _ = planted(4, seed=seed)
    rng = np.random.default_rng(seed)
    # The first post of the second account on, so that the first keeps all of its posts.
    hidden = 6 + np.arange(masked)
    texts = tuple("" if row in hidden else text for row, text in enumerate(posts.texts))
    assert posts.picture_vectors is not None
    pictures = posts.picture_vectors.copy()
    pictures[hidden] = 0
    posts = replace(posts, texts=texts, picture_vectors=pictures)
    scores = model.score(posts)
    sums = np.bincount(posts.account_rows, weights=scores.weights, minlength=4)
    assert sums == pytest.approx(np.ones(4), abs=1e-5)
    assert not scores.weights[hidden].any()
    assert np.isnan(scores.post_probabilities[hidden]).all()
    assert np.nansum(scores.probabilities, axis=1) == pytest.approx(np.ones(4))

    order = np.concatenate([6 * account + rng.permutation(6) for account in range(4)])
    shuffled = model.score(_reordered(posts, order))
    assert shuffled.probabilities == pytest.approx(scores.probabilities, abs=1e-5)
    assert shuffled.weights == pytest.approx(scores.weights[order], abs=1e-5)

    kept = np.setdiff1d(np.arange(len(posts)), hidden)
    without = Posts(
        posts.account_rows[kept], 4, tuple(texts[row] for row in kept), None, pictures[kept],
        posts.numbers[kept],
    )  # fmt: skip
    assert model.score(without).probabilities == pytest.approx(scores.probabilities, abs=1e-5)


def test_softmax_of_posts_by_hand() -> None:
    scores = np.array([0, np.log(3), 5, 7], dtype=np.float32)
    weights = account_softmax(scores, np.array([0, 0, 0, 2]), np.array([True, True, False, True]))
    assert weights.tolist() == pytest.approx([0.25, 0.75, 0, 1])


def test_a_side_that_is_missing_gets_no_share(model: AttentionModel) -> None:
    posts, labels = planted(30, seed=5)
    scores = model.score(posts)
    has_picture = posts.has_picture
    assert (scores.text_share[~has_picture] == 1).all()
    assert (scores.text_share[has_picture] < 1).all()
    alone = model.score(replace(posts, texts=("",) * len(posts)))
    assert (alone.text_share[has_picture] == 0).all()
    seen = ~np.isnan(alone.probabilities[:, 0])
    said = [model.classes[best] for best in alone.probabilities[seen].argmax(axis=1)]
    assert posts.picture_vectors is not None
    on_topic = posts.picture_vectors[:, : len(_CLASSES)].any(axis=1)
    told = np.isin(np.flatnonzero(seen), posts.account_rows[on_topic])
    truth = np.array(labels, dtype=object)[seen]
    assert (np.array(said, dtype=object)[told] == truth[told]).mean() > 0.9


def test_random_pictures_do_not_hurt() -> None:
    posts, labels = planted(150, seed=6)
    rng = np.random.default_rng(0)
    noise = rng.normal(size=(len(posts), 8)).astype(np.float32)
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    posts = posts.with_vectors(picture_vectors=noise)
    train = [label if row < 100 else None for row, label in enumerate(labels)]
    scores = fit_attention(posts, train, _CONFIG, seed=0).score(posts)
    said = scores.probabilities[100:].argmax(axis=1)
    right = np.mean([_CLASSES[a] == b for a, b in zip(said, labels[100:], strict=True)])
    assert right > 0.9


def test_accounts_without_posts_have_no_profile(model: AttentionModel) -> None:
    posts = Posts(
        np.array([1]), 3, ("food1 0x",), None, None, np.zeros((1, len(NUMBERS)), np.float32)
    )
    scores = model.score(posts)
    assert np.isnan(scores.probabilities[[0, 2]]).all()
    assert model.classes[scores.probabilities[1].argmax()] == "food"


def test_a_saved_model_says_the_same(model: AttentionModel, tmp_path: Path) -> None:
    posts, _ = planted(10, seed=7)
    model.save(tmp_path / "attention")
    loaded = load_attention(tmp_path / "attention")
    before, after = model.score(posts), loaded.score(posts)
    assert np.array_equal(before.probabilities, after.probabilities)
    assert np.array_equal(before.weights, after.weights)
    (tmp_path / "attention" / "attention.npz").write_bytes(b"broken")
    with pytest.raises(ModelError, match="Train it again"):
        load_attention(tmp_path / "attention")


def test_one_category_is_refused() -> None:
    posts, labels = planted(12, seed=8)
    with pytest.raises(ModelError, match="two categories"):
        fit_attention(posts, ["food"] * len(labels), _CONFIG, seed=0)
