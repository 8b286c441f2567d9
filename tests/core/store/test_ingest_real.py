"""The importer on public research files; skipped where they are not there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from core.settings import Settings
from core.store.connect import empty_store
from core.store.ingest import FileSummary, ImportFile, load

FOLDER = Settings.from_env().eval_data


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = empty_store(tmp_path / "store.duckdb", Settings.from_env(tmp_path))
    yield con
    con.close()


def brought(con: duckdb.DuckDBPyConnection, name: str, **mapping: str) -> FileSummary:
    path = FOLDER / name
    if not path.is_file():
        pytest.skip(f"needs the research data, no {name} in SCOUT_EVAL_DATA")
    file = ImportFile(path, path.name, None, mapping)
    return load(con, [file], as_of=date(2026, 11, 21)).files[0]


def test_tiktok_profiles_come_in_by_a_column_map(con: duckdb.DuckDBPyConnection) -> None:
    one = brought(con, "profiles/tiktok_influencers.csv", handle="username", bio="signature")
    assert (one.read_count, one.used_count, one.rejected_count) == (5000, 5000, 0)
    # The handles are unique and all 5,000 have a country, a language and followers.
    assert con.execute(
        """SELECT count(*), count(country), count(language), count(followers_count),
                  count(avg_likes), count(DISTINCT platform), min(platform) FROM influencers"""
    ).fetchone() == (5000, 5000, 5000, 5000, 5000, 1, "tiktok")
    assert con.execute(
        "SELECT count(*) > 1000 FROM influencers WHERE bio LIKE '%' || chr(10) || '%'"
    ).fetchone() == (True,)


@pytest.mark.slow
def test_hypeauditor_snapshots_become_one_creator_each(con: duckdb.DuckDBPyConnection) -> None:
    one = brought(con, "profiles/hypeauditor_top1000_2022.csv")
    assert (one.read_count, one.rejected_count) == (14_896, 0)
    assert one.used_count + one.merged_count == 14_896
    assert con.execute("SELECT count(*), count(DISTINCT platform) FROM influencers").fetchone() == (
        one.used_count,
        3,
    )
    assert con.execute(
        "SELECT audience_country FROM influencers WHERE handle = '3gerardpique'"
    ).fetchone() == ("ES",)


@pytest.mark.slow
def test_daily_counts_keep_their_own_days(con: duckdb.DuckDBPyConnection) -> None:
    one = brought(con, "growth/series.csv")
    assert (one.read_count, one.used_count) == (689 * 72, 689 * 72)
    assert con.execute("SELECT count(*), count(followers_count) FROM influencers").fetchone() == (
        689,
        689,
    )
    assert con.execute(
        """SELECT min(day)::VARCHAR, followers_count FROM follower_history
           WHERE influencer_id = '02c684dd1927' GROUP BY ALL ORDER BY 1 LIMIT 1"""
    ).fetchone() == ("2026-06-13", 661)


@pytest.mark.slow
def test_captions_come_in_with_tags_and_creators(con: duckdb.DuckDBPyConnection) -> None:
    one = brought(con, "niches/posts_dev.csv")
    assert (one.read_count, one.used_count, one.rejected_count) == (23_299, 23_299, 0)
    assert con.execute(
        """SELECT count(*), count(category), count(followers_count), count(avg_likes)
           FROM influencers"""
    ).fetchone() == (13_614, 13_614, 13_614, 13_614)
    assert con.execute("SELECT min(posted_at) > '2010-01-01' FROM posts").fetchone() == (True,)
