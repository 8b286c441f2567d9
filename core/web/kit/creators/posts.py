"""The posts of one creator, with search and pages."""

from __future__ import annotations

import math

import streamlit as st

from core.queries import posts
from core.queries.creators import Creator
from core.queries.posts import POST_ORDERS, PostsPage
from core.web.kit.cached import cached_read

_PAGE_SIZE = 10


def posts_panel(build: str, creator: Creator) -> None:
    """Posts, newest first, with search and pages."""
    if not creator.posts_stored:
        st.caption("No posts of this creator are stored.")
        return
    columns = st.columns([3, 2, 2], vertical_alignment="bottom")
    text = columns[0].text_input(
        "Search the captions",
        key=f"posts_text_{creator.influencer_id}",
        type="search",
        live=True,
        icon=":material/search:",
    )
    order = columns[1].selectbox("Order", list(POST_ORDERS), key="posts_order")
    sponsored = columns[2].toggle(
        "Sponsored only",
        key="posts_sponsored",
        disabled=not creator.sponsored_count,
    )
    place = st.container()

    def read(page: int) -> PostsPage:
        return cached_read(
            posts.posts_page,
            build,
            creator.influencer_id,
            text=text or "",
            sponsored_only=sponsored,
            order=order,
            page=page,
        )

    first = read(1)
    pages = math.ceil(first.total_count / _PAGE_SIZE)
    page = (
        st.pagination(pages, key=f"posts_page_{creator.influencer_id}_{text}_{order}_{sponsored}")
        if pages > 1
        else 1
    )
    shown = first if page == 1 else read(page)
    with place:
        st.caption(
            f"{first.total_count:,} of {creator.posts_stored:,} stored posts, "
            f"{creator.sponsored_count or 0:,} marked sponsored"
        )
        if shown.posts.empty:
            st.caption("No caption holds these words.")
            return
        st.dataframe(
            shown.posts.assign(
                is_sponsored=shown.posts["is_sponsored"].map({True: "sponsored"}).fillna("")
            ),
            hide_index=True,
            row_height=52,
            column_order=["posted_at", "caption", "likes_count", "comments_count", "is_sponsored"],
            column_config={
                "posted_at": st.column_config.DatetimeColumn(
                    "Posted (UTC)", format="D MMM YYYY, HH:mm", width="small"
                ),
                "caption": st.column_config.TextColumn("Caption", width="large"),
                "likes_count": st.column_config.NumberColumn("Likes", format="localized"),
                "comments_count": st.column_config.NumberColumn("Comments", format="localized"),
                "is_sponsored": st.column_config.TextColumn("Mark", width="small"),
            },
            placeholder="-",
        )
