"""Files as they come: encodings, delimiters, broken lines, things that are no table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import ColumnError, InputFileError
from core.settings import Settings
from core.store.connect import empty_store
from core.store.ingest import ImportFile, ImportSummary, load
from core.store.ingest.reading import raw, text_file
from core.store.ingest.reading.unpacking import Unpacked

AS_OF = date(2026, 11, 21)
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "utf-32")


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    settings = replace(Settings.from_env(tmp_path), threads=2)
    con = empty_store(tmp_path / "store.duckdb", settings)
    yield con
    con.close()


def imported(
    con: duckdb.DuckDBPyConnection, folder: Path, content: bytes, name: str = "creators.csv"
) -> ImportSummary:
    path = folder / name
    path.write_bytes(content)
    return load(con, [ImportFile(path, name)], as_of=AS_OF)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.slow
def test_encodings_delimiters_and_line_ends_all_read(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, delimiter: str, newline: str
) -> None:
    lines = [
        "username{0}bio{0}followers",
        'josé{1}{0}"Múl, ti;l\tine | hier"{0}1200',
        "ana{1}{0}ok{0}7",
    ]
    files = []
    for number, encoding in enumerate(_ENCODINGS):
        text = newline.join(line.format(delimiter, number) for line in lines) + newline
        path = tmp_path / f"{encoding}.csv"
        path.write_bytes(text.encode(encoding))
        files.append(ImportFile(path, path.name))
    summary = load(con, files, as_of=AS_OF)
    for number, file in enumerate(summary.files):
        assert (file.read_count, file.used_count) == (2, 2), file.shown_name
        assert con.execute(
            """SELECT handle, bio, followers_count FROM influencers
               WHERE handle LIKE '%' || $number ORDER BY handle""",
            {"number": str(number)},
        ).fetchall() == [
            (f"ana{number}", "ok", 7),
            (f"josé{number}", "Múl, ti;l\tine | hier", 1200),
        ]
    assert summary.row_counts["influencers"] == 2 * len(_ENCODINGS)


def test_line_ends_of_two_kinds_in_one_file_are_read(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    imported(con, tmp_path, b"username,followers\r\na,1\nb,2\r\nc,3\rd,4\n")
    assert con.execute("SELECT count(*) FROM influencers").fetchone() == (4,)


def test_nul_bytes_are_removed_and_named(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    summary = imported(con, tmp_path, b"username,bio\na,he\x00llo\nb,x\n")
    assert con.execute("SELECT bio FROM influencers WHERE handle = 'a'").fetchone() == ("hello",)
    assert any("1 NUL" in warning for warning in summary.warnings)


def test_one_broken_byte_does_not_turn_the_whole_file_into_windows_1252(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    content = "username,bio\nélan,àéîõü ßøæ\n".encode() + b"b,\xff\n"
    summary = imported(con, tmp_path, content)
    assert con.execute("SELECT bio FROM influencers WHERE handle = 'élan'").fetchone() == (
        "àéîõü ßøæ",
    )
    assert any("not UTF-8" in warning for warning in summary.warnings)


def test_excel_sep_line_and_blank_lines_are_not_rows(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    summary = imported(con, tmp_path, b"sep=;\n\nusername;followers;;\n\na;1;;\n;;;\nb;-2;;\n")
    assert (summary.files[0].read_count, summary.files[0].rejected_count) == (2, 1)
    assert con.execute("SELECT line_number FROM rejected_rows").fetchall() == [(7,)]


def test_rejects_name_the_line_a_person_sees(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    content = (
        b"username,bio,followers\n"  # 1
        b'a,"two\nlines",10\n'  # 2-3
        b"\n"  # 4
        b"b,x,-5\n"  # 5
        b"c,too,many,cells\n"  # 6
        b"d\n"  # 7
        b'e,"in "the" middle",3\n'  # 8
        b"f,x,abc\n"  # 9
        b",x,12\n"  # 10
        b"g,last,12\n"
    )
    summary = imported(con, tmp_path, content)
    rows = con.execute(
        "SELECT line_number, reason, raw FROM rejected_rows ORDER BY line_number"
    ).fetchall()
    assert [row[0] for row in rows] == [5, 6, 7, 8, 9, 10]
    assert "found '-5'" in rows[0][1]
    assert "found '-5'" not in summary.files[0].top_reasons[0][0]
    assert "'followers'" in rows[4][1]
    assert rows[0][2] == "b,x,-5"
    assert rows[5][1] == "expected a creator in 'username', found none"
    assert (summary.files[0].read_count, summary.files[0].used_count) == (8, 2)


@pytest.mark.parametrize("is_long", [False, True])
def test_an_open_quote_costs_the_rest_of_the_file_but_not_what_stands_before(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_long: bool
) -> None:
    if is_long:
        monkeypatch.setattr(raw, "_PARALLEL_BYTES", 0)
    summary = imported(con, tmp_path, b'username,bio\na,x\nb,"open\nc,y\n')
    assert (summary.files[0].used_count, summary.files[0].rejected_count) == (1, 1)
    assert con.execute("SELECT line_number FROM rejected_rows").fetchall() == [(3,)]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", b"", "empty file"),
        ("blank.csv", b"\n\n  \n", "blank lines"),
        ("header.csv", b"username,followers\n", "expected rows"),
        ("book.zip", b"PK\x03\x04" + bytes(range(256)), "zip archive"),
        ("photo.csv", b"\x89PNG\r\n" + bytes(500), "picture"),
        ("noise.csv", bytes(range(256)) * 20, "binary"),
        ("broken.parquet", b"PAR1" + b"x" * 100, "Parquet"),
        ("columns.csv", b"foo,bar\n1,2\n", "cannot tell what kind"),
        ("noheader.csv", b"1,2,3\n4,5,6\n", "cannot tell what kind"),
        ("all_bad.csv", b"username,followers\na,-1\nb,-2\n", "none of its 2 rows"),
    ],
)
@pytest.mark.slow
def test_a_file_that_is_no_table_says_so_and_changes_nothing(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    good = tmp_path / "good.csv"
    good.write_bytes(b"username,followers\nmira,10\n")
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputFileError, match=words) as caught:
        load(con, [ImportFile(good, "good.csv"), ImportFile(tmp_path / name, name)], as_of=AS_OF)
    assert name in str(caught.value)
    for table in ("influencers", "rejected_rows", "data_gaps"):
        assert con.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    # The store can be used on: nothing temporary is left.
    assert con.execute("SELECT count(*) FROM duckdb_tables() WHERE temporary").fetchone() == (0,)
    assert load(con, [ImportFile(good, "good.csv")], as_of=AS_OF).row_counts["influencers"] == 1


def test_missing_files_and_folders_are_named(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(InputFileError, match="expected a file"):
            load(con, [ImportFile(path, "x.csv")], as_of=AS_OF)
    with pytest.raises(InputFileError, match="at least one file"):
        load(con, [], as_of=AS_OF)


def test_a_wrong_column_map_names_the_columns_there_are(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"username,Subs\na,1\n")
    with pytest.raises(ColumnError, match="Did you mean 'Subs'"):
        load(con, [ImportFile(path, "a.csv", None, {"followers_count": "Sub"})], as_of=AS_OF)
    with pytest.raises(ColumnError, match="Targets: influencer_id"):
        load(con, [ImportFile(path, "a.csv", "influencers", {"size": "Subs"})], as_of=AS_OF)
    with pytest.raises(ColumnError, match="expected a table among"):
        load(con, [ImportFile(path, "a.csv", "people")], as_of=AS_OF)
    with pytest.raises(ColumnError, match="needs column 'caption'"):
        load(con, [ImportFile(path, "a.csv", "posts")], as_of=AS_OF)


def test_parquet_keeps_its_numbers_lists_and_times(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    frame = pd.DataFrame(
        {
            "post_id": [1, 2],
            "account_id": ["a", "b"],
            "caption": ["hello #Sun", None],
            "likes": [10.0, float("nan")],
            "comment_texts": [["so good", "where is it?"], None],
            "hashtags": [["Beach", "#sun"], None],
            "posted_at": pd.to_datetime(["2026-01-02 03:04", None]),
        }
    )
    frame.to_parquet(tmp_path / "posts.parquet")
    load(con, [ImportFile(tmp_path / "posts.parquet", "posts.parquet")], as_of=AS_OF)
    rows = con.execute(
        """SELECT post_id, caption, likes_count, hashtags, posted_at::VARCHAR, comment_texts
           FROM posts ORDER BY post_id"""
    ).fetchall()
    assert rows == [
        (
            "1",
            "hello #Sun",
            10,
            ["beach", "sun"],
            "2026-01-02 03:04:00",
            ["so good", "where is it?"],
        ),
        ("2", "", None, [], None, None),
    ]


_CELLS = st.text(
    alphabet=st.sampled_from("ab,;\"\n\r\t'é=€ 0")
    | st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]),
    max_size=12,
)


@pytest.mark.slow
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.tuples(_CELLS, _CELLS, _CELLS), min_size=1, max_size=12), st.sampled_from(",;\t|")
)
def test_every_cell_of_a_well_formed_file_is_read_as_it_was_written(
    tmp_path: Path, rows: list[tuple[str, str, str]], delimiter: str
) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([("key", "h1", "h2", "h3"), *[("k", *row) for row in rows]])
    path = tmp_path / "cells.csv"
    path.write_bytes(stream.getvalue().encode("utf-8"))
    con = duckdb.connect()
    with raw.read(con, path, "cells.csv") as table:
        found = con.execute(
            f"SELECT c1, c2, c3 FROM {raw.RAW_TABLE} WHERE {table.filled} ORDER BY rowid"
        ).fetchall()
        clean = table.text is not None and table.text.path == path
    con.close()
    assert not table.broken

    # A file with several kinds of line end is rewritten with one.
    def as_read(cell: str) -> str | None:
        return (cell if clean else cell.replace("\r\n", "\n").replace("\r", "\n")) or None

    expected = [tuple(as_read(cell) for cell in row) for row in rows]
    assert found == expected


@pytest.mark.slow
def test_many_rows_with_line_breaks_in_cells_keep_their_order_and_number(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Small buffers make DuckDB's parallel reader cut the file in many places.
    monkeypatch.setattr(raw, "MAX_LINE_BYTES", 2_000)
    monkeypatch.setattr(raw, "_PARALLEL_BYTES", 4_000)
    count = 20_000
    path = tmp_path / "long.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["username", "bio", "followers"])
        for number in range(count):
            bad = number % 5_000 == 4_999
            writer.writerow([f"u{number}", f'line "one"\nof {number}, yes', -1 if bad else number])
    summary = load(con, [ImportFile(path, "long.csv")], as_of=AS_OF)
    assert (summary.files[0].read_count, summary.files[0].rejected_count) == (count, 4)
    assert con.execute(
        "SELECT count(*) FROM influencers WHERE handle <> 'u' || followers_count"
    ).fetchone() == (0,)
    lines = con.execute("SELECT line_number FROM rejected_rows ORDER BY line_number").fetchall()
    assert lines == [(2 + 2 * number,) for number in range(4_999, count, 5_000)]


def test_headers_without_a_name_or_twice_the_same_get_one_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    path.write_bytes(b"a,,a,\n1,2,3,4\n")
    with text_file.opened(Unpacked(path), "h.csv") as found:
        assert found.header == ("a", "column 2", "a (2)")


@pytest.mark.parametrize(
    ("content", "mapping", "currencies", "words"),
    [
        (
            "handle,post_price\na,$500\nb,£300\nc,450\nd,€200",
            {},
            ("$", "£"),
            "2 prices in $, £ are",
        ),
        # Currencies beside the prices, which nothing said until now.
        (
            "handle,post_price,Currency\na,500,usd\nb,500,EUR\nc,500,\nd,€500,DKK\ne,1,kroner",
            {},
            ("another currency", "USD"),
            "2 prices in another currency, USD are",
        ),
        # A sign says more than the column beside it.
        ("handle,post_price,currency\na,$5,EUR", {}, ("$",), "1 price in $ is"),
        ("handle,cost_dkk\na,500", {"post_price": "cost_dkk"}, ("DKK",), "1 price in DKK is"),
        ("handle,post_price\na,500\nb,€200", {}, (), ""),
        ("handle,currency\na,USD", {}, (), ""),
        # Left empty, so nothing counts as euros.
        ("handle,post_price\na,500 DKK", {}, (), ""),
    ],
)
def test_prices_in_other_currencies_are_said_and_kept(
    con: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    content: str,
    mapping: dict[str, str],
    currencies: tuple[str, ...],
    words: str,
) -> None:
    path = tmp_path / "prices.csv"
    path.write_text(content, encoding="utf-8")
    summary = load(con, [ImportFile(path, path.name, "influencers", mapping)], as_of=AS_OF)
    assert summary.files[0].other_currencies == currencies
    said = [warning for warning in summary.warnings if "as if in EUR" in warning]
    assert [words in warning for warning in said] == ([True] if words else [])


def test_a_first_sheet_that_is_no_table_names_the_others(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = tmp_path / "creators.xlsx"
    with pd.ExcelWriter(path) as book:
        pd.DataFrame({"note": ["read me"]}).to_excel(book, sheet_name="Info", index=False)
        pd.DataFrame({"handle": ["mia"], "bio": ["yoga"]}).to_excel(
            book, sheet_name="Creators", index=False
        )
    with pytest.raises(ColumnError, match=r"cannot tell .* read sheet 'Info'; 1 more"):
        load(con, [ImportFile(path, path.name)], as_of=AS_OF)
