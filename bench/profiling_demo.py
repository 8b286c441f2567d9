"""Attention against averaging on demo stores with planted niches, one table.

Averaging is the same network with equal weights. Half off topic: half of the posts of each account
are exchanged for posts of others, in training as in the test.

    python -m bench.profiling_demo --seeds 42 43 44
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.demo_stores import demo_store
from core.evaluation.profiling.planted import (
    SIDES,
    held_out_models,
    is_right,
    planted_accounts,
    probability_drops,
    strayed,
)
from core.models.profiling.attention import AttentionConfig
from core.settings import Settings

_DROPPED = 2


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[42, 43, 44])
    parser.add_argument("--accounts", type=int, default=4000)
    arguments = parser.parse_args()
    figures: dict[tuple[str, str], list[tuple[float, float]]] = {}
    drops = []
    for seed in arguments.seeds:
        with demo_store(Settings.from_env(Path("data")), seed) as (con, folder):
            accounts = planted_accounts(con, folder, arguments.accounts)
        for posts_name, given in (
            ("as planted", accounts),
            ("half off topic", strayed(accounts, 0.5, seed=seed)),
        ):
            for side, parts in SIDES.items():
                if side != "text" and not given.posts.has_picture.any():
                    continue
                rights = []
                for attends in (True, False):
                    config = replace(AttentionConfig(parts=parts, networks=1), attends=attends)
                    model, features, test = held_out_models(given, config, seed=seed)
                    # Accounts without any picture cannot be told by pictures.
                    told = np.ones(len(test), dtype=bool)
                    if side == "pictures":
                        told[:] = False
                        told[features.posts.account_rows[features.posts.has_picture]] = True
                    right = is_right(model, features, given.niches[test])
                    rights.append(float(right[told].mean()))
                    if attends and side == "text":
                        drops.append(
                            (posts_name, *probability_drops(model, features, _DROPPED, seed=seed))
                        )
                figures.setdefault((posts_name, side), []).append((rights[0], rights[1]))
    print("| posts | read | attention | averaging |\n|---|---|--:|--:|")
    for (posts_name, side), values in figures.items():
        cells = [
            f"{np.mean(column):.3f} ± {np.std(column):.3f}" for column in zip(*values, strict=True)
        ]
        print(f"| {posts_name} | {side} | {' | '.join(cells)} |")
    for name in dict.fromkeys(name for name, *_ in drops):
        top, chance = np.mean([values for key, *values in drops if key == name], axis=0)
        print(
            f"Probability lost without {_DROPPED} posts, {name}: {top:.3f} for those of most "
            f"weight, {chance:.3f} for random ones."
        )


if __name__ == "__main__":
    main()
