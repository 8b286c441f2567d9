"""The Concepts view of the Brand match page: the brand's concepts and where creators stand."""

from __future__ import annotations

import streamlit as st

from core.charts.concepts.neighbourhood import neighbourhood_figure
from core.services.matching.matching import MatchPage
from core.services.matching.query import MatchQuery
from core.services.ranking import concepts as concept_service
from core.services.ranking.concepts import ConceptGraph
from core.web.kit.cached import cached_service
from core.web.kit.creators.labels import creator_column, creator_labels
from core.web.kit.widgets import show_figure

_HOW_TO_READ = (
    "Concepts near each other are used by the same accounts or have similar meanings. Creators "
    "stand in the middle of the concepts they use: near a concept of the brand, they write about "
    "it."
)


def has_concepts(build: str) -> bool:
    """Whether the build knows concepts at all, so that the view is offered."""
    return cached_service(concept_service.has_concepts, build)


def concepts_panel(build: str, query: MatchQuery, listed: MatchPage) -> None:
    """The concepts around a brand or brief, the creators of this page among them, and a table."""
    ids = tuple(str(influencer_id) for influencer_id in listed.frame["influencer_id"])
    graph = cached_service(concept_service.concept_neighbourhood, build, query, ids)
    name = "your brief" if query.brand is None else query.brand.name
    if graph is None:
        st.info(
            "No concept is known of "
            + ("this brief" if query.brand is None else "this brand")
            + ": none of its words is one that creators use. Add keywords or hashtags.",
            icon=":material/hub:",
        )
        return
    st.caption(_HOW_TO_READ)
    show_figure(
        neighbourhood_figure(graph.nodes, graph.links, graph.creators, name=name),
        key="concepts_neighbourhood",
    )
    missing_count = int(graph.creators["x"].isna().sum())
    if missing_count:
        st.caption(
            f"{missing_count} of the {len(graph.creators)} creators "
            f"{'has' if missing_count == 1 else 'have'} none of these concepts and "
            f"{'is' if missing_count == 1 else 'are'} not drawn."
        )
    _table(graph)


def _table(graph: ConceptGraph) -> None:
    creators = graph.creators
    st.dataframe(
        creators.assign(
            creator=creator_labels(creators),
            shared_words=creators["shared"].map(", ".join),
            near_words=creators["near"].map(", ".join),
            share_percent=creators["share"] * 100,
        ),
        hide_index=True,
        column_order=["number", "creator", "shared_words", "near_words", "share_percent"],
        column_config={
            "number": st.column_config.NumberColumn("#", width=40),
            "creator": creator_column(),
            "shared_words": st.column_config.TextColumn("Shared concepts", width=220),
            "near_words": st.column_config.TextColumn("Linked concepts", width="large"),
            "share_percent": st.column_config.ProgressColumn(
                "Of what they write",
                min_value=0,
                max_value=100,
                format="%.0f%%",
                help="Share of the creator's concepts, by weight, that the picture shows",
            ),
        },
        placeholder="-",
    )
