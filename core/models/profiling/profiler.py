"""The profiler: what a category's accounts post, and which category an account is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from core.models.profiling.posts import Posts
from core.progress import Report, silent

MODEL_VERSION = "profiling-1"
_STEP = "profiling"


@dataclass(frozen=True)
class ProfilerConfig:
    """Attributes:
    folds: parts of the labelled accounts, each scored by models that had not seen it.
    min_accounts: labelled accounts below which a category is not trained.
    """

    folds: int = 4
    min_accounts: int = 5

    @classmethod
    def quick(cls) -> ProfilerConfig:
        """For builds: some 20,000 creators with 12 posts each, 40 categories, under a minute."""
        return cls(folds=3)


@dataclass(frozen=True)
class Profiles:
    """What the posts say about each account; k classes in the order of `Profiler.classes`.

    Attributes:
        probabilities: (n_accounts, k) calibrated; a NaN row when nothing could be read.
        text_probabilities, picture_probabilities: (n_accounts, k) by one side alone; NaN rows
            where the account has nothing of that side.
        weights: (n_posts,) float32, >= 0; how much each post counts; they add up to 1 over the
            readable posts of an account and are 0 for the others.
        post_probabilities: (n_posts, k) what each post alone says; NaN rows for unreadable ones.
    """

    probabilities: NDArray[np.float64]
    text_probabilities: NDArray[np.float64]
    picture_probabilities: NDArray[np.float64]
    weights: NDArray[np.float32]
    post_probabilities: NDArray[np.float64]


@dataclass(frozen=True)
class Profiler:
    """A fitted profiler.

    Attributes:
        classes: categories, sorted.
        model_version: of the method, for tables and pages.
        held_out: profiles of the accounts it was fitted on: labelled accounts by models that had
            not seen their label, the others by the whole model; None after `load`.
    """

    classes: tuple[str, ...]
    model_version: str
    held_out: Profiles | None
    _model: Any

    def score(self, posts: Posts) -> Profiles:
        """Profiles of accounts, seen or unseen."""
        return _profiles(self._model, posts, len(self.classes))


def fit(
    posts: Posts,
    labels: Sequence[str | None],
    config: ProfilerConfig,
    *,
    seed: int,
    report: Report = silent,
) -> Profiler:
    """A profiler of labelled accounts.

    Args:
        posts: of all accounts.
        labels: category of each account; None or '' where it is not known.
    Raises:
        ModelError: fewer than two categories with enough accounts, or no account with text.
    """
    classes = _classes(labels, config)
    places = {name: place for place, name in enumerate(classes)}
    targets = np.array([places.get(label or "", -1) for label in labels], dtype=np.int64)
    known = np.flatnonzero(targets >= 0)
    folds = _folds(targets[known], config.folds, seed)
    model = _fit_once(posts.of_accounts(known), targets[known], seed)
    held_out = _profiles(model, posts, len(classes))
    for number in range(config.folds):
        report(_STEP, number, config.folds + 1, "")
        train, test = known[folds != number], known[folds == number]
        if len(test) == 0:
            continue
        part = _profiles(
            _fit_once(posts.of_accounts(train), targets[train], seed),
            posts.of_accounts(test),
            len(classes),
        )
        _put(held_out, posts, test, part)
    report(_STEP, config.folds + 1, config.folds + 1, "")
    return Profiler(classes, MODEL_VERSION, held_out, model)


def _classes(labels: Sequence[str | None], config: ProfilerConfig) -> tuple[str, ...]:
    counts = Counter(label for label in labels if label)
    classes = tuple(sorted(name for name, n in counts.items() if n >= config.min_accounts))
    if len(classes) < 2:
        raise ModelError(
            f"Profiles need two categories with at least {config.min_accounts} accounts each, "
            f"found {len(classes)} among {len(counts)} categories and {counts.total()} labelled "
            "accounts. Give more labelled accounts."
        )
    return classes


def _folds(targets: NDArray[np.int64], count: int, seed: int) -> NDArray[np.int64]:
    """The fold of each account, every class spread evenly."""
    rng = np.random.default_rng(seed)
    folds = np.empty(len(targets), dtype=np.int64)
    for target in np.unique(targets):
        rows = rng.permutation(np.flatnonzero(targets == target))
        folds[rows] = (np.arange(len(rows)) + rng.integers(count)) % count
    return folds


def _put(profiles: Profiles, posts: Posts, accounts: NDArray[np.int64], part: Profiles) -> None:
    starts = posts.starts
    rows = np.concatenate([np.arange(starts[a], starts[a + 1]) for a in accounts])
    profiles.probabilities[accounts] = part.probabilities
    profiles.text_probabilities[accounts] = part.text_probabilities
    profiles.picture_probabilities[accounts] = part.picture_probabilities
    profiles.weights[rows] = part.weights
    profiles.post_probabilities[rows] = part.post_probabilities


def _fit_once(posts: Posts, targets: NDArray[np.int64], seed: int) -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
    from sklearn.linear_model import SGDClassifier
    from sklearn.pipeline import make_pipeline, make_union

    model = make_pipeline(
        make_union(
            HashingVectorizer(n_features=2**18, alternate_sign=False, norm=None),
            HashingVectorizer(
                n_features=2**18, analyzer="char_wb", ngram_range=(2, 4), alternate_sign=False,
                norm=None,
            ),
        ),
        TfidfTransformer(sublinear_tf=True),
        SGDClassifier(loss="log_loss", alpha=1e-5, class_weight="balanced", random_state=seed),
    )  # fmt: skip
    readable = posts.has_text
    texts = [text for text, is_read in zip(posts.texts, readable, strict=True) if is_read]
    if len(set(targets[posts.account_rows[readable]].tolist())) < 2:
        raise ModelError(
            "Profiles need accounts of two categories with captions, found captions of fewer. "
            "Check the column 'caption'."
        )
    return model.fit(texts, targets[posts.account_rows[readable]])


def _profiles(model: Any, posts: Posts, count: int) -> Profiles:
    readable = posts.has_text
    said = np.full((len(posts), count), np.nan)
    weights = np.zeros(len(posts), dtype=np.float32)
    probabilities = np.full((posts.accounts_count, count), np.nan)
    if readable.any():
        texts = [text for text, is_read in zip(posts.texts, readable, strict=True) if is_read]
        said[readable] = 0
        columns = model[-1].classes_
        said[np.ix_(readable, columns)] = model.predict_proba(texts)
        counts = np.bincount(posts.account_rows[readable], minlength=posts.accounts_count)
        weights[readable] = 1 / counts[posts.account_rows[readable]]
        sums = np.zeros((posts.accounts_count, count))
        np.add.at(sums, posts.account_rows[readable], said[readable] * weights[readable, None])
        probabilities[counts > 0] = sums[counts > 0] / sums[counts > 0].sum(1, keepdims=True)
    return Profiles(
        probabilities,
        probabilities.copy(),
        np.full((posts.accounts_count, count), np.nan),
        weights,
        said,
    )
