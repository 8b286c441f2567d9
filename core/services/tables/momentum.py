"""Momentum and forecasts for any table of follower counts, without a build."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.evaluation.forecast_quality import Backtest, backtest
from core.models.growth.evidence.evidence import GrowthEvidence
from core.models.growth.evidence.reading import GrowthData
from core.models.growth.learner import shipped
from core.models.growth.verdict import verdict_sentences
from core.models.momentum.curves import curves_of
from core.models.momentum.forecast import HISTORY_MIN
from core.models.momentum.outlook import outlook
from core.models.momentum.parts import MomentumData
from core.models.momentum.score import momentum
from core.services.tables.growth import HistoryTable, scored
from core.pipeline.growth_days import dates
from core.pipeline.steps.momentum import WINDOW_DAYS, as_fractions
from core.progress import Report, silent

_ORIGINS_MAX, _ORIGIN_STRIDE = 4, 7


def evidence_of(given: GrowthData, *, threads: int, report: Report = silent) -> GrowthEvidence:
    """Growth evidence by the model that comes along."""
    return scored(given, shipped(), threads=threads, report=report)


def rising_frame(table: HistoryTable, given: GrowthData, found: GrowthEvidence) -> pd.DataFrame:
    """What `rising` writes: one row a creator, best first, those without a score last."""
    n = len(given)
    probability = found.creators["purchased_probability"].to_numpy(float)
    rated = as_fractions(
        momentum(
            MomentumData(
                curves_of(given.histories, days=WINDOW_DAYS),
                given.platforms,
                np.full(n, -1, dtype=np.int64),
                probability,
                found.events,
                posts=given.posts,
            )
        )
    )
    both = zip(rated["reasons_for"], rated["reasons_against"], strict=True)
    frame = pd.DataFrame(
        {
            "influencer_id": table.creator_ids,
            "momentum_rank": rated["momentum_rank"].astype("Int64"),
            "momentum_score": rated["momentum_score"].round(2),
            **{
                name: rated[name].round(6)
                for name in (
                    "weekly_growth",
                    "peer_growth",
                    "growth_beyond",
                    "acceleration",
                    "engagement_trend",
                    "cadence_change",
                )
            },
            "verdict": verdict_sentences(
                pd.DataFrame(
                    {
                        "purchased_probability": probability,
                        "pattern": found.creators["pattern"].astype("str"),
                        "pattern_first_day": dates(found.creators["pattern_first_day_number"]),
                        "pattern_last_day": dates(found.creators["pattern_last_day_number"]),
                    }
                )
            ),
            "purchased_probability": pd.Series(probability).round(5),
            "authenticity_index": found.creators["authenticity_index"].astype("Int64"),
            "confidence": rated["confidence"].astype("str"),
            "reasons": [
                "; ".join([*(f"for: {one}" for one in yes), *(f"against: {one}" for one in no)])
                for yes, no in both
            ],
        }
    )
    return frame.sort_values(["momentum_rank", "influencer_id"], na_position="last")


def forecast_frame(
    table: HistoryTable, given: GrowthData, found: GrowthEvidence, horizons: Sequence[int]
) -> pd.DataFrame:
    """What `forecast` writes: one row a creator and horizon; without enough counts, none."""
    curves = curves_of(given.histories, days=WINDOW_DAYS)
    probability = found.creators["purchased_probability"].to_numpy(float)
    frame = outlook(curves, given.platforms, probability, found.events, horizons)
    ids = np.array(table.creator_ids, dtype=object)
    frame.insert(0, "influencer_id", ids[frame.pop("creator")])
    frame.insert(1, "from_date", dates(pd.Series([curves.last_day])).iloc[0].strftime("%Y-%m-%d"))
    counts = ["followers_now", "followers_forecast", "followers_low", "followers_high"]
    return frame.astype(dict.fromkeys(counts, "int64")).assign(
        pass_probability=frame["pass_probability"].round(5)
    )


def backtest_of(given: GrowthData, horizons: Sequence[int]) -> Backtest:
    """Backtest of a file's own histories from up to four days, a week apart."""
    days = int(given.histories.days.max() - given.histories.days.min()) + 1
    curves = curves_of(given.histories, days=min(days, 2 * WINDOW_DAYS))
    width = curves.values.shape[1]
    parts = []
    for horizon in horizons:
        latest = width - 1 - horizon
        origins = [latest - back * _ORIGIN_STRIDE for back in range(_ORIGINS_MAX)]
        usable = [origin for origin in origins if origin >= HISTORY_MIN - 1]
        parts.append(backtest(curves.values, given.platforms, (horizon,), usable))
    return Backtest(
        pd.concat([one.errors for one in parts], ignore_index=True),
        pd.concat([one.passing for one in parts], ignore_index=True),
    )
