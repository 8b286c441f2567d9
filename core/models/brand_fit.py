"""Rows whose cosine says how well topics fit, whatever language either text is in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.features.embeddings import normalised
from core.features.language import likely_language
from core.features.topic_terms import HashtagSplitter, topic_terms
from core.models.niches.model import NichesModel
from core.models.niches.taxonomy import Taxonomy
from core.models.niches.text_topics import niches_of_words

# Below, a text says too little for its nearest niche to be raised further.
_LEAST_COSINE = 0.05


@dataclass(frozen=True)
class FitConfig:
    """Attributes:
    niche_share: weight of niche agreement against the points of the niche space, 0-1.
    sharpness: how fast membership falls with the cosine to a niche's centre.
    category_share: how much a given category counts for membership, 0-1.
    category_doubt: creators imagined in each category, spread over the niches as all are.
    words_doubt: known words of a brand or brief with which its words count half.
    clear_cosine: cosine of a brand or brief to its nearest niche to which a lower one is raised,
        and those to the other niches with it: a few words are near no niche, and yet say which
        is nearest.
    topic_share: what the topic words of a brand or brief add to the cosines where all of them
        speak for one niche.
    """

    niche_share: float = 0.7
    sharpness: float = 10.0
    category_share: float = 1.0
    category_doubt: float = 5.0
    words_doubt: float = 8.0
    clear_cosine: float = 0.5
    topic_share: float = 0.4


def fit_rows(
    model: NichesModel,
    points: np.ndarray,
    config: FitConfig | None = None,
    *,
    categories: Sequence[str | None] | None = None,
) -> np.ndarray:
    """(n, dimensions + k) float32 unit rows; the cosine of two of them is their fit.

    The first part is the point in the niche space, which lacks what only tells the language; the
    second is how much the text belongs to each niche. Without two niches there is no second part.

    Args:
        points: unit rows of `model.space`; a zero row, a text that says nothing, stays zero.
        categories: given category of each row; what the texts of all rows of a category are
            about counts for the membership of each. None where they are not known.
    """
    chosen = config or FitConfig()
    points = np.asarray(points, dtype=np.float32)
    if model.niches_count < 2 or chosen.niche_share <= 0:
        return points
    evidence = _cosines(model, points) * np.float32(chosen.sharpness)
    if categories is not None:
        niche_ids = model.assign_points(points).niche_ids
        evidence = evidence + _category_evidence(niche_ids, categories, model.niches_count, chosen)
    return _rows(points, evidence, chosen)


def text_fit_rows(
    model: NichesModel,
    vectors: np.ndarray,
    texts: Sequence[str],
    config: FitConfig | None = None,
    *,
    taxonomy: Taxonomy | None = None,
) -> np.ndarray:
    """(n, dimensions + k) float32 rows of brands or briefs, to compare with those of creators.

    What tells a niche is weaker in them than in the many posts of a creator: see `FitConfig`.

    Args:
        vectors: (n, dimension) unit rows of the texts; a zero row gives a zero row.
        texts: what the vectors were made of, for language and words.
        taxonomy: topics by which the niches are named; None to do without their words.
    """
    chosen = config or FitConfig()
    terms = [topic_terms(text, HashtagSplitter([text])) for text in texts]
    points = model.space.points(
        np.asarray(vectors, dtype=np.float32),
        [likely_language(text) for text in texts],
        terms,
        words_doubt=chosen.words_doubt,
    )
    if model.niches_count < 2 or chosen.niche_share <= 0:
        return points
    cosines = _cosines(model, points)
    if taxonomy is not None and model.topics:
        speaks = [niches_of_words(taxonomy, words, model.topics) for words in terms]
        cosines = cosines + np.float32(chosen.topic_share) * np.array(speaks, dtype=np.float32)
    highest = np.maximum(cosines.max(axis=1, keepdims=True), _LEAST_COSINE)
    cosines = cosines * np.maximum(chosen.clear_cosine / highest, 1.0)
    return _rows(points, (cosines * chosen.sharpness).astype(np.float32), chosen)


def _cosines(model: NichesModel, points: np.ndarray) -> np.ndarray:
    """(n, k) of points to the centres of the niches."""
    return np.asarray(points @ normalised(model.centres).T)


def _rows(points: np.ndarray, evidence: np.ndarray, config: FitConfig) -> np.ndarray:
    memberships = normalised(
        np.exp(evidence - evidence.max(axis=1, keepdims=True)).astype(np.float32)
    )
    rows = np.hstack(
        [
            points * np.float32((1 - config.niche_share) ** 0.5),
            memberships * np.float32(config.niche_share**0.5),
        ]
    )
    rows[~points.any(axis=1)] = 0.0
    return rows


def _category_evidence(
    niche_ids: np.ndarray, categories: Sequence[str | None], niches_count: int, config: FitConfig
) -> np.ndarray:
    """(n, k) log of how much likelier a niche is with a row's category than without; 0 unknown."""
    names = sorted({name for name in categories if name})
    places = {name: place for place, name in enumerate(names)}
    rows = np.array([places.get(name or "", len(names)) for name in categories], dtype=np.int64)
    counts = np.zeros((len(names) + 1, niches_count))
    known = (niche_ids >= 0) & (rows < len(names))
    np.add.at(counts, (rows[known], niche_ids[known]), 1)
    usual = np.bincount(niche_ids[niche_ids >= 0], minlength=niches_count) + 1.0
    usual /= usual.sum()
    doubt = config.category_doubt
    shares = (counts + doubt * usual) / (counts.sum(axis=1, keepdims=True) + doubt)
    return np.asarray(config.category_share * np.log(shares / usual))[rows]
