"""Momentum in words: signs of a rise, and signs against it."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from core.domain.probability import probability_text
from core.domain.thresholds import WORTH_CHECKING
from core.formats import day, signed_percent
from core.models.momentum.parts import MomentumData

# A part is worth a word from so many points on.
_POINTS_MIN = 2.0
_WORDS_MAX = 4
_DISCOUNT_MENTIONED_FROM = 0.005
# A single step is told from this log change on, before what weighs less than these points.
_STEP_MENTIONED_FROM, _STEP_POINTS = 0.01, 50.0


def with_reasons(parts: pd.DataFrame, data: MomentumData) -> pd.DataFrame:
    """Adds reasons_for and reasons_against, most weighty first; empty without a score."""
    n = len(parts)
    pro: list[list[tuple[float, str]]] = [[] for _ in range(n)]
    con: list[list[tuple[float, str]]] = [[] for _ in range(n)]
    has_score = parts["momentum_score"].notna().to_numpy()
    columns = {name: parts[name].to_numpy(float) for name in parts if name != "confidence"}
    for part, words in _WORDS.items():
        points = columns[f"{part}_points"]
        for row in np.flatnonzero(
            has_score & (np.abs(np.nan_to_num(points)) >= _POINTS_MIN)
        ).tolist():
            sides = pro if points[row] > 0 else con
            sides[row].append((abs(points[row]), words(columns, row)))
    probability = data.purchased_probability
    for row in np.flatnonzero(has_score & (np.nan_to_num(probability) >= WORTH_CHECKING)).tolist():
        likely = probability_text(probability[row])
        con[row].append((100.0, f"growth worth checking ({likely} that followers were bought)"))
    step_gain = columns["step_gain"]
    for row in np.flatnonzero(has_score & (step_gain >= _STEP_MENTIONED_FROM)).tolist():
        con[row].append((_STEP_POINTS, _single_step(columns, row)))
    return parts.assign(
        reasons_for=[_ordered(weighted) for weighted in pro],
        reasons_against=[_ordered(weighted) for weighted in con],
    )


def _ordered(reasons: list[tuple[float, str]]) -> list[str]:
    return [words for _, words in sorted(reasons, key=lambda weighted: -weighted[0])[:_WORDS_MAX]]


def _signed(log_change: float) -> str:
    return signed_percent(float(np.expm1(log_change)))


def _single_step(columns: dict[str, np.ndarray], row: int) -> str:
    when = day(date(1970, 1, 1) + timedelta(days=int(columns["step_day_number"][row])))
    return (
        f"a single step of {_signed(columns['step_gain'][row])} on {when} makes up the growth of "
        "the last four weeks; that is no trend"
    )


def _growth(columns: dict[str, np.ndarray], row: int) -> str:
    growth, peers = columns["weekly_growth"][row], columns["peer_growth"][row]
    beyond = columns["growth_beyond"][row]
    words = f"followers {_signed(growth)} a week"
    if np.isnan(peers):
        return f"{words}; too few comparable accounts to compare with"
    words += f", comparable accounts {_signed(peers)}"
    # Gains that may be bought count for less, so that the figures alone would not add up.
    if abs(np.expm1(growth - peers) - np.expm1(beyond)) >= _DISCOUNT_MENTIONED_FROM:
        words += f"; counted as {_signed(beyond)} beyond them, as some of it may be bought"
    return words


def _acceleration(columns: dict[str, np.ndarray], row: int) -> str:
    change = columns["acceleration"][row]
    word = "faster" if change > 0 else "slower"
    points = abs(np.expm1(change)) * 100
    return (
        f"growth of the last two weeks {points:.1f} points per week {word} than in the six before"
    )


def _engagement(columns: dict[str, np.ndarray], row: int) -> str:
    return f"reactions per post {_signed(columns['engagement_trend'][row])} per week against others"


def _cadence(columns: dict[str, np.ndarray], row: int) -> str:
    now, before = columns["posts_a_week"][row], columns["posts_a_week_before"][row]
    return f"{now:.1f} posts per week after {before:.1f} before"


def _topics(columns: dict[str, np.ndarray], row: int) -> str:
    change = columns["topic_growth"][row]
    return f"hashtags and topics used change by {_signed(change)} per week"


def _mentions(columns: dict[str, np.ndarray], row: int) -> str:
    number = int(columns["mentions"][row])
    return f"mentioned by {number} larger account{'' if number == 1 else 's'} lately"


_WORDS = {
    "growth_beyond": _growth,
    "acceleration": _acceleration,
    "engagement_trend": _engagement,
    "cadence_change": _cadence,
    "topic_growth": _topics,
    "mentions": _mentions,
}
