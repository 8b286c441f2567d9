"""Constants of the caution score, and its parts in words."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


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


def _percent(value: float) -> str:
    return f"{value:.1f}%"


def reasons_and_flags(
    scores: pd.DataFrame, config: CautionConfig
) -> tuple[list[list[str]], list[list[str]]]:
    """Reasons, most points first, and red flags, for each creator.

    Args:
        scores: counts, points, per cents and days known as in `caution_scores`.
    Returns:
        Two lists with one list of sentences a creator; flags may be empty.
    """
    all_reasons, all_flags = [], []
    for row in scores.itertuples(index=False):
        weighed: list[tuple[int, str]] = []
        flags: list[str] = []
        if pd.isna(row.spike_count):
            weighed.append((-1, f"only {row.days_known} daily counts: days cannot be compared"))
        elif row.spike_count:
            days = "1 day" if row.spike_count == 1 else f"{row.spike_count} days"
            weighed.append(
                (
                    row.spike_points,
                    f"{days} with a daily change above the creator's own mean + "
                    f"{config.spike_sds:g} sd ({row.spike_threshold:,.0f} followers)",
                )
            )
            if row.spike_count >= config.flag_spikes:
                flags.append(spikes_flag(config))
        else:
            weighed.append((0, "no day stands out by a rise of followers"))
        if pd.isna(row.engagement_points):
            weighed.append((-1, "engagement is unknown: likes, comments or followers are missing"))
        else:
            weighed.append(
                (
                    row.engagement_points,
                    f"engagement rate {_rate_in_band(row.engagement_percent, config)}",
                )
            )
            if row.engagement_percent < config.flag_engagement_percent:
                flags.append(engagement_flag(config))
        if pd.isna(row.growth_points):
            weighed.append((-1, "growth is unknown: fewer than 2 usable follower counts"))
        else:
            weighed.append(
                (
                    row.growth_points,
                    f"followers changed by {_percent(row.growth_percent)} over the window",
                )
            )
            if row.growth_percent > config.flag_growth_percent:
                flags.append(growth_flag(config))
        weighed.sort(key=lambda item: -item[0])
        all_reasons.append(
            [f"{text} (+{points})" if points > 0 else text for points, text in weighed]
        )
        all_flags.append(flags)
    return all_reasons, all_flags


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
