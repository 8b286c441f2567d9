"""Profiles, rule points and the authenticity step, on stores small enough to work by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.steps.caution import score_growth
from core.pipeline.steps.profiles import summarise_profiles
from core.pipeline.steps.recommending.ratings import fill_points
from core.progress import silent
from core.settings import Settings
from core.store.connect import empty_store


@pytest.fixture
def context(tmp_path: Path) -> Iterator[BuildContext]:
    settings = Settings.from_env(tmp_path)
    con = empty_store(tmp_path / "store.duckdb", settings)
    yield BuildContext(con, tmp_path, settings, BuildConfig(), silent)
    con.close()


def add_creator(con: duckdb.DuckDBPyConnection, influencer_id: str, **values: object) -> None:
    row = {"handle": influencer_id, "name": influencer_id, "platform": "instagram", **values}
    names = ", ".join(row)
    marks = ", ".join(f"${name}" for name in row)
    con.execute(
        f"INSERT INTO influencers (influencer_id, {names}) VALUES ($influencer_id, {marks})",
        {"influencer_id": influencer_id, **row},
    )


def add_history(con: duckdb.DuckDBPyConnection, influencer_id: str, counts: list[int]) -> None:
    start = date(2026, 1, 1)
    con.executemany(
        "INSERT INTO follower_history VALUES (?, ?, ?)",
        [(influencer_id, start + timedelta(days=i), count) for i, count in enumerate(counts)],
    )


def one(con: duckdb.DuckDBPyConnection, query: str) -> tuple[object, ...]:
    row = con.execute(query).fetchone()
    assert row is not None
    return row


def test_engagement_rate_and_its_percentile_in_the_tier(context: BuildContext) -> None:
    for number, likes in enumerate([100, 200, 300, 400, 400]):
        add_creator(
            context.con, f"c{number}", followers_count=10_000, avg_likes=likes, avg_comments=20
        )
    add_creator(context.con, "nofollowers", avg_likes=5)
    add_creator(context.con, "zero", followers_count=0, avg_likes=5)
    summarise_profiles(context)
    rows = context.con.execute(
        "SELECT engagement_rate, engagement_percentile, tier, peer_group, peer_count "
        "FROM profile_stats ORDER BY influencer_id"
    ).fetchall()
    assert rows[0] == (0.012, 0.0, "micro", "micro", 5)
    assert rows[1] == (0.022, 0.25, "micro", "micro", 5)
    # The two equal best share a rank: percent_rank gives both 3 of 4.
    assert rows[3][:2] == (0.042, 0.75) == rows[4][:2]
    assert rows[5] == (None, None, None, None, None)
    assert rows[6][:3] == (None, None, "below nano")


def test_authentic_engagement_stands_in_only_where_likes_and_comments_are_missing(
    context: BuildContext,
) -> None:
    add_creator(context.con, "a", followers_count=1000, authentic_engagement=30)
    add_creator(context.con, "b", followers_count=1000, authentic_engagement=30, avg_likes=50)
    summarise_profiles(context)
    score_growth(context)
    rates = context.con.execute(
        "SELECT engagement_rate, engagement_percent FROM profile_stats "
        "JOIN caution USING (influencer_id) ORDER BY influencer_id"
    ).fetchall()
    assert rates == [(0.03, 3.0), (0.05, 5.0)]


def test_few_peers_give_no_percentile_and_a_full_niche_its_own(context: BuildContext) -> None:
    context.con.execute(
        "INSERT INTO niches (niche_id, name, keywords, creators_count, model_version) "
        "VALUES (0, 'Food', ['food'], 20, 't'), (1, 'Cars', ['cars'], 3, 't')"
    )
    for number in range(23):
        add_creator(context.con, f"c{number:02}", followers_count=2_000, avg_likes=10 + number)
        context.con.execute(
            "INSERT INTO influencer_niches VALUES (?, ?, 0.5, NULL, 't')",
            [f"c{number:02}", 0 if number < 20 else 1],
        )
    add_creator(context.con, "big", followers_count=2_000_000, avg_likes=10)
    summarise_profiles(context)
    groups = context.con.execute(
        "SELECT peer_group, peer_count, engagement_percentile FROM profile_stats "
        "WHERE influencer_id IN ('c19', 'c22', 'big') ORDER BY influencer_id"
    ).fetchall()
    assert groups == [("mega", 1, None), ("nano · Food", 20, 1.0), ("nano", 23, 1.0)]
    medians = one(context.con, "SELECT median_followers FROM niches WHERE niche_id = 1")
    assert medians == (2000.0,)


def test_growth_and_sparkline(context: BuildContext) -> None:
    add_creator(context.con, "long")
    add_creator(context.con, "short")
    add_creator(context.con, "none")
    add_history(context.con, "long", list(range(1000, 1090)))
    add_history(context.con, "short", [100, 150])
    summarise_profiles(context)
    rows = {
        row[0]: row[1:]
        for row in context.con.execute(
            "SELECT influencer_id, growth_fraction, sparkline, days_known FROM profile_stats"
        ).fetchall()
    }
    assert rows["long"][0] == pytest.approx(0.089)
    assert len(rows["long"][1]) == 30
    assert (rows["long"][1][0], rows["long"][1][-1]) == (1000, 1089)
    assert rows["short"] == (0.5, [100, 150], 2)
    assert rows["none"] == (None, None, 0)


def test_rule_points_by_hand_and_given_points_stay(context: BuildContext) -> None:
    con = context.con
    add_creator(
        con, "fit", category="Beauty", audience_country="DE", hashtags=["glow", "spf"],
        followers_count=1000, avg_likes=40, avg_comments=2,
    )  # fmt: skip
    add_creator(con, "misfit", category="cars", country="FR")
    con.execute(
        "INSERT INTO brands (brand_id, name, category, country, hashtags) "
        "VALUES ('b', 'Luma', ' beauty ', 'DE', ['spf'])"
    )
    con.execute(
        "INSERT INTO ratings (brand_id, influencer_id, points) "
        "VALUES ('b', 'fit', NULL), ('b', 'misfit', 7.5)"
    )
    summarise_profiles(context)
    fill_points(context)
    rows = con.execute("SELECT * EXCLUDE (brand_id) FROM ratings ORDER BY influencer_id").fetchall()
    # 10 same category + 5 same country + 1 shared hashtag + 4.2% engagement.
    assert rows[0] == ("fit", pytest.approx(20.2), 10, 5, 1, pytest.approx(4.2))
    assert rows[1] == ("misfit", 7.5, 0, 0, 0, None)


def test_authenticity_rows_for_every_creator_and_events_with_dates(context: BuildContext) -> None:
    add_creator(context.con, "a", followers_count=2000, avg_likes=38)
    add_creator(context.con, "b")
    add_history(context.con, "a", [1000] * 21 + [2000] * 9)
    score_growth(context)
    rows = context.con.execute(
        "SELECT influencer_id, caution_score, spike_count, first_day, last_day, status "
        "FROM caution ORDER BY influencer_id"
    ).fetchall()
    assert rows[0] == ("a", 80, 1, date(2026, 1, 1), date(2026, 1, 30), "complete")
    assert rows[1] == ("b", None, None, None, None, "not enough data")
    events = context.con.execute(
        "SELECT influencer_id, day, change_count, kind FROM growth_events"
    ).fetchall()
    assert events == [("a", date(2026, 1, 22), 1000, "spike")]


def test_steps_run_on_an_empty_store_and_twice(context: BuildContext) -> None:
    for _ in range(2):
        summarise_profiles(context)
        score_growth(context)
        fill_points(context)
    assert one(context.con, "SELECT count(*) FROM caution") == (0,)
