"""Constants of the caution score, and its parts in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray


@dataclass(frozen=True)
class CautionConfig:
    """All constants of the score.

    Attributes:
        spike_sds: population standard deviations above the mean that make a change a spike.
        points_per_spike, spike_points_max: 10 each, at most 50.
        low_percent, medium_percent, high_percent: engagement bounds; below low 40 points, below
            medium 30, up to and including high 15, above it 0.
        growth_low_percent ...: below low 0 points, below medium 10, up to and including high 20,
            above it 30.
        flag_*: bounds of the red flags.
        min_counts: fewer known counts than this and no spike can be told.
    """

    spike_sds: float = 2.0
    points_per_spike: int = 10
    spike_points_max: int = 50
    low_percent: float = 2.0
    medium_percent: float = 5.0
    high_percent: float = 8.0
    low_points: int = 40
    medium_points: int = 30
    high_points: int = 15
    growth_low_percent: float = 30.0
    growth_medium_percent: float = 50.0
    growth_high_percent: float = 70.0
    growth_low_points: int = 10
    growth_medium_points: int = 20
    growth_high_points: int = 30
    score_max: int = 100
    flag_spikes: int = 3
    flag_engagement_percent: float = 5.0
    flag_growth_percent: float = 50.0
    min_counts: int = 3


def spikes_flag(config: CautionConfig) -> str:
    """The flag of many unusual days."""
    return f"{config.flag_spikes} or more unusual growth days"


def engagement_flag(config: CautionConfig) -> str:
    """The flag of low engagement."""
    return f"engagement below {config.flag_engagement_percent:g}%"


def growth_flag(config: CautionConfig) -> str:
    """The flag of fast growth."""
    return f"growth above {config.flag_growth_percent:g}%"


def reasons_and_flags(
    scores: pd.DataFrame, config: CautionConfig
) -> tuple[list[list[str]], list[tuple[str, ...]]]:
    """Reasons, most points first, and red flags, for each creator.

    Args:
        scores: counts, points, per cents and days known as in `caution_scores`.
    Returns:
        One list of sentences and one tuple of flags per creator; the latter may be empty.
    """
    parts = [_of_spikes(scores, config), _of_engagement(scores, config), _of_growth(scores)]
    # Most points first; of equal ones the earlier part, and what is unknown last.
    points = np.stack([part.points for part in parts], axis=1)
    order = np.argsort(-points, axis=1, kind="stable")
    sentences = np.array([part.sentences for part in parts], dtype=object).T
    all_reasons = np.take_along_axis(sentences, order, axis=1).tolist()
    raised = (
        (_numbers(scores, "spike_count") >= config.flag_spikes)
        + 2 * (_numbers(scores, "engagement_percent") < config.flag_engagement_percent)
        + 4 * (_numbers(scores, "growth_percent") > config.flag_growth_percent)
    )
    flags = (spikes_flag(config), engagement_flag(config), growth_flag(config))
    of_code = [
        tuple(flag for bit, flag in enumerate(flags) if code & 1 << bit)
        for code in range(2 ** len(flags))
    ]
    return all_reasons, [of_code[code] for code in raised.tolist()]


@dataclass(frozen=True)
class _Part:
    points: NDArray[np.int64]  # (n,) -1 when unknown
    sentences: list[str]


def _part(
    points: NDArray[np.float64], sentences: list[str], unknown: Callable[[int], str]
) -> _Part:
    """The sentences with their points; what `unknown` says of a row stands where there are none."""
    is_known = ~np.isnan(points)
    whole = np.where(is_known, points, -1).astype(np.int64)
    for row in np.flatnonzero(~is_known).tolist():
        sentences[row] = unknown(row)
    rows = np.flatnonzero(whole > 0)
    for row, added in zip(rows.tolist(), whole[rows].tolist(), strict=True):
        sentences[row] = f"{sentences[row]} (+{added})"
    return _Part(whole, sentences)


def _of_spikes(scores: pd.DataFrame, config: CautionConfig) -> _Part:
    counts = _numbers(scores, "spike_count")
    sentences = ["no day stands out by a rise of followers"] * len(scores)
    rows = np.flatnonzero(counts > 0)
    thresholds = _numbers(scores, "spike_threshold")[rows].tolist()
    for row, count, threshold in zip(
        rows.tolist(), counts[rows].astype(int).tolist(), thresholds, strict=True
    ):
        days = "1 day" if count == 1 else f"{count} days"
        sentences[row] = (
            f"{days} with a daily change above the creator's own mean + "
            f"{config.spike_sds:g} sd ({threshold:,.0f} followers)"
        )
    known = scores["days_known"].to_numpy()
    return _part(
        np.where(counts > 0, _numbers(scores, "spike_points"), counts),
        sentences,
        lambda row: f"only {known[row]} daily counts: days cannot be compared",
    )


def _of_engagement(scores: pd.DataFrame, config: CautionConfig) -> _Part:
    percents = _numbers(scores, "engagement_percent")
    bounds = np.array([config.low_percent, config.medium_percent, config.high_percent])
    # Only near a bound can the rounded rate be on its other side.
    is_near = (np.abs(percents[:, None] - bounds) < 0.1).any(axis=1)
    bands = np.array(
        [_engagement_band(percent, config) for percent in (-np.inf, *bounds[:2], np.inf)]
    )[np.searchsorted(bounds, percents)]
    sentences = [
        f"engagement rate {_rate_in_band(percent, config)}"
        if near
        else f"engagement rate {percent:.1f}% is {band}"
        for percent, near, band in zip(
            percents.tolist(), is_near.tolist(), bands.tolist(), strict=True
        )
    ]
    unknown = "engagement is unknown: likes, comments or followers are missing"
    return _part(_numbers(scores, "engagement_points"), sentences, lambda _row: unknown)


def _of_growth(scores: pd.DataFrame) -> _Part:
    sentences = [
        f"followers changed by {percent:.1f}% over the window"
        for percent in _numbers(scores, "growth_percent").tolist()
    ]
    unknown = "growth is unknown: fewer than 2 usable follower counts"
    return _part(_numbers(scores, "growth_points"), sentences, lambda _row: unknown)


def _numbers(scores: pd.DataFrame, name: str) -> NDArray[np.float64]:
    """A column as float64, NaN where it is unknown."""
    return scores[name].to_numpy(dtype=float, na_value=np.nan)


def _rate_in_band(percent: float, config: CautionConfig) -> str:
    """The rate and its band, with as many decimals as it takes not to contradict it (1.997%)."""
    band = _engagement_band(percent, config)
    for decimals in range(1, 5):
        if _engagement_band(round(percent, decimals), config) == band:
            break
    return f"{percent:.{decimals}f}% is {band}"


def _engagement_band(percent: float, config: CautionConfig) -> str:
    if percent < config.low_percent:
        return f"below {config.low_percent:g}%"
    if percent < config.medium_percent:
        return f"between {config.low_percent:g}% and {config.medium_percent:g}%"
    if percent <= config.high_percent:
        return f"between {config.medium_percent:g}% and {config.high_percent:g}%"
    return f"above {config.high_percent:g}%"
