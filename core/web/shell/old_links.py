"""Links of earlier versions lead to the pages that took over."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from core.web.kit.selection.compare_link import PAGE, compare_query, ids_of_text

_SCALES = ("head_to_head_scale", "compare_scale")


def open_compare(parameter: str, *, section: str) -> NoReturn:
    """Opens a section of Compare with the creators of an old link.

    Args:
        parameter: that named them, once each or separated by commas.
        section: of the Compare page.
    """
    ids = ids_of_text(",".join(st.query_params.get_all(parameter)))
    scale = next((st.query_params[name] for name in _SCALES if name in st.query_params), None)
    st.switch_page(
        PAGE,
        query_params={
            **(compare_query(ids) if ids else {}),
            "compare_section": section,
            **({"compare_scale": scale} if scale else {}),
            **({"brand": st.query_params["brand"]} if "brand" in st.query_params else {}),
        },
    )


def forward_head_to_head() -> None:
    """The page that stands where Head-to-head was."""
    open_compare("who", section="Reactions")


# Address of a page that is no more -> what runs there.
FORWARDED = {"head_to_head": forward_head_to_head}


def forward_old_comparison() -> None:
    """Leaves Authenticity for Compare where a link of an earlier version asks for it."""
    if st.query_params.get("authenticity_mode") == "Compare":
        open_compare("compare", section="Growth")
