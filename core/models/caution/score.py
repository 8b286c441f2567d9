"""The 0-100 caution score: spikes, engagement and growth in fixed bands.

It is transparent and crude: mean + 2 sd is computed with the spikes in it, the bands ignore
account size, and its parts add to 120 before the cap. The pages say "many signs, see the
evidence"; it stands beside, not instead of, evidence-based scores.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.domain.histories import Histories
from core.models.caution.reasons import CautionConfig, reasons_and_flags

MODEL_VERSION = "specified-1"
COMPLETE, PARTIAL, NOT_ENOUGH = "complete", "partial", "not enough data"


@dataclass(frozen=True)
class CautionScores:
    """Result for n creators, in the order given.

    Attributes:
        scores: one row per creator; columns as in table `caution` without the id; unknown
            numbers are NaN / <NA>. `first_day_number`, `last_day_number` as given, -1 if none.
        spikes: one row a spike: creator (index), day_number, change_count, threshold.
    """

    scores: pd.DataFrame
    spikes: pd.DataFrame


def caution_scores(
    histories: Histories,
    followers: NDArray[np.float64],
    engagements: NDArray[np.float64],
    *,
    config: CautionConfig | None = None,
) -> CautionScores:
    """The score of every creator, its parts and the days it calls spikes.

    A change across missing days is divided by the days it spans, so that a gap is not a spike.

    Args:
        histories: daily counts; a creator may have none.
        followers: (n,) float64; NaN when unknown.
        engagements: (n,) float64, mean likes + mean comments a post; NaN when unknown.
        config: constants; the specified ones by default.
    Raises:
        SeriesError: a count is negative or days do not rise.
    """
    config = config or CautionConfig()
    changes = _daily_changes(histories)
    engagement = _engagement_percent(followers, engagements)
    is_spike = changes.is_spike(config)
    spike_counts = np.bincount(changes.creator[is_spike], minlength=len(changes.known))
    spike_points = np.minimum(config.points_per_spike * spike_counts, config.spike_points_max)
    engagement_points = np.select(
        [
            np.isnan(engagement),
            engagement < config.low_percent,
            engagement < config.medium_percent,
            engagement <= config.high_percent,
        ],
        [0, config.low_points, config.medium_points, config.high_points],
        0,
    )
    growth = changes.growth_percent
    growth_points = np.select(
        [
            np.isnan(growth) | (growth < config.growth_low_percent),
            growth < config.growth_medium_percent,
            growth <= config.growth_high_percent,
        ],
        [0, config.growth_low_points, config.growth_medium_points],
        config.growth_high_points,
    )
    knows_spikes = changes.known >= config.min_counts
    knows = np.stack([knows_spikes, ~np.isnan(engagement), ~np.isnan(growth)])
    knows_any: NDArray[np.bool_] = np.any(knows, axis=0)
    total = np.where(knows_spikes, spike_points, 0) + engagement_points + growth_points
    status = np.select([np.all(knows, axis=0), knows_any], [COMPLETE, PARTIAL], NOT_ENOUGH)
    scores = pd.DataFrame(
        {
            "caution_score": _known(np.minimum(total, config.score_max), knows_any),
            "spike_count": _known(spike_counts, knows_spikes),
            "spike_points": _known(spike_points, knows_spikes),
            "engagement_points": _known(engagement_points, knows[1]),
            "growth_points": _known(growth_points, knows[2]),
            "engagement_percent": engagement,
            "growth_percent": growth,
            "mean_daily_change": changes.mean,
            "sd_daily_change": changes.sd,
            "spike_threshold": changes.threshold(config),
            "first_day_number": changes.first_day,
            "last_day_number": changes.last_day,
            "days_known": changes.known,
            "status": status,
            "model_version": MODEL_VERSION,
        }
    )
    scores["reasons"], scores["red_flags"] = reasons_and_flags(scores, config)
    return CautionScores(scores, changes.spikes(is_spike, config))


@dataclass(frozen=True)
class _Changes:
    creator: NDArray[np.int64]  # (c,) index of the creator of each change
    day: NDArray[np.int64]  # (c,) day after the change
    change: NDArray[np.float64]  # (c,) followers a day
    gained: NDArray[np.int64]  # (c,) followers in all
    number: NDArray[np.int64]  # (n,) changes, one less than the counts
    known: NDArray[np.int64]  # (n,) counts known
    mean: NDArray[np.float64]  # (n,) NaN without changes
    sd: NDArray[np.float64]  # (n,) population, NaN without changes
    growth_percent: NDArray[np.float64]
    first_day: NDArray[np.int64]
    last_day: NDArray[np.int64]

    def threshold(self, config: CautionConfig) -> NDArray[np.float64]:
        limit = self.mean + config.spike_sds * self.sd
        return np.where(self.known >= config.min_counts, limit, np.nan)

    def is_spike(self, config: CautionConfig) -> NDArray[np.bool_]:
        limit = self.threshold(config)
        # "Above" must hold by more than rounding: one jump among five equal days lies exactly
        # on its own threshold.
        limit = limit + 1e-9 * np.maximum(1.0, np.abs(limit))
        return self.change > np.repeat(limit, self.number)

    def spikes(self, chosen: NDArray[np.bool_], config: CautionConfig) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "creator": self.creator[chosen],
                "day_number": self.day[chosen],
                "change_count": self.gained[chosen],
                "threshold": self.threshold(config)[self.creator[chosen]],
            }
        )


def _daily_changes(histories: Histories) -> _Changes:
    starts, days, counts = histories.starts, histories.days, histories.counts
    known = np.diff(starts)
    number = np.maximum(known - 1, 0)
    creator = np.repeat(np.arange(len(known)), number)
    inner = np.ones(max(len(counts) - 1, 0), dtype=bool)
    ends = starts[1:-1]  # from the last count of a creator to the first of the next is no change
    inner[ends[(ends > 0) & (ends < len(counts))] - 1] = False
    gained = np.diff(counts)[inner]
    change = gained / np.diff(days)[inner]
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(creator, weights=change, minlength=len(known)) / number
        spread = (change - np.repeat(mean, number)) ** 2
        sd = np.sqrt(np.bincount(creator, weights=spread, minlength=len(known)) / number)
    has = known > 0
    first, last = np.full(len(known), -1), np.full(len(known), -1)
    first_day, last_day = first.copy(), first.copy()
    first[has], last[has] = counts[starts[:-1][has]], counts[starts[1:][has] - 1]
    first_day[has], last_day[has] = days[starts[:-1][has]], days[starts[1:][has] - 1]
    growth = np.full(len(known), np.nan)
    grows = (known >= 2) & (first > 0)
    # x 100 before the division keeps whole-number bounds such as 30% exact.
    growth[grows] = (last[grows] - first[grows]) * 100 / first[grows]
    return _Changes(
        creator,
        days[1:][inner],
        change,
        gained,
        number,
        known,
        mean,
        sd,
        growth,
        first_day,
        last_day,
    )


def _engagement_percent(
    followers: NDArray[np.float64], engagements: NDArray[np.float64]
) -> NDArray[np.float64]:
    usable = ~np.isnan(engagements) & (followers > 0)
    percent = np.full(len(followers), np.nan)
    percent[usable] = engagements[usable] * 100 / followers[usable]
    return percent


def _known(values: NDArray[np.int64], known: NDArray[np.bool_]) -> pd.Series:
    return pd.Series(values, dtype="Int64").mask(~known)
