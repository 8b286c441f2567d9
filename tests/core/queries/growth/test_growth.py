"""The caution score, posts and peers of one creator as the pages read them."""

from __future__ import annotations

from datetime import date

import duckdb
import numpy as np
import pytest

from core.models.caution.reasons import CautionConfig
from core.queries.growth import caution
from core.queries.growth.caution import daily_changes
from core.services.growth.what_if import score_what_if


def test_creators_without_posts_give_an_empty_frame(con: duckdb.DuckDBPyConnection) -> None:
    for influencer_id in ("d", "nobody"):
        assert caution.posts_by_day(con, influencer_id).empty


def test_score_is_unknown_when_nothing_is_known(con: duckdb.DuckDBPyConnection) -> None:
    score = caution.caution_score(con, "d")
    assert score is not None
    assert score.caution_score is None
    assert score.status == "not enough data"
    assert caution.caution_score(con, "nobody") is None


def test_posts_of_a_day_are_one_row_with_their_mean(con: duckdb.DuckDBPyConnection) -> None:
    days = caution.posts_by_day(con, "a")
    assert days["day"].dt.date.tolist() == [date(2026, 11, 6), date(2026, 11, 8)]
    first = days.iloc[0]
    assert first["posts_count"] == 2
    assert first["sponsored_count"] == 1
    assert first["engagements_per_post"] == (110 + 330) / 2
    assert first["caption"] == "<b>Paid</b> serum"
    assert np.isnan(days["engagements_per_post"].iloc[1])


def test_peers_are_of_the_same_tier(con: duckdb.DuckDBPyConnection) -> None:
    peers = caution.peer_engagement(con, "a")
    assert peers is not None
    # micro with a known rate: a 5 %, b 1 %, f 8 %, g 10 %, h 2 %; too few for a niche.
    assert peers.peer_group == "micro"
    assert peers.peer_count == 5
    assert peers.p50 == pytest.approx(0.05)
    assert peers.p25 == pytest.approx(0.02)
    assert peers.percentile == pytest.approx(0.5)


def test_peers_are_unknown_without_a_tier(con: duckdb.DuckDBPyConnection) -> None:
    assert caution.peer_engagement(con, "d") is None


def test_the_specified_threshold_gives_the_caution_score(con: duckdb.DuckDBPyConnection) -> None:
    score = caution.caution_score(con, "a")
    assert score is not None
    # 28 changes of 10 and one of 500: mean 780/29, sd of one odd value among 29 490*sqrt(28)/29.
    changes = daily_changes(con, "a")["change_per_day"].to_numpy(float)
    assert len(changes) == 29
    same = score_what_if(score, changes, CautionConfig().spike_sds)
    assert same.score == score.caution_score
    assert same.spike_count == score.spike_count == 1
    assert same.threshold == pytest.approx(780 / 29 + 2 * 490 * np.sqrt(28) / 29)
    assert np.flatnonzero(same.is_spike).tolist() == [14]


def test_a_higher_threshold_takes_the_points_of_the_day_away(
    con: duckdb.DuckDBPyConnection,
) -> None:
    score = caution.caution_score(con, "a")
    assert score is not None
    assert score.caution_score is not None
    # (500 - mean) / sd of one odd value among 29 is sqrt(28), about 5.29.
    changes = np.array([*[10.0] * 14, 500.0, *[10.0] * 14])
    assert score_what_if(score, changes, 5.2).spike_count == 1
    tried = score_what_if(score, changes, 5.4)
    assert tried.spike_count == 0
    assert tried.score == score.caution_score - 10


def test_a_what_if_without_counts_changes_nothing(con: duckdb.DuckDBPyConnection) -> None:
    score = caution.caution_score(con, "h")
    assert score is not None
    tried = score_what_if(score, np.array([np.nan]), 1.0)
    assert tried.spike_count is None
    assert tried.score == score.caution_score


@pytest.mark.parametrize("influencer_id", ["a", "b", "e", "f", "g", "h"])
def test_every_history_keeps_its_score_at_the_specified_threshold(
    con: duckdb.DuckDBPyConnection, influencer_id: str
) -> None:
    score = caution.caution_score(con, influencer_id)
    assert score is not None
    changes = daily_changes(con, influencer_id)["change_per_day"].to_numpy(float)
    tried = score_what_if(score, changes, CautionConfig().spike_sds)
    assert (tried.score, tried.spike_count) == (score.caution_score, score.spike_count)


def test_a_change_over_a_gap_is_given_a_day(con: duckdb.DuckDBPyConnection) -> None:
    changes = daily_changes(con, "g")
    assert changes["change_per_day"].min() == pytest.approx(5 / 11)
    assert daily_changes(con, "h").empty
