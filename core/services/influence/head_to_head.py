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

# Log odds below which a feature speaks for nobody.
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


def duel(a: dict[str, Any], b: dict[str, Any]) -> Duel:
    """Who is likelier to draw more reactions a post.

    Args:
        a, b: rows of `views.influence.rivals` with a score.
    """
    parts = np.asarray(a["parts"], dtype=float) - np.asarray(b["parts"], dtype=float)
    odds = float(a["strength"] - b["strength"])
    low, high = _interval(odds, a, b)
    merged, places = with_one_platform(parts[None, :])
    parts = merged[0]
    frame = pd.DataFrame(
        {
            "words": [PLATFORM_WORDS if one < 0 else FEATURES[one].words for one in places],
            "value_a": [_value(a, one) for one in places],
            "value_b": [_value(b, one) for one in places],
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
    ranking: rows of `rivals` with a score, best first, with place (1 is best), mean_probability
        against the others of the bracket, beaten_count (others it is clearly likelier than) and
        close_count (others too close to call).
    """

    probabilities: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    ranking: pd.DataFrame


def bracket(rows: pd.DataFrame) -> Bracket:
    """All against all.

    Args:
        rows: of `views.influence.rivals`, with a score, at least two.
    """
    rows = rows.sort_values(["strength", "influencer_id"], ascending=[False, True])
    rows = rows.reset_index(drop=True)
    people = rows.to_dict("records")
    count = len(people)
    chance, low, high = (np.full((count, count), np.nan) for _ in range(3))
    for one in range(count):
        for other in range(count):
            if one != other:
                odds = float(people[one]["strength"] - people[other]["strength"])
                chance[one, other] = probability(np.array(odds))
                low[one, other], high[one, other] = _interval(odds, people[one], people[other])
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
