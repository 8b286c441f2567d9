"""What the build in use knows, and what a page says where an earlier version made it."""

from __future__ import annotations

import streamlit as st

from core.queries import builds
from core.queries.builds import (
    GROWTH_EVIDENCE,
    GROWTH_TRIALS,
    INFLUENCE,
    MOMENTUM,
    POST_TEXTS,
    PROFILES,
    TRENDS,
)
from core.web.kit.cached import cached_read

__all__ = [
    "GROWTH_EVIDENCE",
    "GROWTH_TRIALS",
    "INFLUENCE",
    "MOMENTUM",
    "POST_TEXTS",
    "PROFILES",
    "TRENDS",
    "knows",
    "older_build_note",
    "stop_without",
]


def knows(build: str, part: str) -> bool:
    """Whether the build knows a part such as `TRENDS`."""
    return cached_read(builds.has, build, part)


def older_build_note(part: str) -> None:
    """Says that the build lacks the part, and where to make a new one."""
    st.info(
        f"**Not in this build.** It was made by an earlier version, without {part}. Make a new "
        "build on the Data page.",
        icon=":material/update:",
    )
    st.page_link("pages/data.py", label="Open the Data page", icon=":material/database:")


def stop_without(build: str, part: str) -> None:
    """Ends the page with the note where the build lacks the part."""
    if not knows(build, part):
        older_build_note(part)
        st.stop()
