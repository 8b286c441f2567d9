"""One creator and short lists of creators as the pages read them."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import NotFoundError
from core.queries import brands, choices, creators, posts


def test_a_creator_comes_with_niche_rate_and_score(con: duckdb.DuckDBPyConnection) -> None:
    mira = creators.creator(con, "a")
    assert mira.niche == "Glow"
    assert mira.second_niche == "Pasta"
    assert mira.tier == "micro"
    assert mira.engagement_rate == pytest.approx(0.05)
    # counts 1,000 -> 1,780 over the window
    assert mira.growth_fraction == pytest.approx(0.78)
    # one spike 10 + engagement at exactly 5 % 15 + growth above 70 % 30
    assert mira.caution_score == 55
    assert mira.posts_stored == 4


def test_a_creator_with_nothing_but_a_name_is_shown(con: duckdb.DuckDBPyConnection) -> None:
    lea = creators.creator(con, "d")
    assert lea.name == "Lea <script>"
    assert lea.followers_count is None
    assert lea.niche is None
    assert lea.engagement_rate is None


def test_an_unknown_id_is_named_in_the_error(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(NotFoundError, match="no creator 'zz'"):
        creators.creator(con, "zz")


def test_search_puts_the_exact_handle_first(con: duckdb.DuckDBPyConnection) -> None:
    found = creators.found_creators(con, " @MIRA ")
    assert found["influencer_id"].tolist() == ["a", "c", "b"]


def test_search_for_nothing_gives_the_largest(con: duckdb.DuckDBPyConnection) -> None:
    assert creators.found_creators(con, "", limit=2)["influencer_id"].tolist() == ["e", "g"]


@pytest.mark.slow
@given(text=st.text(max_size=20))
def test_search_takes_any_text(con: duckdb.DuckDBPyConnection, text: str) -> None:
    assert len(creators.found_creators(con, text, limit=3)) <= 3


def test_a_list_keeps_the_order_asked_for(con: duckdb.DuckDBPyConnection) -> None:
    listed = creators.listed_creators(con, ("g", "zz", "a"))
    assert listed["influencer_id"].tolist() == ["g", "a"]
    assert creators.listed_creators(con, ()).empty


def test_collaborations_are_newest_first_and_keep_unknown_brands(
    con: duckdb.DuckDBPyConnection,
) -> None:
    found = creators.collaborations(con, "a")
    assert found["brand"].tolist() == ["Peak", "Luma", "gone"]


def test_stored_matches_of_a_creator_have_the_best_place_first(
    con: duckdb.DuckDBPyConnection,
) -> None:
    found = creators.top_ten_places(con, "a")
    assert found["brand"].tolist() == ["Peak", "Luma"]
    assert found["match_rank"].tolist() == [1, 3]


def test_posts_are_paged_and_counted(con: duckdb.DuckDBPyConnection) -> None:
    first = posts.posts_page(con, "a", page_size=3)
    assert first.total_count == 4
    assert first.posts["post_id"].tolist() == ["p3", "p2", "p1"]
    rest = posts.posts_page(con, "a", page=2, page_size=3)
    assert rest.posts["post_id"].tolist() == ["p4"]


def test_posts_are_found_by_word_and_mark(con: duckdb.DuckDBPyConnection) -> None:
    assert posts.posts_page(con, "a", text="SERUM").total_count == 2
    sponsored = posts.posts_page(con, "a", text="serum", sponsored_only=True)
    assert sponsored.posts["post_id"].tolist() == ["p2"]
    assert posts.posts_page(con, "a", text="%").total_count == 0


def test_posts_in_order_of_likes_leave_unknown_last(con: duckdb.DuckDBPyConnection) -> None:
    liked = posts.posts_page(con, "a", order="Most likes").posts["post_id"].tolist()
    assert liked == ["p2", "p1", "p4", "p3"]


def test_choices_hold_what_occurs(con: duckdb.DuckDBPyConnection) -> None:
    found = choices.filter_choices(con)
    assert found.tiers == ["micro", "macro"]
    assert found.niches == {0: "Glow", 1: "Pasta"}
    assert found.countries == ["DE", "FR", "US"]
    assert found.post_price_max == 4_000


def test_rows_and_ids_go_back_and_forth(con: duckdb.DuckDBPyConnection) -> None:
    assert [creators.creator_row(con, name) for name in ("a", "c", "h", "cc")] == [0, 2, 7, -1]
    assert brands.brands_at(con, [1, 0])["brand"].tolist() == ["Peak", "Luma"]
