"""The triage table as a file."""

from __future__ import annotations

from collections.abc import Sequence

from core.queries.growth import triage
from core.queries.growth.triage import TriageFilter
from core.report import words
from core.store.export import to_csv_bytes, to_xlsx_bytes
from core.web.kit.cached import cached_read
from core.web.kit.formats import platform_label
from core.web.kit.growth.reasons import AGAINST_TITLE, FOR_TITLE
from core.web.kit.growth.verdict import VERDICT_HEADERS, with_verdict

# Enough to work through; it also bounds what one click may cost.
ROWS_MAX = 5_000
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
        cached_read(triage.triage_page, build, chosen, order=order, page=1, page_size=ROWS_MAX)
    )
    dates = ("pattern_first_day", "pattern_last_day", "first_day", "last_day")
    found = frame.assign(
        platform=frame["platform"].map(platform_label),
        pattern=frame["pattern"].map(words.pattern_words),
        **{name: frame[name].map(_sentences) for name in ("reasons_for", "reasons_against")},
        **{name: frame[name].dt.strftime("%Y-%m-%d") for name in dates},
    ).round(_DECIMALS)
    found = found[list(_HEADERS)].rename(columns=_HEADERS)
    return to_csv_bytes(found) if kind == "csv" else to_xlsx_bytes(found, "Growth")


def rows_words(creators_count: int) -> str:
    """What the file holds."""
    if creators_count > ROWS_MAX:
        return f"The first {ROWS_MAX:,} of {creators_count:,} creators in this order."
    return f"All {creators_count:,} creators in this order."


def _sentences(reasons: Sequence[str] | None) -> str:
    """Reasons on one line; '' for a creator that the build did not judge."""
    return "" if reasons is None or isinstance(reasons, float) else "; ".join(reasons)
