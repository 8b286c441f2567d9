"""The weights of the momentum score, learned from what came next.

    python -m bench.momentum_weights [--days 14] [--seeds 201 202 203 204 205]
                                     [--check-seeds 42 43 44]

Demo data: the parts as they were known some days before the end, against the growth beyond
comparable accounts until the end, both in usual spreads of the creators; non-negative least
squares. Nothing planted is read. On the seeds kept for checking: growth a week of the top 5% of
the learned weights, of the weights in use, and of each part alone.
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import nnls

from core.demo.generator import DemoConfig, generate
from core.evaluation.rising_quality import TOP_SHARE, Rated, later_growth, momentum_until
from core.models.momentum.score import WEIGHTS, spreads
from core.pipeline.growth_learning.planted import planted_growth

_PARTS = ("growth_beyond", "acceleration", "engagement_trend", "cadence_change")
_SPREADS_MAX = 20.0


def main() -> None:
    """Prints the weights and how they do."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=14)
    parser.add_argument("--seeds", type=int, nargs="+", default=[201, 202, 203, 204, 205])
    parser.add_argument("--check-seeds", type=int, nargs="+", default=[42, 43, 44])
    chosen = parser.parse_args()
    x, y = zip(*[_table(_rated(seed, chosen.days)) for seed in chosen.seeds], strict=True)
    weights = nnls(np.concatenate(x), np.concatenate(y))[0]
    print(f"Learned {chosen.days} days ahead on demo seeds {', '.join(map(str, chosen.seeds))}:")
    for name, weight in zip(_PARTS, weights / weights.sum(), strict=True):
        print(f"  {name:18} {weight:.2f}")
    growth_by_way: dict[str, list[float]] = {}
    for seed in chosen.check_seeds:
        rated = _rated(seed, chosen.days)
        parts = _parts(rated)
        ways = {
            "learned weights": parts @ weights,
            "weights in use": rated.scores["momentum_score"].to_numpy(float),
            **{f"{name} alone": parts[:, place] for place, name in enumerate(_PARTS)},
        }
        later = later_growth(rated)
        for way, score in ways.items():
            top = np.argsort(-np.nan_to_num(score, nan=-np.inf), kind="stable")
            top = top[: round(TOP_SHARE * len(top))]
            growth_by_way.setdefault(way, []).append(float(np.nanmedian(later[top])))
    print(f"Median growth a week of the top 5% afterwards, seeds {chosen.check_seeds}:")
    for way, values in growth_by_way.items():
        print(f"  {way:24} {np.mean(values):.2%} ± {np.std(values):.2%}")
    print(f"In use: {', '.join(f'{name} {weight}' for name, weight in WEIGHTS.items())}")


def _rated(seed: int, days: int) -> Rated:
    data = generate(DemoConfig(), seed=seed)
    planted = planted_growth(data, with_posts=True)
    creators = data.tables["influencers"].set_index("influencer_id").loc[planted.creator_ids]
    niches = pd.factorize(creators["category"], sort=True)[0].astype(np.int64)
    growth = planted.given
    return momentum_until(
        list(planted.creator_ids), growth.histories, growth.platforms, niches, growth.posts, days
    )


def _parts(rated: Rated) -> NDArray[np.float64]:
    return np.column_stack([spreads(rated.scores, name) for name in _PARTS])


def _table(rated: Rated) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    later = later_growth(rated)
    known = ~np.isnan(later) & rated.scores["momentum_score"].notna().to_numpy()
    middle = np.median(later[known])
    unit = 1.4826 * np.median(np.abs(later[known] - middle))
    come = np.clip((later[known] - middle) / unit, -_SPREADS_MAX, _SPREADS_MAX)
    return _parts(rated)[known], come


if __name__ == "__main__":
    main()
