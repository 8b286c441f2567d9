"""Words and shown columns of momentum and forecasts."""

from __future__ import annotations

from typing import Any

import pandas as pd

from core.domain.thresholds import MOMENTUM_AS_PEERS, MOMENTUM_FAR_ABOVE, MOMENTUM_RISING
from core.models.momentum.score import WEIGHTS
from core.web.kit.formats import MISSING, compact, is_missing, probability_text

PART_NAMES = {
    "growth_beyond": "growth beyond peers",
    "acceleration": "acceleration",
    "engagement_trend": "reactions per post",
    "cadence_change": "posting cadence",
    "topic_growth": "topics used",
    "mentions": "mentions by larger accounts",
}


def range_words(forecast: float | None, low: float | None, high: float | None) -> str:
    """A forecast with its range: 12.4k (11.9k to 13.1k)."""
    if is_missing(forecast):
        return MISSING
    return f"{compact(forecast)} ({compact(low)} to {compact(high)})"


def chance_words(probability: float | None, next_tier: str | None) -> str:
    """A chance with its tier: 12% to mid; nobody is certain either way."""
    if is_missing(probability) or is_missing(next_tier):
        return MISSING
    return f"{probability_text(probability)} to {next_tier}"


def main_reason(pro: Any, con: Any) -> str:
    """The most weighty reason for a rise, else the one against it."""
    for reasons in (pro, con):
        if not is_missing_list(reasons):
            return str(reasons[0])
    return "in line with comparable accounts"


def is_missing_list(reasons: Any) -> bool:
    """Whether a list column of a frame holds nothing."""
    return reasons is None or isinstance(reasons, float) or len(reasons) == 0


def score_word(score: float | None, peer_growth: float | None) -> str:
    """What a score means.

    Args:
        peer_growth: of comparable accounts, missing where there are too few.
    """
    if is_missing(score):
        return "not enough data"
    if is_missing(peer_growth):
        return "too few peers"
    if score >= MOMENTUM_FAR_ABOVE:  # type: ignore[operator]
        return "far above peers"
    if score >= MOMENTUM_RISING:  # type: ignore[operator]
        return "above peers"
    if score >= MOMENTUM_AS_PEERS:  # type: ignore[operator]
        return "in line with peers"
    return "below peers"


def shown_page(frame: pd.DataFrame) -> pd.DataFrame:
    """A page of the ranking with the columns that the table shows."""
    numbers = ("followers_forecast", "followers_low", "followers_high")
    return frame.assign(
        beyond_percent=frame["growth_beyond"] * 100,
        outlook=[range_words(*row) for row in frame[list(numbers)].itertuples(index=False)],
        chance=[
            chance_words(*row)
            for row in frame[["pass_probability", "next_tier"]].itertuples(index=False)
        ],
        reason=[
            main_reason(pro, con)
            for pro, con in zip(frame["reasons_for"], frame["reasons_against"], strict=True)
        ],
    )


def parts_frame(row: dict[str, Any]) -> pd.DataFrame:
    """The parts of one score that are known: part (name shown), points."""
    known = [
        (PART_NAMES[name], float(row[f"{name}_points"]))
        for name in WEIGHTS
        if not is_missing(row[f"{name}_points"])
    ]
    return pd.DataFrame(known, columns=["part", "points"])
