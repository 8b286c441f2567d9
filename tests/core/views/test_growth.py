"""Growth, its unusual days, posts and peers as the pages read them."""

from __future__ import annotations

from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest

from core.views import growth, triage
from core.views.triage import TRIAGE_ORDERS, TriageFilter


def test_a_planted_jump_is_the_one_unusual_day(con: duckdb.DuckDBPyConnection) -> None:
    curve = growth.follower_curve(con, "a")
    unusual = curve[curve["threshold"].notna()]
    assert len(curve) == 30
    assert unusual["change_count"].tolist() == [500]
    # 28 changes of 10 and one of 500: mean 780/29, sd of one odd value among 29 490*sqrt(28)/29.
    expected = 780 / 29 + 2 * 490 * np.sqrt(28) / 29
    assert unusual["threshold"].iloc[0] == pytest.approx(expected)


def test_the_first_count_has_no_change(con: duckdb.DuckDBPyConnection) -> None:
    curve = growth.follower_curve(con, "b")
    assert pd.isna(curve["change_count"].iloc[0])
    assert curve["change_count"].iloc[1] == 30


def test_a_change_over_a_gap_is_given_a_day(con: duckdb.DuckDBPyConnection) -> None:
    curve = growth.follower_curve(con, "g")
    after = curve[curve["days_since"] > 1]
    assert after["days_since"].tolist() == [11]
    assert after["change_per_day"].iloc[0] == pytest.approx(5 / 11)


def test_weekly_counts_keep_their_step(con: duckdb.DuckDBPyConnection) -> None:
    curve = growth.follower_curve(con, "e")
    assert curve["days_since"].dropna().unique().tolist() == [7]
    assert curve["change_per_day"].dropna().unique().tolist() == [100]


def test_long_histories_are_thinned_but_a_spike_keeps_its_height(
    con: duckdb.DuckDBPyConnection,
) -> None:
    curve = growth.follower_curve(con, "f", points_max=200)
    assert 200 <= len(curve) <= 204
    assert curve["followers_count"].iloc[0] == 10_000
    assert curve["followers_count"].iloc[-1] == 10_000 + 3_999 + 300
    spike = curve[curve["threshold"].notna()]
    assert spike["change_count"].tolist() == [301]
    assert spike["days_since"].tolist() == [1]
    assert curve["change_count"].sum() == 3_999 + 300


def test_creators_without_history_give_an_empty_curve(con: duckdb.DuckDBPyConnection) -> None:
    for influencer_id in ("d", "nobody"):
        assert growth.follower_curve(con, influencer_id).empty
        assert growth.posts_by_day(con, influencer_id).empty


def test_score_is_unknown_when_nothing_is_known(con: duckdb.DuckDBPyConnection) -> None:
    score = growth.caution_score(con, "d")
    assert score is not None
    assert score.suspicion_score is None
    assert score.status == "not enough data"
    assert growth.caution_score(con, "nobody") is None


def test_posts_of_a_day_are_one_row_with_their_mean(con: duckdb.DuckDBPyConnection) -> None:
    days = growth.posts_by_day(con, "a")
    assert days["day"].dt.date.tolist() == [date(2026, 11, 6), date(2026, 11, 8)]
    first = days.iloc[0]
    assert first["posts_count"] == 2
    assert first["sponsored_count"] == 1
    assert first["engagements_per_post"] == (110 + 330) / 2
    assert first["caption"] == "<b>Paid</b> serum"
    assert np.isnan(days["engagements_per_post"].iloc[1])


def test_peers_are_of_the_same_tier(con: duckdb.DuckDBPyConnection) -> None:
    peers = growth.peer_engagement(con, "a")
    assert peers is not None
    # micro with a known rate: a 5 %, b 1 %, f 8 %, g 10 %, h 2 %; too few for a niche.
    assert peers.peer_group == "micro"
    assert peers.peer_count == 5
    assert peers.p50 == pytest.approx(0.05)
    assert peers.p25 == pytest.approx(0.02)
    assert peers.percentile == pytest.approx(0.5)


def test_peers_are_unknown_without_a_tier(con: duckdb.DuckDBPyConnection) -> None:
    assert growth.peer_engagement(con, "d") is None


@pytest.mark.parametrize("order", list(TRIAGE_ORDERS))
def test_pages_of_every_order_cover_each_creator_once(
    con: duckdb.DuckDBPyConnection, order: str
) -> None:
    pages = [
        triage.triage_page(con, TriageFilter(), order=order, page=page, page_size=3)
        for page in range(1, 5)
    ]
    assert [len(page) for page in pages] == [3, 3, 2, 0]
    assert sorted(pd.concat(pages)["influencer_id"]) == list("abcdefgh")


def test_highest_score_comes_first_and_unknown_last(con: duckdb.DuckDBPyConnection) -> None:
    scores = triage.triage_page(con, TriageFilter())["suspicion_score"].tolist()
    known = [score for score in scores if not pd.isna(score)]
    assert known == sorted(known, reverse=True)
    assert scores[: len(known)] == known


def test_filters_narrow_table_summary_and_distribution_alike(
    con: duckdb.DuckDBPyConnection,
) -> None:
    for chosen, expected in (
        (TriageFilter(tiers=("micro",), platforms=("instagram",)), {"a", "f", "g", "h"}),
        (TriageFilter(niche_ids=(1,)), {"b"}),
        (TriageFilter(tiers=("mega",)), set()),
    ):
        table = triage.triage_page(con, chosen)
        summary = triage.triage_summary(con, chosen)
        assert set(table["influencer_id"]) == expected
        assert summary.creators_count == len(expected)
        assert (
            summary.scored_count == triage.score_distribution(con, chosen)["creators_count"].sum()
        )


def test_a_score_range_leaves_out_the_unknown(con: duckdb.DuckDBPyConnection) -> None:
    all_scores = triage.triage_page(con, TriageFilter())["suspicion_score"]
    assert all_scores.isna().any()
    narrowed = triage.triage_page(con, TriageFilter(score_min=1))["suspicion_score"]
    assert narrowed.notna().all()
    assert (narrowed >= 1).all()
