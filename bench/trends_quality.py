"""Trends on demo data of several seeds: planted fashions found, others called so by mistake.

    python -m bench.trends_quality [--creators 4000] [--seeds 42 7 11] [--shuffles 5]

'Shuffled': each creator's posts change days among themselves, so nothing can be a trend; shown is
the share of judged hashtags called rising or falling all the same.
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

from core.demo.generator import DemoConfig, generate
from core.evaluation.trend_quality import shuffled, trend_quality
from core.models.trends.found import DatedPosts
from core.pipeline.steps.trends import hashtag_uses


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--creators", type=int, default=4000)
    parser.add_argument("--seeds", type=int, nargs="*", default=[42, 7, 11])
    parser.add_argument("--shuffles", type=int, default=5)
    chosen = parser.parse_args()
    print(f"{'seed':>6} {'found':>8} {'wrong':>6} {'tested':>7} {'shuffled, called':>17}")
    for seed in chosen.seeds:
        made = generate(DemoConfig(creators_count=chosen.creators), seed=seed)
        posts = made.tables["posts"]
        creators, _ = pd.factorize(posts["influencer_id"])
        dated = DatedPosts(
            creators.astype(np.int64),
            posts["posted_at"].to_numpy("datetime64[D]").astype(np.int64),
            (posts["likes_count"] + posts["comments_count"]).to_numpy(float),
        )
        uses = hashtag_uses(posts["hashtags"])
        planted = made.truth["trends"]
        quality = trend_quality(dated, uses, planted)
        none = planted.iloc[:0]
        rounds = [
            trend_quality(shuffled(dated, number), uses, none) for number in range(chosen.shuffles)
        ]
        called = sum(of_shuffled.wrong_count for of_shuffled in rounds)
        tested = sum(of_shuffled.tested_count for of_shuffled in rounds)
        print(
            f"{seed:>6} {quality.found_count:>3} of {quality.planted_count} "
            f"{quality.wrong_count:>6} {quality.tested_count:>7} {called:>5} of {tested:>6,}",
            flush=True,
        )


if __name__ == "__main__":
    main()
