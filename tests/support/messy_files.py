"""Messy files that still mean something: every value is known before it is written.

Nothing here uses the readers of the product: files are written by csv, openpyxl and pyarrow, and
what a cell means is known before it is written.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Literal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

KINDS = ("csv", "csv", "csv", "csv.gz", "xlsx", "parquet")
_EPOCH = datetime(1970, 1, 1)
_EMPTY = ("", "", "", "NaN", "N/A", "-", "null", "#N/A")
# Ids that look like something else, and must come back letter by letter.
_IDS = (
    "00123", "123", "1e5", "2026-01-02", "12,5", "1.200", "TRUE", "0x1F", "=x", "-7", "+49 171",
    "a;b", 'a"b', "é", "Ünï code", "a\tb", "x|y", "name@x", "#5", "none such", "NaNcy", "nullable",
    "ß", "日本", "😀", "Ab", "ab", "1_000", "3%", "12.0", "0", "a'b", "\\N", "a\\b", "(5)", "7e-1",
)  # fmt: skip
_NAMES = (
    "Zoë",
    "O'Neil",
    "Löwe, Ana",
    'the "one"',
    "=SUM(A1)",
    "two\nlines",
    "日本",
    "a;b",
    "x\ty",
    "🙂",
)


@dataclass(frozen=True)
class Column:
    """Attributes:
    name: in the file.
    values: what each cell means; None for nothing.
    texts: how each cell is written as text.
    typed: what a file with types holds instead; None where it holds the texts.
    """

    name: str
    values: list[Any]
    texts: list[str]
    typed: list[Any] | None = None


@dataclass(frozen=True)
class MessyFile:
    """Attributes:
    path: of the file.
    columns: by their names.
    how: how it was written, for messages.
    broken: lines with too many or too few cells.
    """

    path: Path
    columns: dict[str, Column]
    how: str
    broken: int


def written(
    columns: list[Column], folder: Path, rng: random.Random, *, kinds: tuple[str, ...] = KINDS
) -> MessyFile:
    """The columns as a file of some kind, with what the kind makes possible."""
    kind = rng.choice(kinds)
    order = rng.sample(columns, len(columns))
    path = folder / f"table.{kind}"
    by_name = {column.name: column for column in columns}
    if kind == "xlsx":
        how = _write_xlsx(order, path, rng)
        return MessyFile(path, by_name, how, 0)
    if kind == "parquet":
        how = _write_parquet(order, path, rng)
        return MessyFile(path, by_name, how, 0)
    how, broken = _write_csv(order, path, rng, is_packed=kind == "csv.gz")
    return MessyFile(path, by_name, how, broken)


def _write_csv(
    columns: list[Column], path: Path, rng: random.Random, *, is_packed: bool
) -> tuple[str, int]:
    delimiter = rng.choice(",,;\t|")
    encoding = rng.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252"))
    newline = rng.choice(("\n", "\r\n"))
    quoting: Literal[0, 1] = csv.QUOTE_ALL if rng.random() < 0.5 else csv.QUOTE_MINIMAL
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=newline, quoting=quoting)
    if rng.random() < 0.1:
        stream.write(f"sep={delimiter}{newline}")
    writer.writerow([_shouted(column.name, rng) for column in columns])
    broken = 0
    for row in zip(*(column.texts for column in columns), strict=True):
        padded = [f" {cell} " if rng.random() < 0.1 and cell.strip() else cell for cell in row]
        writer.writerow(padded)
        if rng.random() < 0.05:
            writer.writerow([*row, "more"] if rng.random() < 0.5 or len(row) < 3 else row[:-1])
            broken += 1
        if rng.random() < 0.05:
            stream.write(newline)
    text = stream.getvalue()
    try:
        content = text.encode(encoding)
    except UnicodeEncodeError:
        encoding, content = "utf-8", text.encode()
    if encoding == "cp1252" and content.isascii():
        encoding = "utf-8"
    path.write_bytes(gzip.compress(content) if is_packed else content)
    return f"{path.name} {encoding} {delimiter!r} {newline!r} quoting={quoting}", broken


def _shouted(name: str, rng: random.Random) -> str:
    return rng.choice((name, name, name.upper(), f" {name} ", name.capitalize()))


def _write_xlsx(columns: list[Column], path: Path, rng: random.Random) -> str:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    is_typed = rng.random() < 0.7
    has_title = rng.random() < 0.2
    if has_title:
        sheet.append(["Report of the week"])
    sheet.append([column.name for column in columns])
    cells = [_cells(column, is_typed=is_typed) for column in columns]
    for row in zip(*cells, strict=True):
        sheet.append([None if value == "" else value for value in row])
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # '=x' is a text here, not a formula
    book.save(path)
    return f"xlsx typed={is_typed} title={has_title}"


def _cells(column: Column, *, is_typed: bool) -> Sequence[Any]:
    """What goes into the cells of a sheet, which hold no lists."""
    has_lists = any(isinstance(value, list) for value in column.values)
    return column.typed if is_typed and column.typed and not has_lists else column.texts


def _write_parquet(columns: list[Column], path: Path, rng: random.Random) -> str:
    is_typed = rng.random() < 0.7
    arrays, types = {}, []
    for column in columns:
        if not is_typed or column.typed is None:
            array = pa.array([text or None for text in column.texts])
            if rng.random() < 0.3:
                if not pa.types.is_null(array.type):  # which Parquet takes no dictionary of
                    array = array.dictionary_encode()
            elif rng.random() < 0.2:
                array = array.cast(pa.binary())  # as writers without a mark for text do
        else:
            array = _as_written(pa.array(column.typed), rng)
        arrays[column.name] = array
        types.append(str(array.type))
    pq.write_table(pa.table(arrays), path, row_group_size=rng.choice((3, 1000)))
    return f"parquet {' '.join(types)}"


def _as_written(array: pa.Array, rng: random.Random) -> pa.Array:
    """The same values in a type that other programs choose for them."""
    if pa.types.is_integer(array.type):
        floats = array.cast(pa.float64())
        return rng.choice(
            (array, array.cast(pa.decimal128(20)), floats, floats.fill_null(math.nan))
        )
    if pa.types.is_floating(array.type):
        cents = array.cast(pa.decimal128(20, 2))
        return rng.choice((array, array.cast(pa.float32()), cents, array.fill_null(math.nan)))
    if pa.types.is_timestamp(array.type):
        unit = rng.choice(("us", "ns", "ms", "s"))
        zone = rng.choice((None, "UTC", "America/New_York"))
        return array.cast(pa.timestamp(unit)).cast(pa.timestamp(unit, zone))
    return array


def _mixed(
    values: list[Any], forms: list[Callable[[Any], str]], rng: random.Random, *, gaps: float = 0.1
) -> tuple[list[Any], list[str]]:
    """Values with some gaps, and how each is written: one form throughout, or several."""
    chosen = forms if rng.random() < 0.3 else [rng.choice(forms)]
    kept = [None if rng.random() < gaps else value for value in values]
    texts = [rng.choice(_EMPTY) if value is None else rng.choice(chosen)(value) for value in kept]
    return kept, texts


def _typed(values: list[Any]) -> list[Any] | None:
    return values if any(value is not None for value in values) else None


def ids(name: str, count: int, rng: random.Random) -> Column:
    """Ids, each different, some of which look like numbers or dates."""
    drawn = rng.sample(_IDS, min(count, len(_IDS)))
    drawn += [f"id{number}" for number in range(count - len(drawn))]
    if rng.random() < 0.2:  # numbers throughout, as from a database
        numbers = rng.sample(range(1, 10**9), count)
        texts = [str(number) for number in numbers]
        return Column(name, texts, texts, list(numbers))
    return Column(name, drawn, drawn)


def counts(
    name: str,
    count: int,
    rng: random.Random,
    *,
    gaps: float = 0.1,
    values: list[int] | None = None,
) -> Column:
    """Whole numbers, also as 12.5K and with thousands separated; drawn unless they are given."""
    values = values or [
        rng.choice((0, 7, 999, 1000, 12_500, 1_234_567, 20_000_000, rng.randrange(10**6)))
        for _ in range(count)
    ]
    forms: list[Callable[[int], str]] = [
        str,
        lambda n: f"{n:,}",
        lambda n: f"{n:,}".replace(",", "."),
        lambda n: f"{n:,}".replace(",", " "),
        lambda n: f"{n:,}".replace(",", "\u202f"),
        lambda n: f"{n:,}".replace(",", "'"),
        lambda n: f"{n}.0",
        lambda n: f"{n / 1000:.1f}K" if n >= 1000 and n % 100 == 0 else str(n),
        lambda n: f"{n / 1000:.1f}k".replace(".", ",") if n >= 1000 and n % 100 == 0 else str(n),
        lambda n: f"{n / 1e6:g} M" if n >= 10**6 and n % 10**5 == 0 else str(n),
        lambda n: f"{n:.6E}" if n < 10**6 else str(n),
    ]
    kept, texts = _mixed(values, forms, rng, gaps=gaps)
    return Column(name, kept, texts, _typed(kept))


def averages(name: str, count: int, rng: random.Random) -> Column:
    """Numbers with two decimals, in the way of one country throughout."""
    values = [round(rng.choice((0.25, 3.5, 1234.5, rng.random() * 10**5)), 2) for _ in range(count)]
    form: Callable[[float], str] = rng.choice(
        (
            lambda x: f"{x:.2f}",
            lambda x: f"{x:,.2f}",
            lambda x: f"{x:.2f}".replace(".", ","),
            lambda x: f"{x:,.2f}".replace(",", "_").replace(".", ",").replace("_", "."),
            lambda x: f"{x:,.2f}".replace(",", " ").replace(".", ","),
            repr,
        )
    )
    kept, texts = _mixed(values, [form], rng)
    return Column(name, kept, texts, _typed(kept))


def prices(name: str, count: int, rng: random.Random) -> Column:
    """Prices in euros, whole or with cents, with the sign before or after."""
    values = [float(rng.choice((50, 120, 1200, 12_500, 75.5, rng.randrange(1, 5000))))
              for _ in range(count)]  # fmt: skip
    german = rng.random() < 0.5

    def number(x: float) -> str:
        text = f"{x:,.2f}" if x % 1 else f"{x:,.0f}"
        return text.replace(",", "_").replace(".", ",").replace("_", ".") if german else text

    forms: list[Callable[[float], str]] = [
        number,
        lambda x: f"€{number(x)}",
        lambda x: f"{number(x)} €",
        lambda x: f"EUR {number(x)}",
        lambda x: f"{number(x)} EUR",
    ]
    kept, texts = _mixed(values, forms, rng)
    return Column(name, kept, texts, _typed(kept))


def days(
    name: str,
    count: int,
    rng: random.Random,
    *,
    gaps: float = 0.1,
    values: list[date] | None = None,
) -> Column:
    """Days, in one form throughout; a day above 12 tells which of two numbers is the month.

    Given ones begin with such a day.
    """
    start = date(2025, 1, 1)
    if values is None:
        values = [start + timedelta(days=rng.randrange(600)) for _ in range(count)]
        values[0] = date(2026, 1, 31)
    forms: list[Callable[[date], str]] = [
        date.isoformat,
        lambda day: day.strftime("%d.%m.%Y"),
        lambda day: day.strftime("%d/%m/%Y"),
        lambda day: day.strftime("%m/%d/%Y"),
        lambda day: f"{day.day}/{day.month}/{day:%y}",
        lambda day: day.strftime("%Y/%m/%d"),
        lambda day: day.strftime("%Y%m%d"),
        lambda day: day.strftime("%d %b %Y"),
        lambda day: day.strftime("%B %d, %Y"),
        lambda day: f"{day}T00:00:00Z",
    ]
    kept, texts = _mixed(values, [rng.choice(forms)], rng, gaps=gaps)
    if kept[0] is None:
        kept[0], texts[0] = values[0], texts[1] if kept[1] == values[0] else ""
        return days(name, count, rng, gaps=0.0, values=values)
    return Column(name, kept, texts, _typed(kept))


def times(
    name: str,
    count: int,
    rng: random.Random,
    *,
    gaps: float = 0.1,
    values: list[datetime] | None = None,
) -> Column:
    """Times in UTC, as text with and without a zone, or as seconds since 1970.

    Given ones begin with a day above 12.
    """
    if values is None:
        start = datetime(2025, 6, 1)
        values = [start + timedelta(seconds=rng.randrange(40_000_000)) for _ in range(count)]
        values[0] = datetime(2026, 1, 31, 22, 5, 9)
    zone = timezone(timedelta(hours=rng.choice((-8, -5, 2, 9)), minutes=rng.choice((0, 30))))

    def local(moment: datetime) -> datetime:
        return moment.replace(tzinfo=UTC).astimezone(zone)

    forms: list[Callable[[datetime], str]] = [
        lambda t: t.isoformat(),
        lambda t: t.isoformat(sep=" "),
        lambda t: f"{t.isoformat()}Z",
        lambda t: f"{t.isoformat()}.000Z",
        lambda t: local(t).isoformat(),
        lambda t: local(t).strftime("%Y-%m-%d %H:%M:%S %z"),
        lambda t: t.strftime("%d.%m.%Y %H:%M:%S"),
        lambda t: t.strftime("%m/%d/%Y %I:%M:%S %p"),
        lambda t: t.strftime("%d/%m/%Y, %H:%M:%S"),
        lambda t: str(int((t - _EPOCH).total_seconds())),
        lambda t: f"{(t - _EPOCH).total_seconds():.1f}",
        lambda t: str(int((t - _EPOCH).total_seconds() * 1000)),
        lambda t: local(t).strftime("%a %b %d %H:%M:%S %z %Y"),
    ]
    kept, texts = _mixed(values, [rng.choice(forms)], rng, gaps=0.0)
    typed = list(kept)
    for place in range(1, count):
        if rng.random() < gaps:
            kept[place], typed[place], texts[place] = None, None, ""
    return Column(name, kept, texts, typed)


def flags(name: str, count: int, rng: random.Random) -> Column:
    """Yes or no."""
    values = [rng.random() < 0.5 for _ in range(count)]
    yes, no = rng.choice(
        (("yes", "no"), ("TRUE", "FALSE"), ("1", "0"), ("True", "False"), ("1.0", "0.0"),
         ("ja", "nein"), ("Y", "N"), ("sí", "no"), ("oui", "non"))
    )  # fmt: skip
    kept, texts = _mixed(values, [lambda flag: yes if flag else no], rng)
    return Column(name, kept, texts, _typed(kept))


def shares(name: str, count: int, rng: random.Random) -> Column:
    """Rates as per cent: 0.034 is 3.4%."""
    values = [round(rng.choice((0.001, 0.034, 0.5, rng.random() * 0.9 + 0.01)), 3)
              for _ in range(count)]  # fmt: skip
    forms: list[Callable[[float], str]] = [
        lambda x: f"{x:.1%}",
        lambda x: f"{x * 100:.1f} %",
        lambda x: f"{x * 100:.1f}%".replace(".", ","),
    ]
    kept, texts = _mixed(values, forms, rng)
    return Column(name, kept, texts)


def tags(name: str, count: int, rng: random.Random) -> Column:
    """Hashtags: lower case, each once, without #."""
    values = [rng.sample(("beach", "sun", "über", "日本", "a_b", "90s"), rng.randrange(1, 4))
              for _ in range(count)]  # fmt: skip
    forms: list[Callable[[list[str]], str]] = [
        lambda tags: " ".join(f"#{tag}" for tag in tags),
        ", ".join,
        lambda tags: "|".join(tag.upper() for tag in tags),
        repr,
        json.dumps,
        lambda tags: ";".join(f"#{tag}" for tag in tags),
    ]
    kept, texts = _mixed(values, forms, rng)
    return Column(name, kept, texts, _typed(kept))


def lists_of_counts(name: str, count: int, rng: random.Random) -> Column:
    """Daily counts, oldest first, with days missing."""
    values = [
        [None if rng.random() < 0.1 else rng.randrange(10**6) for _ in range(rng.randrange(1, 6))]
        for _ in range(count)
    ]
    forms: list[Callable[[list[int | None]], str]] = [
        json.dumps,
        repr,
        lambda row: "[" + ", ".join("nan" if n is None else f"{n}.0" for n in row) + "]",
        lambda row: (
            "|".join("" if n is None else str(n) for n in row) if len(row) > 1 else repr(row)
        ),
    ]
    kept, texts = _mixed(values, forms, rng)
    return Column(name, kept, texts, _typed(kept))


def words(name: str, count: int, rng: random.Random, *, gaps: float = 0.0) -> Column:
    """Texts with whatever separates cells elsewhere."""
    values = [None if rng.random() < gaps else rng.choice(_NAMES) for _ in range(count)]
    return Column(name, values, [value or "" for value in values])


def given(name: str, values: list[str]) -> Column:
    """Texts as they are, such as the ids that another table speaks of."""
    return Column(name, values, values)
