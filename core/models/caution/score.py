"""The 0-100 caution score: spikes, engagement and growth in fixed bands.

It is transparent and crude: mean + 2 sd is computed with the spikes in it, the bands ignore
account size, and its parts add to 120 before the cap. The pages say "many signs, see the
evidence"; it stands beside, not instead of, evidence-based scores.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.domain.histories import Histories
from core.models.caution.reasons import CautionConfig, reasons_and_flags

MODEL_VERSION = "specified-1"
_COUNTS_AT_ONCE = 200_000
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
    changes = _daily_changes(histories, config)
    engagement = _engagement_percent(followers, engagements)
    spike_counts = np.bincount(changes.spike_creator, minlength=len(changes.known))
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
            "spike_threshold": changes.threshold,
            "first_day_number": changes.first_day,
            "last_day_number": changes.last_day,
            "days_known": changes.known,
            "status": status,
            "model_version": MODEL_VERSION,
        }
    )
    scores["reasons"], scores["red_flags"] = reasons_and_flags(scores, config)
    return CautionScores(scores, changes.spikes())


@dataclass(frozen=True)
class _Changes:
    known: NDArray[np.int64]  # (n,) counts known
    mean: NDArray[np.float64]  # (n,) of followers a day, NaN without changes
    sd: NDArray[np.float64]  # (n,) population, NaN without changes
    threshold: NDArray[np.float64]  # (n,) NaN with too few counts
    growth_percent: NDArray[np.float64]  # (n,)
    first_day: NDArray[np.int64]  # (n,)
    last_day: NDArray[np.int64]  # (n,)
    spike_creator: NDArray[np.int64]  # (s,) index of the creator of each spike
    spike_day: NDArray[np.int64]  # (s,)
    spike_change: NDArray[np.int64]  # (s,) followers in all, over missing days too

    def spikes(self) -> pd.DataFrame:
        """As in `CautionScores`."""
        return pd.DataFrame(
            {
                "creator": self.spike_creator,
                "day_number": self.spike_day,
                "change_count": self.spike_change,
                "threshold": self.threshold[self.spike_creator],
            }
        )


def _daily_changes(histories: Histories, config: CautionConfig) -> _Changes:
    """Of all creators, some thousands after the other, which the processor keeps at hand."""
    starts = histories.starts
    begins = np.searchsorted(starts[:-1], np.arange(0, len(histories.counts), _COUNTS_AT_ONCE))
    begins = np.unique(np.append(begins, 0))
    ends = np.append(begins[1:], len(starts) - 1)
    blocks = []
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        block = _changes_of(
            starts[begin : end + 1] - starts[begin],
            histories.days[starts[begin] : starts[end]],
            histories.counts[starts[begin] : starts[end]],
            config,
        )
        blocks.append(replace(block, spike_creator=block.spike_creator + begin))
    names = [field.name for field in fields(_Changes)]
    return _Changes(*(np.concatenate([vars(block)[name] for block in blocks]) for name in names))


def _changes_of(
    starts: NDArray[np.int64],
    days: NDArray[np.int64],
    counts: NDArray[np.int64],
    config: CautionConfig,
) -> _Changes:
    known = np.diff(starts)
    number = np.maximum(known - 1, 0)  # of changes
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
    threshold = np.where(known >= config.min_counts, mean + config.spike_sds * sd, np.nan)
    # "Above" must hold by more than rounding: one jump among five equal days lies exactly
    # on its own threshold.
    limit = threshold + 1e-9 * np.maximum(1.0, np.abs(threshold))
    is_spike = change > np.repeat(limit, number)
    return _Changes(
        known,
        mean,
        sd,
        threshold,
        growth,
        first_day,
        last_day,
        creator[is_spike],
        days[1:][inner][is_spike],
        gained[is_spike],
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
