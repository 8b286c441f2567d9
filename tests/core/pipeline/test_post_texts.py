"""The steps 'posts' and 'trends' on a small demo store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from core.demo.generator import DemoConfig, DemoData, generate
from core.evaluation.trend_quality import shuffled, trend_quality
from core.models.trends.found import DatedPosts
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.steps.post_texts import read_posts
from core.pipeline.steps.trends import find_trends, hashtag_uses
from core.progress import silent
from core.settings import Settings
from core.store import tables
from core.store.connect import empty_store
from tests.support.worlds import posts_of


@pytest.fixture(scope="module")
def demo() -> DemoData:
    return generate(DemoConfig(creators_count=400), seed=5)


@pytest.fixture
def context(tmp_path: Path, demo: DemoData) -> Iterator[BuildContext]:
    settings = Settings.from_env(tmp_path)
    con = empty_store(tmp_path / "store.duckdb", settings)
    for name in ("influencers", "posts", "brands"):
        tables.append_frame(con, name, demo.tables[name])
    yield BuildContext(con, tmp_path, settings, BuildConfig(deep=False), silent)
    con.close()


def _one(con: duckdb.DuckDBPyConnection, query: str) -> tuple[float, ...]:
    row = con.execute(query).fetchone()
    assert row is not None
    return row


@pytest.mark.slow
def test_every_post_is_read_and_marked_advertising_is_found(context: BuildContext) -> None:
    read_posts(context)
    con = context.con
    assert _one(con, "SELECT count(*) FROM post_texts") == (4800,)
    marked, found, both = _one(
        con,
        """SELECT count(*) FILTER (is_sponsored), count(*) FILTER (is_disclosed),
                  count(*) FILTER (is_sponsored AND is_disclosed)
           FROM posts JOIN post_texts USING (post_id)""",
    )
    assert both / marked > 0.97
    assert both / found > 0.99
    unsupported = "SELECT count(sentiment) FROM post_texts WHERE language <> 'en'"
    assert _one(con, unsupported) == (0,)
    known, posts = _one(con, "SELECT sum(sentiment_count), sum(posts_count) FROM creator_texts")
    assert posts == 4800
    assert known == _one(con, "SELECT count(sentiment) FROM post_texts")[0]
    ratio = _one(con, "SELECT median(sponsored_ratio) FROM creator_texts")[0]
    assert 0.7 < ratio < 0.95  # planted: .82
    # Brands that paid are mentioned, and found by their handle.
    named = _one(con, "SELECT count(DISTINCT post_id) FROM post_entities WHERE kind = 'brand'")[0]
    assert named >= 0.95 * marked
    read_posts(context)
    assert _one(con, "SELECT count(*) FROM post_texts") == (4800,)


@pytest.mark.slow
def test_comments_are_read_where_given_and_few_of_them_say_nothing(context: BuildContext) -> None:
    context.con.execute(
        """UPDATE posts SET comment_texts = ['I love this so much', 'what a wonderful day',
               'das ist nicht gut und ich mag es nicht', 'this is great', '🔥']
           WHERE influencer_id IN ('c00001', 'c00002') AND post_id NOT LIKE 'c00002:%0_'"""
    )
    context.con.execute("UPDATE posts SET language = 'en' WHERE comment_texts IS NOT NULL")
    read_posts(context)
    rows = context.con.execute(
        """SELECT comments_read, comments_mean FROM creator_texts
           WHERE influencer_id IN ('c00001', 'c00002', 'c00003') ORDER BY influencer_id"""
    ).fetchall()
    # Three of five are English words; the second creator has comments under three posts only.
    assert [row[0] for row in rows] == [36, 9, 0]
    assert rows[0][1] > 0.5
    assert [row[1] for row in rows[1:]] == [None, None]


@pytest.mark.slow
def test_an_own_list_in_the_data_folder_is_read(context: BuildContext) -> None:
    (context.settings.data_dir / "brand_safety.toml").write_text('[days]\nany = "day"\n')
    read_posts(context)
    found = context.con.execute(
        "SELECT DISTINCT unnest(safety_categories) FROM creator_texts"
    ).fetchall()
    assert found == [("days",)]


def test_trends_are_written_and_steps_without_posts_write_nothing(context: BuildContext) -> None:
    find_trends(context)
    con = context.con
    assert _one(con, "SELECT count(*) FROM trends WHERE kind = 'hashtag'")[0] > 100
    weeks, shares = _one(
        con,
        """SELECT max(len(weekly_shares)), count(*) FILTER (list_max(weekly_shares) > 1)
           FROM trends""",
    )
    assert weeks >= 6
    assert shares == 0
    curves = (
        "SELECT count(*) FROM trend_weeks WHERE abs(share) > 1 OR creators_count > active_count"
    )
    assert _one(con, curves) == (0,)
    con.execute("DELETE FROM posts")
    for step in (read_posts, find_trends):
        step(context)
    for table in ("post_texts", "creator_texts", "post_entities", "trends", "trend_riders"):
        assert _one(con, f"SELECT count(*) FROM {table}") == (0,)


def test_undated_posts_are_read_but_make_no_trend(context: BuildContext) -> None:
    context.con.execute("UPDATE posts SET posted_at = NULL")
    find_trends(context)
    assert _one(context.con, "SELECT count(*) FROM trends") == (0,)


@pytest.mark.slow
def test_planted_fashions_are_found_and_shuffled_days_show_none() -> None:
    made = generate(DemoConfig(creators_count=2500), seed=9)
    posts = made.tables["posts"]
    creators, _ = pd.factorize(posts["influencer_id"])
    given = DatedPosts(
        creators.astype(np.int64),
        posts["posted_at"].to_numpy("datetime64[D]").astype(np.int64),
        np.full(len(posts), np.nan),
    )
    uses = hashtag_uses(posts["hashtags"])
    found = trend_quality(given, uses, made.truth["trends"])
    assert found.found_count >= 6
    assert found.wrong_count <= 0.02 * found.tested_count
    none = trend_quality(shuffled(given, 1), uses, made.truth["trends"].iloc[:0])
    assert none.wrong_count <= 0.02 * none.tested_count


def test_shuffling_keeps_who_posts_when() -> None:
    posts = posts_of(np.random.default_rng(1), 50, 8, growing=True)
    mixed = shuffled(posts, 3)
    assert not np.array_equal(mixed.days, posts.days)
    for creator in range(50):
        own = posts.creators == creator
        assert sorted(mixed.days[own]) == sorted(posts.days[own])
