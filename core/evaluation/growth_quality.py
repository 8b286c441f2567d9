"""How well bought growth is told from honest growth, beside simpler ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.domain.histories import Histories
from core.models.caution.score import caution_scores
from core.models.growth.kinds import BOUGHT_LIKE

BINS = 10


@dataclass(frozen=True)
class GrowthQuality:
    """Attributes:
    creators, purchased: judged, and of them with bought followers.
    auc, average_precision: of the score.
    recall_at: share of false positives -> share of the purchases found at that cut.
    found_by_pattern: pattern -> share above the cut of 5% false positives.
    brier: mean squared error of the probability; NaN for a score that is none.
    """

    creators: int
    purchased: int
    auc: float
    average_precision: float
    recall_at: dict[float, float]
    found_by_pattern: dict[str, float]
    brier: float


def growth_quality(
    purchased: NDArray[np.bool_],
    score: NDArray[np.float64],
    patterns: NDArray[np.object_] | None = None,
    *,
    is_probability: bool = True,
) -> GrowthQuality:
    """Figures of one score; a creator without a score stands at the low end.

    The cut for a share of false positives lets at most that share of the others through; equal
    scores at the cut are not counted as found.
    """
    from sklearn.metrics import average_precision_score, roc_auc_score

    values = np.where(np.isnan(score), -np.inf, score)
    finite = np.where(np.isfinite(values), values, np.nanmin([*score[~np.isnan(score)], 0]) - 1)
    recalls, cuts = {}, {}
    for share in (0.01, 0.05):
        cut = np.quantile(finite[~purchased], 1 - share, method="higher")
        cuts[share] = cut
        recalls[share] = float((finite[purchased] > cut).mean())
    names = [] if patterns is None else sorted({str(pattern) for pattern in patterns if pattern})
    return GrowthQuality(
        len(purchased),
        int(purchased.sum()),
        float(roc_auc_score(purchased, finite)),
        float(average_precision_score(purchased, finite)),
        recalls,
        {name: float((finite[patterns == name] > cuts[0.05]).mean()) for name in names},
        float(np.nanmean((score - purchased) ** 2)) if is_probability else float("nan"),
    )


def simple_scores(
    histories: Histories,
    followers: NDArray[np.float64],
    engagements: NDArray[np.float64],
) -> dict[str, NDArray[np.float64]]:
    """The caution score, and the largest rise in own mean + k sd, by name."""
    scored = caution_scores(histories, followers, engagements)
    caution = scored.scores["caution_score"].to_numpy(float, na_value=np.nan)
    known = np.diff(histories.starts)
    owner = histories.owners
    inner = owner[1:] == owner[:-1]
    changes = pd.Series(np.diff(histories.counts)[inner] / np.diff(histories.days)[inner])
    grouped = changes.groupby(owner[1:][inner])
    largest = (grouped.max() - grouped.mean()) / grouped.std(ddof=0).replace(0, np.nan)
    # An account that never moved has no rise: 0, not unknown.
    plain = largest.reindex(range(len(known))).fillna(0.0).to_numpy()
    return {"caution score": caution, "largest rise over mean + sd": plain}


@dataclass(frozen=True)
class PatternQuality:
    """Attributes:
    named_share: purchases for which a pattern of deliveries was named at all.
    accuracy: of the named ones, share with the right pattern.
    accuracy_of_all: the same with those not named counted as wrong.
    first_day_error, last_day_error: median absolute days among the named ones; NaN without days.
    within_two_days: share of them whose first day is at most two days off.
    """

    named_share: float
    accuracy: float
    accuracy_of_all: float
    first_day_error: float
    last_day_error: float
    within_two_days: float


def pattern_quality(
    creator_ids: list[str],
    named: NDArray[np.object_],
    first_days: NDArray[np.int64],
    last_days: NDArray[np.int64],
    patterns: Mapping[str, str],
    days: Mapping[str, tuple[int, int]],
) -> PatternQuality | None:
    """Whether patterns and days of known purchases were found; None without any."""
    rows = [
        n for n, creator_id in enumerate(creator_ids) if patterns.get(creator_id) in BOUGHT_LIKE
    ]
    if not rows:
        return None
    named_rows = [n for n in rows if named[n] in BOUGHT_LIKE]
    right = sum(named[n] == patterns[creator_ids[n]] for n in named_rows)
    dated = [n for n in named_rows if creator_ids[n] in days and first_days[n] >= 0]
    first = np.array([abs(first_days[n] - days[creator_ids[n]][0]) for n in dated], dtype=float)
    last = np.array([abs(last_days[n] - days[creator_ids[n]][1]) for n in dated], dtype=float)
    return PatternQuality(
        len(named_rows) / len(rows),
        right / len(named_rows) if named_rows else float("nan"),
        right / len(rows),
        float(np.median(first)) if len(first) else float("nan"),
        float(np.median(last)) if len(last) else float("nan"),
        float((first <= 2).mean()) if len(first) else float("nan"),
    )


def reliability(
    purchased: NDArray[np.bool_], probability: NDArray[np.float64], bins: int = BINS
) -> pd.DataFrame:
    """The reliability curve: bins of equal size by probability.

    Returns:
        mean_probability, share_purchased, creators_count; rows without a probability left out.
    """
    known = ~np.isnan(probability)
    order = np.argsort(probability[known], kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    values, labels = probability[known], purchased[known]
    return pd.DataFrame(
        {
            "mean_probability": [float(values[part].mean()) for part in parts],
            "share_purchased": [float(labels[part].mean()) for part in parts],
            "creators_count": [len(part) for part in parts],
        }
    )
