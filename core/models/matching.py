"""How near a creator's text is to a brand's, and what that is called."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.models.top_positions import top_positions

_COUNTED = 25


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
    return percentiles_of(scores, np.arange(len(scores)))


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
    return Top(rows, scores[rows], percentiles_of(scores, rows))


def best_rows(scores: np.ndarray, rows: np.ndarray, count: int, *, skip: int = 0) -> np.ndarray:
    """The rows with the highest scores, best first; ties go to the lower row.

    Args:
        scores: (n,), known for all of `rows`.
        rows: rows to choose from, ascending.
        count: most rows that come back.
        skip: rows before them that are left out, for a later page.
    """
    return rows[top_positions(scores[rows], skip + count)[skip:]]


def percentiles_of(scores: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """(len(rows),) share of the known scores at or below those of the rows, 0-1; NaN unknown."""
    known = scores[np.isfinite(scores)]
    if not len(known):
        return np.full(len(rows), np.nan)
    asked = scores[rows]
    if len(rows) <= _COUNTED:  # a pass for each is faster than sorting all
        at_or_below = np.array([np.count_nonzero(known <= score) for score in asked])
    else:
        at_or_below = np.searchsorted(np.sort(known), asked, side="right")
    return np.where(np.isfinite(asked), at_or_below / len(known), np.nan)
