"""The engines of `profile`: labelled posts in, probabilities of other accounts out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from core.models.profiling.assembling import even_folds
from core.models.profiling.posts import Posts
from core.models.profiling.profiler import ProfilerConfig, fit
from core.progress import Report, silent

ENGINES = ("sklearn", "torch", "spark")
FOLDS = 3


@dataclass(frozen=True)
class EngineProfiles:
    """Attributes:
    classes: categories, sorted.
    probabilities: (n_accounts, k) of the accounts to be profiled; a NaN row where nothing could
        be read.
    weights: (n_posts,) of their posts, as in `Profiles.weights`.
    held_out: (n_training_accounts, k) of training accounts, by models that had not seen them;
        None unless asked for.
    """

    classes: tuple[str, ...]
    probabilities: NDArray[np.float64]
    weights: NDArray[np.float32]
    held_out: NDArray[np.float64] | None


# Training posts, a label per account, posts to be profiled -> classes, probabilities, weights.
_Result = tuple[tuple[str, ...], NDArray[np.float64], NDArray[np.float32]]
_Run = Callable[[Posts, list[str], Posts], _Result]


def check_engine(engine: str) -> None:
    """Raises:
    ModelError: there is no such engine.
    """
    if engine not in ENGINES:
        raise ModelError(
            f"--engine: expected one of {', '.join(ENGINES)}, found '{engine}'. Without it the "
            "best one is used, sklearn."
        )


def engine_profiles(
    engine: str,
    training: Posts,
    labels: list[str],
    sample: Posts,
    *,
    cross_validate: bool,
    master: str | None = None,
    threads: int = 1,
    seed: int,
    report: Report = silent,
) -> EngineProfiles:
    """Profiles of the accounts of `sample`.

    Args:
        engine: one of `ENGINES`: 'sklearn' is the stack, 'torch' attention, 'spark' the
            logistic regression of mean posts, by PySpark.
        labels: category of each training account.
        cross_validate: also profile the training accounts, by models that had not seen them.
        master: URL of the Spark master; None for this machine.
    Raises:
        ModelError: fewer than two categories with enough accounts, or Spark does not start.
    """
    check_engine(engine)
    if engine == "sklearn":
        config = ProfilerConfig(threads=threads, folds=FOLDS)
        profiler = fit(training, labels, config, seed=seed, report=report)
        profiles = profiler.score(sample)
        held_out = profiler.held_out.probabilities if profiler.held_out else None
        return EngineProfiles(profiler.classes, profiles.probabilities, profiles.weights, held_out)

    runner = _attention(seed, report) if engine == "torch" else _spark(master, seed)
    with runner as run:
        classes, probabilities, weights = run(training, labels, sample)
        held_out = _held_out(run, training, labels, classes, seed) if cross_validate else None
    return EngineProfiles(classes, probabilities, weights, held_out)


@contextmanager
def _attention(seed: int, report: Report) -> Iterator[_Run]:
    from core.models.profiling.attention import AttentionConfig, fit_attention

    def run(posts: Posts, labels: list[str], others: Posts) -> _Result:
        model = fit_attention(posts, labels, AttentionConfig(), seed=seed, report=report)
        scores = model.score(others)
        return model.classes, scores.probabilities, scores.weights

    yield run


@contextmanager
def _spark(master: str | None, seed: int) -> Iterator[_Run]:
    from core.models.profiling.averaging import average_features
    from core.models.profiling.spark_averaging import LOCAL, fit_spark_averaging, spark_session

    with spark_session(master or LOCAL) as session:

        def run(posts: Posts, labels: list[str], others: Posts) -> _Result:
            classes = tuple(sorted(set(labels)))
            targets = np.array([classes.index(label) for label in labels])
            model = fit_spark_averaging(
                session, average_features(posts), targets, len(classes), "logistic", seed=seed
            )
            probabilities = model.score(average_features(others))
            weights = equal_weights(others)
            read = np.bincount(
                others.account_rows, weights=weights, minlength=others.accounts_count
            )
            probabilities[read == 0] = np.nan
            return classes, probabilities, weights

        yield run


def equal_weights(posts: Posts) -> NDArray[np.float32]:
    """(n_posts,) the same for all readable posts of an account, as averaging weighs them."""
    is_read = posts.has_text | posts.has_picture
    counts = np.bincount(posts.account_rows[is_read], minlength=posts.accounts_count)
    weights = is_read / np.maximum(counts, 1)[posts.account_rows]
    return weights.astype(np.float32)


def _held_out(
    run: _Run, posts: Posts, labels: list[str], classes: tuple[str, ...], seed: int
) -> NDArray[np.float64]:
    targets = np.array([classes.index(label) for label in labels])
    folds = even_folds(targets, FOLDS, seed)
    result = np.full((len(labels), len(classes)), np.nan)
    for fold in range(FOLDS):
        train, test = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        seen, probabilities, _ = run(
            posts.of_accounts(train), [labels[row] for row in train], posts.of_accounts(test)
        )
        values = np.where(
            np.isnan(probabilities[:, :1]), np.nan, np.zeros((len(test), len(classes)))
        )
        values[:, [classes.index(name) for name in seen]] = probabilities
        result[test] = values
    return result
