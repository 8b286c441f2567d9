"""Plain ways to tell the category of accounts, which the profiler has to beat on the same folds."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from core.models.profiling.posts import Posts

# Training posts, their targets (class places), number of classes, test posts and a seed in;
# (test accounts, k) probabilities or scores out.
Way = Callable[[Posts, NDArray[np.int64], int, Posts, int], NDArray[np.float64]]


def held_out_scores(
    way: Way, posts: Posts, targets: NDArray[np.int64], folds: NDArray[np.int64], seed: int
) -> NDArray[np.float64]:
    """(n_accounts, k) scores of each account by `way` trained on the other folds."""
    k = int(targets.max()) + 1
    scores = np.full((len(targets), k), np.nan)
    for fold in np.unique(folds):
        train, test = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        scores[test] = way(
            posts.of_accounts(train), targets[train], k, posts.of_accounts(test), seed
        )
    return scores


def plain_scores(
    posts: Posts, targets: NDArray[np.int64], k: int, test: Posts, analyzers: Sequence[str]
) -> NDArray[np.float64]:
    """The plain baseline: TF-IDF of an account's joined texts and a logistic regression (C = 4,
    balanced); the mean of the probabilities of several analyzers.

    Args:
        analyzers: 'word' (single words) or 'char_wb' (2 to 5 characters within words).
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    total = np.zeros((test.accounts_count, k))
    for analyzer in analyzers:
        lengths = (1, 1) if analyzer == "word" else (2, 5)
        vectorizer = TfidfVectorizer(
            analyzer=analyzer, ngram_range=lengths, min_df=2, sublinear_tf=True, dtype=np.float32
        )
        model = LogisticRegression(C=4, class_weight="balanced", max_iter=200, tol=1e-3)
        model.fit(vectorizer.fit_transform(account_texts(posts)), targets)
        total[:, model.classes_] += model.predict_proba(vectorizer.transform(account_texts(test)))
    return total / len(analyzers)


def account_texts(posts: Posts) -> list[str]:
    """The texts of each account, one below the other."""
    starts = posts.starts.tolist()
    return ["\n".join(posts.texts[a:b]) for a, b in itertools.pairwise(starts)]
