"""Python's rules for one odd cell, by kind of column."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import duckdb

from core.store.ingest.values import dates, lists, places
from core.store.ingest.values.distinct import DistinctCells, chunks
from core.store.ingest.values.numbers import MISSING

_TRUE = {"true", "1", "1.0", "yes", "y", "t", "si", "sí", "ja", "oui"}
_FALSE = {"false", "0", "0.0", "no", "n", "f", "nein", "non"}

DAY_KINDS = ("day", "soft_day", "time", "moment")
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


def parser_of(
    con: duckdb.DuckDBPyConnection, kind: str, distinct: DistinctCells
) -> Callable[[str], Any]:
    """Text to value for one kind of column; the function raises ValueError for what it cannot read.

    Args:
        kind: kind of the target, such as 'day' or 'country'.
        distinct: from `distinct_cells`; they settle the order of day and month.
    """
    if kind == "country":
        # Among codes NA is Namibia, among names it is what R writes for a missing one.
        codes = all(len(cell) <= 3 for cells in chunks(con, distinct) for cell in cells)
        return lambda text: "NA" if codes and text == "NA" else places.country_code(text)
    if kind in DAY_KINDS:
        month_first = any(dates.month_comes_first(cells) for cells in chunks(con, distinct))
        as_time = partial(dates.parse_time, month_first=month_first)
        return as_time if kind in ("time", "moment") else lambda text: _day(as_time(text))
    parsers: dict[str, Callable[[str], Any]] = {
        "language": places.language_code,
        "platform": places.platform_name,
        "url": _link,
        "hashtags": _if_any(lists.parse_tags),
        "mentions": _if_any(lists.parse_tags),
        "keywords": _if_any(lists.parse_keywords),
        "captions": _if_any(lists.parse_captions),
        "counts": lists.parse_counts,
        "bool": parse_truth,
        "interaction": _interaction,
    }
    return parsers[kind]


def _if_any(parser: Callable[[str], Any]) -> Callable[[str], Any]:
    """The parser, with None for a cell that only says that there is nothing."""
    return lambda text: None if text.strip().lower() in MISSING else parser(text)


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


def parse_truth(text: str) -> bool | None:
    """Yes or no in the words of several languages, None when the cell is empty.

    Raises:
        ValueError: it says neither.
    """
    bare = text.strip().lower()
    if bare in _TRUE or bare in _FALSE:
        return bare in _TRUE
    if bare in ("", "nan", "none", "null", "n/a", "-"):
        return None
    raise ValueError("neither yes nor no")
