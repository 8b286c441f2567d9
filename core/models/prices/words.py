"""Estimated prices in words, the same on pages, in files and in reports."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from core.formats import MISSING, is_missing, money, money_range
from core.models.prices.conformal import COVERAGE

ESTIMATE_HELP = (
    "No price is listed. Estimated from creators who list theirs, by size, platform, engagement, "
    f"niche and country; {COVERAGE:.0%} of the prices kept aside lie in such a range."
)
PRICE_HELP = (
    "What one post costs. Agreed: as you noted it. Listed: as the source lists it. Estimated: a "
    "range from creators who list theirs, where no price is listed. A plan counts one figure for "
    "each: the high end is a listed price plus the spread of the campaign's assumptions, or the "
    "upper end of an estimate, so that the budget holds when prices turn out high."
)
_LISTED, _ESTIMATED = "listed", "estimated"
_DIGITS = 2  # more would say more than an estimate knows


def listed_words(euros: float | None) -> str:
    """A price as the source lists it: '€900 listed'; '-' when none is."""
    return MISSING if is_missing(euros) else f"{money(euros)} {_LISTED}"


def estimate_words(low: float | None, high: float | None) -> str:
    """An estimated range: '€120-210 estimated', two digits each; '-' when not known."""
    words = estimate_range(low, high)
    return words if words == MISSING else f"{words} {_ESTIMATED}"


def estimate_range(low: float | None, high: float | None) -> str:
    """The same range where the words around it say that it is an estimate: '€120-210'."""
    if is_missing(low) or is_missing(high):
        return MISSING
    return money_range(_rounded(float(low or 0)), _rounded(float(high or 0)))


def post_price_words(row: Mapping[str, Any]) -> str:
    """What one post costs before anything is agreed: as listed, else estimated; '-' for neither.

    Every page, list and card says it with this; a plan adds what it counts, see `planned_words`.

    Args:
        row: post_price, and estimated_low and estimated_high as in `estimate_join`.
    """
    return " ".join(part for part in post_price_parts(row) if part)


def post_price_parts(row: Mapping[str, Any]) -> tuple[str, str]:
    """The amount and what it is, of `post_price_words`: '€120-210' and 'estimated'."""
    if not is_missing(row["post_price"]):
        return money(row["post_price"]), _LISTED
    amount = estimate_range(row["estimated_low"], row["estimated_high"])
    return amount, "" if amount == MISSING else _ESTIMATED


def planned_words(euros: float | None, basis: str) -> str:
    """What a plan counts for a creator or for all: 'Planned: €1,035 (high end)'.

    Args:
        basis: which end of each price it is, see `PlanOptions.price_basis`.
    """
    return f"Planned: {money(euros)} ({basis})"


def _rounded(euros: float) -> float:
    if euros <= 0:
        return 0.0
    return round(euros, _DIGITS - 1 - math.floor(math.log10(euros)))
