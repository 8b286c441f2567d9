"""The triage list and the judgement of one creator, with evidence written by hand."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pandas as pd
import pytest

from core.errors import StoreError
from core.queries.builds import GROWTH_EVIDENCE, has, need
from core.queries.growth import evidence as growth_evidence
from core.queries.growth import triage
from core.queries.growth.triage import TRIAGE_ORDERS, TriageFilter
from core.store.connect import SCHEMA_FILE

# id, probability, index, pattern; the others are not judged.
_JUDGED = (("a", 0.97, 20, "step"), ("b", 0.5, 60, "drip"), ("f", 0.03, 95, "viral"))


@pytest.fixture(scope="module")
def judged(con: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor on the store with three creators judged; taken away afterwards."""
    for influencer_id, probability, index, pattern in _JUDGED:
        con.execute(
            """INSERT INTO growth_evidence (influencer_id, purchased_probability,
                   authenticity_index, confidence, pattern, events_count, platform_group,
                   size_group, step_days, days_known, reasons_for, reasons_against, model_version)
               VALUES ($id, $probability, $index, 'high', $pattern, 1, 'instagram', 0, 1, 30,
                       ['a step'], [], 'test')""",
            {"id": influencer_id, "probability": probability, "index": index, "pattern": pattern},
        )
    yield con
    con.execute("DELETE FROM growth_evidence")


def _ids(con: duckdb.DuckDBPyConnection, chosen: TriageFilter) -> set[str]:
    return set(triage.triage_page(con, chosen)["influencer_id"])


@pytest.mark.parametrize("order", list(TRIAGE_ORDERS))
def test_pages_of_every_order_cover_each_creator_once(
    judged: duckdb.DuckDBPyConnection, order: str
) -> None:
    pages = [
        triage.triage_page(judged, TriageFilter(), order=order, page=page, page_size=3)
        for page in range(1, 5)
    ]
    assert [len(page) for page in pages] == [3, 3, 2, 0]
    assert sorted(pd.concat(pages)["influencer_id"]) == list("abcdefgh")


def test_the_likeliest_comes_first_and_the_unknown_last(
    judged: duckdb.DuckDBPyConnection,
) -> None:
    page = triage.triage_page(judged, TriageFilter())
    assert page["influencer_id"].tolist()[:3] == ["a", "b", "f"]
    assert page["purchased_probability"].isna().tolist() == [False] * 3 + [True] * 5
    assert set(page["pattern"].tolist()[3:]) == {"unknown"}


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (TriageFilter(tiers=("micro",), platforms=("instagram",)), {"a", "f", "g", "h"}),
        (TriageFilter(niche_ids=(1,)), {"b"}),
        (TriageFilter(tiers=("mega",)), set()),
        (TriageFilter(patterns=("step", "viral")), {"a", "f"}),
        (TriageFilter(patterns=("unknown",)), {"c", "d", "e", "g", "h"}),
        (TriageFilter(probability_min=50), {"a", "b"}),
        (TriageFilter(probability_max=50), {"b", "f"}),
        (TriageFilter(only_judged=True), {"a", "b", "f"}),
    ],
)
def test_filters_narrow_table_and_summary_alike(
    judged: duckdb.DuckDBPyConnection, chosen: TriageFilter, expected: set[str]
) -> None:
    assert _ids(judged, chosen) == expected
    assert triage.triage_summary(judged, chosen).creators_count == len(expected)


def test_the_summary_counts_the_judged_and_those_worth_checking(
    judged: duckdb.DuckDBPyConnection,
) -> None:
    summary = triage.triage_summary(judged, TriageFilter())
    assert (summary.creators_count, summary.judged_count, summary.unjudged_count) == (8, 3, 5)
    assert summary.high_count == 2  # 0.97, and 0.5 itself
    assert summary.median_index == 60


def test_a_score_range_leaves_out_the_unknown(judged: duckdb.DuckDBPyConnection) -> None:
    assert triage.triage_page(judged, TriageFilter())["caution_score"].isna().any()
    narrowed = triage.triage_page(judged, TriageFilter(score_min=1))["caution_score"]
    assert narrowed.notna().all()
    assert (narrowed >= 1).all()


def test_cells_hold_each_creator_with_both_scores_once(judged: duckdb.DuckDBPyConnection) -> None:
    cells = triage.both_scores(judged, TriageFilter())
    assert cells["creators_count"].sum() == 3
    assert sorted(cells["probability_cell"]) == [0, 5, 9]
    assert cells["score_cell"].between(0, 9).all()


def test_one_judgement_comes_back_as_written(judged: duckdb.DuckDBPyConnection) -> None:
    found = growth_evidence.growth_evidence(judged, "a")
    assert found is not None
    assert found.purchased_probability == 0.97
    assert found.pattern == "step"
    assert found.reasons_for == ["a step"]
    assert found.retained_30 is None
    assert growth_evidence.growth_evidence(judged, "c") is None


def test_compared_creators_come_in_the_order_asked_for(judged: duckdb.DuckDBPyConnection) -> None:
    found = growth_evidence.compared_creators(judged, ("f", "nobody", "a", "h"))
    assert found["influencer_id"].tolist() == ["f", "a", "h"]
    assert found["authenticity_index"].tolist()[:2] == [95, 20]
    assert pd.isna(found["authenticity_index"].iloc[2])
    assert growth_evidence.compared_creators(judged, ()).empty


def test_a_store_without_the_tables_is_told_from_one_with_them(
    judged: duckdb.DuckDBPyConnection,
) -> None:
    need(judged, GROWTH_EVIDENCE)
    with duckdb.connect() as older:
        assert not has(older, GROWTH_EVIDENCE)
        with pytest.raises(StoreError, match="python -m core build"):
            need(older, GROWTH_EVIDENCE)


def test_above_99_percent_the_larger_impact_comes_first(con: duckdb.DuckDBPyConnection) -> None:
    # Followers of the store: e 600,000, g 45,000, f 40,000, a and b 20,000.
    rows = (
        ("a", 0.9999, 400),
        ("b", 0.996, 5_000),
        ("e", 0.997, -9_000),
        ("g", 0.999, 400),
        ("f", 0.994, 900_000),
    )
    con.execute("DELETE FROM growth_evidence")
    for influencer_id, probability, excess in rows:
        con.execute(
            """INSERT INTO growth_evidence (influencer_id, purchased_probability,
                   authenticity_index, confidence, pattern, pattern_excess_count, events_count,
                   platform_group, size_group, step_days, days_known, reasons_for,
                   reasons_against, model_version)
               VALUES ($id, $probability, 20, 'high', 'step', $excess, 1, 'instagram', 0, 1, 30,
                       [], [], 'test')""",
            {"id": influencer_id, "probability": probability, "excess": excess},
        )
    try:
        page = triage.triage_page(con, TriageFilter(only_judged=True))
    finally:
        con.execute("DELETE FROM growth_evidence")
    # 9,000 and 5,000 followers concerned, then 400 of 20,000 before 400 of 45,000; 99.4% last.
    assert page["influencer_id"].tolist() == ["e", "b", "a", "g", "f"]


def test_a_build_made_before_peaks_and_weights_still_opens() -> None:
    con = duckdb.connect()
    con.execute(SCHEMA_FILE.read_text("utf-8"))
    con.execute(
        """INSERT INTO growth_evidence (influencer_id, confidence, pattern, events_count,
               platform_group, size_group, step_days, days_known, reasons_for, reasons_against,
               model_version)
           VALUES ('c0', 'high', 'step', 0, '', 0, 1, 30, [], [], 'test')"""
    )
    for table, names in (
        ("growth_evidence", ("pattern_peak_day", "reasons_for_weights", "reasons_against_weights")),
        ("growth_patterns", ("peak_day", "peak_count")),
    ):
        for name in names:
            con.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
    found = growth_evidence.growth_evidence(con, "c0")
    assert found is not None
    assert (found.pattern_peak_day, found.reasons_for_weights) == (None, [])
    events = growth_evidence.growth_patterns(con, "c0")
    assert {"peak_day", "peak_count"} <= set(events.columns)
