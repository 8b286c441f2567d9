"""The ranking of rising creators as a file."""

from __future__ import annotations

from core.queries.growth import rising
from core.queries.growth.rising import RisingFilter
from core.web.kit.cached import cached_read
from core.web.kit.growth.verdict import VERDICT_HEADERS, with_verdict
from core.web.kit.paged import FILE_ROWS_MAX, table_file

_HEADERS = {
    "influencer_id": "Id",
    "momentum_rank": "Rank",
    "handle": "Handle",
    "name": "Name",
    "platform": "Platform",
    "niche": "Niche",
    "tier": "Tier",
    "followers_count": "Followers",
    "momentum_score": "Momentum (0-100)",
    "weekly_growth": "Growth per week (fraction)",
    "growth_beyond": "Growth per week beyond peers (fraction)",
    "acceleration": "Acceleration per week (fraction)",
    "confidence": "Confidence",
    "followers_forecast": "Followers in 30 days",
    "followers_low": "80% range from",
    "followers_high": "80% range to",
    "next_tier": "Next tier",
    "pass_probability": "Chance of the next tier in 30 days (0-1)",
    **VERDICT_HEADERS,
    "reasons_for": "Signs of a rise",
    "reasons_against": "Signs against a rise",
}
_DECIMALS = {
    "momentum_score": 1,
    "weekly_growth": 5,
    "growth_beyond": 5,
    "acceleration": 5,
    "pass_probability": 4,
    "purchased_probability": 4,
}


def rising_file(build: str, chosen: RisingFilter, order: str, kind: str) -> bytes:
    """The creators that pass the filter, in the order shown, as 'csv' or 'xlsx'."""
    frame = with_verdict(
        cached_read(rising.rising_page, build, chosen, order=order, page=1, page_size=FILE_ROWS_MAX)
    )
    return table_file(build, frame, _HEADERS, _DECIMALS, kind=kind, sheet="Rising")
