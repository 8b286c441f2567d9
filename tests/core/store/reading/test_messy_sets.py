"""Messy files of several tables, together and on top of others: the store holds what they mean."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from core.settings import Settings
from core.store.connect import empty_store
from core.store.ingest import load
from tests.support import messy_sets
from tests.support.messy_sets import Expected

pytestmark = pytest.mark.slow
# Columns of the store by those of the files.
_STORED = {
    "influencers": {"name": "name", "platform": "platform", "country": "country",
                    "followers": "followers_count", "avg_likes": "avg_likes",
                    "avg_comments": "avg_comments", "post_price": "post_price"},
    "posts": {"influencer_id": "influencer_id", "posted_at": "posted_at", "caption": "caption",
              "likes": "likes_count", "comments": "comments_count",
              "is_sponsored": "is_sponsored"},
    "follower_history": {"influencer_id": "influencer_id", "date": "day",
                         "followers": "followers_count"},
    "brands": {"brand_id": "brand_id", "brand_name": "name", "followers": "followers_count"},
    "collaborations": {"collaboration_id": "collaboration_id", "brand_id": "brand_id",
                       "influencer_id": "influencer_id", "started_on": "started_on",
                       "price": "price"},
}  # fmt: skip


def stored(con: duckdb.DuckDBPyConnection, table: str) -> list[tuple[Any, ...]]:
    names = ", ".join(_STORED[table].values())
    key = "influencer_id, " if table == "influencers" else ""
    return con.execute(f"SELECT {key}{names} FROM {table}").fetchall()


def meant(expected: Expected, table: str) -> list[tuple[Any, ...]]:
    names = list(_STORED[table])
    if table == "influencers":
        rows = []
        for creator in expected.influencers:
            row = expected.creator(creator)
            row["name"] = row.get("name") or creator
            row["platform"] = row.get("platform") or "unknown"
            rows.append((creator, *(row.get(name) for name in names)))
        return rows
    if table == "brands":
        return [(key, row.get("brand_name") or key, row.get("followers"))
                for key, row in expected.brands.items()]  # fmt: skip
    return [tuple(row.get(name) for name in names) for row in getattr(expected, table).values()]


def comparable(rows: list[tuple[Any, ...]]) -> list[str]:
    """Rows as texts in one order; times to the second, money and averages to two decimals."""

    def text(value: Any) -> str:
        if isinstance(value, float):
            return f"{value:.2f}"
        if isinstance(value, int) and not isinstance(value, bool):
            return f"{value:.2f}"
        if isinstance(value, str):
            return repr(value.replace("\r\n", "\n").replace("\r", "\n").strip())
        return str(value)

    return sorted(" | ".join(map(text, row)) for row in rows)


def assert_as_meant(con: duckdb.DuckDBPyConnection, expected: Expected, how: str) -> None:
    for table in _STORED:
        found, wanted = comparable(stored(con, table)), comparable(meant(expected, table))
        missing = [row for row in wanted if row not in found]
        invented = [row for row in found if row not in wanted]
        assert found == wanted, f"{table}\nmissing {missing}\ninvented {invented}\n{how}"
    rejected = con.execute("SELECT count(*) FROM rejected_rows").fetchall()[0][0]
    assert rejected == expected.rejected, how


def test_several_tables_and_others_on_top_leave_what_they_mean(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    option = request.config.getoption
    for number in range(option("--messy-files")):
        seed = f"{option('--import-seed')} {number}"
        rng = random.Random(seed)
        folder = tmp_path / str(number)
        folder.mkdir()
        con = empty_store(folder / "store.duckdb", Settings.from_env(folder))
        expected, creators = Expected(), messy_sets.creator_ids(rng)
        try:
            for step in ("first", "then"):
                made = messy_sets.drawn(
                    folder / step,
                    rng,
                    expected,
                    tables=rng.choice(messy_sets.SETS),
                    creators=creators,
                )
                summary = load(con, made.files, as_of=messy_sets.LAST_DAY + timedelta(days=1))
                for one in summary.files:
                    assert one.read_count == one.used_count + one.rejected_count + one.merged_count
                assert_as_meant(con, expected, f"seed {seed}, {step}: {made.how}")
        finally:
            con.close()
