"""Chosen creators as a file."""

from __future__ import annotations

from functools import partial

from core.queries import creators as creator_queries
from core.web.kit.cached import cached_read
from core.web.kit.downloads import file_buttons, file_bytes
from core.web.kit.formats import country_name, platform_label
from core.web.kit.growth.verdict import VERDICT_HEADERS, with_verdict

_HEADERS = {
    "handle": "Handle",
    "name": "Name",
    "platform": "Platform",
    "country": "Country",
    "niche": "Niche",
    "tier": "Tier",
    "followers_count": "Followers",
    "engagement_rate": "Engagement rate (fraction)",
    "engagement_percentile": "Engagement among peers (0-1)",
    "growth_fraction": "Growth over the window (fraction)",
    **VERDICT_HEADERS,
    "story_price": "Story price (EUR)",
    "post_price": "Post price (EUR)",
    "note": "Note",
    "bio": "Bio",
}
_DECIMALS = {
    "engagement_rate": 4,
    "engagement_percentile": 3,
    "growth_fraction": 4,
    "purchased_probability": 4,
}


def selection_files(
    build: str, ids: tuple[str, ...], *, key: str, name: str = "selected-creators"
) -> None:
    """Buttons for CSV and XLSX of the ticked creators."""
    file_buttons(partial(creators_file, build, ids), name=name, key=key)


def creators_file(
    build: str, ids: tuple[str, ...], kind: str, notes: dict[str, str] | None = None
) -> bytes:
    """One row per creator in the order of `ids`, as 'csv' or 'xlsx'; unknown ids are left out.

    Args:
        notes: influencer_id -> note; without any the file has no such column.
    """
    frame = cached_read(creator_queries.listed_creators, build, ids)
    shown = with_verdict(frame).assign(
        platform=frame["platform"].map(platform_label),
        country=frame["country"].map(country_name),
        bio=frame["bio"].str.split().str.join(" "),  # one line per creator
        note=frame["influencer_id"].map(notes or {}).fillna(""),
    )
    headers = {name: shown_as for name, shown_as in _HEADERS.items() if notes or name != "note"}
    table = shown.round(_DECIMALS)[list(headers)].rename(columns=headers)
    return file_bytes(build, kind, table, "Creators")
