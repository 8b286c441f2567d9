"""Estimated prices in words, the same on pages, in files and in reports."""

from __future__ import annotations

import math
from typing import Any

from core.formats import MISSING, is_missing, money_range
from core.models.prices.conformal import COVERAGE

ESTIMATE_HELP = (
    "No price is listed. Estimated from creators who list theirs, by size, platform, engagement, "
    f"niche and country; {COVERAGE:.0%} of the prices kept aside lie in such a range."
)
_DIGITS = 2  # more would say more than an estimate knows


def estimate_words(low: float | None, high: float | None) -> str:
    """An estimated range: 'est. €120-210', two digits each; '-' when not known."""
    if is_missing(low) or is_missing(high):
        return MISSING
    return f"est. {money_range(_rounded(float(low or 0)), _rounded(float(high or 0)))}"


def price_range_words(row: dict[str, Any]) -> str:
    """What a creator asks, from a story to a post, as listed; else an estimate of a post.

    Args:
        row: story_price, post_price, and estimated_low and estimated_high as in `estimate_join`.
    """
    if not is_estimated(row):
        return money_range(row["story_price"], row["post_price"])
    return estimate_words(row["estimated_low"], row["estimated_high"])


def is_estimated(row: dict[str, Any]) -> bool:
    """Whether `price_range_words` gives an estimate: nothing is listed and there is one."""
    is_listed = not (is_missing(row["story_price"]) and is_missing(row["post_price"]))
    return not is_listed and not is_missing(row["estimated_low"])


def _rounded(euros: float) -> float:
    if euros <= 0:
        return 0.0
    return round(euros, _DIGITS - 1 - math.floor(math.log10(euros)))
