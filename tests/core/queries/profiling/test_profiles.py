"""Queries of profiles on profiles written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from core.queries.profiling import profiles
from core.settings import Settings
from core.store.connect import open_store
from tests.support.profile_rows import ONE_POST, STRAY, UNREAD, make_profiled_build


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    settings = Settings.from_env(tmp_path_factory.mktemp("profile_queries"))
    opened = open_store(make_profiled_build(settings).store_file, settings, read_only=False)
    yield opened
    opened.close()


def test_a_profile_has_its_category_and_an_unread_creator_none(
    con: duckdb.DuckDBPyConnection,
) -> None:
    profile = profiles.creator_profile(con, STRAY)
    assert profile is not None
    assert (profile.category, profile.given_category) == ("Trails", "Pasta")
    assert profiles.creator_profile(con, UNREAD) is None
    assert profiles.creator_profile(con, "nobody' OR 1=1") is None
    assert profiles.profiles_count(con) == 59


def test_deciding_posts_come_by_weight_with_their_captions(con: duckdb.DuckDBPyConnection) -> None:
    posts = profiles.deciding_posts(con, "c003")
    assert posts["place"].tolist() == [1, 2, 3, 4, 5]
    assert posts["weight"].is_monotonic_decreasing
    assert posts["caption"].str.contains("glow").all()
    assert profiles.deciding_posts(con, ONE_POST)["weight"].tolist() == [1.0]
    assert profiles.deciding_posts(con, UNREAD).empty


def test_shares_of_a_niche_add_up_to_one(con: duckdb.DuckDBPyConnection) -> None:
    shares = profiles.niche_categories(con)
    assert shares.groupby("niche_id")["share"].sum().tolist() == pytest.approx([1, 1, 1])
    # 20 creators, of which c004 reads like Trails; c001 has no text and no niche.
    pasta = shares[shares["niche"] == "Pasta"]
    assert pasta["category"].tolist() == ["Pasta", "Trails"]
    assert pasta["creators_count"].tolist() == [18, 1]


def test_only_niches_with_a_majority_can_be_differed_from(con: duckdb.DuckDBPyConnection) -> None:
    assert profiles.disagreements_count(con, majority=0.5) == 1
    assert profiles.disagreements(con, majority=0.5)["influencer_id"].tolist() == [STRAY]
    assert profiles.disagreements_count(con, majority=0.99) == 0
    assert profiles.disagreements(con, majority=0.5, page=2).empty


def test_given_and_read_categories_are_counted_apart(con: duckdb.DuckDBPyConnection) -> None:
    counts = profiles.category_counts(con).set_index("category")
    shown = counts[["given_count", "predicted_count", "both_count"]]
    assert shown.loc["Pasta"].tolist() == [20, 18, 18]
    assert shown.loc["Trails"].tolist() == [20, 21, 20]
    # Who has no posts to read says neither the same nor another category.
    read = con.execute(
        """SELECT category, count(*) FROM influencers i
           WHERE i.influencer_id IN (SELECT influencer_id FROM creator_profiles)
           GROUP BY category"""
    ).fetchall()
    assert counts["judged_count"].to_dict() == {name: many for name, many in read if name}


def test_tables_without_rows_give_empty_frames(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path)
    store = open_store(make_profiled_build(settings).store_file, settings, read_only=False)
    store.execute("DELETE FROM creator_profiles")
    assert profiles.niche_categories(store).empty
    assert profiles.disagreements_count(store, majority=0.5) == 0
    assert profiles.judged_profiles(store).empty
    assert profiles.category_counts(store)["predicted_count"].sum() == 0
    store.close()
