"""The momentum score: how far an account rises beyond accounts like it, 0-100."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.features.ranks import percentile_ranks
from core.models.caution.score import NOT_ENOUGH
from core.models.momentum.parts import MomentumData, momentum_parts
from core.models.momentum.reasons import with_reasons

MODEL_VERSION = "momentum-2"
WINDOW_DAYS = 120  # of follower counts that the score looks at
# Parts that the model keeps as logs and the table as fractions.
LOG_PARTS = (
    "weekly_growth",
    "peer_growth",
    "growth_beyond",
    "acceleration",
    "engagement_trend",
    "cadence_change",
)
# Growth, acceleration and engagement stand to each other as they predicted the next two weeks in
# demo data of other seeds (`bench.momentum_weights`). Cadence predicted nothing there, topics and
# mentions could not be tried: together they are held below a tenth.
WEIGHTS = {
    "growth_beyond": 0.68,
    "acceleration": 0.17,
    "engagement_trend": 0.07,
    "cadence_change": 0.01,
    "topic_growth": 0.035,
    "mentions": 0.035,
}
# Usual spreads in demo data, for tables too small to have one of their own.
_USUAL = {
    "growth_beyond": 0.0035,
    "acceleration": 0.0020,
    "engagement_trend": 0.08,
    "cadence_change": 0.41,
    "topic_growth": 0.05,
    "mentions": 0.7,
}
SPREAD_FROM = 50
_SPREADS_MAX = 50.0
# What predicted little may not outweigh growth, however far it stands out.
_SIDE_PARTS, _SIDE_SPREADS_MAX = ("cadence_change", "topic_growth", "mentions"), 3.0
_LEVELS = ("low", "medium", "high")
_DAYS_MEDIUM, _DAYS_HIGH = 28, 56


def momentum(data: MomentumData) -> pd.DataFrame:
    """The score of every creator with its parts.

    Each part is measured in the usual spread of the creators given, and weighted by `WEIGHTS`; a
    part that is not known counts as ordinary. With s the sum, the score is 50 + 50 s / (1 + |s|):
    50 moves as comparable accounts do, 75 stands one usual spread above them, 90 four.

    Returns:
        momentum_score (NaN when not enough data), momentum_rank (1 is best) and percentile
        (0-1, 1 is best) among the creators with a score, the columns of `momentum_parts` but
        those of a single step, which the reasons tell,
        `<part>_points` (their sum is the score less 50), confidence, reasons_for,
        reasons_against, model_version.
    """
    parts = momentum_parts(data)
    has_score = parts["growth_beyond"].notna().to_numpy()
    weighed = {name: weight * spreads(parts, name) for name, weight in WEIGHTS.items()}
    total = np.sum(list(weighed.values()), axis=0)
    score = np.where(has_score, 50 + 50 * total / (1 + np.abs(total)), np.nan)
    for name, values in weighed.items():
        known = has_score & parts[name].notna().to_numpy()
        parts[f"{name}_points"] = np.where(known, 50 * values / (1 + np.abs(total)), np.nan)
    parts.insert(0, "momentum_score", score)
    ranks = pd.Series(score).rank(ascending=False, method="first")
    parts.insert(1, "momentum_rank", ranks.to_numpy(float))
    parts.insert(2, "percentile", percentile_ranks(score))
    parts["confidence"] = _confidence(data, has_score, parts["peer_growth"].to_numpy(float))
    parts = with_reasons(parts, data).drop(columns=["step_gain", "step_day_number"])
    return parts.assign(model_version=MODEL_VERSION)


def spreads(parts: pd.DataFrame, name: str) -> NDArray[np.float64]:
    """(n,) a part in usual spreads of the creators, cut at fifty, or at three where it predicted
    little; 0 where unknown."""
    values = parts[name].to_numpy(float)
    if name == "mentions":
        values = np.log1p(values)
    known = values[~np.isnan(values)]
    middle, unit = 0.0, _USUAL[name]
    if len(known) >= SPREAD_FROM:
        # Growth is told beside others already; topics have no zero of their own.
        middle = float(np.median(known)) if name == "topic_growth" else 0.0
        deviation = 1.4826 * float(np.median(np.abs(known - np.median(known))))
        unit = deviation if deviation > 0 else unit
    most = _SIDE_SPREADS_MAX if name in _SIDE_PARTS else _SPREADS_MAX
    return np.nan_to_num(np.clip((values - middle) / unit, -most, most))


def _confidence(
    data: MomentumData, has_score: NDArray[np.bool_], peer_growth: NDArray[np.float64]
) -> NDArray[np.object_]:
    """High from eight weeks of history on, medium from four; one level less each for counts that
    are not daily, for growth that may or may not be bought, and without accounts to compare
    with."""
    curves = data.curves
    days = (~np.isnan(curves.values)).sum(axis=1)
    probability = data.purchased_probability
    level = (days >= _DAYS_MEDIUM).astype(int) + (days >= _DAYS_HIGH)
    level = level - (curves.step_days > 2)
    level = level - ((probability > 0.25) & (probability < 0.75))
    level = level - np.isnan(peer_growth)
    names = np.array(_LEVELS, dtype=object)[np.clip(level, 0, 2)]
    return np.where(has_score, names, NOT_ENOUGH)


def as_fractions(parts: pd.DataFrame) -> pd.DataFrame:
    """The parts that the model keeps as log changes as fractions."""
    return parts.assign(**{name: np.expm1(parts[name]) for name in LOG_PARTS})
