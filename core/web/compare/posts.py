"""Posts of the compared creators: pictures, and those that drew most reactions."""

from __future__ import annotations

import streamlit as st

from core.queries import creators as creator_queries
from core.queries import posts
from core.web.kit.cached import cached_read
from core.web.kit.creators.cards import text_html
from core.web.kit.formats import compact, day, is_missing, plain
from core.web.kit.profiling.strip import creator_pictures

_POSTS_SHOWN, _CAPTION_SHOWN = 3, 160


def posts_panel(build: str, ids: tuple[str, ...]) -> None:
    """A column per creator: thumbnails, then the posts that drew most reactions."""
    for column, influencer_id in zip(st.columns(len(ids), gap="medium"), ids, strict=True):
        with column:
            _posts(build, influencer_id)


def _posts(build: str, influencer_id: str) -> None:
    creator = cached_read(creator_queries.creator, build, influencer_id)
    st.markdown(f"**@{plain(creator.handle)}**")
    creator_pictures(build, influencer_id)
    shown = cached_read(
        posts.posts_page, build, influencer_id, text="", sponsored_only=False,
        order="Most likes", page=1,
    )  # fmt: skip
    if shown.posts.empty:
        st.caption("No posts of this creator are stored.")
        return
    st.caption(
        f"{creator.posts_stored or 0:,} stored posts, {creator.sponsored_count or 0:,} marked "
        "sponsored. Most liked:"
    )
    for post in shown.posts.head(_POSTS_SHOWN).to_dict("records"):
        caption = "" if is_missing(post["caption"]) else str(post["caption"])
        short = caption if len(caption) <= _CAPTION_SHOWN else caption[:_CAPTION_SHOWN] + "…"
        with st.container(border=True, gap="xxsmall"):
            st.html(text_html(short or "(no caption)"))
            st.caption(
                f"{day(post['posted_at'])} · {compact(post['likes_count'])} likes · "
                f"{compact(post['comments_count'])} comments"
            )
