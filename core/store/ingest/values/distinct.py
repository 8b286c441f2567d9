"""Each distinct odd text of a column read once, by Python's rules, into a table to join."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import duckdb
import pyarrow as pa

from core.store.ingest.reading.raw import RAW_TABLE
from core.store.ingest.values import dates, lists, places
from core.store.ingest.values.numbers import CAPS

_CHUNK = 20_000
_TRUE = {"true", "1", "yes", "y", "t", "si", "sí", "ja", "oui"}
_FALSE = {"false", "0", "no", "n", "f", "nein", "non"}

# The last word of what dashboards call them: "view profile", "add_to_campaign", "Clicked contact".
_INTERACTIONS = {
    "view": "view", "viewed": "view", "views": "view", "impression": "view", "visit": "view",
    "info": "info", "details": "info", "information": "info",
    "contact": "contact", "contacted": "contact", "message": "contact", "email": "contact",
    "campaign": "campaign", "shortlist": "campaign", "saved": "campaign", "save": "campaign",
    "collaboration": "collaboration", "collaborated": "collaboration", "collab": "collaboration",
    "deal": "collaboration", "booked": "collaboration", "booking": "collaboration",
}  # fmt: skip
_NOT_A_LETTER = re.compile(r"[^a-z]+")

SQL_TYPES = {
    "id": "VARCHAR", "text": "VARCHAR", "handle": "VARCHAR", "category": "VARCHAR",
    "caption": "VARCHAR", "country": "VARCHAR", "language": "VARCHAR", "platform": "VARCHAR",
    "url": "STRUCT(url VARCHAR, platform VARCHAR, handle VARCHAR)",
    "followers": "BIGINT", "count": "BIGINT", "average": "DOUBLE", "money": "DOUBLE",
    "points": "DOUBLE", "engagement": "DOUBLE", "hashtags": "VARCHAR[]", "mentions": "VARCHAR[]",
    "keywords": "VARCHAR[]", "captions": "VARCHAR[]", "counts": "BIGINT[]", "day": "DATE",
    "soft_day": "DATE", "time": "TIMESTAMP", "bool": "BOOLEAN",
    "interaction": "VARCHAR", "moment": "TIMESTAMP",
}  # fmt: skip

# What a cell should have held, for messages.
_EXPECTED = {
    "followers": "a whole number from 0 to 2,000,000,000", "count": "a whole number of at least 0",
    "average": "a number of at least 0", "money": "a price of at least 0",
    "engagement": "a count or a percentage below 100", "points": "a number",
    "country": "a country", "language": "a language", "platform": "instagram, tiktok or youtube",
    "url": "an http link", "day": "a day such as 2026-11-21",
    "soft_day": "a day such as 2026-11-21",
    "time": "a time such as 2026-11-21 09:30", "bool": "yes or no",
    "moment": "a time such as 2026-11-21 09:30",
    "interaction": "view, info, contact, campaign or collaboration",
    "counts": "a list of daily counts from 0 to 2,000,000,000",
}  # fmt: skip
# Kinds whose unreadable cells are left empty and counted; the row is still of use.
SOFT = {"country", "language", "platform", "url", "time", "soft_day", "bool", "money"}


def expectation(kind: str, shown: str) -> str:
    """Start of the message on a value that cannot be read: what was expected, in which column."""
    return f"expected {_EXPECTED[kind]} in '{shown[:60]}', found '"


def quoted(text: str) -> str:
    """A text as an SQL literal, for places where DuckDB takes no parameter."""
    return "'" + text.replace("'", "''") + "'"


def parser_of(con: duckdb.DuckDBPyConnection, kind: str, distinct: str) -> Callable[[str], Any]:
    """Text to value for one kind of column; the function raises ValueError for what it cannot read.

    Args:
        kind: kind of the target, such as 'day' or 'country'.
        distinct: table of `distinct_cells`, which settles the order of day and month.
    """
    if kind == "country":
        # Among codes NA is Namibia, among names it is what R writes for a missing one.
        codes = all(len(cell) <= 3 for cells in chunks(con, distinct) for cell in cells)
        return lambda text: "NA" if codes and text == "NA" else places.country_code(text)
    if kind in ("day", "soft_day", "time", "moment"):
        month_first = any(dates.month_comes_first(cells) for cells in chunks(con, distinct))
        as_time = partial(dates.parse_time, month_first=month_first)
        return as_time if kind in ("time", "moment") else lambda text: _day(as_time(text))
    parsers: dict[str, Callable[[str], Any]] = {
        "language": places.language_code,
        "platform": places.platform_name,
        "url": _link,
        "hashtags": lists.parse_tags,
        "mentions": lists.parse_tags,
        "keywords": lists.parse_keywords,
        "captions": lists.parse_captions,
        "counts": lists.parse_counts,
        "bool": _truth,
        "interaction": _interaction,
    }
    return parsers[kind]


def _day(time: Any) -> Any:
    return time.date() if time is not None else None


def _link(text: str) -> dict[str, str | None] | None:
    url = places.link(text)
    if url is None:
        return None
    return {
        "url": url, "platform": places.platform_of_link(url), "handle": places.handle_of_link(url)
    }  # fmt: skip


def _interaction(text: str) -> str:
    words = [word for word in _NOT_A_LETTER.split(text.lower()) if word]
    kinds = {kind for word in words for kind in (_INTERACTIONS.get(word),) if kind}
    if len(kinds) != 1:
        raise ValueError("no kind of interaction, or two")
    return kinds.pop()


def _truth(text: str) -> bool | None:
    bare = text.strip().lower()
    if bare in _TRUE or bare in _FALSE:
        return bare in _TRUE
    if bare in ("", "nan", "none", "null", "n/a", "-"):
        return None
    raise ValueError("neither yes nor no")


def distinct_cells(con: duckdb.DuckDBPyConnection, name: str, trimmed: str, rows: str) -> str:
    """Name of a temporary table of the different cells of a column: cell, rows_count.

    Args:
        name: ends the name of the table.
        trimmed, rows: SQL of the cell, and of the condition on its row.
    """
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE distinct_{name} AS
            SELECT {trimmed} AS cell, count(*) AS rows_count FROM {RAW_TABLE} r
            WHERE {rows} AND {trimmed} IS NOT NULL GROUP BY ALL"""
    )
    return f"distinct_{name}"


def chunks(con: duckdb.DuckDBPyConnection, distinct: str) -> Iterator[list[str]]:
    """The different cells, a bounded number at a time."""
    row = con.execute(f"SELECT count(*) FROM {distinct}").fetchone()
    for start in range(0, int(row[0]) if row else 0, _CHUNK):
        rows = con.execute(
            f"SELECT cell FROM {distinct} WHERE rowid >= $first AND rowid < $last ORDER BY rowid",
            {"first": start, "last": start + _CHUNK},
        ).fetchall()
        yield [cell for (cell,) in rows]


def fill(
    con: duckdb.DuckDBPyConnection, name: str, distinct: str, kind: str,
    parser: Callable[[str], Any], shown: str,
) -> None:  # fmt: skip
    """Creates table `name`: cell, value and problem (NULL when the cell could be read).

    Args:
        shown: name of the column in the file, for messages.
    """
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE {name} (
                cell VARCHAR, value {_value_type(kind)}, problem VARCHAR)"""
    )
    expected = expectation(kind, shown) if kind in _EXPECTED else ""
    for cells in chunks(con, distinct):
        values: list[Any] = []
        problems: list[str | None] = []
        for cell in cells:
            value, problem = None, None
            try:
                value = parser(cell)
            except ValueError:
                problem = f"{expected}{cell[:60]}'"
            values.append(value)
            problems.append(problem)
        chunk = pa.table(
            {
                "cell": pa.array(cells, pa.string()),
                "value": pa.array(values, _ARROW_TYPES[_value_type(kind)]),
                "problem": pa.array(problems, pa.string()),
            }
        )
        con.register("parsed_chunk", chunk)
        try:
            con.execute(f"INSERT INTO {name} SELECT cell, value, problem FROM parsed_chunk")
        finally:
            con.unregister("parsed_chunk")


def _value_type(kind: str) -> str:
    return "DOUBLE" if kind in CAPS else SQL_TYPES[kind]


_ARROW_TYPES = {
    "VARCHAR": pa.string(), "DOUBLE": pa.float64(), "VARCHAR[]": pa.list_(pa.string()),
    "BIGINT[]": pa.list_(pa.int64()), "DATE": pa.date32(), "TIMESTAMP": pa.timestamp("us"),
    "BOOLEAN": pa.bool_(),
    SQL_TYPES["url"]: pa.struct(
        [("url", pa.string()), ("platform", pa.string()), ("handle", pa.string())]
    ),
}  # fmt: skip


def warn_of(
    con: duckdb.DuckDBPyConnection, name: str, kind: str, shown: str, warn: Callable[[str], None]
) -> None:
    """Warns of cells that could not be read: how many, and up to three examples."""
    rows = con.execute(
        f"""SELECT p.cell, d.rows_count, sum(d.rows_count) OVER () FROM {name} p
            JOIN distinct_{name} d ON d.cell = p.cell
            WHERE p.problem IS NOT NULL ORDER BY d.rows_count DESC, p.cell LIMIT 3"""
    ).fetchall()
    if rows:
        examples = ", ".join(f"'{cell[:30]}'" for cell, _, _ in rows)
        warn(
            f"'{shown}': {int(rows[0][2]):,} cells left empty, expected {_EXPECTED[kind]}, "
            f"found {examples}."
        )


def warn_of_currency(
    con: duckdb.DuckDBPyConnection, distinct: str, shown: str, warn: Callable[[str], None]
) -> None:
    """Says how many prices name another currency than the EUR of the store."""
    row = con.execute(
        f"""SELECT sum(rows_count) FROM {distinct}
            WHERE regexp_matches(cell, '[$£]|\\b(usd|gbp)\\b', 'i')"""
    ).fetchone()
    if row and row[0]:
        warn(f"'{shown}': {int(row[0]):,} prices in $ or £ are kept as they are, as if in EUR.")
