"""Pages filter one narrow table; without it they join the same on the spot."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest

from bench.versus.page_store import STORE, write_page_store
from core.queries.conditions import facts
from core.queries.growth.rising import ORDERS, RisingFilter, rising_page, rising_summary
from core.queries.growth.triage import (
    TRIAGE_ORDERS,
    TriageFilter,
    triage_page,
    triage_summary,
)
from core.queries.niches import niche_cards
from core.settings import Settings
from core.store.connect import open_store

_CHOSEN = TriageFilter(tiers=("micro", "mid"), probability_min=5, posts_a_week_min=1)


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    folder = tmp_path_factory.mktemp("facts")
    write_page_store(folder, 300)
    return open_store(folder / STORE, Settings.from_env(folder), read_only=False)


def _answers(con: duckdb.DuckDBPyConnection) -> list[object]:
    rising = RisingFilter(tiers=("micro",), followers_min=2_000)
    pages: list[pd.DataFrame] = [
        *(triage_page(con, _CHOSEN, order=order, page_size=7) for order in TRIAGE_ORDERS),
        triage_page(con, _CHOSEN, page=2, page_size=7),
        *(rising_page(con, rising, order=order, page_size=7) for order in ORDERS),
        niche_cards(con),
    ]
    return [
        triage_summary(con, _CHOSEN),
        rising_summary(con, rising),
        *(page.map(str).to_dict("records") for page in pages),
    ]


def test_a_build_with_the_table_reads_it(con: duckdb.DuckDBPyConnection) -> None:
    assert facts(con) == "creator_facts"


def test_an_earlier_build_gives_the_same_answers(con: duckdb.DuckDBPyConnection) -> None:
    expected = _answers(con)
    con.execute("BEGIN")
    con.execute("DROP TABLE creator_facts")
    assert "JOIN" in facts(con)
    assert _answers(con) == expected
    con.execute("ROLLBACK")


def test_pages_follow_one_another_in_the_order_of_a_long_page(
    con: duckdb.DuckDBPyConnection,
) -> None:
    long = triage_page(con, TriageFilter(), page_size=60)["influencer_id"].tolist()
    parts = [
        triage_page(con, TriageFilter(), page=page, page_size=20)["influencer_id"].tolist()
        for page in (1, 2, 3)
    ]
    assert [influencer_id for part in parts for influencer_id in part] == long
    assert len(set(long)) == 60
    assert triage_page(con, TriageFilter(), page=99).empty


def test_creators_are_rated_or_not(con: duckdb.DuckDBPyConnection) -> None:
    everybody = RisingFilter(hide_unusual=False)
    before = rising_summary(con, everybody)
    assert before.rated_count + before.unrated_count == 300
    # Nobody has counts, so nothing was written of anybody.
    con.execute("BEGIN")
    con.execute("UPDATE creator_facts SET momentum_score = NULL, momentum_confidence = NULL")
    after = rising_summary(con, everybody)
    assert (after.rated_count, after.unrated_count) == (0, 300)
    con.execute("ROLLBACK")
