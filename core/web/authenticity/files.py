"""The triage table as a file."""

from __future__ import annotations

from core.queries.growth import triage
from core.queries.growth.triage import TriageFilter
from core.report import words
from core.web.kit.cached import cached_read
from core.web.kit.growth.reasons import AGAINST_TITLE, FOR_TITLE
from core.web.kit.growth.verdict import VERDICT_HEADERS, with_verdict
from core.web.kit.paged import FILE_ROWS_MAX, table_file

_HEADERS = {
    "influencer_id": "Id",
    "handle": "Handle",
    "name": "Name",
    "platform": "Platform",
    "niche": "Niche",
    "tier": "Tier",
    "followers_count": "Followers",
    **VERDICT_HEADERS,
    "confidence": "Confidence",
    "pattern": "Pattern",
    "pattern_first_day": "Pattern from",
    "pattern_last_day": "Pattern to",
    "pattern_excess_count": "Gain at its peak (followers beyond the usual)",
    "retained_30": "Left 30 days after the peak (fraction)",
    "growth_fraction": "Growth over the window (fraction)",
    "engagement_rate": "Engagement rate (fraction)",
    "reasons_for": FOR_TITLE,
    "reasons_against": AGAINST_TITLE,
    "first_day": "Window from",
    "last_day": "Window to",
    "caution_score": "Caution score (0-100, higher is more unusual)",
}
_DECIMALS = {
    "purchased_probability": 4,
    "retained_30": 4,
    "growth_fraction": 4,
    "engagement_rate": 4,
}


def triage_file(build: str, chosen: TriageFilter, order: str, kind: str) -> bytes:
    """The creators that pass the filter, in the order shown, as 'csv' or 'xlsx'."""
    frame = with_verdict(
        cached_read(triage.triage_page, build, chosen, order=order, page=1, page_size=FILE_ROWS_MAX)
    )
    return table_file(
        build,
        frame.assign(pattern=frame["pattern"].map(words.pattern_words)),
        _HEADERS,
        _DECIMALS,
        kind=kind,
        sheet="Growth",
        dates=("pattern_first_day", "pattern_last_day", "first_day", "last_day"),
    )
