"""How well a ranking finds planted risers, at the end of the histories or earlier."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.domain.histories import Histories
from core.domain.thresholds import WORTH_CHECKING
from core.evaluation.truth import read_truth
from core.models.growth.evidence.evidence import growth_evidence
from core.models.growth.evidence.reading import GrowthData
from core.models.growth.learner import shipped
from core.models.momentum.curves import Curves, curves_of
from core.models.momentum.parts import MomentumData
from core.models.momentum.peers import comparable_curves
from core.models.momentum.score import momentum

TOP_SHARE, ON_TOP_SHARE = 0.05, 0.02
_DAYS = 120
_PLAIN_DAYS = 30


@dataclass(frozen=True)
class Rated:
    """Attributes:
    influencer_ids: of n creators, sorted.
    scores: (n rows) of `momentum`, from counts and posts up to the day alone.
    probability: (n,) of bought growth, from the same.
    curves: up to the day; all_curves: up to the end.
    days_before: how long before the end the day was.
    """

    influencer_ids: list[str]
    scores: pd.DataFrame
    probability: np.ndarray
    curves: Curves
    all_curves: Curves
    platforms: np.ndarray
    days_before: int


@dataclass(frozen=True)
class RisingQuality:
    """Shares 0-1.

    Attributes:
        risers_found: of the planted risers, in the top 5%.
        buyers_share: of the top 5%, planted buyers.
        bursts_share: of the top 5%, creators with a planted honest burst.
        risers_on_top: of the top 2%, planted risers.
        later_growth: median log growth a week of the top 5% beyond comparable accounts from the
            day to the end; NaN on the last day.
    """

    risers_found: float
    buyers_share: float
    bursts_share: float
    risers_on_top: float
    later_growth: float


def momentum_until(
    influencer_ids: list[str],
    everything: Histories,
    platforms: NDArray[np.int64],
    niches: NDArray[np.int64],
    posts: pd.DataFrame | None,
    days_before: int,
) -> Rated:
    """Growth evidence and momentum as they would have been so many days before the end.

    Args:
        everything: histories up to the end; platforms, niches: (n,) codes.
        posts: creator, day_number, engagements.
    """
    day = int(everything.days.max()) - days_before
    known = everything.days <= day
    left = np.bincount(everything.owners[known], minlength=len(platforms))
    histories = Histories(
        np.concatenate([[0], np.cumsum(left)]).astype(np.int64),
        everything.days[known],
        everything.counts[known],
    )
    posts = None if posts is None else posts[posts["day_number"] <= day]
    evidence = growth_evidence(GrowthData(histories, platforms, posts=posts), shipped())
    probability = evidence.creators["purchased_probability"].to_numpy(float)
    curves = curves_of(histories, days=_DAYS, last_day=day)
    data = MomentumData(curves, platforms, niches, probability, evidence.events, posts=posts)
    return Rated(
        influencer_ids,
        momentum(data),
        probability,
        curves,
        curves_of(everything, days=_DAYS),
        platforms,
        days_before,
    )


def simple_rankings(rated: Rated) -> dict[str, pd.Series]:
    """What a table of growth figures would rank by: growth of 30 days, and without the flagged."""
    values = rated.curves.values
    growth = pd.Series(values[:, -1] - values[:, -1 - _PLAIN_DAYS])
    return {
        "growth of 30 days": growth,
        "growth of 30 days, worth checking left out": growth.where(
            ~(rated.probability >= WORTH_CHECKING)
        ),
    }


def rising_quality(rated: Rated, score: pd.Series, truth_folder: Path) -> RisingQuality:
    """Figures of one ranking; creators without a score stand last."""
    truth = read_truth(truth_folder)
    ids = pd.Series(rated.influencer_ids)
    risers, buyers, bursts = (
        ids.isin(truth[name]["influencer_id"]).to_numpy()
        for name in ("risers", "purchases", "bursts")
    )
    order = np.argsort(-score.fillna(-np.inf).to_numpy(float), kind="stable")
    top = order[: round(TOP_SHARE * len(order))]
    first = order[: round(ON_TOP_SHARE * len(order))]
    return RisingQuality(
        float(risers[top].sum() / max(risers.sum(), 1)),
        float(buyers[top].mean()),
        float(bursts[top].mean()),
        float(risers[first].mean()),
        float(np.nanmedian(later_growth(rated)[top])) if rated.days_before else float("nan"),
    )


def later_growth(rated: Rated) -> np.ndarray:
    """(n,) log growth a week beyond comparable accounts from the day to the end."""
    values = rated.all_curves.values
    beyond_cohort = values - comparable_curves(values, np.exp(values[:, -1]), rated.platforms)
    late: np.ndarray = (
        (beyond_cohort[:, -1] - beyond_cohort[:, -1 - rated.days_before]) / rated.days_before * 7
    )
    return late
