"""What the build in use knows, and what a page says where it lacks something."""

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
    RECOMMENDATIONS,
    SEARCH,
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
    "RECOMMENDATIONS",
    "SEARCH",
    "TRENDS",
    "knows",
    "older_build_note",
    "stop_without",
]


def knows(build: str, part: str) -> bool:
    """Whether the build knows a part such as `TRENDS`."""
    return cached_read(builds.has, build, part)


def older_build_note(build: str, part: str) -> None:
    """Says that the build lacks the part, and whether to wait or to make a new one."""
    if cached_read(builds.is_coming, build, part):
        # The note above the page says how far it is.
        st.info(
            f"**Not here yet.** {part[0].upper()}{part[1:]} will be here when the rest is worked "
            "out.",
            icon=":material/hourglass_top:",
        )
        return
    st.info(
        f"**Not in this build.** It was made by an earlier version, without {part}. Make a new "
        "build on the Data page.",
        icon=":material/update:",
    )
    st.page_link("pages/data.py", label="Open the Data page", icon=":material/database:")


def stop_without(build: str, part: str) -> None:
    """Ends the page with the note where the build lacks the part."""
    if not knows(build, part):
        older_build_note(build, part)
        st.stop()
