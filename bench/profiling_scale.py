"""Seconds to profile many creators from stored features, and the memory it takes.

Features are the hashed words of made-up posts and vectors of pictures for a tenth of them, as a
build reads them; blocks of 5,000 creators. Processor seconds are of this process alone, whatever
else the machine does. Training is timed by the builds of demo data in the data folder: seconds of
their step "profiling", which reads the posts, trains, profiles all creators and writes the rows.

    python -m bench.profiling_scale --accounts 100000
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np

from bench.measuring import peak_gib
from core.models.profiling.attention import AttentionConfig, fit_attention
from core.models.profiling.part_inputs import PostFeatures, post_features
from core.models.profiling.posts import NUMBERS, Posts
from core.models.profiling.profiler import ProfilerConfig, fit_on_features, score_features
from core.settings import Settings
from core.store import builds

_BLOCK = 5_000
_NICHES = 15
_PICTURE_SIZE = 1_280


def _block(accounts: int, posts_each: int, seed: int) -> tuple[PostFeatures, list[str]]:
    """Posts of twenty words, half of them of the account's niche."""
    rng = np.random.default_rng(seed)
    niches = rng.integers(_NICHES, size=accounts)
    rows = np.repeat(np.arange(accounts), posts_each)
    words = rng.integers(300, size=(len(rows), 20))
    words[:, :10] += 1_000 * (1 + niches[rows])[:, None]
    pictures = np.zeros((len(rows), _PICTURE_SIZE), dtype=np.float32)
    shown = rng.random(len(rows)) < 0.1
    pictures[shown] = rng.normal(size=(int(shown.sum()), _PICTURE_SIZE)) / _PICTURE_SIZE**0.5
    pictures[shown, niches[rows[shown]]] += 1
    posts = Posts(
        rows,
        accounts,
        tuple(" ".join(f"w{word}" for word in row) for row in words.tolist()),
        None,
        pictures,
        rng.normal(size=(len(rows), len(NUMBERS))).astype(np.float32),
    )
    return post_features(posts, ("words", "pictures")), [f"niche {niche}" for niche in niches]


def _print_training(settings: Settings) -> None:
    """Seconds of the step in each demo build that has it."""
    print("\n| demo build | creators | trained on | seconds |\n|---|--:|--:|--:|")
    for build in builds.list_builds(settings):
        manifest = build.manifest
        facts, seconds = manifest["facts"].get("profiling"), manifest["timings_s"].get("profiling")
        if build.is_demo and facts and seconds:
            kind = "whole" if manifest["is_deep"] else "quick"
            print(
                f"| {kind}, seed {manifest['config']['seed']}, {facts['model_version']} "
                f"| {manifest['row_counts']['influencers']:,} | {facts['trained_on']:,} "
                f"| {seconds:.0f} |"
            )


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=100_000)
    parser.add_argument("--posts", type=int, default=12)
    arguments = parser.parse_args()
    features, labels = _block(600, arguments.posts, 1)
    config = AttentionConfig(parts=("words", "pictures"))
    attention = fit_attention(features.posts, labels, config, seed=1, features=features)
    stack = fit_on_features(features, labels, ProfilerConfig.quick(), seed=1)
    block, _ = _block(min(_BLOCK, arguments.accounts), arguments.posts, 2)
    blocks = max(1, arguments.accounts // block.posts.accounts_count)
    count = blocks * block.posts.accounts_count
    ways: dict[str, Callable[[], object]] = {
        "stack": lambda: score_features(stack, block),
        f"attention, {config.networks} networks": lambda: attention.score(block.posts, block),
    }
    print("| way | creators | posts each | seconds | processor seconds | peak memory, MB |")
    print("|---|--:|--:|--:|--:|--:|")
    for name, score in ways.items():
        started, worked = time.perf_counter(), time.process_time()
        for _ in range(blocks):
            score()
        seconds, processor = time.perf_counter() - started, time.process_time() - worked
        memory = peak_gib() * 1024
        print(
            f"| {name} | {count:,} | {arguments.posts} | {seconds:.1f} | {processor:.1f} | "
            f"{memory:,.0f} |"
        )
    _print_training(Settings.from_env())


if __name__ == "__main__":
    main()
