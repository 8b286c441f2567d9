"""Momentum and forecasts for any table of follower counts, without a build."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.domain.histories import dates
from core.evaluation.forecast_quality import Backtest, backtest
from core.models.growth.evidence.evidence import GrowthEvidence
from core.models.growth.evidence.reading import GrowthData
from core.models.growth.learner import shipped
from core.models.growth.verdict import verdict_sentences
from core.models.momentum.curves import curves_of
from core.models.momentum.forecast import HISTORY_MIN
from core.models.momentum.outlook import outlook
from core.models.momentum.parts import MomentumData
from core.models.momentum.score import LOG_PARTS, WINDOW_DAYS, as_fractions, momentum
from core.progress import Report, silent
from core.services.tables.growth import joined_reasons, scored
from core.services.tables.histories import HistoryTable

_ORIGINS_MAX, _ORIGIN_STRIDE = 4, 7


def shipped_evidence(data: GrowthData, *, threads: int, report: Report = silent) -> GrowthEvidence:
    """Growth evidence by the shipped model."""
    return scored(data, shipped(), threads=threads, report=report)


def rising_frame(table: HistoryTable, data: GrowthData, evidence: GrowthEvidence) -> pd.DataFrame:
    """What `rising` writes: one row per creator, best first, those without a score last."""
    n = len(data)
    probability = evidence.creators["purchased_probability"].to_numpy(float)
    rated = as_fractions(
        momentum(
            MomentumData(
                curves_of(data.histories, days=WINDOW_DAYS),
                data.platforms,
                np.full(n, -1, dtype=np.int64),
                probability,
                evidence.events,
                posts=data.posts,
            )
        )
    )
    frame = pd.DataFrame(
        {
            "influencer_id": table.creator_ids,
            "momentum_rank": rated["momentum_rank"].astype("Int64"),
            "momentum_score": rated["momentum_score"].round(2),
            **{name: rated[name].round(6) for name in LOG_PARTS},
            "verdict": verdict_sentences(
                pd.DataFrame(
                    {
                        "purchased_probability": probability,
                        "pattern": evidence.creators["pattern"].astype("str"),
                        "pattern_first_day": dates(evidence.creators["pattern_first_day_number"]),
                        "pattern_last_day": dates(evidence.creators["pattern_last_day_number"]),
                    }
                )
            ),
            "purchased_probability": pd.Series(probability).round(5),
            "authenticity_index": evidence.creators["authenticity_index"].astype("Int64"),
            "confidence": rated["confidence"].astype("str"),
            "reasons": joined_reasons(rated["reasons_for"], rated["reasons_against"]),
        }
    )
    return frame.sort_values(["momentum_rank", "influencer_id"], na_position="last")


def forecast_frame(
    table: HistoryTable, data: GrowthData, evidence: GrowthEvidence, horizons: Sequence[int]
) -> pd.DataFrame:
    """What `forecast` writes: one row per creator and horizon; none without enough counts."""
    curves = curves_of(data.histories, days=WINDOW_DAYS)
    probability = evidence.creators["purchased_probability"].to_numpy(float)
    frame = outlook(curves, data.platforms, probability, evidence.events, horizons)
    ids = np.array(table.creator_ids, dtype=object)
    frame.insert(0, "influencer_id", ids[frame.pop("creator")])
    frame.insert(1, "from_date", dates(pd.Series([curves.last_day])).iloc[0].strftime("%Y-%m-%d"))
    counts = ["followers_now", "followers_forecast", "followers_low", "followers_high"]
    return frame.astype(dict.fromkeys(counts, "int64")).assign(
        pass_probability=frame["pass_probability"].round(5)
    )


def backtest_of_table(data: GrowthData, horizons: Sequence[int]) -> Backtest:
    """Backtest of a file's own histories from up to four days, a week apart."""
    days = int(data.histories.days.max() - data.histories.days.min()) + 1
    curves = curves_of(data.histories, days=min(days, 2 * WINDOW_DAYS))
    width = curves.values.shape[1]
    parts = []
    for horizon in horizons:
        latest = width - 1 - horizon
        origins = [latest - back * _ORIGIN_STRIDE for back in range(_ORIGINS_MAX)]
        usable = [origin for origin in origins if origin >= HISTORY_MIN - 1]
        parts.append(backtest(curves.values, data.platforms, (horizon,), usable))
    return Backtest(
        pd.concat([part.errors for part in parts], ignore_index=True),
        pd.concat([part.passing for part in parts], ignore_index=True),
    )


def is_daily(data: GrowthData) -> bool:
    """Whether the counts of most creators stand a day apart."""
    gaps = np.diff(data.histories.days)
    return not len(gaps) or not np.median(gaps[gaps > 0]) > 1
