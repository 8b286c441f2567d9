"""Brands and creators related to one creator."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from core.domain.fit_bands import better_than
from core.queries import creators
from core.queries.choices import filter_choices
from core.queries.creators import Creator
from core.services.matching import lookalikes
from core.services.matching.eligible import HeldBack
from core.services.matching.filters import NO_FILTERS, MatchFilters
from core.web.kit.cached import cached_read, cached_service
from core.web.kit.creators.table import creators_list
from core.web.kit.formats import countries_text, country_name
from core.web.kit.matching.held_back import shows_unusual, unusual_switch
from core.web.kit.view_keys import view_key

_LIMIT = 10


def brands_panel(build: str, creator: Creator) -> None:
    """Brands nearest by text, places among stored best matches, and collaborations."""
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("**Best matching brands**")
        near = cached_service(lookalikes.closest_brands, build, creator.influencer_id, _LIMIT)
        if near.empty:
            st.caption("No bio or captions: nothing to compare with brands.")
        else:
            places = cached_read(creators.top_ten_places, build, creator.influencer_id)
            rank = dict(zip(places["brand_id"], places["match_rank"], strict=True))
            st.dataframe(
                near.assign(
                    closer=near["percentile"].map(better_than, na_action="ignore"),
                    place=near["brand_id"].map(rank).astype("Int64"),
                ),
                hide_index=True,
                # On a phone only the first three are in sight.
                column_order=[
                    "brand",
                    "closer",
                    "fit_score",
                    "category",
                    "similarity_score",
                    "place",
                ],
                column_config={
                    "brand": st.column_config.TextColumn("Brand", width=176),
                    "category": st.column_config.TextColumn("Category", width=130),
                    "fit_score": fit_column("Fit"),
                    "similarity_score": similarity_column(),
                    "closer": st.column_config.NumberColumn(
                        "Closer than",
                        format="%d%%",
                        width=88,
                        help="Per cent of all creators that fit this brand less",
                    ),
                    "place": st.column_config.NumberColumn(
                        "Place", help="Among the brand's stored best matches; empty beyond them"
                    ),
                },
                placeholder="-",
            )
    with right:
        st.markdown("**Collaborations**")
        _collaborations(build, creator.influencer_id)


def _collaborations(build: str, influencer_id: str) -> None:
    deals = cached_read(creators.collaborations, build, influencer_id)
    if deals.empty:
        st.caption("No collaborations are known.")
        return
    st.dataframe(
        deals,
        hide_index=True,
        column_order=["brand", "category", "started_on", "price"],
        column_config={
            "brand": "Brand",
            "category": "Category",
            "started_on": st.column_config.DateColumn("Started", format="D MMM YYYY"),
            "price": st.column_config.NumberColumn("Price paid (EUR)", format="localized"),
        },
        placeholder="-",
    )


def fit_column(label: str) -> ColumnConfig:
    """The column fit_score of a table."""
    return st.column_config.ProgressColumn(
        label,
        min_value=0,
        max_value=100,
        format="%.0f",
        width=92,
        help="How well topics and niches agree, whatever the language, 0-100",
    )


def similarity_column() -> ColumnConfig:
    """The column similarity_score of a table."""
    return st.column_config.NumberColumn(
        "Text similarity", format="%.0f", help="Of the texts as they are, cosine x 100"
    )


def similar_panel(build: str, creator: Creator) -> None:
    """Creators whose topics are nearest; a click on a row opens one."""
    hides_unusual = not shows_unusual()
    filters = _narrower(build, creator)
    near = cached_service(
        lookalikes.lookalikes,
        build,
        creator.influencer_id,
        _LIMIT,
        hides_unusual=hides_unusual,
        filters=filters,
    )
    if near.frame.empty:
        st.caption(
            "No bio or captions: nothing to compare with other creators."
            if filters == NO_FILTERS
            else "Nobody is like that. Take one of the conditions off."
        )
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(
            "Nearest by topic of bio and captions · click a row to open the creator",
            width="content",
        )
        unusual_switch(HeldBack(near.unusual_count, hides_unusual), key="similar_unusual")
    key = f"similar_{view_key(creator.influencer_id, filters)}"
    fitting_creators(build, near.frame, key=key, score_label="Similarity")


def _narrower(build: str, creator: Creator) -> MatchFilters:
    """What the similar creators must be, chosen in a row above them."""
    countries = cached_read(filter_choices, build).countries
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        smaller = st.toggle(
            "Smaller",
            key="similar_smaller",
            persist_state="session",
            disabled=creator.followers_count is None,
            help="Fewer followers than this creator",
        )
        cheaper = st.toggle(
            "Cheaper",
            key="similar_cheaper",
            persist_state="session",
            disabled=creator.post_price is None,
            help="A lower listed price of a post",
        )
        country = st.selectbox(
            "Country",
            sorted(countries, key=country_name),
            index=None,
            format_func=country_name,
            key="similar_country",
            persist_state="session",
            placeholder="Any country",
            label_visibility="collapsed",
            width=220,
        )
    return lookalikes.smaller_or_cheaper(
        creator, smaller=smaller, cheaper=cheaper, country=country or ""
    )


def fitting_creators(build: str, frame: pd.DataFrame, *, key: str, score_label: str) -> None:
    """A table of creators with how well they fit; a click on a row opens the creator.

    Args:
        frame: rows of `creator_rows` with fit_score and similarity_score; with
            collaboration_percentile where the order is not that of the fit.
    """
    collaborations = frame.get("collaboration_percentile")
    has_order = collaborations is not None and collaborations.notna().any()
    if has_order:
        frame = frame.assign(
            order_percentile=frame["order_percentile"].map(better_than, na_action="ignore")
        )
    creators_list(
        build,
        frame.assign(
            countries=list(map(countries_text, frame["country"], frame["audience_country"]))
        ),
        key=key,
        switch_key="fit",
        score="order_percentile" if has_order else "fit_score",
        figures=[
            "creator",
            *(["order_percentile"] if has_order else []),
            "fit_score",
            "similarity_score",
            "niche",
            "countries",
            "verdict",
            "authenticity_index",
            "post_price",
        ],
        column_config={
            "order_percentile": st.column_config.NumberColumn(
                "Better than",
                format="%d%%",
                width=90,
                help="Share of all creators below, in the order of this list",
            ),
            "countries": st.column_config.TextColumn(
                "Country", width=150, help="The creator's country, and the audience's if known"
            ),
            "fit_score": fit_column(score_label),
            "similarity_score": similarity_column(),
        },
    )
