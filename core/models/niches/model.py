"""Niches: groups of creators whose texts are about the same, by k-means on text vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from core.errors import ModelError
from core.models.niches.centres import k_means_centres, unit_centres
from core.models.niches.selection import KTried, SelectionConfig, choose_k, stability
from core.models.niches.space import NicheSpace, SpaceConfig, fit_space
from core.progress import Report, silent

CATEGORIES = "given categories"  # model_version where they stand in for niches
_MIXED_RATIO = 0.6  # of the median length of a centre; seen .2-.5 for such groups, .7-1.3 else
_FEWEST_TO_COMPARE = 4


@dataclass(frozen=True)
class NichesConfig:
    """Attributes:
    niches_count: wanted number, or None to choose it by silhouette and stability; no niches
        come out where nothing can be chosen. Fewer come out when there are fewer different texts.
    starts: runs of k-means from different k-means++ seeds; the tightest is kept.
    fit_rows: k-means is fitted on at most so many creators, all are assigned.
    """

    niches_count: int | None = 8
    starts: int = 10
    fit_rows: int = 30_000
    space: SpaceConfig = field(default_factory=SpaceConfig)
    selection: SelectionConfig = field(default_factory=SelectionConfig)


@dataclass(frozen=True)
class Assignment:
    """Attributes:
    niche_ids: (n,) int; -1 for a creator without text.
    second_ids: (n,) int; -1 when there is one niche or no text.
    confidence: (n,) 0-1: 1 - distance to the own centre / distance to the second; 0 on the
        border, 1 at the centre; 1 when there is one niche; NaN without text.
    """

    niche_ids: np.ndarray
    second_ids: np.ndarray
    confidence: np.ndarray


@dataclass(frozen=True)
class NichesModel:
    """Attributes:
    centres: (k, dimensions) in the space; niche 0 is the largest.
    tried: what was tried when the number was chosen; empty when it was given.
    topics: label of the topic that each niche is named by, None for none; empty before they are
        named.
    """

    space: NicheSpace
    centres: np.ndarray
    model_version: str
    tried: tuple[KTried, ...] = ()
    topics: tuple[str | None, ...] = ()

    @property
    def niches_count(self) -> int:
        """Number of niches, >= 1."""
        return len(self.centres)

    @property
    def mixed(self) -> list[bool]:
        """Whether each niche gathers texts that have no direction in common.

        A centre is the mean of unit rows, so its length is how much they agree; k-means puts
        what fits nowhere to the shortest one.
        """
        lengths = np.linalg.norm(self.centres, axis=1)
        if len(lengths) < _FEWEST_TO_COMPARE:
            return [False] * len(lengths)
        return [bool(length < _MIXED_RATIO * np.median(lengths)) for length in lengths]

    def assign(
        self,
        vectors: np.ndarray,
        groups: Sequence[str] | None = None,
        terms: Sequence[Sequence[str]] | None = None,
    ) -> Assignment:
        """The nearest and second nearest niche of each row of (n, dimension) vectors."""
        return self.assign_points(self.space.points(vectors, groups, terms))

    def assign_points(self, points: np.ndarray) -> Assignment:
        """The same for rows that are in the space already."""
        n = len(points)
        known = points.any(axis=1) if n else np.zeros(0, dtype=bool)
        niche_ids = np.full(n, -1, dtype=np.int64)
        second_ids = np.full(n, -1, dtype=np.int64)
        confidence = np.full(n, np.nan)
        if not self.niches_count or not known.any():
            return Assignment(niche_ids, second_ids, confidence)
        distances = _distances(points[known], self.centres)
        order = np.argsort(distances, axis=1, kind="stable")
        niche_ids[known] = order[:, 0]
        if self.niches_count == 1:
            confidence[known] = 1.0
            return Assignment(niche_ids, second_ids, confidence)
        rows = np.arange(len(order))
        first, second = distances[rows, order[:, 0]], distances[rows, order[:, 1]]
        second_ids[known] = order[:, 1]
        ratio = np.divide(first, second, out=np.ones_like(first), where=second > 1e-9)
        confidence[known] = np.clip(1.0 - ratio, 0.0, 1.0)
        return Assignment(niche_ids, second_ids, confidence)

    def closeness(
        self, vectors: np.ndarray, niche_id: int, groups: Sequence[str] | None = None
    ) -> np.ndarray:
        """(n,) cosine of each row to a niche's centre, words aside; NaN for a zero row."""
        points = self.space.text.points(vectors, groups)
        centre = self.centres[niche_id][: points.shape[1]]
        length = float(np.linalg.norm(centre))
        similarities = points @ (centre / length if length > 0 else centre)
        similarities = similarities.astype(np.float64)
        similarities[~points.any(axis=1)] = np.nan
        return similarities


def fit(
    vectors: np.ndarray,
    config: NichesConfig,
    *,
    seed: int,
    groups: Sequence[str] | None = None,
    terms: Sequence[Sequence[str]] | None = None,
    encoder_version: str = "",
    report: Report = silent,
) -> NichesModel:
    """Niches of unit rows (n, dimension); zero rows are creators without text and left out.

    Args:
        groups: language of each row, or None; what a language has in common is subtracted.
        terms: topic words of each row, or None to use the vectors alone.
    Raises:
        ModelError: fewer than one niche is asked for.
    Source: k-means with k-means++ (Arthur & Vassilvitskii 2007); the language offset is ours.
    """
    if config.niches_count is not None and config.niches_count < 1:
        raise ModelError(
            f"Expected at least 1 niche, found {config.niches_count}. Give a number from 1, "
            "or 'auto'."
        )
    known = vectors.any(axis=1) if len(vectors) else np.zeros(0, dtype=bool)
    used = vectors[known]
    labels = None if groups is None else [groups[row] for row in np.flatnonzero(known).tolist()]
    said = None if terms is None else [terms[row] for row in np.flatnonzero(known).tolist()]
    fitted_rows = _rows_to_fit(said, len(used), config, seed)
    space = fit_space(
        used[fitted_rows],
        None if labels is None else [labels[row] for row in fitted_rows.tolist()],
        None if said is None else [said[row] for row in fitted_rows.tolist()],
        config.space,
        seed=seed,
    )
    points = space.points(used, labels, said)
    sample = points[fitted_rows]
    different = len(np.unique(sample.round(5), axis=0)) if len(sample) else 0
    tried: tuple[KTried, ...] = ()
    if config.niches_count is None:
        tried = choose_k(sample, config.selection, seed=seed, report=report)
        chosen_k = next((item.k for item in tried if item.chosen), 0)
    else:
        chosen_k = config.niches_count
    k = min(chosen_k, different)
    version = f"{encoder_version} · k-means k={k} seed={seed}".removeprefix(" · ")
    if k == 0:
        return NichesModel(space, np.zeros((0, points.shape[1]), np.float32), version, tried)
    report("niches", 0, 1, f"grouping into {k}")
    centres = k_means_centres(sample, k, config.starts, seed)
    if _found_again(sample, k, tried, config.selection, seed):
        centres = unit_centres(sample, centres)
    model = NichesModel(space, centres, version, tried)
    sizes = np.bincount(model.assign_points(points).niche_ids, minlength=k)
    order = np.argsort(-sizes, kind="stable")
    return NichesModel(space, model.centres[order], version, tried)


def _found_again(
    sample: np.ndarray, k: int, tried: Sequence[KTried], config: SelectionConfig, seed: int
) -> bool:
    """Whether the groups are clear enough for everybody to be put to the nearest direction.

    Where they are not, k-means gathers what fits nowhere around one short centre, and that is
    the truth about such texts: on captions of one or two posts an account it agrees better with
    the given categories than unit centres do (NMI .18 against .16, k 8 and 9, three seeds), on
    clear groups worse (.65 against .69 on demo data).
    """
    from threadpoolctl import threadpool_limits

    if k < _FEWEST_TO_COMPARE or len(sample) < config.fewest_for_stability:
        return False
    known = {item.k: item.stability for item in tried}
    if k in known:
        return known[k] >= config.least_stability
    some = sample[_sample_rows(len(sample), config.sample_rows, seed)]
    with threadpool_limits(1):
        return stability(some, k, config, seed) >= config.least_stability


def _distances(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    squared = (points**2).sum(axis=1)[:, None] - 2.0 * points @ centres.T + (centres**2).sum(axis=1)
    return np.sqrt(np.maximum(squared, 0.0)).astype(np.float64)


def _rows_to_fit(
    terms: Sequence[Sequence[str]] | None, count: int, config: NichesConfig, seed: int
) -> np.ndarray:
    """Rows that niches are found from: a text without a topic word makes no niche of its own.

    Unless there are too few others for the wanted number of niches.
    """
    rows = np.arange(count)
    if terms is not None:
        with_words = np.flatnonzero([len(said) > 0 for said in terms])
        if len(with_words) >= (config.niches_count or 1):
            rows = with_words
    return rows[_sample_rows(len(rows), config.fit_rows, seed)]


def _sample_rows(count: int, most: int, seed: int) -> np.ndarray:
    if count <= most:
        return np.arange(count)
    return np.sort(np.random.default_rng(seed).choice(count, most, replace=False))
