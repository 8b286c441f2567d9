"""The profiler: what the accounts of each category post, and what an account is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from core.models.profiling.parts import (
    NUMBER,
    PICTURE,
    SIDES,
    TEXT,
    Part,
    PartScores,
    PostFeatures,
    fit_part,
    post_features,
)
from core.models.profiling.pooling import Pooling, fit_pooling, pooled
from core.models.profiling.posts import Posts
from core.models.profiling.stack import Join, JoinConfig, fit_join
from core.progress import Report, silent

MODEL_VERSION = "profiling-1"
_STEP = "profiling"


@dataclass(frozen=True)
class ProfilerConfig:
    """Attributes:
    parts: what is read, by the names of `core.models.profiling.parts.SIDES`. A part that the
        posts have nothing for is left out.
    folds: parts of the labelled accounts, each scored by models that had not seen it.
    min_accounts: labelled accounts below which a category is not trained.
    sharpness: see `core.models.profiling.pooling.Pooling`.
    join: how the parts are joined.
    """

    parts: tuple[str, ...] = (
        "words_by_account", "characters", "characters_by_account", "vectors", "pictures",
        "numbers",
    )  # fmt: skip
    folds: int = 4
    min_accounts: int = 5
    sharpness: float = 0.5
    join: JoinConfig = field(default_factory=JoinConfig)

    @classmethod
    def quick(cls) -> ProfilerConfig:
        """For builds: some 20,000 creators with 12 posts each, 40 categories, under a minute."""
        return cls(parts=("words", "vectors", "pictures"), folds=3)


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
    """

    classes: tuple[str, ...]
    model_version: str
    parts: Mapping[str, Part]
    pooling: Pooling
    joins: Mapping[str, Join]
    held_out: Profiles | None = None

    def score(self, posts: Posts) -> Profiles:
        """Profiles of accounts, seen or unseen."""
        features = post_features(posts, tuple(self.parts))
        scores = {name: part.score(features) for name, part in self.parts.items()}
        weights = self.pooling.weights(_post_scores(scores), posts.account_rows)
        return _profiles(self.joins, scores, weights, posts, len(self.classes))


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
    classes = _classes(labels, config)
    places = {name: place for place, name in enumerate(classes)}
    targets = np.array([places.get(label or "", -1) for label in labels], dtype=np.int64)
    known = np.flatnonzero(targets >= 0)
    folds = even_folds(targets[known], config.folds, seed)
    report(_STEP, 0, config.folds + 2, "reading posts")
    features = post_features(posts, config.parts)
    k = len(classes)
    labelled = features.of_accounts(known)
    parts = _fit_parts(labelled, targets[known], k, config, seed)
    report(_STEP, 1, config.folds + 2, "")
    # What the whole model says, replaced fold by fold by what models say that had not seen it.
    scores = {name: part.score(features) for name, part in parts.items()}
    for fold in range(config.folds):
        train, test = known[folds != fold], known[folds == fold]
        fold_parts = _fit_parts(
            features.of_accounts(train), targets[train], k, config, seed, tuple(parts)
        )
        of_test = features.of_accounts(test)
        for name in parts:
            part = fold_parts.get(name)
            _put(scores[name], posts, test, part.score(of_test) if part else None)
        report(_STEP, fold + 2, config.folds + 2, "")
    pooling = fit_pooling(_post_scores(scores), config.sharpness)
    weights = pooling.weights(_post_scores(scores), posts.account_rows)
    accounts = _account_scores(scores, weights, posts)
    joins = _fit_joins(accounts, known, targets[known], config.join)
    held_out = _profiles(joins, scores, weights, posts, k)
    for fold in range(config.folds):
        train, test = known[folds != fold], known[folds == fold]
        part_joins = _fit_joins(accounts, train, targets[train], config.join)
        for side, values in (
            ("all", held_out.probabilities),
            (TEXT, held_out.text_probabilities),
            (PICTURE, held_out.picture_probabilities),
        ):
            if side in part_joins and len(test):
                of_side = [part[test] for name, part in accounts.items() if _is_of(name, side)]
                values[test] = part_joins[side].probabilities(of_side)
    return Profiler(classes, MODEL_VERSION, parts, pooling, joins, held_out)


def even_folds(targets: NDArray[np.int64], count: int, seed: int) -> NDArray[np.int64]:
    """The fold (0 to count - 1) of each account, every class spread evenly."""
    rng = np.random.default_rng(seed)
    folds = np.empty(len(targets), dtype=np.int64)
    for target in np.unique(targets):
        rows = rng.permutation(np.flatnonzero(targets == target))
        folds[rows] = (np.arange(len(rows)) + rng.integers(count)) % count
    return folds


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


def _fit_parts(
    features: PostFeatures,
    targets: NDArray[np.int64],
    k: int,
    config: ProfilerConfig,
    seed: int,
    names: tuple[str, ...] | None = None,
) -> dict[str, Part]:
    parts = {}
    for name in names or config.parts:
        part = fit_part(name, features, targets, k, seed=seed)
        if part is not None:
            parts[name] = part
    if not names and not any(SIDES[name] != NUMBER for name in parts):
        raise ModelError(
            "Profiles need captions or pictures of accounts of two categories, found none. Check "
            "the column 'caption'."
        )
    return parts


def _put(
    scores: PartScores, posts: Posts, accounts: NDArray[np.int64], new: PartScores | None
) -> None:
    """Replaces the scores of some accounts; NaN where there are no new ones."""
    if scores.accounts is not None:
        scores.accounts[accounts] = np.nan if new is None else new.accounts
    if scores.posts is not None:
        starts = posts.starts
        rows = [np.arange(starts[account], starts[account + 1]) for account in accounts]
        if rows:
            scores.posts[np.concatenate(rows)] = np.nan if new is None else new.posts


def _post_scores(scores: Mapping[str, PartScores]) -> list[NDArray[np.float32]]:
    return [part.posts for part in scores.values() if part.posts is not None]


def _account_scores(
    scores: Mapping[str, PartScores], weights: NDArray[np.float32], posts: Posts
) -> dict[str, NDArray[np.floating]]:
    result: dict[str, NDArray[np.floating]] = {}
    for name, part in scores.items():
        if part.accounts is not None:
            result[name] = part.accounts
        elif part.posts is not None:
            result[name] = pooled(part.posts, weights, posts.account_rows, posts.accounts_count)
    return result


def _is_of(name: str, side: str) -> bool:
    return side == "all" or SIDES[name] == side


def _fit_joins(
    accounts: Mapping[str, NDArray[np.floating]],
    rows: NDArray[np.int64],
    targets: NDArray[np.int64],
    config: JoinConfig,
) -> dict[str, Join]:
    """Joins of all parts and of those of each side, on the accounts that have something of it."""
    joins = {}
    for side in ("all", TEXT, PICTURE):
        scores = [part[rows] for name, part in accounts.items() if _is_of(name, side)]
        if not scores:
            continue
        has = ~np.all([np.isnan(part).any(axis=1) for part in scores], axis=0)
        if len(np.unique(targets[has])) > 1:
            joins[side] = fit_join([part[has] for part in scores], targets[has], config)
    return joins


def _profiles(
    joins: Mapping[str, Join],
    scores: Mapping[str, PartScores],
    weights: NDArray[np.float32],
    posts: Posts,
    k: int,
) -> Profiles:
    accounts = _account_scores(scores, weights, posts)
    # Numbers alone say next to nothing, so an account without any readable post has no profile.
    has_posts = np.bincount(posts.account_rows, weights=weights, minlength=posts.accounts_count) > 0
    by_side = {}
    for side in ("all", TEXT, PICTURE):
        values = np.full((posts.accounts_count, k), np.nan)
        if side in joins:
            of_side = [part for name, part in accounts.items() if _is_of(name, side)]
            values = joins[side].probabilities(of_side)
        values[~has_posts] = np.nan
        by_side[side] = values
    nothing = np.full((len(posts), k), np.nan)
    alone = [nothing if part.posts is None else part.posts for part in scores.values()]
    said = joins["all"].probabilities(alone) if len(posts) else nothing
    return Profiles(by_side["all"], by_side[TEXT], by_side[PICTURE], weights, said)


def without_held_out(profiler: Profiler) -> Profiler:
    """The profiler as `load` gives it."""
    return replace(profiler, held_out=None)
