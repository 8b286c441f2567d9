"""Cards, map and creators of niches."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import NotFoundError
from core.queries import niches
from core.store import tables
from core.store.connect import create_schema


@pytest.fixture(scope="module")
def many() -> duckdb.DuckDBPyConnection:
    """23 creators of two niches with tied confidence, all on the map."""
    con = duckdb.connect()
    create_schema(con)
    ids = [f"c{i:02d}" for i in range(23)]
    tables.append_frame(
        con,
        "influencers",
        pd.DataFrame({"influencer_id": ids, "handle": ids, "name": ids, "platform": "tiktok"}),
    )
    tables.append_frame(
        con,
        "niches",
        pd.DataFrame(
            {
                "niche_id": [0, 1],
                "name": ["Glow", "Pasta"],
                "keywords": [["glow"], ["pasta"]],
                "creators_count": [20, 3],
                "model_version": "t",
            }
        ),
    )
    tables.append_frame(
        con,
        "influencer_niches",
        pd.DataFrame(
            {
                "influencer_id": ids,
                "niche_id": [int(i >= 20) for i in range(23)],
                "confidence": [0.5] * 23,
                "model_version": "t",
            }
        ),
    )
    tables.append_frame(
        con, "influencer_map", pd.DataFrame({"influencer_id": ids, "x": range(23), "y": 0.0})
    )
    return con


def test_cards_stand_largest_first_with_share_and_top_creators(
    con: duckdb.DuckDBPyConnection,
) -> None:
    found = niches.niche_cards(con)
    assert found["name"].tolist() == ["Glow", "Pasta"]
    assert found["share"].tolist() == pytest.approx([2 / 3, 1 / 3])
    # Ava has 40,000 followers, Mira 20,000.
    assert list(found["top_creators"].iloc[0]) == ["ava", "mira"]
    assert list(found["keywords"].iloc[1]) == ["pasta"]


def test_a_card_names_at_most_three_creators(many: duckdb.DuckDBPyConnection) -> None:
    assert [len(tops) for tops in niches.niche_cards(many)["top_creators"]] == [3, 3]


def test_creators_stand_surest_first_with_their_second_niche(
    con: duckdb.DuckDBPyConnection,
) -> None:
    found = niches.niche_creators(con, None)
    assert found["influencer_id"].tolist() == ["a", "f", "b"]
    assert found["second_niche"].tolist()[0] == "Pasta"
    assert pd.isna(found["second_niche"].tolist()[1])
    assert found["engagement_rate"].tolist() == pytest.approx([0.05, 0.08, 0.01])


def test_only_creators_of_the_niche_and_of_the_selection_are_listed(
    con: duckdb.DuckDBPyConnection,
) -> None:
    assert niches.niche_creators(con, 1)["influencer_id"].tolist() == ["b"]
    assert niches.niche_creators(con, None, ids=("b", "gone"))["influencer_id"].tolist() == ["b"]
    assert niches.niche_creators(con, 1, ids=("a",)).empty
    assert niches.niche_creators(con, 99).empty


def test_an_unknown_order_is_refused(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(NotFoundError, match="Surest first"):
        niches.niche_creators(con, 0, order="1; DROP TABLE posts")


@pytest.mark.slow
@settings(max_examples=25)
@given(
    page_size=st.integers(1, 30),
    order=st.sampled_from(sorted(niches.NICHE_ORDERS)),
    niche_id=st.sampled_from([None, 0, 1]),
)
def test_pages_hold_each_creator_once_despite_ties(
    many: duckdb.DuckDBPyConnection, page_size: int, order: str, niche_id: int | None
) -> None:
    seen: list[str] = []
    for page in range(1, 30):
        frame = niches.niche_creators(many, niche_id, order=order, page=page, page_size=page_size)
        seen += frame["influencer_id"].tolist()
        if frame.empty:
            break
    assert sorted(seen) == [f"c{i:02d}" for i in range(23) if niche_id in (None, int(i >= 20))]


def test_the_map_is_a_sample_that_stays_the_same(many: duckdb.DuckDBPyConnection) -> None:
    assert len(niches.map_points(many)) == 23
    first = niches.map_points(many, points_max=10)
    assert len(first) == 10
    pd.testing.assert_frame_equal(first, niches.map_points(many, points_max=10))


def test_a_build_without_niches_gives_empty_frames() -> None:
    con = duckdb.connect()
    create_schema(con)
    assert niches.niche_cards(con).empty
    assert niches.map_points(con).empty
    assert niches.niche_creators(con, None).empty
    assert niches.selection_curve(con).empty
    assert niches.model_metrics(con, "niches").empty


def test_a_limit_on_activity_leaves_those_who_post_as_often(
    many: duckdb.DuckDBPyConnection,
) -> None:
    many.execute(
        """INSERT INTO momentum BY NAME
           SELECT influencer_id, posts_a_week, 'high' AS confidence, [] AS reasons_for,
                  [] AS reasons_against, 'test' AS model_version
           FROM (VALUES ('c00', 2.0), ('c01', 1.9), ('c02', 7.0))
               AS rows(influencer_id, posts_a_week)"""
    )
    try:
        page = niches.niche_creators(many, None, posts_a_week_min=2)
        number = niches.niche_creators_count(many, None, posts_a_week_min=2)
        assert sorted(page["influencer_id"]) == ["c00", "c02"]
        assert number == 2
        assert niches.niche_creators_count(many, None) == 23
        assert niches.niche_creators_count(many, None, ids=("c02", "c03"), posts_a_week_min=2) == 1
    finally:
        many.execute("DELETE FROM momentum")
    many.execute("ALTER TABLE momentum RENAME TO momentum_of_later")
    try:  # a build of an earlier version knows nothing of it
        assert niches.niche_creators_count(many, None, posts_a_week_min=2) == 23
    finally:
        many.execute("ALTER TABLE momentum_of_later RENAME TO momentum")
