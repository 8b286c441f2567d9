"""The concepts that a brand and one creator share, as a small graph."""

from __future__ import annotations

import streamlit as st

from core.charts.concepts.shared import shared_figure
from core.services.matching.query import MatchQuery
from core.services.ranking import concepts as concept_service
from core.web.kit.cached import cached_service
from core.web.kit.widgets import show_figure


def shared_concepts_figure(build: str, query: MatchQuery, influencer_id: str, name: str) -> None:
    """Draws them; one sentence without any, nothing in a build that knows no concepts."""
    if not cached_service(concept_service.has_concepts, build):
        return
    pairs = cached_service(concept_service.shared_concepts, build, query, influencer_id)
    if pairs.empty:
        st.caption("No concept is shared, and none of theirs is linked to one of the other side.")
        return
    brand = "Your brief" if query.brand is None else query.brand.name
    show_figure(
        shared_figure(pairs, brand=brand, creator=name),
        key=f"shared_concepts_{influencer_id}",
        has_table=False,
    )
