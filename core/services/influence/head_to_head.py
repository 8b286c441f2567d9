"""Two creators against each other, or up to ten: probabilities with intervals, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.domain.thresholds import EVEN_ODDS
from core.formats import platform_label
from core.models.influence.choosing import probability
from core.models.influence.model import INTERVAL
from core.models.influence.store_features import (
    FEATURES,
    PLATFORM_WORDS,
    shown_value,
    with_one_platform,
)
from core.models.influence.store_model import too_close
from core.queries.influence import compared_creators
from core.services.session import BuildSession

# Log odds below which a feature favours neither.
PART_MIN = 0.02


@dataclass(frozen=True)
class Duel:
    """Attributes:
    probability, low, high: of A drawing more reactions a post, 0-1, 80% interval.
    log_odds: of A. is_too_close: the interval holds even odds.
    parts: one row per feature that both sides have or one lacks, weightiest first: words, value_a,
        value_b (in words), log_odds (for A; they add up to `log_odds`), speaks_for ('a' | 'b' |
        'neither').
    """

    probability: float
    low: float
    high: float
    log_odds: float
    is_too_close: bool
    parts: pd.DataFrame


def duel(session: BuildSession, a: str, b: str) -> Duel:
    """Who is likelier to draw more reactions per post, of two creators with a score.

    Args:
        a, b: influencer_id of each; both must have a score.
    """
    row_a, row_b = compared_creators(session.con, (a, b)).to_dict("records")
    return duel_of(row_a, row_b)


def duel_of(a: dict[str, Any], b: dict[str, Any]) -> Duel:
    """The same from rows of `compared_creators` with a score."""
    parts = np.asarray(a["parts"], dtype=float) - np.asarray(b["parts"], dtype=float)
    odds = float(a["strength"] - b["strength"])
    low, high = _interval(odds, a, b)
    merged, places = with_one_platform(parts[None, :])
    parts = merged[0]
    frame = pd.DataFrame(
        {
            "words": [PLATFORM_WORDS if place < 0 else FEATURES[place].words for place in places],
            "value_a": [_value(a, place) for place in places],
            "value_b": [_value(b, place) for place in places],
            "log_odds": parts,
            "speaks_for": np.where(
                np.abs(parts) < PART_MIN, "neither", np.where(parts > 0, "a", "b")
            ),
        }
    )
    order = np.argsort(-np.abs(parts), kind="stable")
    return Duel(
        float(probability(np.array(odds))),
        low,
        high,
        odds,
        too_close(low, high),
        frame.iloc[order].reset_index(drop=True),
    )


@dataclass(frozen=True)
class Bracket:
    """Attributes:
    probabilities: (n, n) of the row's creator drawing more than the column's; NaN on the
        diagonal. In the order of `ranking`.
    low, high: (n, n) 80% intervals of them.
    ranking: rows of `compared_creators` with a score, best first, with place (1 is best),
        mean_probability against the others of the bracket, beaten_count (others it is clearly
        likelier than) and close_count (others too close to call).
    """

    probabilities: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    ranking: pd.DataFrame


def bracket(session: BuildSession, ids: tuple[str, ...]) -> Bracket:
    """All against all.

    Args:
        ids: influencer_id of at least two creators; all must have a score.
    """
    return bracket_of(compared_creators(session.con, ids))


def bracket_of(rows: pd.DataFrame) -> Bracket:
    """The same from rows of `compared_creators` with a score."""
    rows = rows.sort_values(["strength", "influencer_id"], ascending=[False, True])
    rows = rows.reset_index(drop=True)
    creators = rows.to_dict("records")
    count = len(creators)
    chance, low, high = (np.full((count, count), np.nan) for _ in range(3))
    for row, a in enumerate(creators):
        for column, b in enumerate(creators):
            if row != column:
                odds = float(a["strength"] - b["strength"])
                chance[row, column] = probability(np.array(odds))
                low[row, column], high[row, column] = _interval(odds, a, b)
    ranking = rows.assign(
        place=np.arange(1, count + 1),
        mean_probability=np.nanmean(chance, axis=1),
        beaten_count=(low >= EVEN_ODDS).sum(axis=1),
        close_count=((low < EVEN_ODDS) & (high > EVEN_ODDS)).sum(axis=1),
    )
    return Bracket(chance, low, high, ranking)


def _interval(odds: float, a: dict[str, Any], b: dict[str, Any]) -> tuple[float, float]:
    drawn = np.asarray(a["strength_draws"], float) - np.asarray(b["strength_draws"], float)
    low, high = np.quantile(drawn, INTERVAL)
    return float(probability(np.minimum(low, odds))), float(probability(np.maximum(high, odds)))


def _value(row: dict[str, Any], place: int) -> str:
    if place < 0:
        return platform_label(row["platform"])
    return shown_value(FEATURES[place], row["feature_values"][place])
