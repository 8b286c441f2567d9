"""Workbooks are read as the CSV file a spreadsheet program would save, within limits."""

from __future__ import annotations

import gzip
import io
import time
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from core.errors import InputFileError
from core.settings import Settings
from core.store.connect import empty_store
from core.store.export import to_xlsx_bytes
from core.store.ingest import ImportFile, load, preview
from core.store.ingest.reading import workbook

AS_OF = date(2026, 11, 21)
SHEET = "xl/worksheets/sheet1.xml"
_HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_END = b"</sheetData></worksheet>"


def book(*rows: list[Any], formats: dict[str, str] | None = None) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cell, form in (formats or {}).items():
        sheet[cell].number_format = form
    return made


def saved(made: openpyxl.Workbook, path: Path) -> Path:
    made.save(path)
    return path


def creators(path: Path, folder: Path) -> list[tuple[Any, ...]]:
    con = empty_store(folder / "store.duckdb", Settings.from_env(folder))
    try:
        load(con, [ImportFile(path, path.name)], as_of=AS_OF)
        return con.execute(
            """SELECT influencer_id, followers_count, avg_likes, post_price, authentic_engagement
               FROM influencers ORDER BY 1"""
        ).fetchall()
    finally:
        con.close()


def test_numbers_keep_their_digits_per_cent_its_sign_and_ids_their_zeros(tmp_path: Path) -> None:
    path = saved(
        book(
            ["influencer_id", "followers", "avg_likes", "post_price", "Authentic engagement"],
            ["a", 1200, 1.234, 1.234, 0.034],
            [7, 1_000_000.0, 12.5, 100, 50],
            formats={"E2": "0.0%", "A3": "00000"},
        ),
        tmp_path / "a.xlsx",
    )
    assert creators(path, tmp_path) == [
        ("00007", 1_000_000, 12.5, 100.0, 50.0),
        ("a", 1200, 1.234, 1.234, 41.0),  # 3.4% of 1,200
    ]


def test_a_currency_of_a_format_is_that_of_the_price(tmp_path: Path) -> None:
    prices = [
        (1200, "[$$-409]#,##0.00"), (1.5, '"£"#,##0.00'), (1.234, "#,##0 [$USD]"),
        (70, '_-* #,##0.00 "€"_-'), (80, '#,##0 "per post"'), (90, "[$-409]General"),
        (60, "[$CHF] #,##0"),
    ]  # fmt: skip
    path = saved(
        book(
            ["handle", "post_price"],
            *([f"c{number}", price] for number, (price, _) in enumerate(prices)),
            formats={f"B{number + 2}": form for number, (_, form) in enumerate(prices)},
        ),
        tmp_path / "prices.xlsx",
    )
    con = empty_store(tmp_path / "store.duckdb", Settings.from_env(tmp_path))
    summary = load(con, [ImportFile(path, path.name)], as_of=AS_OF)
    kept = con.execute("SELECT post_price FROM influencers ORDER BY handle").fetchall()
    con.close()
    assert kept == [(price,) for price, _ in prices]
    # Francs are not told: no price is read with that sign.
    assert summary.files[0].other_currencies == ("$", "USD", "£")


def test_days_and_times_come_as_such(tmp_path: Path) -> None:
    path = saved(
        book(
            ["account_id", "caption", "posted_at"],
            ["a", "x", datetime(2026, 1, 2)],
            ["a", "y\nz", datetime(2026, 1, 2, 3, 4, 5)],
        ),
        tmp_path / "p.xlsx",
    )
    con = empty_store(tmp_path / "store.duckdb", Settings.from_env(tmp_path))
    load(con, [ImportFile(path, "p.xlsx")], as_of=AS_OF)
    rows = con.execute("SELECT posted_at, caption FROM posts ORDER BY 1").fetchall()
    con.close()
    assert rows == [(datetime(2026, 1, 2), "x"), (datetime(2026, 1, 2, 3, 4, 5), "y\nz")]


def test_rejects_name_the_row_of_the_sheet(tmp_path: Path) -> None:
    path = saved(
        book(["username", "bio", "followers"], ["a", "two\nlines", 1], [], ["b", "x", -5]),
        tmp_path / "r.xlsx",
    )
    assert preview(path).rejects["line_number"].tolist() == [4]


def test_the_first_sheet_with_cells_that_is_shown_is_read_and_the_others_named(
    tmp_path: Path,
) -> None:
    made = book(["hidden"], ["x"])
    made.active.sheet_state = "hidden"
    made.create_sheet("Empty")
    made.create_sheet("Creators").append(["username", "followers"])
    made["Creators"].append(["mira", 5])
    made.create_sheet("Notes").append(["more"])
    seen = preview(saved(made, tmp_path / "s.xlsx"))
    assert (seen.found_columns, seen.rows_count) == (("username", "followers"), 1)
    assert "read sheet 'Creators'; 1 more with cells left out" in seen.warnings[0]


def test_formulas_without_a_value_and_errors_are_counted(tmp_path: Path) -> None:
    made = book(["username", "followers", "bio"], ["mira", "=1+1", "#REF!"], ["ana", 3, "x"])
    made.active["C2"].data_type = "e"
    warnings = preview(saved(made, tmp_path / "f.xlsx")).warnings
    assert any("1 formulas have no saved value" in text for text in warnings)
    assert any("1 cells with an error" in text for text in warnings)


def test_our_own_workbook_comes_back(tmp_path: Path) -> None:
    import pandas as pd

    frame = pd.DataFrame(
        {"influencer_id": ["007", "b"], "followers": [1.0, None], "avg_likes": [1.125, 2.0],
         "post_price": [1000.5, None]}
    )  # fmt: skip
    path = tmp_path / "own.xlsx"
    path.write_bytes(to_xlsx_bytes(frame))
    assert creators(path, tmp_path) == [
        ("007", 1, 1.125, 1000.5, None),
        ("b", None, 2.0, None, None),
    ]


def test_a_packed_workbook_is_unpacked(tmp_path: Path) -> None:
    path = saved(book(["username", "followers"], ["mira", 5]), tmp_path / "a.xlsx")
    packed = tmp_path / "a.xlsx.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert preview(packed).rows_count == 1


def hostile(path: Path, part: str, write: Callable[[Any], object]) -> Path:
    """A workbook whose part is written by `write`."""
    stream = io.BytesIO()
    book(["username", "followers"], ["mira", 5]).save(stream)
    source = zipfile.ZipFile(stream)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            with target.open(info.filename, "w") as file:
                if info.filename == part:
                    write(file)
                else:
                    file.write(source.read(info.filename))
    return path


def _rows(*rows: bytes) -> Callable[[Any], object]:
    return lambda file: file.write(_HEAD + b"".join(rows) + _END)


_ENTITIES = b"".join(
    b'<!ENTITY %c "%s">' % (98 + depth, b"&%c;" % (97 + depth) * 20) for depth in range(12)
)


@pytest.mark.parametrize(
    ("part", "write", "words"),
    [
        (SHEET, lambda file: file.write(b" " * 20_000_000), "at most 16.7 MB of unpacked XML"),
        (SHEET, _rows(b'<row r="1">' + b"<c/>" * 300_000 + b"</row>"), "rows of at most 524.3 kB"),
        (
            SHEET,
            _rows(b'<row r="900000000"><c r="A900000000"><v>1</v></c></row>'),
            "expected a sheet with a header",
        ),
        (
            SHEET,
            _rows(
                b'<row r="1"><c r="A1" t="str"><v>username</v></c></row>'
                b'<row r="900000000"><c r="A900000000"><v>1</v></c></row>'
            ),
            "has 500,001 rows of 1 columns",
        ),
        (SHEET, _rows(b'<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>'), "cannot be read"),
        (SHEET, _rows(b'<row r="1"><c r="XFD1"><v>1</v></c></row>'), "expected a sheet"),
        (SHEET, _rows(b'<row r="1"><c t="s"><v>99999</v></c></row>'), "cannot be read"),
        (SHEET, _rows(b'<row r="1"><c><v>1e999</v></c></row>'), "expected rows"),
        (SHEET, _rows(b'<row r="1"><c><v>nan</v></c></row>'), "cannot be read"),
        (SHEET, lambda file: file.write(_HEAD + b'<row r="1"><c r='), "cannot be read"),
        (
            SHEET,
            lambda file: file.write(
                b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa">' + _ENTITIES + b"]>" + _HEAD
                + b'<row><c t="str"><v>&m;</v></c></row>' + _END
            ),
            "cannot be read",
        ),
        ("xl/styles.xml", lambda file: file.write(b" " * 70_000_000), "parts of at most 67.1 MB"),
        ("xl/styles.xml", lambda file: file.write(b"<a"), "cannot be read"),
        ("xl/workbook.xml", lambda file: file.write(b""), "cannot be read"),
        ("[Content_Types].xml", lambda file: file.write(b"<Types/>"), "cannot be read"),
    ],
)  # fmt: skip
def test_a_workbook_made_to_fill_the_memory_is_an_error_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str,
    write: Callable[[Any], object], words: str,
) -> None:  # fmt: skip
    path = hostile(tmp_path / "h.xlsx", part, write)
    monkeypatch.setenv("SCOUT_FILE_MEMORY", "50MB")
    monkeypatch.setattr(workbook, "_MAX_ROW_BYTES", 2**19)
    start = time.process_time()
    with pytest.raises(InputFileError, match=words) as caught:
        preview(path, scratch=tmp_path)
    assert time.process_time() - start < 15
    assert str(caught.value).startswith("h.xlsx: ")
    assert len(str(caught.value)) < 500
    assert list(tmp_path.iterdir()) == [path]


def test_a_locked_or_other_archive_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("creators.csv", "username\nmira\n")
    with pytest.raises(InputFileError, match=r"found a zip archive\. Unpack it"):
        preview(path)
    path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    with pytest.raises(InputFileError, match="old or locked Excel workbook"):
        preview(path)


def test_parts_that_lie_before_the_start_of_the_file_are_damage(tmp_path: Path) -> None:
    path = saved(book(["username"], ["mira"]), tmp_path / "people.xlsx")
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\5\6") + 16  # of the place of the list of parts
    place = int.from_bytes(content[at : at + 4], "little")
    content[at : at + 4] = (place + 1_000_000).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(InputFileError, match="cannot be read"):
        creators(path, tmp_path)
