"""How near a creator's text is to a brand's, and what that is called."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


def similarity_scores(queries: np.ndarray, creators: np.ndarray) -> np.ndarray:
    """Cosine x 100 of unit rows: (q, d) with (n, d) gives (q, n) float32, -100 to 100.

    A zero row on either side (no text) gives NaN: unknown, not unlike.
    """
    scores = np.clip(np.asarray(queries, np.float32) @ np.asarray(creators).T * 100, -100, 100)
    scores[:, ~creators.any(axis=1)] = np.nan
    scores[~queries.any(axis=1)] = np.nan
    return scores


def percentiles(scores: np.ndarray) -> np.ndarray:
    """(n,) share of known scores at or below each one, 0-1; 1 is the highest; NaN stays NaN."""
    known = np.isfinite(scores)
    found = np.full(len(scores), np.nan)
    if known.any():
        ordered = np.sort(scores[known])
        found[known] = np.searchsorted(ordered, scores[known], side="right") / len(ordered)
    return found


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
    known = np.flatnonzero(np.isfinite(scores))
    count = min(count, len(known))
    if count <= 0:
        return Top(np.zeros(0, np.int64), np.zeros(0, np.float32), np.zeros(0))
    values = scores[known]
    limit = np.partition(values, len(values) - count)[len(values) - count]
    candidates = known[values >= limit]
    rows = candidates[np.lexsort((candidates, -scores[candidates]))][:count]
    ordered = np.sort(values)
    shares = np.searchsorted(ordered, scores[rows], side="right") / len(ordered)
    return Top(rows, scores[rows], shares)
