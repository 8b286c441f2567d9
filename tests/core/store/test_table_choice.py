"""Which table a file is read as: by its columns, and by its name where they fit several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ColumnError
from core.settings import Settings
from core.store.connect import create_schema, open_store
from core.store.ingest import ImportFile, load
from core.store.ingest.formats import FORMATS
from core.store.ingest.table_choice import chosen_table

PAIR = ("brand_id", "influencer_id")


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    settings = replace(Settings.from_env(tmp_path), threads=2)
    con = open_store(tmp_path / "store.duckdb", settings, read_only=False)
    create_schema(con)
    yield con
    con.close()


def table_of(name: str, header: tuple[str, ...], table: str | None = None) -> str | None:
    choice = chosen_table(ImportFile(Path(name), name, table), header)
    return None if choice is None else choice.format.table


@pytest.mark.parametrize(
    "name",
    [
        "collaborations.csv",
        "Collaborations 2026.CSV",
        "brand-collaborations_export.parquet",
        "brands_creators_collabs.csv",
        "partnership.csv",
    ],
)
def test_two_ids_are_collaborations_where_the_file_name_says_so(name: str) -> None:
    choice = chosen_table(ImportFile(Path(name), name), PAIR)
    assert choice is not None
    assert choice.format.table == "collaborations"
    assert choice.reason == "by the file name; its columns would also fit ratings"


@pytest.mark.parametrize("name", ["ratings.csv", "pairs.csv", "2026.csv", "brands.csv", "x"])
def test_two_ids_are_ratings_under_any_other_name(name: str) -> None:
    choice = chosen_table(ImportFile(Path(name), name), PAIR)
    assert choice is not None
    assert (choice.format.table, choice.reason) == ("ratings", "by the columns")


def test_columns_that_only_one_table_reads_weigh_more_than_the_name() -> None:
    assert table_of("collaborations.csv", (*PAIR, "points")) == "ratings"
    assert table_of("ratings.csv", (*PAIR, "started_on", "price")) == "collaborations"
    assert table_of("collaborations.csv", (*PAIR, "kind", "happened_at")) == "interactions"
    assert table_of("brands.csv", ("handle", "caption", "posted_at")) == "posts"


def test_name_decides_between_brands_and_creators_with_the_same_columns() -> None:
    header = ("id", "name", "category", "country")
    assert table_of("creators.csv", header) == "influencers"
    assert table_of("influencers_2026.csv", header) == "influencers"
    assert table_of("brands.csv", header) == "brands"
    assert table_of("brands.csv", ("name", "category", "country")) == "brands"


def test_option_stands_above_name_and_columns() -> None:
    assert table_of("collaborations.csv", PAIR, "ratings") == "ratings"
    assert table_of("pairs.csv", PAIR, "collaborations") == "collaborations"
    with pytest.raises(ColumnError, match="expected a table among"):
        table_of("pairs.csv", PAIR, "deals")


def test_name_alone_makes_no_table_of_foreign_columns() -> None:
    assert table_of("collaborations.csv", ("a", "b")) is None
    assert table_of("influencers.csv", ("influencer_id",)) is None
    assert table_of("posts.csv", ()) is None


@pytest.mark.slow
@given(st.text(max_size=30), st.lists(st.sampled_from(["brand_id", "handle", "price", "day", "x"])))
def test_any_name_gives_a_format_whose_needed_columns_are_there(
    name: str, header: list[str]
) -> None:
    choice = chosen_table(ImportFile(Path("f"), name), header)
    if choice is not None:
        assert choice.format in FORMATS.values()
        assert choice.format.needs
        assert choice.reason


@pytest.mark.slow
def test_collaborations_of_two_ids_are_imported_as_such(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    for name, content in {
        "brands.csv": "brand_id,name\nb1,Acme\nb2,Bolt\n",
        "influencers.csv": "influencer_id,handle\ni1,ana\ni2,ben\n",
        "collaborations.csv": "brand_id,influencer_id\nb1,i1\nb2,i2\n",
    }.items():
        (tmp_path / name).write_text(content)
    names = ["brands.csv", "influencers.csv", "collaborations.csv"]
    summary = load(
        con, [ImportFile(tmp_path / name, name) for name in names], as_of=date(2026, 11, 21)
    )
    assert [file.table for file in summary.files] == ["brands", "influencers", "collaborations"]
    pairs = con.execute("SELECT brand_id, influencer_id FROM collaborations ORDER BY 1").fetchall()
    assert pairs == [("b1", "i1"), ("b2", "i2")]
    assert con.execute("SELECT count(*) FROM ratings").fetchone() == (0,)
