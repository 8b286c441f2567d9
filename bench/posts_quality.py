"""What posts say on demo data of several seeds: disclosed advertising and sponsored engagement.

    python -m bench.posts_quality [--creators 4000] [--seeds 42 7 11]

Marked posts carry a planted notice in one of six languages; sponsored posts reach .82 of the
creator's others.
"""

from __future__ import annotations

import argparse

import numpy as np

from core.demo.generator import DemoConfig, generate
from core.models.posts_text.disclosure import disclosure_terms
from core.models.posts_text.sponsored import sponsored_ratio

_PLANTED = 0.82


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--creators", type=int, default=4000)
    parser.add_argument("--seeds", type=int, nargs="*", default=[42, 7, 11])
    chosen = parser.parse_args()
    print(f"{'seed':>5} {'marked':>7} {'precision':>9} {'recall':>7} {'ratio':>6} {'covered':>13}")
    for seed in chosen.seeds:
        posts = generate(DemoConfig(creators_count=chosen.creators), seed=seed).tables["posts"]
        marked = posts["is_sponsored"].to_numpy(bool)
        disclosed = np.array(
            [
                bool(disclosure_terms(caption, language))
                for caption, language in zip(posts["caption"], posts["language"], strict=True)
            ]
        )
        engaged = (posts["likes_count"] + posts["comments_count"]).to_numpy(float)
        groups = posts.groupby("influencer_id").indices.values()
        ratios = [
            ratio
            for rows in groups
            if (
                ratio := sponsored_ratio(
                    engaged[rows][disclosed[rows]], engaged[rows][~disclosed[rows]]
                )
            ).low
            is not None
        ]
        held = sum((ratio.low or 0) <= _PLANTED <= (ratio.high or 0) for ratio in ratios)
        print(
            f"{seed:>5} {marked.sum():>7,} {(marked & disclosed).sum() / disclosed.sum():>9.4f} "
            f"{(marked & disclosed).sum() / marked.sum():>7.4f} "
            f"{np.median([ratio.ratio for ratio in ratios if ratio.ratio]):>6.3f} "
            f"{held:>5} of {len(ratios):>4}",
            flush=True,
        )


if __name__ == "__main__":
    main()
