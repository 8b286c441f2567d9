"""Links that name a niche keep working when it is renamed."""

from __future__ import annotations

import streamlit as st

from core.web.kit.cache import niche_names

# Filters whose choices are names of niches, by the key of the widget and of the link.
NICHE_FILTERS = ("match_niches", "trend_niche", "triage_niche", "rising_niche")


def follow_renamed() -> None:
    """Puts the given name in place of the found one in the link of the page, and runs it again."""
    asked = [key for key in NICHE_FILTERS if key in st.query_params]
    names = niche_names() if asked else {}
    is_changed = False
    for key in asked:
        values = st.query_params.get_all(key)
        if names.keys() & set(values):
            st.query_params[key] = [names.get(value, value) for value in values]
            is_changed = True
    if is_changed:
        st.rerun()  # filters take their values from the link at the start of a run
