"""Ranges of a campaign in words."""

from __future__ import annotations

from core.models.campaign.costs import Range
from core.web.formats import MISSING, compact, is_missing, money_range


def count_range(one: Range) -> str:
    """Two counts in three digits each: 12.4k-31k."""
    return _joined(one, compact(one.low), compact(one.high))


def euro_range(one: Range) -> str:
    """Two sums in EUR: cents below 10, three digits from 10,000 on, where more mean nothing."""
    if one.low is None or one.high is None:
        return MISSING
    if one.high < 10:
        return _joined(one, f"€{one.low:,.2f}", f"{one.high:,.2f}")
    if one.high >= 10_000:
        return _joined(one, f"€{compact(one.low)}", compact(one.high))
    return money_range(one.low, one.high)


def times_range(one: Range) -> str:
    """Two multiples: 0.8-5.2x."""
    if one.low is None or one.high is None:
        return MISSING
    return _joined(one, f"{one.low:,.1f}", f"{one.high:,.1f}") + "x"


def price_words(low: float, high: float, source: str, posts_count: int) -> str:
    """The price of one post: what was agreed, else a range."""
    if is_missing(low):
        return "unknown"
    words = money_range(low / posts_count, high / posts_count)
    return words if source in ("agreed", "listed") else f"~{words}"


def unknown_words(count: int) -> str:
    """How many creators a figure leaves out; '' for none."""
    return f"{count} unknown" if count else ""


def _joined(one: Range, low: str, high: str) -> str:
    if one.low is None or one.high is None:
        return MISSING
    return low if low in (high, f"€{high}") else f"{low}-{high}"
