"""How near a creator's text is to a brand's, and what that is called."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.features.ranks import percentile_ranks
from core.models.top_positions import top_positions


def similarity_scores(queries: np.ndarray, creators: np.ndarray) -> np.ndarray:
    """Cosine x 100 of unit rows: (q, d) with (n, d) gives (q, n) float32, -100 to 100.

    A zero row on either side (no text) gives NaN: unknown, not unlike.
    """
    scores = np.clip(np.asarray(queries, np.float32) @ np.asarray(creators).T * 100, -100, 100)
    scores[:, ~creators.any(axis=1)] = np.nan
    scores[~queries.any(axis=1)] = np.nan
    return scores


@dataclass(frozen=True)
class Top:
    """The best creators of one query, best first.

    Attributes:
        rows: row numbers of the creators.
        scores: cosine x 100.
        percentiles: 0-1 among all creators with text.
    """

    rows: np.ndarray
    scores: np.ndarray
    percentiles: np.ndarray


def top_matches(scores: np.ndarray, count: int) -> Top:
    """The `count` highest of (n,) scores; ties go to the lower row; unknown scores are left out."""
    rows = best_rows(scores, np.flatnonzero(np.isfinite(scores)), count)
    return Top(rows, scores[rows], percentile_ranks(scores, rows))


def best_rows(scores: np.ndarray, rows: np.ndarray, count: int, *, skip: int = 0) -> np.ndarray:
    """The rows with the highest scores, best first; ties go to the lower row.

    Args:
        scores: (n,), known for all of `rows`.
        rows: rows to choose from, ascending.
        count: most rows that come back.
        skip: rows before them that are left out, for a later page.
    """
    return rows[top_positions(scores[rows], skip + count)[skip:]]
