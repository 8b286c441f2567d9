"""Step "ranking": what it writes, and what it says where there is nothing to learn from."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.steps.recommending import ranking
from core.pipeline.steps.recommending.ranking import rank_creators
from core.progress import silent
from core.services.ranking import views
from core.settings import Settings
from core.store.builds import Build
from core.store.connect import open_store
from tests.support.ranked_build import make_ranked_build
from tests.support.small_build import make_small_build


@pytest.fixture
def made(empty_settings: Settings) -> Build:
    return make_ranked_build(empty_settings)


def run_again(settings: Settings, made: Build, sql: str = "SELECT 1") -> duckdb.DuckDBPyConnection:
    con = open_store(made.store_file, settings, read_only=False)
    con.execute(sql)
    rank_creators(BuildContext(con, made.folder, settings, BuildConfig(deep=False), silent))
    return con


def test_each_brand_gets_creators_it_has_not_worked_with(
    empty_settings: Settings, made: Build
) -> None:
    con = open_store(made.store_file, empty_settings)
    rows = con.execute(
        "SELECT brand_id, count(*), max(place) FROM rankings GROUP BY ALL"
    ).fetchall()
    assert {row[1:] for row in rows} == {(BuildConfig().matches_per_brand,) * 2}
    assert len(rows) == 27
    known = con.execute(
        "SELECT count(*) FROM rankings JOIN collaborations USING (brand_id, influencer_id)"
    ).fetchone()
    assert known == (0,)
    ordered = con.execute(
        """SELECT count(*) FROM (SELECT score > lag(score) OVER (PARTITION BY brand_id
               ORDER BY place) AS wrong FROM rankings) WHERE wrong"""
    ).fetchone()
    assert ordered == (0,)
    account = np.load(made.folder / "influencer_account.npy")
    assert account.shape[0] == 60
    con.close()


@pytest.mark.slow
def test_it_gives_the_same_again(empty_settings: Settings, made: Build) -> None:
    found = []
    for _ in range(2):
        con = run_again(empty_settings, made)
        found.append(
            [
                con.execute(f"FROM {table} ORDER BY ALL").fetchall()
                for table in ("rankings", "ranking_quality")
            ]
        )
        con.close()
    assert found[0] == found[1]
    assert len(found[0][1]) > 20


@pytest.mark.slow
def test_brands_are_listed_alike_however_many_at_once(
    empty_settings: Settings, made: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for brands_at_once, creators_at_once in ((250, 10_000), (4, 7)):
        monkeypatch.setattr(ranking, "_BRANDS_AT_ONCE", brands_at_once)
        monkeypatch.setattr(views, "_CREATORS_AT_ONCE", creators_at_once)
        con = run_again(empty_settings, made)
        found.append(con.execute("FROM rankings ORDER BY brand_id, place").df())
        con.close()
    assert found[0]["brand_id"].nunique() == 27
    pd.testing.assert_frame_equal(*found, rtol=1e-6, atol=1e-9)


def test_parts_keep_the_partners_of_their_brands() -> None:
    brands, creators = np.array([0, 0, 2, 5, 5]), np.array([7, 9, 1, 0, 3])
    parts = ranking._parts(6, ranking._SCORES_AT_ONCE // 2, (brands, creators))
    assert [part["brands"]["brand_row"].to_pylist() for part in parts] == [[0, 1], [2, 3], [4, 5]]
    pairs = [list(zip(*part["partners"].to_pydict().values(), strict=True)) for part in parts]
    assert pairs == [[(0, 7), (0, 9)], [(2, 1)], [(5, 0), (5, 3)]]
    assert len(ranking._parts(3, 10 * ranking._SCORES_AT_ONCE, (brands[:0], creators[:0]))) == 3


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sql", "is_ranked"),
    [
        ("DELETE FROM collaborations", False),
        ("DELETE FROM collaborations WHERE brand_id <> 'b300'", False),
        ("DELETE FROM collaborations WHERE brand_id NOT IN ('b300', 'b301')", True),
        ("UPDATE collaborations SET influencer_id = 'nobody'", False),
        ("UPDATE influencers SET category = NULL, country = NULL, language = NULL", True),
    ],
)
def test_few_collaborations_are_learned_from_or_named_as_missing(
    empty_settings: Settings, made: Build, sql: str, is_ranked: bool
) -> None:
    con = run_again(empty_settings, made, sql)
    gaps = con.execute(
        "SELECT reason FROM data_gaps WHERE capability = 'Order by collaborations'"
    ).fetchall()
    count = con.execute("SELECT count(*) FROM rankings").fetchone()
    con.close()
    assert (made.folder / "models" / "ranking").is_dir() == is_ranked
    assert count is not None
    assert (count[0] > 0) == is_ranked
    assert len(gaps) == (0 if is_ranked else 1)
    if gaps:
        assert "at least 2 brands" in gaps[0][0]


@pytest.mark.slow
def test_with_few_brands_the_posts_lead(empty_settings: Settings, made: Build) -> None:
    con = run_again(
        empty_settings, made, "DELETE FROM collaborations WHERE brand_id NOT IN ('b300', 'b301')"
    )
    assert con.execute("SELECT count(*) FROM ranking_quality").fetchone() == (0,)
    assert con.execute("SELECT DISTINCT match_order FROM rankings").fetchall() == [("posts",)]
    con.close()
    facts = json.loads((made.folder / "models" / "ranking" / "config.json").read_text())
    assert facts["leads"] is False
    assert facts["facts"]["gains"] == {}


def test_a_build_without_the_step_is_left_as_it_was(empty_settings: Settings) -> None:
    plain = make_small_build(empty_settings)
    assert not (Path(plain.folder) / "models" / "ranking").exists()
