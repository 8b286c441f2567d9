"""Figures of the pages on messy files, against pandas on the values that the files mean."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from core.domain.tiers import tier_of
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.steps.growth_evidence import gather_evidence
from core.pipeline.steps.profiles import summarise_profiles
from core.progress import silent
from core.queries import creators, overview
from core.queries.growth.evidence import growth_patterns
from core.settings import Settings
from core.store.connect import empty_store
from core.store.ingest import load
from tests.support import messy_sets
from tests.support.messy_sets import Expected

pytestmark = pytest.mark.slow
_DAYS = 90
# Columns of `frames` by fields of a creator.
_SHOWN = {
    "followers_count": "followers",
    "avg_likes": "avg_likes",
    "engagement_rate": "rate",
    "post_price": "post_price",
}


@contextmanager
def opened(folder: Path, rng: random.Random) -> Iterator[tuple[duckdb.DuckDBPyConnection, Any]]:
    """A store of two imports with its steps run, and what the files mean."""
    settings = Settings.from_env(folder)
    con = empty_store(folder / "store.duckdb", settings)
    expected, ids = Expected(), messy_sets.creator_ids(rng)
    try:
        for step in ("first", "then"):
            made = messy_sets.drawn(
                folder / step, rng, expected,
                tables=rng.choice(messy_sets.SETS), creators=ids, days=_DAYS,
            )  # fmt: skip
            load(con, made.files, as_of=messy_sets.LAST_DAY)
        context = BuildContext(con, folder, settings, BuildConfig(), silent)
        summarise_profiles(context)
        gather_evidence(context)
        yield con, expected
    finally:
        con.close()


def frames(expected: Expected) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Creators, posts and daily counts as the files mean them."""
    names = ["platform", "country", "followers", "avg_likes", "avg_comments", "post_price"]
    people = pd.DataFrame(
        [{"id": one, **expected.creator(one)} for one in expected.influencers]
    ).reindex(columns=["id", *names])
    posts = pd.DataFrame(expected.posts.values()).reindex(
        columns=["influencer_id", "posted_at", "is_sponsored"]
    )
    counts = pd.DataFrame(expected.follower_history.values()).reindex(
        columns=["influencer_id", "date", "followers"]
    )
    for name in names[2:]:
        people[name] = people[name].astype(float)
    people["tier"] = [
        tier_of(None if pd.isna(count) else int(count)) for count in people["followers"]
    ]
    engagements = people["avg_likes"].fillna(0) + people["avg_comments"].fillna(0)
    is_known = people["avg_likes"].notna() | people["avg_comments"].notna()
    people["rate"] = (engagements / people["followers"]).where(is_known & (people["followers"] > 0))
    return people, posts, counts.sort_values("date")


def near(value: Any) -> Any:
    return None if value is None or pd.isna(value) else pytest.approx(value)


def none(value: Any) -> Any:
    return None if value is None or pd.isna(value) else value


def test_figures_of_pages_are_those_that_pandas_finds(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    option = request.config.getoption
    for number in range(option("--messy-files") // 2):
        rng = random.Random(f"figures {option('--import-seed')} {number}")
        folder = tmp_path / str(number)
        folder.mkdir()
        with opened(folder, rng) as (con, expected):
            people, posts, counts = frames(expected)
            _check_overview(con, expected, people, posts, counts)
            _check_creators(con, people, posts, counts)


def _check_overview(
    con: duckdb.DuckDBPyConnection,
    expected: Expected,
    people: pd.DataFrame,
    posts: pd.DataFrame,
    counts: pd.DataFrame,
) -> None:
    found = overview.store_summary(con)
    assert found.creators_count == len(people)
    assert found.platforms_count == people["platform"].nunique()
    assert found.countries_count == people["country"].nunique()
    assert found.posts_count == len(posts)
    assert found.brands_count == len(expected.brands)
    assert found.collaborations_count == len(expected.collaborations)
    assert found.history_count == len(counts)
    assert found.history_creators_count == counts["influencer_id"].nunique()
    assert found.first_day == (counts["date"].min() if len(counts) else None)
    assert found.last_day == (counts["date"].max() if len(counts) else None)
    assert found.followers_count == near(people["followers"].sum(min_count=1))
    tiers = overview.tier_summary(con).set_index("tier")
    grouped = people.dropna(subset=["tier"]).groupby("tier")
    assert set(tiers.index) == set(grouped.groups)
    for tier, group in grouped:
        row = tiers.loc[str(tier)]
        assert row["creators_count"] == len(group)
        assert row["rated_count"] == group["rate"].count()
        assert row["priced_count"] == group["post_price"].count()
        for share, name in ((0.25, "p25"), (0.5, "p50"), (0.75, "p75")):
            assert none(row[f"engagement_{name}"]) == near(group["rate"].quantile(share))
            assert none(row[f"price_{name}"]) == near(group["post_price"].quantile(share))
    platforms = people["platform"].fillna("unknown").value_counts()
    shown = overview.breakdown(con, "Platform").set_index("value")["creators_count"]
    assert shown.to_dict() == platforms.to_dict()
    _check_lines(con, posts, counts)


def _check_lines(con: duckdb.DuckDBPyConnection, posts: pd.DataFrame, counts: pd.DataFrame) -> None:
    times = pd.to_datetime(posts["posted_at"])
    first = times.groupby(posts["influencer_id"]).min().dropna().sort_values()
    weeks = times.dropna().dt.to_period("W-SUN")
    if len(first):
        # The creator at nine tenths: the first whose share of all, counted to here, is as much.
        begun = first.iloc[-(-9 * len(first) // 10) - 1].to_period("W-SUN")
        weeks = weeks[weeks > begun]
    assert overview.posts_by_week(con) == weeks.value_counts().sort_index().tolist()[-27:-1]
    spans = counts.groupby("influencer_id")["date"].agg(["min", "max", "count"])
    spans = spans[spans["count"] > 1]
    usual = spans.value_counts()
    if len(usual) and (len(usual) == 1 or usual.iloc[0] > usual.iloc[1]):
        members = spans.index[(spans == list(usual.index[0])).all(axis=1)]
        days = counts[counts["influencer_id"].isin(members)].groupby("date")["followers"]
        total = days.sum()[days.count() == len(members)].sort_index()
        course = overview.followers_by_day(con)
        assert list(course.totals) == total.tolist()[-90:]
        assert course.creators_count == len(members)


def _check_creators(
    con: duckdb.DuckDBPyConnection, people: pd.DataFrame, posts: pd.DataFrame, counts: pd.DataFrame
) -> None:
    for person in people.to_dict("records"):
        found = creators.creator(con, person["id"])
        for name, wanted in _SHOWN.items():
            assert getattr(found, name) == near(person[wanted]), (person["id"], name)
        assert found.tier == none(person["tier"])
        peers = people.loc[people["tier"] == person["tier"], "rate"].dropna()
        if none(person["rate"]) is not None and len(peers) >= 5:
            place = (peers < person["rate"] * (1 - 1e-12)).sum() / (len(peers) - 1)
            assert found.engagement_percentile == near(place)
        mine = posts[posts["influencer_id"] == person["id"]]
        assert found.posts_stored == len(mine)
        assert found.sponsored_count == (mine["is_sponsored"] == True).sum()  # noqa: E712
        assert found.last_posted_at == none(pd.to_datetime(mine["posted_at"]).max())
        line = counts[counts["influencer_id"] == person["id"]].set_index("date")["followers"]
        assert found.days_known == len(line)
        growth = None
        if len(line) > 1 and line.iloc[0] > 0:
            growth = (line.iloc[-1] - line.iloc[0]) / line.iloc[0]
        assert found.growth_fraction == near(growth)
        for event in growth_patterns(con, person["id"]).to_dict("records"):
            peak, start = event["peak_day"].date(), event["first_day"].date()
            before = start - timedelta(days=1)
            if peak in line.index and before in line.index:  # else it lies in a gap
                assert event["change_count"] == line[peak] - line[before], (person["id"], event)
