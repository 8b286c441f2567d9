"""Days and times as people and machines write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from core.store.ingest.values.numbers import MISSING

_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_CENTURY = 70  # years of two digits below it are of this century
_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_PARTS = re.compile(r"([0-9]{1,2})[-/. ]+([0-9]{1,2})[-/. ]+([0-9]{4}|[0-9]{2})(?=$|[ T,])")
_WORDS = (
    "%d %b %Y",
    "%d %B %Y",
    "%b %d %Y",
    "%B %d %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%a %b %d %H:%M:%S %z %Y",
)


def month_comes_first(texts: Iterable[str]) -> bool:
    """Whether the column writes 12/31/2026; day first unless a day above 12 says otherwise."""
    first = second = False
    for text in texts:
        match = _PARTS.match(text.strip())
        if match:
            first |= int(match[1]) > 12
            second |= int(match[2]) > 12
    return second and not first


def unclear_order(texts: Iterable[str]) -> str:
    """A day such as 01/02/2026 where no other day tells which number is the month; else ''.

    With points the day comes first everywhere.
    """
    example = ""
    for text in texts:
        match = _PARTS.match(text.strip())
        if match and max(int(match[1]), int(match[2])) > 12:
            return ""
        if match and match[1].lstrip("0") != match[2].lstrip("0") and "." not in match[0]:
            example = example or match[0]
    return example


def parse_time(text: str, *, month_first: bool = False) -> datetime | None:
    """The UTC time a cell says, without zone; midnight for a day; None when it is empty.

    Takes ISO 8601 with or without zone, seconds and milliseconds since 1970, 31.12.2026,
    31/12/2026, 12/31/2026 (by `month_first`), 20261231, "31 Dec 2026", "December 31, 2026".
    A time without zone is taken as UTC.

    Raises:
        ValueError: no time, or one before 1990 or after 2100.
    """
    bare = " ".join(text.split())
    if bare.lower() in MISSING or bare.lower() == "nat":
        return None
    moment = _read(bare, month_first=month_first)
    if moment is None:
        raise ValueError("no date")
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError(f"the year {moment.year}")
    return moment


def _read(bare: str, *, month_first: bool) -> datetime | None:  # noqa: PLR0911  one a form
    try:
        if re.fullmatch(r"[0-9]{8}", bare):
            return datetime.strptime(bare, "%Y%m%d")
        if re.fullmatch(r"[0-9]{9,10}(?:\.[0-9]+)?", bare):
            return datetime.fromtimestamp(float(bare), UTC)
        if re.fullmatch(r"[0-9]{12,13}", bare):
            return datetime.fromtimestamp(int(bare) / 1000, UTC)
        match = _ISO.match(bare)
        if match:
            year, month, day = (int(part) for part in match.groups())
            return _with_clock(f"{year:04}-{month:02}-{day:02}", bare[match.end() :])
        match = _PARTS.match(bare)
        if match:
            first, second, year = (int(part) for part in match.groups())
            month, day = (first, second) if month_first else (second, first)
            if len(match[3]) == 2:
                year += 2000 if year < _CENTURY else 1900
            return _with_clock(f"{year:04}-{month:02}-{day:02}", bare[match.end() :])
        return _in_words(bare.replace(",", "").replace("Sept ", "Sep "))
    except (ValueError, OverflowError, OSError):
        return None


def _with_clock(day: str, rest: str) -> datetime:
    clock = rest.strip(" ,T").removesuffix(" UTC").removesuffix(" GMT")
    if not clock:
        return datetime.fromisoformat(day)
    half = re.fullmatch(
        r"([0-9]{1,2})(:[0-9]{2}(?::[0-9]{2})?) ?([ap])\.?m\.?", clock, re.IGNORECASE
    )
    if half:
        hour = int(half[1]) % 12 + (12 if half[3].lower() == "p" else 0)
        clock = f"{hour:02}{half[2]}"
    clock = re.sub(r"^([0-9]):", r"0\1:", clock).replace(" ", "")
    return datetime.fromisoformat(f"{day}T{clock}")


def _in_words(bare: str) -> datetime | None:
    for form in _WORDS:
        try:
            return datetime.strptime(bare, form)
        except ValueError:
            continue
    return None
