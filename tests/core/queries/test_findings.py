"""Findings: counted by hand on the rows of the small build."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from core.charts.findings import growth_spread_figure, hashtag_figure, rising_niches_figure
from core.queries.findings import growth_spread, rising_hashtag, rising_niche
from core.services.session import open_session
from core.settings import Settings
from core.store.connect import create_schema
from tests.support.growth_rows import plant_evidence
from tests.support.small_build import make_small_build
from tests.support.text_rows import plant_texts, plant_trends


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    settings = Settings.from_env(tmp_path_factory.mktemp("findings"))
    make_small_build(settings)
    plant_evidence(settings)
    plant_texts(settings)
    plant_trends(settings)
    with open_session(settings) as session:
        yield session.con


@pytest.fixture
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    con = duckdb.connect()
    create_schema(con)
    yield con
    con.close()


def test_the_niche_with_the_largest_share_of_rising_creators(
    con: duckdb.DuckDBPyConnection,
) -> None:
    rows = con.execute(
        """SELECT n.name, m.momentum_score, g.purchased_probability
           FROM momentum m JOIN influencer_niches USING (influencer_id)
           JOIN niches n USING (niche_id) LEFT JOIN growth_evidence g USING (influencer_id)"""
    ).fetchall()
    shares = {}
    for niche in {row[0] for row in rows}:
        rated = [
            row for row in rows if row[0] == niche and row[1] is not None and (row[2] or 0) < 0.5
        ]
        rising = [row for row in rated if row[1] >= 75]
        if rising:
            shares[niche] = (len(rising) / len(rated), len(rising), len(rated))
    found = rising_niche(con)
    assert found is not None
    best = max(shares, key=lambda niche: shares[niche][0])
    assert (found.niche, found.rising_count, found.rated_count) == (best, *shares[best][1:])
    assert len(found.niches) == len(shares)


def test_growth_is_counted_once_a_creator(con: duckdb.DuckDBPyConnection) -> None:
    spread = growth_spread(con)
    assert spread is not None
    assert spread.judged_count + spread.unknown_count == 60
    row = con.execute(
        "SELECT count(*) FROM growth_evidence WHERE purchased_probability >= 0.5"
    ).fetchone()
    assert row is not None
    assert spread.worth_checking_count == row[0] > 0


def test_the_fastest_rising_hashtag(con: duckdb.DuckDBPyConnection) -> None:
    found = rising_hashtag(con)
    row = con.execute(
        """SELECT max(weekly_growth) FROM trends
           WHERE kind = 'hashtag' AND direction = 'rising'"""
    ).fetchone()
    assert found is not None
    assert row is not None
    assert found.weekly_growth == row[0]
    assert all(0 <= share <= 1 for share in found.shares)


def test_a_store_without_rows_has_no_findings(empty: duckdb.DuckDBPyConnection) -> None:
    assert rising_niche(empty) is None
    assert growth_spread(empty) is None
    assert rising_hashtag(empty) is None


def test_pictures_show_the_numbers(con: duckdb.DuckDBPyConnection) -> None:
    found = rising_niche(con)
    assert found is not None
    bars = rising_niches_figure(found.niches).data[0]
    assert list(bars.y) == list(found.niches["niche"])
    assert bars.x[0] == pytest.approx(found.rising_count / found.rated_count)
    spread = growth_spread_figure((("little evidence", 50), ("worth checking", 3)))
    assert list(spread.data[0].x) == [50, 3]
    assert list(hashtag_figure((0.1, 0.2)).data[0].x) == [-1, 0]
