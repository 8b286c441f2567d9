"""Ranges of a campaign in words."""

from __future__ import annotations

from core.models.campaign.costs import AGREED, LISTED, Range
from core.web.kit.formats import MISSING, compact, is_missing, money, money_range


def count_range(figure: Range) -> str:
    """Two counts in three digits each: 12.4k-31k."""
    return _joined(figure, compact(figure.low), compact(figure.high))


def euro_range(figure: Range) -> str:
    """Two sums in EUR: cents below 10, three digits from 10,000 on, where more mean nothing."""
    if figure.low is None or figure.high is None:
        return MISSING
    if figure.high < 10:
        return _joined(figure, f"€{figure.low:,.2f}", f"{figure.high:,.2f}")
    if figure.high >= 10_000:
        return _joined(figure, f"€{compact(figure.low)}", compact(figure.high))
    return money_range(figure.low, figure.high)


def times_range(figure: Range) -> str:
    """Two multiples: 0.8-5.2x."""
    if figure.low is None or figure.high is None:
        return MISSING
    return _joined(figure, f"{figure.low:,.1f}", f"{figure.high:,.1f}") + "x"


def price_words(low: float, high: float, source: str, posts_count: int) -> str:
    """The price of one post: as agreed, as listed with what the assumptions spread around it, else
    an estimate."""
    if is_missing(low):
        return "unknown"
    words = money_range(low / posts_count, high / posts_count)
    if source == LISTED:
        # The spread is the same on both sides of the listed price.
        listed = (low + high) / 2
        spread = 0 if listed == 0 else (high - low) / 2 / listed
        price = money(listed / posts_count)
        return f"{price} listed" + (f", planned {words} (±{spread:.0%})" if spread else "")
    return words if source == AGREED else f"~{words}"


def unknown_words(count: int) -> str:
    """How many creators a figure leaves out; '' for none."""
    return f"{count} unknown" if count else ""


def _joined(figure: Range, low: str, high: str) -> str:
    if figure.low is None or figure.high is None:
        return MISSING
    return low if low in (high, f"€{high}") else f"{low}-{high}"
