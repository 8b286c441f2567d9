"""The engines of `profile`: labelled posts in, probabilities of other accounts out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from core.models.profiling.assembling import even_folds
from core.models.profiling.attention import AttentionConfig, fit_attention
from core.models.profiling.part_inputs import PostFeatures, post_features
from core.models.profiling.posts import Posts
from core.models.profiling.profiler import (
    ProfilerConfig,
    fit_on_features,
    score_features,
    trained_classes,
)
from core.progress import Report, silent

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ENGINES = ("sklearn", "torch", "spark")
FOLDS = 5  # of the cross-validation
_STACK_FOLDS = 3
# In a fold a category may have fewer accounts than the whole table must have of it.
_FEWEST_IN_FOLD = 2


@dataclass(frozen=True)
class EngineRun:
    """How an engine is run.

    Attributes:
        engine: one of `ENGINES`: 'sklearn' is the stack, 'torch' attention, 'spark' the logistic
            regression of mean posts, by PySpark.
        seed: of every random choice.
        threads: for training with 'sklearn'; the result is the same.
        master: URL of the Spark master; None for this machine.
    Raises:
        ModelError: there is no such engine.
    """

    engine: str
    seed: int
    threads: int = 1
    master: str | None = None
    report: Report = silent

    def __post_init__(self) -> None:
        if self.engine not in ENGINES:
            raise ModelError(
                f"--engine: expected one of {', '.join(ENGINES)}, found '{self.engine}'. Without "
                "it the best one is used, sklearn."
            )

    def features(self, posts: Posts) -> PostFeatures:
        """What the engine reads of posts, made once for all fits."""
        parts: dict[str, tuple[str, ...]] = {
            "sklearn": ProfilerConfig().parts,
            "torch": AttentionConfig().parts,
        }
        return post_features(posts, parts.get(self.engine, ()))


@dataclass(frozen=True)
class EngineProfiles:
    """Attributes:
    classes: categories, sorted.
    probabilities: (n_accounts, k) of the accounts that are profiled; a NaN row where nothing
        could be read.
    weights: (n_posts,) of their posts, as in `Profiles.weights`.
    """

    classes: tuple[str, ...]
    probabilities: NDArray[np.float64]
    weights: NDArray[np.float32]


# Training posts, a label per account, the fewest accounts of a category, posts to be profiled.
_Fit = Callable[[PostFeatures, list[str], int, PostFeatures], EngineProfiles]


def engine_profiles(
    run: EngineRun, training: PostFeatures, labels: list[str], sample: PostFeatures
) -> EngineProfiles:
    """Profiles of the accounts of `sample`.

    Args:
        labels: category of each training account.
    Raises:
        ModelError: fewer than two categories with enough accounts, or Spark does not start.
    """
    with _fit_of(run) as fit:
        return fit(training, labels, ProfilerConfig().min_accounts, sample)


def cross_validated_profiles(
    run: EngineRun, training: PostFeatures, labels: list[str]
) -> EngineProfiles:
    """Profiles of the training accounts, each by a model of the other `FOLDS` - 1 folds of
    accounts; the same categories as the model of all of them.

    Raises:
        ModelError: as of `engine_profiles`, of all accounts or of a fold.
    """
    fewest = ProfilerConfig().min_accounts if run.engine == "sklearn" else 1
    classes = trained_classes(labels, fewest)
    # Accounts of other categories are profiled like all, and never trained on.
    targets = np.array([classes.index(name) if name in classes else -1 for name in labels])
    folds = even_folds(targets, FOLDS, run.seed)
    rows = training.posts.account_rows
    probabilities = np.full((len(labels), len(classes)), np.nan)
    weights: NDArray[np.float32] = np.zeros(len(rows), dtype=np.float32)
    with _fit_of(run) as fit:
        for fold in range(FOLDS):
            train, test = np.flatnonzero((folds != fold) & (targets >= 0)), folds == fold
            if not test.any():
                continue
            profiles = fit(
                training.of_accounts(train),
                [labels[row] for row in train],
                _FEWEST_IN_FOLD,
                training.of_accounts(np.flatnonzero(test)),
            )
            of_fold = np.zeros((int(test.sum()), len(classes)))
            of_fold[:, [classes.index(name) for name in profiles.classes]] = profiles.probabilities
            of_fold[np.isnan(profiles.probabilities).any(axis=1)] = np.nan
            probabilities[test] = of_fold
            weights[test[rows]] = profiles.weights
            run.report("cross-validation", fold + 1, FOLDS, "")
    return EngineProfiles(classes, probabilities, weights)


@contextmanager
def _fit_of(run: EngineRun) -> Iterator[_Fit]:
    if run.engine == "spark":
        from core.spark import LOCAL, spark_session

        with spark_session(run.master or LOCAL) as session:
            yield _averaging(session, run)
    else:
        yield _stack(run) if run.engine == "sklearn" else _attention(run)


def _stack(run: EngineRun) -> _Fit:
    def fit(
        training: PostFeatures, labels: list[str], fewest: int, sample: PostFeatures
    ) -> EngineProfiles:
        config = ProfilerConfig(threads=run.threads, folds=_STACK_FOLDS, min_accounts=fewest)
        profiler = fit_on_features(training, labels, config, seed=run.seed, report=run.report)
        profiles, _ = score_features(profiler, sample)
        return EngineProfiles(profiler.classes, profiles.probabilities, profiles.weights)

    return fit


def _attention(run: EngineRun) -> _Fit:
    def fit(
        training: PostFeatures, labels: list[str], _fewest: int, sample: PostFeatures
    ) -> EngineProfiles:
        model = fit_attention(
            training.posts,
            labels,
            AttentionConfig(),
            seed=run.seed,
            features=training,
            report=run.report,
        )
        scores = model.score(sample.posts, sample)
        return EngineProfiles(model.classes, scores.probabilities, scores.weights)

    return fit


def _averaging(session: SparkSession, run: EngineRun) -> _Fit:
    from core.models.profiling.averaging import average_features
    from core.models.profiling.spark_averaging import fit_spark_averaging

    def fit(
        training: PostFeatures, labels: list[str], _fewest: int, sample: PostFeatures
    ) -> EngineProfiles:
        classes = tuple(sorted(set(labels)))
        targets = np.array([classes.index(label) for label in labels])
        means = average_features(training.posts)
        model = fit_spark_averaging(
            session, means, targets, len(classes), "logistic", seed=run.seed
        )
        posts = sample.posts
        probabilities = model.score(average_features(posts))
        weights = equal_weights(posts)
        read = np.bincount(posts.account_rows, weights=weights, minlength=posts.accounts_count)
        probabilities[read == 0] = np.nan
        return EngineProfiles(classes, probabilities, weights)

    return fit


def equal_weights(posts: Posts) -> NDArray[np.float32]:
    """(n_posts,) the same for all readable posts of an account, as averaging weighs them."""
    is_read = posts.has_text | posts.has_picture
    counts = np.bincount(posts.account_rows[is_read], minlength=posts.accounts_count)
    weights = is_read / np.maximum(counts, 1)[posts.account_rows]
    return weights.astype(np.float32)
