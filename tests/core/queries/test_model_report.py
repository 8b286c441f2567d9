"""Queries of the model report: the lead, coverage, sizes in the lists."""

from __future__ import annotations

import math

import duckdb
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.evaluation.recommender_report import BLENDED, ITEM_ITEM, JOINED, TRAINED, K
from core.queries import model_report
from core.queries.model_report import ALL_CREATORS, IN_USE, OTHER_SIZE
from core.services.recommending.lead import LEARNING, USED, lead
from core.store import tables
from core.store.connect import create_schema


def figures(*rows: tuple[str, str, str, float | None]) -> pd.DataFrame:
    """Rows of (group, way, metric, mean) with a spread of 0.01 over 3 runs of 40 brands."""
    frame = pd.DataFrame(rows, columns=["brand_group", "way", "metric", "mean_value"])
    frame["mean_value"] = frame["mean_value"].astype(float)
    return frame.assign(sd_value=0.01, runs_count=3, brands_count=40)


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    """Four creators: two nano, one mid, one of unknown size; lists of two brands."""
    con = duckdb.connect()
    create_schema(con)
    ids = ["a", "b", "c", "d"]
    tables.append_frame(
        con,
        "influencers",
        pd.DataFrame({"influencer_id": ids, "handle": ids, "name": ids, "platform": "tiktok"}),
    )
    tables.append_frame(
        con,
        "profile_stats",
        pd.DataFrame(
            {
                "influencer_id": ids,
                "tier": ["nano", "nano", "mid", None],
                "posts_stored": 0,
                "sponsored_count": 0,
                "days_known": 0,
            }
        ),
    )
    places = [("x", "a", 1), ("x", "c", 2), ("y", "a", 1), ("y", "d", 2), ("y", "b", 11)]
    lists = pd.DataFrame(places, columns=["brand_id", "influencer_id", "recommended_rank"])
    tables.append_frame(con, "recommendations", lists.assign(score=50.0, model_version="t"))
    return con


def test_names_are_those_that_the_evaluation_writes() -> None:
    assert USED == {"known": BLENDED, "new": JOINED}
    assert set(LEARNING) == {TRAINED, ITEM_ITEM, BLENDED, JOINED}
    assert model_report.FIRST_PLACES == K


def test_the_lead_is_over_the_best_way_that_learns_nothing() -> None:
    found = lead(
        figures(
            ("new", "Joined", "ndcg_at_10", 0.4),
            ("new", "LightFM", "ndcg_at_10", 0.5),
            ("new", "Semantic match", "ndcg_at_10", 0.16),
            ("new", "Chance", "ndcg_at_10", 0.01),
            ("new", "Semantic match", "mrr", 0.9),
            ("known", "Semantic match", "ndcg_at_10", 0.9),
        ),
        "new",
    )
    assert found is not None
    assert (found.used, found.simple, found.brands_count) == ("Joined", "Semantic match", 40)
    assert found.times == pytest.approx(2.5)


def test_lightfm_leads_in_a_build_that_measured_no_blend() -> None:
    rows = [("known", way, "mrr", value) for way, value in (("LightFM", 0.4), ("Chance", 0.1))]
    earlier = lead(figures(*rows), "known", "mrr")
    assert earlier is not None
    assert (earlier.used, earlier.times) == ("LightFM", pytest.approx(4.0))
    blended = lead(figures(*rows, ("known", BLENDED, "mrr", 0.5)), "known", "mrr")
    assert blended is not None
    assert (blended.used, blended.simple, blended.times) == (BLENDED, "Chance", pytest.approx(5.0))


def test_among_equal_simple_ways_the_first_name_is_taken() -> None:
    rows = [("known", way, "mrr", 0.2) for way in ("Semantic match", "Rule points", "LightFM")]
    found = lead(figures(*rows), "known", "mrr")
    assert found is not None
    assert (found.simple, found.times) == ("Rule points", 1.0)


def test_without_both_sides_there_is_no_lead() -> None:
    alone = figures(("known", "LightFM", "mrr", 0.2))
    unknown = figures(("known", "LightFM", "mrr", None), ("known", "Chance", "mrr", 0.1))
    for rows in (figures(), alone, unknown):
        assert lead(rows, "known", "mrr") is None


def test_a_simple_way_that_never_hits_gives_no_ratio() -> None:
    rows = figures(("known", "LightFM", "mrr", 0.2), ("known", "Chance", "mrr", 0.0))
    found = lead(rows, "known", "mrr")
    assert found is not None
    assert math.isnan(found.times)


@pytest.mark.slow
@given(
    st.floats(0.001, 1),
    st.lists(st.floats(0, 1).map(lambda value: round(value, 6)), min_size=1, max_size=6),
)
def test_the_ratio_is_above_one_just_when_every_simple_way_is_worse(
    used: float, simple: list[float]
) -> None:
    rows = [("known", f"way {place}", "mrr", value) for place, value in enumerate(simple)]
    found = lead(figures(("known", "LightFM", "mrr", used), *rows), "known", "mrr")
    assert found is not None
    if max(simple) > 0:
        assert (found.times > 1) == all(used > value for value in simple)


def test_coverage_counts_creators_in_the_first_ten_and_in_all_places(
    con: duckdb.DuckDBPyConnection,
) -> None:
    found = model_report.list_coverage(con)
    assert (found.creators_count, found.brands_count) == (4, 2)
    assert (found.first_count, found.listed_count, found.places_count) == (3, 4, 11)


def test_sizes_of_all_creators_stand_before_those_of_the_lists(
    con: duckdb.DuckDBPyConnection,
) -> None:
    tables.append_frame(
        con,
        "recommender_quality",
        figures(
            ("known", "LightFM", "tier_nano", 0.7),
            ("known", "LightFM", "tier_micro", 0.0),
            ("known", "LightFM", "tier_mid", 0.2),
            ("known", "Chance", "tier_nano", None),
            ("new", "Joined", "tier_nano", 1.0),
        ),
    )
    found = model_report.tier_shares(con, "known")
    assert list(dict.fromkeys(found["way"])) == [ALL_CREATORS, IN_USE, "LightFM"]
    shares = {(way, tier): share for way, tier, share in found.itertuples(index=False)}
    assert shares[ALL_CREATORS, "nano"] == 0.5
    assert shares[ALL_CREATORS, OTHER_SIZE] == 0.25
    # Of the four first places two are a's; b stands eleventh and does not count.
    assert shares[IN_USE, "nano"] == 0.5
    assert shares[IN_USE, OTHER_SIZE] == 0.25
    assert shares["LightFM", OTHER_SIZE] == pytest.approx(0.1)
    assert found.groupby("way")["share"].sum().tolist() == pytest.approx([1.0] * 3)
    assert found.loc[found["way"] == "LightFM", "tier"].tolist() == [
        OTHER_SIZE,
        "nano",
        "micro",
        "mid",
    ]


def test_list_figures_stand_widest_first_with_gaps_for_what_is_unknown(
    con: duckdb.DuckDBPyConnection,
) -> None:
    tables.append_frame(
        con,
        "recommender_quality",
        figures(
            ("known", "Most chosen", "coverage", 0.01),
            ("known", "LightFM", "coverage", 0.2),
            ("known", "LightFM", "gini", 0.9),
            ("known", "Semantic match", "gini", 0.5),
        ),
    )
    found = model_report.list_figures(con, "known")
    assert found["way"].tolist() == ["LightFM", "Most chosen", "Semantic match"]
    assert found["gini"].tolist()[0] == 0.9
    assert math.isnan(found["gini"].tolist()[1])


def test_figures_of_niches_are_left_to_their_page(con: duckdb.DuckDBPyConnection) -> None:
    rows = [("niches", "nmi", 0.5, "n"), ("text", "encoder", 384.0, "all-MiniLM")]
    frame = pd.DataFrame(rows, columns=["model", "metric", "value", "note"])
    tables.append_frame(con, "metrics", frame)
    assert model_report.other_metrics(con)["note"].tolist() == ["all-MiniLM"]


def test_an_empty_build_gives_empty_answers() -> None:
    con = duckdb.connect()
    create_schema(con)
    assert model_report.quality(con).empty
    assert model_report.list_figures(con, "new").empty
    assert model_report.tier_shares(con, "new").empty
    assert model_report.list_coverage(con).creators_count == 0
