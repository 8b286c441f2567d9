"""Ways to weigh the posts of an account against equal weights, one table.

On demo stores with planted niches, as they are and with half of the posts of each account exchanged
for posts of others, in training as in the test; and on public captions of accounts with three posts
or more, where SCOUT_EVAL_DATA has them. A quarter of the accounts is left out of all fits.

    python -m bench.profiling_demo --seeds 42 43 44 --accounts 560

Builds the demo stores that the data folder lacks, some three minutes each.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.demo_stores import demo_store
from core.evaluation.profiling.planted import (
    BOTH,
    SIDES,
    TEXT,
    PlantedAccounts,
    planted_accounts,
    strayed,
)
from core.evaluation.profiling.weighting import (
    WAYS,
    PlantedScores,
    planted_scores,
    plurality_accuracy,
    way_probabilities,
    weight_effects,
)
from core.features.embeddings import Encoder
from core.models.profiling.attention import AttentionConfig
from core.models.profiling.posts import posts_of_frame
from core.services.tables.profile_table import read_profile_table
from core.services.tables.profiles import text_vectors
from core.settings import Settings

_CONFIG = AttentionConfig(parts=SIDES[BOTH], networks=1)
_DROPPED = 2
_FEWEST_POSTS = 3
_PUBLIC = f"public captions, {_FEWEST_POSTS} posts or more"
# By row of the table: a number per way for each seed.
Figures = dict[tuple[str, str], list[NDArray[np.float64]]]


def demo_accounts(
    settings: Settings, seed: int, most: int
) -> Iterator[tuple[str, PlantedAccounts]]:
    """The accounts of a demo store as planted, and with half of their posts off topic."""
    with demo_store(settings, seed) as (con, folder):
        accounts = planted_accounts(con, folder, most)
    vectors = text_vectors(accounts.posts, Encoder(settings))
    accounts = replace(accounts, posts=accounts.posts.with_vectors(vectors))
    yield "as planted", accounts
    yield "half off topic", strayed(accounts, 0.5, seed=seed)


def public_accounts(settings: Settings, file: Path) -> PlantedAccounts:
    """Accounts of a table of labelled posts that have enough of them; the label of an account
    stands for the topic of its posts, which nobody knows."""
    table = read_profile_table(file)
    labels = table.categories
    counts = table.frame["account_id"].value_counts()
    names = sorted(name for name in labels if counts[name] >= _FEWEST_POSTS)
    built = posts_of_frame(table.frame, names)
    posts = built.posts.with_vectors(text_vectors(built.posts, Encoder(settings)))
    categories = np.array([labels[name] for name in names], dtype=object)
    return PlantedAccounts(posts, categories, categories[posts.account_rows])


def measure(
    figures: Figures,
    rows: tuple[str, str],
    scores: PlantedScores,
    parts: tuple[str, ...],
    seed: int,
) -> None:
    """Adds the accuracy of each way, on the accounts of which anything can be read."""
    ways = way_probabilities(scores, parts, _CONFIG, seed=seed)
    rights = []
    for way in WAYS:
        known = ~np.isnan(ways[way]).any(axis=1)
        rights.append(float((ways[way][known].argmax(axis=1) == scores.truth[known]).mean()))
    figures.setdefault(rows, []).append(np.array(rights))
    said = (f"{way} {right:.4f};" for way, right in zip(WAYS, rights, strict=True))
    print(*rows, seed, *said, flush=True)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[42, 43, 44])
    parser.add_argument("--accounts", type=int, default=560, help="of each store")
    arguments = parser.parse_args()
    settings = Settings.from_env()
    public_file = settings.eval_data / "niches/posts_dev.csv"
    public = public_accounts(settings, public_file) if public_file.is_file() else None
    figures: Figures = {}
    effects: dict[str, list[NDArray[np.float64]]] = {}
    ceilings: dict[str, list[float]] = {}
    for seed in arguments.seeds:
        if public is not None:
            scores = planted_scores(public, replace(_CONFIG, parts=SIDES[TEXT]), seed=seed)
            measure(figures, (_PUBLIC, TEXT), scores, SIDES[TEXT], seed)
        for posts_name, accounts in demo_accounts(settings, seed, arguments.accounts):
            scores = planted_scores(accounts, _CONFIG, seed=seed)
            ceilings.setdefault(posts_name, []).append(plurality_accuracy(accounts, scores.test))
            for side, parts in SIDES.items():
                if set(parts) <= set(scores.sample_scores):
                    measure(figures, (posts_name, side), scores, parts, seed)
            effects.setdefault(posts_name, []).append(
                np.array(weight_effects(accounts, scores, _DROPPED, seed=seed))
            )
    print(f"\n| posts | read | {' | '.join(WAYS)} |\n|---|---|{'--:|' * len(WAYS)}")
    for (posts_name, side), runs in figures.items():
        cells = [
            f"{mean:.3f} ± {spread:.3f}"
            for mean, spread in zip(np.mean(runs, axis=0), np.std(runs, axis=0), strict=True)
        ]
        print(f"| {posts_name} | {side} | {' | '.join(cells)} |")
    print("\nGain over equal weights, attention and stack:")
    for (posts_name, side), runs in figures.items():
        gains = np.array([(run[0] - run[1], run[2] - run[3]) for run in runs])
        cells = [
            f"{mean:+.3f} ± {spread:.3f}"
            for mean, spread in zip(gains.mean(axis=0), gains.std(axis=0), strict=True)
        ]
        print(f"| {posts_name} | {side} | {' | '.join(cells)} |")
    print(
        "\n| posts | weight on topic | off topic "
        f"| probability lost without the {_DROPPED} posts of most weight | without random ones "
        "| most frequent planted topic right |\n|---|--:|--:|--:|--:|--:|"
    )
    for posts_name, values in effects.items():
        rows = np.column_stack([values, ceilings[posts_name]])
        cells = [
            f"{mean:.3f} ± {spread:.3f}"
            for mean, spread in zip(rows.mean(axis=0), rows.std(axis=0), strict=True)
        ]
        print(f"| {posts_name} | {' | '.join(cells)} |")
    print(f"\n{time.process_time() / 60:.0f} minutes of one processor")


if __name__ == "__main__":
    main()
