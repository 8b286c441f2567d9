"""Tables out: the same comes back, and no cell runs in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import AppError, NotFoundError
from core.settings import ROOT, Settings
from core.store import export
from core.store.connect import empty_store
from core.store.ingest import ImportFile, load

AS_OF = date(2026, 11, 21)
SAMPLE = ROOT / "data" / "sample"
NAMES = ("fifteen_columns.csv", "influencers_data.csv", "growth_data.csv", "brands_data.csv")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def new_store(folder: Path, name: str) -> duckdb.DuckDBPyConnection:
    return empty_store(folder / f"{name}.duckdb", Settings.from_env(folder))


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = new_store(tmp_path, "store")
    load(con, [ImportFile(SAMPLE / name, name) for name in NAMES], as_of=AS_OF)
    yield con
    con.close()


@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.slow
def test_fifteen_columns_exported_and_imported_again_are_the_same(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, ending: str
) -> None:
    out = tmp_path / f"ratings.{ending}"
    frame = export.table_frame(con, "ratings", fifteen_columns=True)
    export.write(frame, out)
    other = new_store(tmp_path, "other")
    summary = load(other, [ImportFile(out, out.name)], as_of=AS_OF)
    assert (summary.files[0].kind, summary.files[0].used_count) == ("fifteen", 40)
    query = export.FIFTEEN_COLUMNS
    assert other.execute(query).fetchall() == con.execute(query).fetchall()
    assert len(frame.columns) == 15
    other.close()


@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.slow
def test_every_given_table_comes_back_as_it_went_out(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, ending: str
) -> None:
    # Things that an export could spoil: decimals that look like thousands, formulas, quotes.
    con.execute(
        """UPDATE influencers SET avg_likes = 366.456, post_price = 1.234, bio = '=1+1',
                  name = '''-x', category = '@beauty' WHERE influencer_id = 'c01'"""
    )
    con.execute("UPDATE ratings SET points = 1.125")
    names = ("influencers", "posts", "follower_history", "brands", "ratings")
    files = []
    for name in names:
        out = tmp_path / f"{name}.{ending}"
        export.write(export.table_frame(con, name), out)
        files.append(ImportFile(out, out.name, name))
    other = new_store(tmp_path, "other")
    load(other, files, as_of=AS_OF)
    for name in names:
        query = f"FROM {name} ORDER BY ALL"
        assert other.execute(query).fetchall() == con.execute(query).fetchall()
    other.close()


def test_formula_like_texts_are_made_harmless_and_numbers_left_alone() -> None:
    frame = pd.DataFrame(
        {
            "text": ["=1+1", "+49 30", "-5", "@mira", "\tx", "\rx", "'=x", "plain", None],
            "number": [-1.5, 2.0, float("nan"), 0.1, 1, 1, 1, 1, 366.456],
            "tags": [["=a", "b"], [], None, ["c"], None, None, None, None, None],
        }
    )
    safe = export.safe_for_spreadsheets(frame)
    assert safe["text"].tolist()[:8] == [
        "'=1+1", "'+49 30", "'-5", "'@mira", "'\tx", "'\rx", "''=x", "plain"
    ]  # fmt: skip
    assert safe["number"].tolist()[:2] == [-1.5, 2.0]
    assert frame["text"].tolist()[0] == "=1+1"
    lines = export.to_csv_bytes(frame).decode("utf-8-sig").split("\n")
    assert lines[1] == '\'=1+1,-1.5,"[""=a"", ""b""]"'
    # Three decimals would read as thousands in half of the world.
    assert lines[-2].endswith("366.4560,")


def test_what_is_unknown_in_a_list_keeps_its_place(tmp_path: Path) -> None:
    store = new_store(tmp_path, "lists")
    frame = store.execute(
        "SELECT [1.5, NULL, 3]::DOUBLE[] AS numbers, ['nan'::DOUBLE, 2] AS odd, ['a', NULL] AS tags"
    ).df()
    store.close()
    content = export.to_csv_bytes(frame, for_excel=False).decode()
    cells = list(csv.reader(io.StringIO(content)))[1]
    assert cells == ["[1.5, null, 3.0]", "[null, 2.0]", '["a", null]']
    sheet = openpyxl.load_workbook(io.BytesIO(export.to_xlsx_bytes(frame))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]] == cells


@pytest.mark.slow
@given(st.lists(st.text(max_size=15), min_size=1, max_size=8))
def test_no_text_cell_of_a_csv_starts_like_a_formula(texts: list[str]) -> None:
    frame = pd.DataFrame({"=head": texts})
    content = export.to_csv_bytes(frame).decode("utf-8-sig", "replace")
    for row in csv.reader(io.StringIO(content, newline="")):
        assert not any(cell.startswith(_FORMULA) for cell in row)


def test_excel_gets_texts_numbers_and_dates_and_no_formula() -> None:
    frame = pd.DataFrame(
        {
            "name": ["=cmd|' /C calc'!A0", "https://x.y", "a\x00b\x0b", "x" * 40_000],
            "count": [1, -2, 3, None],
            "day": pd.to_datetime(["2026-01-02", None, None, None]),
            "tags": [["a", "b"], None, [], ["c"]],
            "at": pd.to_datetime(["2026-01-02 03:04", None, None, None]),
        }
    )
    content = export.to_xlsx_bytes(frame, "ratings: [all] of it, and more than 31")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0] == ["name", "count", "day", "tags", "at"]
    assert cells[1][0] == "'=cmd|' /C calc'!A0"
    assert cells[2][:2] == ["https://x.y", -2]
    assert cells[3][0] == "ab"
    assert len(cells[4][0]) == 32_767
    assert cells[1][2].isoformat().startswith("2026-01-02")
    # A day shows no time of day; a moment does.
    assert [sheet["C2"].number_format, sheet["E2"].number_format] == [
        "YYYY-MM-DD", "YYYY-MM-DD HH:MM:SS"
    ]  # fmt: skip
    assert [sheet[f"C{row}"].value for row in (3, 4, 5)] == [None] * 3
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert len(sheet.title) <= 31


def test_an_empty_frame_is_a_header() -> None:
    frame = pd.DataFrame({"a": pd.Series([], dtype="str"), "b": pd.Series([], dtype="float64")})
    assert export.to_csv_bytes(frame).decode("utf-8-sig") == "a,b\n"
    assert export.to_xlsx_bytes(frame)


@pytest.mark.slow
def test_wrong_tables_and_endings_are_named(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="influencers; DROP"):
        export.table_frame(con, "influencers; DROP TABLE posts")
    with pytest.raises(AppError, match="fifteen"):
        export.table_frame(con, "posts", fifteen_columns=True)
    frame = export.table_frame(con, "brands")
    with pytest.raises(AppError, match=r"ending in .csv, .xlsx, .parquet"):
        export.write(frame, tmp_path / "x.json")
    (tmp_path / "taken.csv").mkdir()
    with pytest.raises(AppError, match="cannot write"):
        export.write(frame, tmp_path / "taken.csv")
    assert not list(tmp_path.glob(".*.part"))


def test_a_sheet_that_is_too_long_is_refused_before_it_is_made() -> None:
    with pytest.raises(AppError, match="1,048,575"):
        export.to_xlsx_bytes(pd.DataFrame({"a": range(1_048_576)}))


def test_a_folder_that_links_to_itself_is_refused(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(AppError, match="cannot write"):
        export.write(pd.DataFrame({"a": [1]}), loop / "out.csv")
