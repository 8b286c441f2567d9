"""How far the recommender is ahead of the best simple method, by what the build measured."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

# Which method makes the lists of a group of brands, and which of them learn from interactions.
USED = {"known": "LightFM + EASE", "new": "Joined"}
LEARNING = ("LightFM", "EASE", "LightFM + EASE", "Joined")
# Builds made before the item-item model measured known brands by the factors alone.
_EARLIER = {"known": "LightFM"}


@dataclass(frozen=True)
class Lead:
    """The method in use against the best method that learns nothing.

    Attributes:
        used, simple: names of the two methods.
        used_mean, used_sd, simple_mean: of the metric.
        times: used_mean / simple_mean; NaN when the simple method never hits.
        brands_count, runs_count: on how many brands, with how many seeds.
    """

    used: str
    used_mean: float
    used_sd: float
    simple: str
    simple_mean: float
    times: float
    brands_count: int
    runs_count: int


def lead(figures: pd.DataFrame, group: str, metric: str = "ndcg_at_10") -> Lead | None:
    """How far the method in use is ahead, or behind; None when either side was not measured.

    Args:
        figures: of `core.queries.model_report.quality`.
        group: a key of `USED`.
    """
    rows = figures[(figures["brand_group"] == group) & (figures["metric"] == metric)]
    rows = rows.dropna(subset=["mean_value"])
    used = rows[rows["way"] == USED[group]]
    if used.empty:
        used = rows[rows["way"] == _EARLIER.get(group)]
    simple = rows[~rows["way"].isin(LEARNING)]
    if used.empty or simple.empty:
        return None
    ours = used.iloc[0]
    best = simple.sort_values(["mean_value", "way"], ascending=[False, True]).iloc[0]
    highest = float(best["mean_value"])
    return Lead(
        used=str(ours["way"]),
        used_mean=float(ours["mean_value"]),
        used_sd=float(ours["sd_value"]),
        simple=str(best["way"]),
        simple_mean=highest,
        times=float(ours["mean_value"]) / highest if highest > 0 else float("nan"),
        brands_count=int(ours["brands_count"]),
        runs_count=int(ours["runs_count"]),
    )
