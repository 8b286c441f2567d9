"""Numbers as people write them, read by rules that docs/data-formats.md documents.

- Both signs in one number: the last one is the decimal sign ("1.234,5" and "1,234.5").
- One sign several times: it separates thousands ("1.234.567").
- One sign once, not before exactly three digits: decimal ("12,5"). Before exactly three digits
  it is ambiguous ("1.200"). Counts and engagement: thousands. Money: thousands, unless the
  column uses that sign for decimals elsewhere. Averages: as machines write them, the point is
  decimal and the comma separates thousands, unless counts of the same file have points between
  thousands. Points: decimal.
- A space or an apostrophe between digits separates thousands, or it is no number ("12 500").
- With k, M or B, or per cent, a single sign is decimal ("1.2M", "3,4 %").
- A range of money ("€100-200") stands for its middle.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# Above these a number is a slip of the unit, not a fact: YouTube's largest channel and TikTok's
# largest account are below 1 billion, the most viewed video is below 20 billion.
CAPS = {
    "followers": 2e9,
    "count": 1e12,
    "average": 1e11,
    "engagement": 2e9,
    "money": 1e8,
    "points": 1e12,
}
MISSING = {
    "", "-", "--", "–", "—", "?", ".", "n/a", "na", "#n/a", "nan", "null", "none", "nil", "nd",
    "n.d.", "unknown", "not available", "<na>",
}  # fmt: skip
_MULTIPLIERS = {
    "k": 1e3, "tsd": 1e3, "thousand": 1e3, "mille": 1e3,
    "m": 1e6, "mio": 1e6, "mill": 1e6, "mln": 1e6, "million": 1e6, "millions": 1e6,
    "millionen": 1e6, "millones": 1e6,
    "b": 1e9, "bn": 1e9, "mrd": 1e9, "billion": 1e9,
}  # fmt: skip
_CURRENCY = re.compile(r"€|\$|£|\b(?:eur|euros?|usd|gbp|us)\b", re.IGNORECASE)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９−–—‑", "0123456789" * 3 + "----")
_SPACES = re.compile(r"[\s'’`_\u00a0\u2009\u202f]+")
_SPACED = re.compile(r"[0-9]+(?:[\s'’`_\u00a0\u2009\u202f]+[0-9]+)+")
_GROUPS = re.compile(r"[0-9]{1,3}(?:[\s'’`_\u00a0\u2009\u202f]+[0-9]{3})+")
_NUMBER = re.compile(r"([+-]?)([0-9][0-9.,]*|[.,][0-9]+)([a-z]*)(%?)")
_GROUPED_BY_POINT = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?e[+-]?[0-9]{1,2}")
_RANGE = re.compile(r"(.*[0-9][a-z]*)(?:-|to|bis|a)(?=[0-9.,€$£])(.+)")


@dataclass(frozen=True)
class Signs:
    """Which signs a column uses for decimals beyond doubt."""

    point_is_decimal: bool = False
    comma_is_decimal: bool = False


def decimal_signs(texts: Iterable[str]) -> Signs:
    """What the unambiguous numbers of a column say about its decimal sign."""
    point = comma = False
    for text in texts:
        bare = _SPACES.sub("", text)
        if "%" in bare or re.search(r"[0-9]\s*[a-zA-Z]", bare):
            continue  # suffixes have their own rule and say nothing about plain numbers
        point |= bool(re.search(r"(?:^|[^0-9,.])[0-9]*\.(?:[0-9]{1,2}|[0-9]{4,})$", bare))
        point |= bool(re.search(r"[0-9],[0-9]{3}\.[0-9]+$", bare))
        comma |= bool(re.search(r"(?:^|[^0-9,.])[0-9]*,(?:[0-9]{1,2}|[0-9]{4,})$", bare))
        comma |= bool(re.search(r"[0-9]\.[0-9]{3},[0-9]+$", bare))
    return Signs(point and not comma, comma and not point)


def has_grouping_point(texts: Iterable[str]) -> bool:
    """Whether counts are written as in "12.345", which no machine does."""
    return any(_GROUPED_BY_POINT.fullmatch(text) for text in texts)


def parse_number(text: str, kind: str, signs: Signs = Signs()) -> float | None:
    """The number a cell says, or None when it says none.

    Args:
        kind: key of `CAPS`. For "engagement" a value above 0 and below 1 is a rate: per cent
            comes back as a fraction.
    Raises:
        ValueError: there is a text that is no such number; the message says what was found.
    """
    bare = _SPACES.sub("", text.translate(_DIGITS)).lower()
    if bare in MISSING or text.strip().lower() in MISSING:
        return None
    if not all(_GROUPS.fullmatch(run) for run in _SPACED.findall(text.translate(_DIGITS))):
        raise ValueError("two numbers")
    if kind == "money":
        bare = _CURRENCY.sub("", _CURRENCY.sub(" ", text.translate(_DIGITS)))
        bare = _SPACES.sub("", bare).lower()
        span = _RANGE.fullmatch(bare)
        if span:
            low, high = (_single(part, kind, signs) for part in span.groups())
            if low > high:
                raise ValueError("a range that runs backwards")
            return (low + high) / 2
    if re.fullmatch(r"\(.*\)", bare):  # bookkeepers' minus
        bare = "-" + bare[1:-1]
    return _single(bare.lstrip("~≈").removesuffix("+"), kind, signs)


def _single(bare: str, kind: str, signs: Signs) -> float:
    if _SCIENTIFIC.fullmatch(bare):
        return float(bare.replace(",", "."))
    match = _NUMBER.fullmatch(bare)
    if not match:
        raise ValueError("no number")
    sign, digits, suffix, percent = match.groups()
    if suffix and suffix not in _MULTIPLIERS:
        raise ValueError("no number")
    if percent and kind not in ("engagement", "points"):
        raise ValueError("a percentage")
    value = _plain(digits, kind, signs, short=bool(suffix or percent))
    value = round(value * _MULTIPLIERS.get(suffix, 1.0), 6)
    if percent and kind == "engagement":
        if value >= 100:
            raise ValueError("a percentage of 100 or more")
        value /= 100
    return -value if sign == "-" else value


def _plain(digits: str, kind: str, signs: Signs, *, short: bool) -> float:
    point, comma = digits.rfind("."), digits.rfind(",")
    if point >= 0 and comma >= 0:
        decimal, thousands = (".", ",") if point > comma else (",", ".")
        whole, _, fraction = digits.rpartition(decimal)
        return float(f"{_joined(whole, thousands)}.{fraction or '0'}")
    separator = "." if point >= 0 else ","
    if digits.count(separator) == 0:
        return float(digits)
    if digits.count(separator) > 1:
        return float(_joined(digits, separator))
    whole, _, fraction = digits.partition(separator)
    grouped = len(fraction) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
    if grouped and not short and not _is_decimal(separator, kind, signs):
        return float(whole + fraction)
    return float(f"{whole or '0'}.{fraction or '0'}")


def _is_decimal(separator: str, kind: str, signs: Signs) -> bool:
    if kind in ("followers", "count", "engagement"):
        return False
    evidence = signs.point_is_decimal if separator == "." else signs.comma_is_decimal
    other = signs.comma_is_decimal if separator == "." else signs.point_is_decimal
    if evidence or other:
        return evidence
    return kind == "points" or (kind == "average" and separator == ".")


def _joined(text: str, separator: str) -> str:
    groups = text.split(separator)
    western = len(groups[0]) in (1, 2, 3) and all(len(group) == 3 for group in groups[1:])
    # Indian style: 12,34,567.
    indian = (
        len(groups) > 1
        and len(groups[-1]) == 3
        and all(1 <= len(group) <= 2 for group in groups[:-1])
    )
    if not (western or indian) or not all(group.isdigit() for group in groups):
        raise ValueError("no number")
    return "".join(groups)
