"""Some brands of the data to begin with."""

from __future__ import annotations

import streamlit as st

from core.queries import brands as brand_queries
from core.web.kit.cached import cached_read
from core.web.kit.formats import plain
from core.web.kit.state import choose_brand

_EXAMPLES = 6


def brand_examples(build: str, *, key: str) -> None:
    """Buttons that choose a brand, and where all the others are.

    Args:
        key: beginning of the keys of the buttons, unique on the page.
    """
    names = cached_read(brand_queries.brand_names, build)
    if not names:
        st.caption("There are no brands yet. Import some on the Data page.")
    # Spread over the alphabet, so that the examples differ.
    for brand_id, name in list(names.items())[:: max(1, -(-len(names) // _EXAMPLES))]:
        st.button(
            plain(name),
            key=f"{key}_{brand_id}",
            icon=":material/storefront:",
            width="stretch",
            on_click=choose_brand,
            args=(brand_id,),
        )
    if len(names) > _EXAMPLES:
        st.caption(f"All {len(names):,} brands are in the picker of the sidebar.")
