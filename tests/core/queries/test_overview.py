"""Figures of the whole store, on the hand-made store of `conftest.py`."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import pandas as pd
import pytest

from core.errors import NotFoundError
from core.queries import overview
from core.store import tables
from core.store.connect import create_schema

LAST_DAY = date(2026, 11, 20)


@pytest.fixture
def empty() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    create_schema(con)
    return con


def test_summary_counts_what_is_in_the_store(con: duckdb.DuckDBPyConnection) -> None:
    found = overview.store_summary(con)
    counts = con.execute("SELECT followers_count FROM influencers").fetchall()
    assert found.followers_count == sum(count for (count,) in counts if count is not None)
    assert (found.creators_count, found.posts_count, found.brands_count) == (8, 5, 2)
    assert (found.platforms_count, found.countries_count, found.niches_count) == (3, 3, 2)
    # a 30, b 2, e 52, f 4,000, g 30 and h 1 counts.
    assert (found.history_count, found.history_creators_count) == (4_115, 6)
    assert found.last_day == LAST_DAY
    assert found.first_day == LAST_DAY - timedelta(days=3_999)


def test_an_empty_store_gives_zeros_and_empty_frames(empty: duckdb.DuckDBPyConnection) -> None:
    found = overview.store_summary(empty)
    assert found.followers_count is None
    assert (found.creators_count, found.history_count, found.first_day) == (0, 0, None)
    assert overview.posts_by_week(empty) == []
    assert overview.followers_by_day(empty) == overview.FollowersCourse()
    assert overview.FollowersCourse().growth is None
    assert overview.tier_summary(empty).empty
    assert overview.breakdown(empty, "Country").empty
    assert overview.data_gaps(empty).empty


def test_medians_of_a_tier_are_those_worked_by_hand(con: duckdb.DuckDBPyConnection) -> None:
    found = overview.tier_summary(con).set_index("tier")
    assert found.index.tolist() == ["micro", "macro"]
    # Known rates of micro: 1, 2, 5, 8 and 10 %; prices 90, 300 and 500.
    assert found.loc["micro", "creators_count"] == 6
    assert found.loc["micro", "engagement_p50"] == pytest.approx(0.05)
    assert found.loc["micro", "engagement_p25"] == pytest.approx(0.02)
    assert found.loc["micro", "price_p50"] == 300
    assert found.loc["micro", "priced_count"] == 3


def test_breakdown_counts_the_unknown_too(con: duckdb.DuckDBPyConnection) -> None:
    found = overview.breakdown(con, "Country")
    assert found["creators_count"].tolist() == [3, 3, 1, 1]
    assert found["value"].tolist()[:3] == ["DE", "US", "FR"]
    assert pd.isna(found["value"].iloc[3])
    assert found["share"].sum() == pytest.approx(1.0)
    assert overview.breakdown(con, "Country", limit=2)["values_count"].tolist() == [3, 3]


def test_breakdown_by_an_unknown_property_is_refused(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(NotFoundError, match="Platform, Tier"):
        overview.breakdown(con, "1; DROP TABLE posts")


def _add_posts(con: duckdb.DuckDBPyConnection, creator: str, weeks: dict[str, int]) -> None:
    days = [day for day, posts in weeks.items() for _ in range(posts)]
    frame = pd.DataFrame({"influencer_id": creator, "posted_at": pd.to_datetime(days)})
    frame["post_id"] = [f"{creator}{i}" for i in range(len(days))]
    tables.append_frame(con, "posts", frame.assign(caption=""))


def test_posts_by_week_leaves_out_the_cut_off_weeks(empty: duckdb.DuckDBPyConnection) -> None:
    weeks = {"2026-10-05": 2, "2026-10-12": 5, "2026-10-19": 4, "2026-10-26": 1}
    _add_posts(empty, "a", weeks)
    assert overview.posts_by_week(empty) == [5, 4]


def test_posts_by_week_begins_once_the_posts_of_most_have_begun(
    empty: duckdb.DuckDBPyConnection,
) -> None:
    """The newest two posts of everybody: rare posters alone fill the early weeks."""
    _add_posts(empty, "rare", {"2026-09-07": 1, "2026-10-12": 1})
    for creator in "abc":
        _add_posts(empty, creator, {"2026-10-05": 1, "2026-10-19": 1, "2026-10-26": 1})
    assert overview.posts_by_week(empty) == [1, 3]


def test_followers_by_day_sums_the_usual_window_only(empty: duckdb.DuckDBPyConnection) -> None:
    rows = [("a", 0, 10), ("a", 1, 11), ("b", 0, 20), ("b", 1, 22), ("late", 1, 1_000_000)]
    tables.append_frame(
        empty,
        "follower_history",
        pd.DataFrame(
            [(i, LAST_DAY + timedelta(days=d), n) for i, d, n in rows],
            columns=["influencer_id", "day", "followers_count"],
        ),
    )
    stats = pd.DataFrame({"influencer_id": ["a", "b", "late"], "days_known": [2, 2, 1]}).assign(
        first_day=[LAST_DAY, LAST_DAY, LAST_DAY + timedelta(days=1)],
        last_day=LAST_DAY + timedelta(days=1),
        posts_stored=0,
        sponsored_count=0,
    )
    tables.append_frame(empty, "profile_stats", stats)
    course = overview.followers_by_day(empty)
    assert course == overview.FollowersCourse(
        (30, 33), LAST_DAY, LAST_DAY + timedelta(days=1), creators_count=2
    )
    assert course.growth == pytest.approx(0.1)


def test_a_day_that_one_of_them_lacks_is_no_fall(empty: duckdb.DuckDBPyConnection) -> None:
    # The same window and number of counts, with a gap on another day.
    days = {"a": (0, 7, 21), "b": (0, 14, 21)}
    tables.append_frame(
        empty,
        "follower_history",
        pd.DataFrame(
            [(one, LAST_DAY + timedelta(days=d), 100 + d) for one in days for d in days[one]],
            columns=["influencer_id", "day", "followers_count"],
        ),
    )
    stats = pd.DataFrame({"influencer_id": list(days), "days_known": 3}).assign(
        first_day=LAST_DAY,
        last_day=LAST_DAY + timedelta(days=21),
        posts_stored=0,
        sponsored_count=0,
    )
    tables.append_frame(empty, "profile_stats", stats)
    course = overview.followers_by_day(empty)
    assert course.totals == (200, 242)
    assert (course.first_day, course.last_day) == (LAST_DAY, LAST_DAY + timedelta(days=21))


def test_gaps_stand_widest_first(empty: duckdb.DuckDBPyConnection) -> None:
    empty.execute(
        """INSERT INTO data_gaps VALUES ('Prices', 1, 4, 'r', 'm'), ('Growth', 3, 4, 'r', 'm'),
           ('Brand matches', 0, 0, 'r', 'm')"""
    )
    found = overview.data_gaps(empty)
    assert found["capability"].tolist() == ["Growth", "Prices", "Brand matches"]
    assert found["share"].iloc[0] == 0.75
