"""The profiler on small made-up accounts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.errors import ModelError
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


def test_one_category_is_refused() -> None:
    posts, labels = _accounts()
    with pytest.raises(ModelError, match="two categories"):
        fit(posts, ["food"] * len(labels), ProfilerConfig(), seed=0)
