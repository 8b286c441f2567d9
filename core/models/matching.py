"""How near a creator's text is to a brand's, and what that is called."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

EXCELLENT_ABOVE = 70.0
GOOD_FROM = 60.0
MODERATE_FROM = 50.0
BAND_WORDS = (
    f"above {EXCELLENT_ABOVE:g} excellent, {GOOD_FROM:g} to {EXCELLENT_ABOVE:g} good, "
    f"{MODERATE_FROM:g} to below {GOOD_FROM:g} moderate, below {MODERATE_FROM:g} weak"
)
_MOST_DECIMALS = 4


def similarity_scores(queries: np.ndarray, creators: np.ndarray) -> np.ndarray:
    """Cosine x 100 of unit rows: (q, d) with (n, d) gives (q, n) float32, -100 to 100.

    A zero row on either side (no text) gives NaN: unknown, not unlike.
    """
    scores = np.clip(np.asarray(queries, np.float32) @ np.asarray(creators).T * 100, -100, 100)
    scores[:, ~creators.any(axis=1)] = np.nan
    scores[~queries.any(axis=1)] = np.nan
    return scores


def match_label(score: float) -> str:
    """excellent above 70, good 60 to 70, moderate from 50 to below 60, weak below 50."""
    if score > EXCELLENT_ABOVE:
        return "excellent"
    if score >= GOOD_FROM:
        return "good"
    if score >= MODERATE_FROM:
        return "moderate"
    return "weak"


def score_text(score: float) -> str:
    """The score for people, a whole number unless rounding would move it to another band.

    49.6 is weak, so it reads '49.6' and not '50', which is moderate.
    """
    for decimals in range(_MOST_DECIMALS):
        text = f"{score:.{decimals}f}"
        if match_label(float(text)) == match_label(score):
            return text
    return f"{score:.{_MOST_DECIMALS}f}"


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
    last = min(skip + count, len(rows))
    if skip >= last:
        return rows[:0]
    values = scores[rows]
    # Partitioning first is faster than sorting 100,000 scores for ten of them.
    lowest = np.partition(values, len(values) - last)[len(values) - last]
    candidates = rows[values >= lowest]
    return candidates[np.lexsort((candidates, -scores[candidates]))][skip:last]


def percentiles_of(scores: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """(len(rows),) share of the known scores at or below those of the rows, 0-1; NaN unknown."""
    known = np.sort(scores[np.isfinite(scores)])
    if not len(known):
        return np.full(len(rows), np.nan)
    shares = np.searchsorted(known, scores[rows], side="right") / len(known)
    return np.where(np.isfinite(scores[rows]), shares, np.nan)
