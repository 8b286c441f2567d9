"""How well planted risers are found, and how few who bought followers stand among them.

    python -m bench.rising_quality [--demo-seeds 42 43 44] [--early 14]

Demo builds of 4,000 creators, made quickly when the data folder has none. Of the top 5% of each
ranking: the share of planted risers in it, its share of planted buyers, and of creators with an
honest burst. With --early the same at a day so many days before the end of the histories, with
everything recomputed from what was known then, and how much the top 5% then really grew beyond
comparable accounts by the end. Mean and standard deviation over the seeds.
"""

from __future__ import annotations

import argparse

import duckdb
import numpy as np
import pandas as pd

from bench.demo_stores import demo_store
from core.evaluation.rising_quality import (
    Rated,
    RisingQuality,
    momentum_until,
    rising_quality,
    simple_rankings,
)
from core.pipeline.growth_days import dated_posts, histories_of
from core.settings import Settings


def main() -> None:
    """Prints a table a day."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo-seeds", type=int, nargs="+", default=[42, 43, 44])
    parser.add_argument("--early", type=int, default=14)
    chosen = parser.parse_args()
    settings = Settings.from_env()
    for days_before in (0, chosen.early):
        rows: dict[str, list[RisingQuality]] = {}
        for seed in chosen.demo_seeds:
            with demo_store(settings, seed) as (con, folder):
                rated = rated_store(con, days_before)
                rankings: dict[str, pd.Series] = {"momentum": rated.scores["momentum_score"]}
                rankings |= simple_rankings(rated)
                for name, score in rankings.items():
                    quality = rising_quality(rated, score, folder)
                    rows.setdefault(name, []).append(quality)
        when = f"{days_before} days before the end" if days_before else "on the last day"
        print(f"\nTop 5%, {when}, demo seeds {', '.join(map(str, chosen.demo_seeds))}")
        print(
            f"{'':44} {'risers found':>14} {'buyers':>14} {'bursts':>14} {'riser in top 2%':>16} "
            f"{'grew beyond':>14}"
        )
        for name, runs in rows.items():
            print(
                f"{name:44} {_spread([run.risers_found for run in runs])} "
                f"{_spread([run.buyers_share for run in runs])} "
                f"{_spread([run.bursts_share for run in runs])} "
                f"{_spread([run.risers_on_top for run in runs]):>16} "
                f"{_spread([run.later_growth for run in runs])}"
            )
    print(
        "\nrisers found: of the planted ones. Buyers, bursts: share of the list. Grew beyond: "
        "median growth a week beyond comparable accounts from that day to the end."
    )


def rated_store(con: duckdb.DuckDBPyConnection, days_before: int) -> Rated:
    """Momentum of a store's creators as it would have been so many days before the end."""
    creators = con.execute(
        """SELECT i.influencer_id, coalesce(i.platform, '') AS platform,
                  coalesce(m.niche_id, -1) AS niche_id
           FROM influencers i LEFT JOIN influencer_niches m USING (influencer_id)
           ORDER BY i.influencer_id"""
    ).df()
    codes = np.unique(creators["platform"].to_numpy(object), return_inverse=True)[1]
    return momentum_until(
        creators["influencer_id"].tolist(),
        histories_of(con, len(creators)),
        codes.astype(np.int64),
        creators["niche_id"].to_numpy(np.int64),
        dated_posts(con),
        days_before,
    )


def _spread(values: list[float]) -> str:
    if np.isnan(values).all():
        return f"{'-':>14}"
    return f"{np.mean(values):6.1%} ± {np.std(values):4.1%}"


if __name__ == "__main__":
    main()
