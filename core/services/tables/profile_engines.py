"""The engines of `profile`: labelled posts in, probabilities of other accounts out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from core.models.profiling.assembling import even_folds
from core.models.profiling.posts import Posts
from core.models.profiling.profiler import ProfilerConfig, fit
from core.progress import Report, silent

ENGINES = ("sklearn", "torch")
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
_Run = Callable[
    [Posts, list[str], Posts], tuple[tuple[str, ...], NDArray[np.float64], NDArray[np.float32]]
]


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
    threads: int = 1,
    seed: int,
    report: Report = silent,
) -> EngineProfiles:
    """Profiles of the accounts of `sample`.

    Args:
        engine: one of `ENGINES`: 'sklearn' is the stack, 'torch' attention.
        labels: category of each training account.
        cross_validate: also profile the training accounts, by models that had not seen them.
    Raises:
        ModelError: fewer than two categories with enough accounts.
    """
    check_engine(engine)
    if engine == "sklearn":
        config = ProfilerConfig(threads=threads, folds=FOLDS)
        profiler = fit(training, labels, config, seed=seed, report=report)
        profiles = profiler.score(sample)
        held_out = profiler.held_out.probabilities if profiler.held_out else None
        return EngineProfiles(profiler.classes, profiles.probabilities, profiles.weights, held_out)

    def run(
        posts: Posts, of_posts: list[str], others: Posts
    ) -> tuple[tuple[str, ...], NDArray[np.float64], NDArray[np.float32]]:
        from core.models.profiling.attention import AttentionConfig, fit_attention

        model = fit_attention(posts, of_posts, AttentionConfig(), seed=seed, report=report)
        scores = model.score(others)
        return model.classes, scores.probabilities, scores.weights

    classes, probabilities, weights = run(training, labels, sample)
    held_out = _held_out(run, training, labels, classes, seed) if cross_validate else None
    return EngineProfiles(classes, probabilities, weights, held_out)


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
