"""How far a copy with pseudonyms answers as its original does.

    python -m bench.pseudonyms --data FOLDER [--copy COPY]

FOLDER has a build in use; its copy is made in a temporary folder unless COPY has one that
`python -m core pseudonymise --data FOLDER --to COPY` made. Growth, prices and engagement come from
numbers, which stay as they are; niches and matches come from texts, in which names are replaced.
"""

from __future__ import annotations

import argparse
import tempfile
from contextlib import closing
from pathlib import Path

import duckdb
import pandas as pd
from sklearn.metrics import adjusted_rand_score

from core.pipeline.pseudonyms.copying import Choices, make_copy, naming_of, pseudonyms_of
from core.settings import Settings
from core.store import builds
from core.store.connect import open_build_store

# What is compared number by number: words for the row, table, column.
NUMBERS = (
    ("engagement rate", "profile_stats", "engagement_rate"),
    ("caution score", "caution", "caution_score"),
    ("probability of bought followers", "growth_evidence", "purchased_probability"),
    ("authenticity index", "growth_evidence", "authenticity_index"),
    ("momentum", "momentum", "momentum_score"),
    ("influence", "influence", "influence_score"),
)


def main() -> None:
    """Prints the comparison as a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--copy", type=Path)
    chosen = parser.parse_args()
    settings = Settings.from_env(chosen.data)
    with tempfile.TemporaryDirectory() as folder:
        copy = chosen.copy or Path(folder) / "copy"
        if chosen.copy is None:
            make_copy(settings, copy, Choices())
        of_copy = Settings.from_env(copy)
        with (
            closing(open_build_store(builds.current_build(settings), settings)) as first,
            closing(open_build_store(builds.current_build(of_copy), of_copy)) as second,
        ):
            _print_comparison(settings, first, second)


def _print_comparison(
    settings: Settings, first: duckdb.DuckDBPyConnection, second: duckdb.DuckDBPyConnection
) -> None:
    new_ids = {account.influencer_id: new.influencer_id for account, new in pseudonyms_of(settings)}
    print(
        "| what | creators | equal | largest difference | rank correlation |\n|---|---|---|---|---|"
    )
    for words, table, column in NUMBERS:
        pairs = _side_by_side(first, second, table, column, new_ids).dropna()
        difference = (pairs["first"] - pairs["second"]).abs()
        print(
            f"| {words} | {len(pairs):,} | {(difference < 1e-9).mean():.1%} | "
            f"{difference.max():.3g} | {pairs['first'].corr(pairs['second'], 'spearman'):.4f} |"
        )
    niches = _side_by_side(first, second, "influencer_niches", "niche_id", new_ids).dropna()
    agreement = adjusted_rand_score(niches["first"], niches["second"])
    print(f"\nNiches, adjusted Rand index: {agreement:.3f}")
    for words, table, place in (
        ("matches by texts", "brand_matches", "match_rank"),
        ("recommendations", "recommendations", "recommended_rank"),
    ):
        share = _top_shared(settings, first, second, table, place, new_ids)
        print(f"The ten first of each brand that both name, {words}: {share:.1%}")


def _side_by_side(
    first: duckdb.DuckDBPyConnection,
    second: duckdb.DuckDBPyConnection,
    table: str,
    column: str,
    new_ids: dict[str, str],
) -> pd.DataFrame:
    question = f"SELECT influencer_id, {column}::DOUBLE AS value FROM {table}"
    old = first.execute(question).df()
    old["influencer_id"] = old["influencer_id"].map(new_ids)
    both = old.merge(second.execute(question).df(), on="influencer_id", suffixes=("_1", "_2"))
    return both.rename(columns={"value_1": "first", "value_2": "second"})


def _top_shared(
    settings: Settings,
    first: duckdb.DuckDBPyConnection,
    second: duckdb.DuckDBPyConnection,
    table: str,
    place: str,
    new_ids: dict[str, str],
) -> float:
    question = f"SELECT brand_id, influencer_id FROM {table} WHERE {place} <= 10"
    naming = naming_of(settings)
    old = {
        (naming.identifier("brand", brand_id), new_ids[influencer_id])
        for brand_id, influencer_id in first.execute(question).fetchall()
    }
    return len(old & set(second.execute(question).fetchall())) / len(old)


if __name__ == "__main__":
    main()
