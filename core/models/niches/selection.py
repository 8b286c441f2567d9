"""How many niches: the number whose groups are both separate and found again."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.processes import numeric_threads
from core.progress import Report, silent


@dataclass(frozen=True)
class SelectionConfig:
    """Attributes:
    candidates: numbers of niches tried.
    sample_rows: creators looked at.
    silhouette_rows: of them used for the silhouette, which takes all pairs.
    repeats: fits on different halves for the stability.
    fewest_for_stability: with fewer creators groups do not count as found again.
    fewest_members: a number is not tried when a niche would have fewer members on average.
    fewest_creators: with fewer no number is tried: such groups would be chance.
    least_stability: when no number is so stable, none is chosen.
    """

    candidates: tuple[int, ...] = (3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 24)
    sample_rows: int = 4000
    silhouette_rows: int = 2000
    repeats: int = 4
    fewest_for_stability: int = 200
    fewest_members: int = 5
    fewest_creators: int = 30
    least_stability: float = 0.5


@dataclass(frozen=True)
class KTried:
    """One number tried; see table niche_selection."""

    k: int
    silhouette: float
    stability: float
    chosen: bool


def choose_k(
    points: np.ndarray, config: SelectionConfig, *, seed: int, report: Report = silent
) -> tuple[KTried, ...]:
    """Each number tried with its mean cosine silhouette and stability; at most one is chosen.

    Stability is the mean adjusted Rand index between groupings learned on random halves and
    applied to the whole sample. The chosen number has the best sum of the two, each
    divided by its best value, ties to the smaller; none where no number is stable. Nothing is
    tried with too few creators, or with too few different texts for the smallest candidate.
    """
    if len(points) < config.fewest_creators:
        return ()
    generator = np.random.default_rng(seed)
    rows = generator.permutation(len(points))[: config.sample_rows]
    sample = points[rows]
    different = len(np.unique(sample.round(5), axis=0))
    most = min(different - 1, len(sample) // config.fewest_members)
    candidates = [k for k in config.candidates if k <= most]
    if not candidates:
        return ()
    silhouettes, stabilities = [], []
    # Several numbers at once: threads that share one small k-means wait for each other, on a busy
    # machine thirty times longer than they work.
    with numeric_threads(os.cpu_count() or 1) as pool:
        tried = pool.map(lambda k: _quality(sample, k, config, seed), candidates)
        for number, (silhouette, stable) in enumerate(tried):
            report("niches", number + 1, len(candidates), f"tried {candidates[number]} niches")
            silhouettes.append(silhouette)
            stabilities.append(stable)
    scores = _relative(silhouettes) + _relative(stabilities)
    best = int(np.argmax(scores)) if max(stabilities) >= config.least_stability else None
    return tuple(
        KTried(k, silhouettes[number], stabilities[number], number == best)
        for number, k in enumerate(candidates)
    )


def _relative(values: list[float]) -> np.ndarray:
    array = np.asarray(values)
    top = float(array.max())
    return array / top if top > 0 else np.zeros(len(array))


def _quality(sample: np.ndarray, k: int, config: SelectionConfig, seed: int) -> tuple[float, float]:
    return _silhouette(sample, k, config, seed), stability(sample, k, config, seed)


def _silhouette(sample: np.ndarray, k: int, config: SelectionConfig, seed: int) -> float:
    from sklearn.metrics import silhouette_score

    labels = _fit(sample, k, seed, starts=3).labels_
    used = sample[: config.silhouette_rows]
    used_labels = labels[: config.silhouette_rows]
    if len(set(used_labels.tolist())) < 2:
        return 0.0
    return float(silhouette_score(used, used_labels, metric="cosine"))


def stability(sample: np.ndarray, k: int, config: SelectionConfig, seed: int) -> float:
    """Mean adjusted Rand index (1 is the same) of groupings learned on random halves."""
    from sklearn.metrics import adjusted_rand_score

    groupings = []
    for repeat in range(config.repeats):
        generator = np.random.default_rng([seed, repeat])
        half = generator.permutation(len(sample))[: max(k, len(sample) // 2)]
        groupings.append(_fit(sample[half], k, seed + repeat, starts=3).predict(sample))
    pairs = [
        adjusted_rand_score(groupings[i], groupings[j])
        for i in range(len(groupings))
        for j in range(i)
    ]
    return float(np.mean(pairs))


def _fit(points: np.ndarray, k: int, seed: int, *, starts: int) -> Any:
    import warnings

    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        # A half may hold fewer different texts than k; the Rand index then says so.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return KMeans(k, init="k-means++", n_init=starts, random_state=seed).fit(points)
