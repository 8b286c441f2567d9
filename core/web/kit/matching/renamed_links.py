"""Links and saved searches keep working when a niche, or the word for a choice, is renamed."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from core.models.growth.kinds import KIND_WORDS, STEP_DECAY
from core.web.kit.cache import niche_names

# Filters whose choices are names of niches, by the key of the widget and of the link.
NICHE_FILTERS = ("match_niches", "trend_niche", "triage_niche", "rising_niche")
# Of other filters: what a choice was called in earlier versions -> what it is called now.
_CHOICES: dict[str, dict[str, str]] = {
    "triage_pattern": {"step that decays": KIND_WORDS[STEP_DECAY]},
    "adventure": {"As learned": "Balanced"},
}


def follow_renamed() -> None:
    """Puts names of today in place of earlier ones in the link of the page, and runs it again."""
    is_changed = False
    for key in (*NICHE_FILTERS, *_CHOICES):
        values = st.query_params.get_all(key)
        names: Mapping[str, str] = _CHOICES.get(key) or (niche_names() if values else {})
        if names.keys() & set(values):
            st.query_params[key] = [names.get(value, value) for value in values]
            is_changed = True
    if is_changed:
        st.rerun()  # filters take their values from the link at the start of a run
