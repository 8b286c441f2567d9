"""Numbers, money, dates, platforms and names as a reader sees them; '-' or '' where not known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pandas as pd

MISSING = "-"
_AVATAR_HUES = (174, 200, 226, 258, 292, 24, 44, 96)
_PLATFORMS = {
    "instagram": "Instagram",
    "tiktok": "TikTok",
    "youtube": "YouTube",
    "unknown": "Unknown platform",
}


def is_missing(value: Any) -> bool:
    """True for None, NaN, NaT and pandas' NA."""
    return value is None or bool(pd.isna(value))


def compact(number: float | None) -> str:
    """A count in three digits: 950, 12.4k, 10k, 3.1M."""
    if is_missing(number):
        return MISSING
    value = float(number)  # type: ignore[arg-type]
    for limit, unit, size in ((999.5e6, "B", 1e9), (999.5e3, "M", 1e6), (999.5, "k", 1e3)):
        if abs(value) >= limit:
            shown = value / size
            return (
                f"{shown:.0f}{unit}"
                if abs(shown) >= 99.95
                else f"{shown:.1f}{unit}".replace(".0", "")
            )
    return f"{value:.0f}"


def count(number: float | None) -> str:
    """A whole number with thousands separated: 48,000."""
    return MISSING if is_missing(number) else f"{number:,.0f}"


def counted(number: int, noun: str) -> str:
    """A number and what it counts: '1 creator', '2,000 creators'."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def money(euros: float | None) -> str:
    """EUR without cents: €1,200."""
    return MISSING if is_missing(euros) else f"€{euros:,.0f}"


def money_range(low: float | None, high: float | None) -> str:
    """Two prices as a range: €240-410; one price when the other is unknown or the same."""
    known = sorted(price for price in (low, high) if not is_missing(price))  # type: ignore[type-var]
    if not known:
        return MISSING
    if money(known[0]) == money(known[-1]):
        return money(known[0])
    return f"{money(known[0])}-{known[-1]:,.0f}"


def percent(fraction: float | None, decimals: int = 1) -> str:
    """A fraction as per cent: 0.032 is 3.2%."""
    return MISSING if is_missing(fraction) else f"{fraction:.{decimals}%}"


def signed_percent(fraction: float | None, decimals: int = 1) -> str:
    """A change as per cent with its sign: +3.2%; 0.0% without one."""
    if is_missing(fraction):
        return MISSING
    return signed(float(fraction or 0), f".{decimals}%")


def signed(value: float, form: str) -> str:
    """A change with its sign: +37.8; 0.0 for what is too small to show, which has no direction.

    Args:
        form: of the number, as in a format string: '.1f', '.1%'.
    """
    shown = f"{value:+{form}}"
    return shown if shown.strip("+-0.%") else shown[1:]


def day(value: date | datetime | str | None) -> str:
    """A day: 21 Nov 2026."""
    if is_missing(value):
        return MISSING
    return f"{pd.Timestamp(value).day} {pd.Timestamp(value):%b %Y}"


def days_text(first: date | None, last: date | None) -> str:
    """One day, or from when to when: 30 Sep to 4 Oct 2026."""
    if first is None or is_missing(first):
        return MISSING
    if first == last or is_missing(last):
        return day(first)
    # The year stands once when both days share it.
    start = day(first)[:-5] if first.year == last.year else day(first)  # type: ignore[union-attr]
    return f"{start} to {day(last)}"


def moment(value: datetime | str | None) -> str:
    """A time in UTC: 21 Nov 2026, 06:40 UTC."""
    if is_missing(value):
        return MISSING
    stamp = pd.Timestamp(value)
    stamp = stamp.tz_localize(UTC) if stamp.tzinfo is None else stamp.tz_convert(UTC)
    return f"{stamp.day} {stamp:%b %Y, %H:%M} UTC"


def platform_label(platform: str | None) -> str:
    """The platform as its owner writes it."""
    return "" if is_missing(platform) else _PLATFORMS.get(str(platform), str(platform))


def file_slug(name: str, fallback: str) -> str:
    """A name as a part of a file name: small letters, digits and hyphens, at most 40."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40].rstrip("-") or fallback


def size(bytes_count: float) -> str:
    """Bytes in decimal units: 950 bytes, 1.2 MB, 4 GB."""
    for limit, unit in ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if bytes_count >= 0.9995 * limit:
            return f"{bytes_count / limit:.1f} {unit}".replace(".0 ", " ")
    return f"{bytes_count:,.0f} bytes"


def short_name(name: str, longest: int = 40) -> str:
    """A name from a file, for a message: on one line, cut, without marks that turn text around."""
    bare = " ".join(name[: 4 * longest].split())
    shown = "".join(char if char.isprintable() else "�" for char in bare)
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def listed_names(names: Sequence[str], most: int = 12) -> str:
    """Names of columns for a message: the first ones, each cut, and how many more there are."""
    shown = ", ".join(short_name(name) for name in names[:most])
    more = len(names) - most
    return f"{shown} and {more:,} more" if more > 0 else shown


def picture_kind(data: bytes | None) -> str:
    """'jpeg' or 'png' by how the bytes begin; '' for anything else."""
    starts = {"jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n"}
    return next((kind for kind, start in starts.items() if data and data.startswith(start)), "")


def initials(name: str) -> str:
    """One or two capital letters of a name; '?' when it has no letter or digit."""
    words = re.findall(r"[^\W_]+", name)
    return "".join(word[0] for word in words[:2]).upper() or "?"


def avatar_hue(name: str) -> int:
    """Hue (degrees) of the mark with the initials; the same name always has the same one."""
    return _AVATAR_HUES[sum(map(ord, name)) % len(_AVATAR_HUES)]


@cache
def country_name(code: str | None) -> str:
    """The country of an ISO 3166 alpha-2 code; the code itself when it is not known."""
    if is_missing(code):
        return ""
    import pycountry

    found = pycountry.countries.get(alpha_2=str(code).upper())
    return str(code) if found is None else getattr(found, "common_name", found.name)


@cache
def language_name(code: str | None) -> str:
    """The language of an ISO 639-1 code; the code itself when it is not known."""
    if is_missing(code):
        return ""
    import pycountry

    found = pycountry.languages.get(alpha_2=str(code).lower())
    return str(code) if found is None else found.name


def countries_text(country: str | None, audience_country: str | None) -> str:
    """The creator's country and that of the audience: 'Austria, audience in Germany'; '' unknown.

    One country stands for both only where both are known to be the same: 'Austria (audience too)'.
    """
    creator, audience = country_name(country), country_name(audience_country)
    if creator and creator == audience:
        return f"{creator} (audience too)"
    parts = [creator, f"audience in {audience}" if audience else ""]
    return ", ".join(part for part in parts if part)


def activity_words(posts_a_week_min: float) -> str:
    """A least number of posts a week, short: 'from 2 posts a week'."""
    return f"from {posts_a_week_min:g} {'post' if posts_a_week_min == 1 else 'posts'} a week"
