"""The panel 'What this creator is about' of the Creator page."""

from __future__ import annotations

import streamlit as st

from core.queries.profiling.profiles import CreatorProfile
from core.services.profiling.creator_view import DecidingPost, creator_view
from core.web.kit.cached import cached_service
from core.web.kit.formats import plain
from core.web.kit.profiling import words
from core.web.kit.profiling.posts import category_html, posts_html, probability_row_html

_POSTS_FIRST = 3


def about_panel(build: str, influencer_id: str) -> None:
    """Category with confidence and runner-up, captions against pictures, the deciding posts."""
    view = cached_service(creator_view, build, influencer_id)
    with st.container(border=True, key="about_creator", gap="small"):
        if view.profile is None:
            st.markdown(f"**{words.TITLE}**")
            st.caption(words.missing_words(view.missing), width="stretch")
            return
        left, right = st.columns([2, 3], gap="large")
        with left:
            _category(view.profile)
        with right:
            _posts(view.posts)
        st.caption(words.method_words(view.profile))


def _category(profile: CreatorProfile) -> None:
    st.markdown(f"**{words.TITLE}**")
    st.html(
        category_html(
            profile.category,
            words.confidence_words(profile.probability),
            words.runner_up_words(profile),
        )
    )
    for note in (words.few_posts_words(profile.posts_read), words.agreement_words(profile)):
        if note:
            st.markdown(plain(note))
    sides = words.sides(profile)
    if len(sides) == 2:
        st.html(
            "".join(
                probability_row_html(
                    f"{side}:", category, probability, strong=category == profile.category
                )
                for side, category, probability in sides
            )
        )
    if sides:
        st.caption(words.sides_words(profile))


def _posts(posts: tuple[DecidingPost, ...]) -> None:
    if not posts:
        st.caption("No posts are stored for this profile.")
        return
    st.markdown("**Posts that decided it**")
    st.html(posts_html(posts, limit=_POSTS_FIRST))
    if len(posts) > _POSTS_FIRST:
        rest = len(posts) - _POSTS_FIRST
        with st.expander(f"{rest} more {'post' if rest == 1 else 'posts'}"):
            st.html(posts_html(posts, skip=_POSTS_FIRST))
