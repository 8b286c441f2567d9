"""The profiler: what the accounts of each category post, and what an account is about."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from core.models.profiling.assembling import (
    account_scores,
    best_pooling,
    even_folds,
    fit_joins,
    joined,
    post_scores,
    put,
)
from core.models.profiling.part_inputs import (
    NUMBER,
    PICTURE,
    SIDES,
    TEXT,
    Part,
    PartScores,
    PostFeatures,
    post_features,
)
from core.models.profiling.parts import MOST_POSTS, fit_parts
from core.models.profiling.pooling import RULES, Pooling, PoolingRule
from core.models.profiling.posts import Posts
from core.models.profiling.stack import Join, JoinConfig
from core.processes import numeric_threads
from core.progress import Report, silent

MODEL_VERSION = "profiling-3"
_STEP = "profiling"


@dataclass(frozen=True)
class ProfilerConfig:
    """Attributes:
    parts: what is read, by the names of `core.models.profiling.parts.SIDES`. A part that the
        posts have nothing for is left out.
    folds: parts of the labelled accounts, each scored by models that had not seen it.
    min_accounts: labelled accounts below which a category is not trained.
    most_posts: training posts of a part; of more, a random part is taken.
    rules: candidates for what makes a post count; the one is taken that fits accounts best which
        the parts had not seen.
    join: how the parts are joined.
    threads: folds and candidates that are fitted side by side; the result is the same.
    """

    parts: tuple[str, ...] = ("words", "characters", "vectors", "pictures", "numbers")
    folds: int = 3
    min_accounts: int = 5
    most_posts: int = MOST_POSTS
    rules: tuple[PoolingRule, ...] = RULES
    join: JoinConfig = field(default_factory=JoinConfig)
    threads: int = 1

    @classmethod
    def quick(cls) -> ProfilerConfig:
        """For builds: some 20,000 creators with 12 posts each, 40 categories, under a minute."""
        return cls(parts=("words", "vectors", "pictures", "numbers"), most_posts=24_000)


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
        parts: by name.
        pooling: how much each post counts.
        joins: by side: 'all', and TEXT and PICTURE where something is read of it.
        held_out: profiles of the accounts it was fitted on: labelled accounts by models that had
            not seen their label, the others by the whole model; None after `load`.
        held_out_scores: what each part says of those accounts, (n_accounts, k), likewise.
    """

    classes: tuple[str, ...]
    model_version: str
    parts: Mapping[str, Part]
    pooling: Pooling
    joins: Mapping[str, Join]
    held_out: Profiles | None = None
    held_out_scores: Mapping[str, NDArray[np.floating]] | None = None

    def score(self, posts: Posts) -> Profiles:
        """Profiles of accounts, seen or unseen."""
        return score_features(self, post_features(posts, tuple(self.parts)))[0]


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
        ModelError: fewer than two categories with enough accounts, or none with text or pictures.
    """
    trained_classes(labels, config.min_accounts)  # before the texts are read, which takes a while
    report(_STEP, 0, config.folds + 2, "reading posts")
    features = post_features(posts, config.parts)
    return fit_on_features(features, labels, config, seed=seed, report=report)


def fit_on_features(
    features: PostFeatures,
    labels: Sequence[str | None],
    config: ProfilerConfig,
    *,
    seed: int,
    report: Report = silent,
) -> Profiler:
    """The same of features that were made before, by `post_features` with the same parts."""
    posts, classes = features.posts, trained_classes(labels, config.min_accounts)
    k = len(classes)
    places = {name: place for place, name in enumerate(classes)}
    targets = np.array([places.get(label or "", -1) for label in labels], dtype=np.int64)
    known = np.flatnonzero(targets >= 0)
    folds = even_folds(targets[known], config.folds, seed)
    splits = [(known[folds != fold], known[folds == fold]) for fold in range(config.folds)]

    def fit_rows(rows: NDArray[np.int64]) -> dict[str, Part]:
        return fit_parts(
            config.parts, features.of_accounts(rows), targets[rows], k,
            most_posts=config.most_posts, seed=seed,
        )  # fmt: skip

    # Filters of warnings belong to all threads, and each fit sets and resets them.
    with warnings.catch_warnings(), numeric_threads(config.threads) as pool:
        parts, scores = _fitted(pool, fit_rows, features, known, splits, report)
        pooling = best_pooling(scores, posts, known, targets[known], config.rules, config.threads)
        weights = pooling.weights(post_scores(scores), posts.account_rows)
        accounts = account_scores(scores, weights, posts)
        joins, *fold_joins = pool.map(
            lambda rows: fit_joins(accounts, rows, targets[rows], config.join),
            [known, *(train for train, _ in splits)],
        )
    if "all" not in joins:
        raise ModelError(
            "Profiles need captions or pictures of accounts of two categories, found those of one. "
            "Give more labelled accounts."
        )
    held_out = _profiles(joins, scores, accounts, weights, posts, k)
    for (_, test), of_fold in zip(splits, fold_joins, strict=True):
        test_scores = {name: part[test] for name, part in accounts.items()}
        for side, values in (
            ("all", held_out.probabilities),
            (TEXT, held_out.text_probabilities),
            (PICTURE, held_out.picture_probabilities),
        ):
            if side in of_fold and len(test):
                values[test] = joined(of_fold, side, test_scores)
    _blank_unread(held_out, posts)
    return Profiler(classes, MODEL_VERSION, parts, pooling, joins, held_out, accounts)


def _fitted(
    pool: ThreadPoolExecutor,
    fit_rows: Callable[[NDArray[np.int64]], dict[str, Part]],
    features: PostFeatures,
    known: NDArray[np.int64],
    splits: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]],
    report: Report,
) -> tuple[dict[str, Part], dict[str, PartScores]]:
    """The parts fitted on all known accounts, and what they say of all accounts, of each known one
    by parts that had not seen it."""

    def test_scores(split: tuple[NDArray[np.int64], NDArray[np.int64]]) -> dict[str, PartScores]:
        train, test = split
        of_test = features.of_accounts(test)
        return {name: part.score(of_test) for name, part in fit_rows(train).items()}

    whole = pool.submit(fit_rows, known)
    of_folds = [pool.submit(test_scores, split) for split in splits]
    parts, steps = whole.result(), len(splits) + 2
    if not any(SIDES[name] != NUMBER for name in parts):
        raise ModelError(
            "Profiles need captions or pictures of accounts of two categories, found none. Check "
            "the column 'caption'."
        )
    report(_STEP, 1, steps, "")
    scores = {name: part.score(features) for name, part in parts.items()}
    for number, (_, test) in enumerate(splits):
        of_fold = of_folds[number].result()
        for name in parts:
            put(scores[name], features.posts, test, of_fold.get(name))
        report(_STEP, number + 2, steps, "")
    return parts, scores


def score_features(
    profiler: Profiler, features: PostFeatures
) -> tuple[Profiles, dict[str, NDArray[np.floating]]]:
    """Profiles, and what each part says of each account (n_accounts, k)."""
    posts = features.posts
    scores = {name: part.score(features) for name, part in profiler.parts.items()}
    weights = profiler.pooling.weights(post_scores(scores), posts.account_rows)
    accounts = account_scores(scores, weights, posts)
    profiles = _profiles(profiler.joins, scores, accounts, weights, posts, len(profiler.classes))
    _blank_unread(profiles, posts)
    return profiles, accounts


def trained_classes(labels: Sequence[str | None], min_accounts: int) -> tuple[str, ...]:
    """The categories with enough accounts to be trained, sorted.

    Raises:
        ModelError: there are fewer than two.
    """
    counts = Counter(label for label in labels if label)
    classes = tuple(sorted(name for name, n in counts.items() if n >= min_accounts))
    if len(classes) < 2:
        found = ", ".join(f"'{name}' ({n:,})" for name, n in counts.most_common(5))
        raise ModelError(
            f"Profiles need two categories with at least {min_accounts} accounts each. Found "
            f"{len(counts)} {'category' if len(counts) == 1 else 'categories'} of "
            f"{counts.total():,} labelled accounts{': ' + found if found else ''}. Give more "
            "labelled accounts."
        )
    return classes


def _profiles(
    joins: Mapping[str, Join],
    scores: Mapping[str, PartScores],
    accounts: Mapping[str, NDArray[np.floating]],
    weights: NDArray[np.float32],
    posts: Posts,
    k: int,
) -> Profiles:
    by_side = {}
    for side in ("all", TEXT, PICTURE):
        by_side[side] = np.full((posts.accounts_count, k), np.nan)
        if side in joins:
            by_side[side] = joined(joins, side, accounts)
    nothing = np.full((len(posts), k), np.nan)
    alone = {name: nothing if part.posts is None else part.posts for name, part in scores.items()}
    said = joined(joins, "all", alone) if len(posts) else nothing
    return Profiles(by_side["all"], by_side[TEXT], by_side[PICTURE], weights, said)


def _blank_unread(profiles: Profiles, posts: Posts) -> None:
    """NaN for accounts without a readable post: numbers alone say next to nothing."""
    read = np.bincount(posts.account_rows, weights=profiles.weights, minlength=posts.accounts_count)
    for values in (
        profiles.probabilities, profiles.text_probabilities, profiles.picture_probabilities,
    ):  # fmt: skip
        values[read == 0] = np.nan


def without_held_out(profiler: Profiler) -> Profiler:
    """The profiler as `load` gives it."""
    return replace(profiler, held_out=None, held_out_scores=None)
