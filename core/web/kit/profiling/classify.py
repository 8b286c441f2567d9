"""The panel that says what captions and pictures of anybody are about."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.errors import AppError
from core.queries.builds import PROFILES
from core.queries.profiling import profiles
from core.services.profiling import classify as classify_service
from core.services.profiling.classify import (
    CAPTION_CHARS,
    CAPTIONS_MAX,
    PICTURE_MB_MAX,
    PICTURES_MAX,
    Classified,
    GivenPicture,
)
from core.services.profiling.creator_view import NO_CATEGORIES, OLDER_BUILD, DecidingPost
from core.web.kit.cache import open_build
from core.web.kit.cached import cached_read
from core.web.kit.creators.related import fitting_creators
from core.web.kit.formats import plain
from core.web.kit.matching.held_back import shows_unusual
from core.web.kit.older_builds import knows
from core.web.kit.profiling import words
from core.web.kit.profiling.posts import (
    category_html,
    posts_html,
    probability_row_html,
    topic_row_html,
)

_TYPED, _ROUND, _ASKED = "classify_typed", "classify_round", "classify_asked"
_RESULT, _PROBLEM = "classify_result", "classify_problem"
_CATEGORIES_SHOWN, _POSTS_SHOWN, _TOPICS_SHOWN = 5, 6, 4
_KINDS = ["jpg", "jpeg", "png", "webp", "gif"]


def classify_panel(build: str) -> None:
    """A form for captions and pictures, and what they are about; kept in this session alone."""
    st.subheader(words.CLASSIFY_TITLE, anchor=False)
    missing = _missing(build)
    if missing:
        st.caption(words.missing_words(missing))
        return
    _form(build)
    problem = st.session_state.get(_PROBLEM)
    if problem:
        st.warning(plain(problem), icon=":material/error:")
    kept = st.session_state.get(_RESULT)
    if kept is not None and kept[0] == build:
        _result(build, kept[1])


def _missing(build: str) -> str:
    if not knows(build, PROFILES):
        return OLDER_BUILD
    return "" if cached_read(profiles.profiles_count, build) else NO_CATEGORIES


def _form(build: str) -> None:
    # Only a widget of another key forgets the files it was given.
    number = st.session_state.get(_ROUND, 0)
    with st.form("classify_form"):
        st.caption(words.CLASSIFY_QUESTION)
        left, right = st.columns(2, gap="medium")
        typed = left.text_area(
            "Captions, one per line",
            key=f"{_TYPED}_{number}",
            height=150,
            max_chars=CAPTIONS_MAX * CAPTION_CHARS,
            placeholder="Sunday pasta with fresh basil #foodie\nMy favourite ramen in Osaka",
            help="If captions have several lines, leave a blank line between posts. The first "
            f"{CAPTIONS_MAX} are read.",
        )
        uploads = right.file_uploader(
            "Pictures (optional)",
            type=_KINDS,
            accept_multiple_files=True,
            max_upload_size=PICTURE_MB_MAX,
            key=f"classify_pictures_{number}",
            help=f"The first {PICTURES_MAX} are read; each counts as one post.",
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.form_submit_button(
                "See what they are about",
                type="primary",
                icon=":material/category_search:",
                on_click=_ask,
            )
            st.form_submit_button("Clear", icon=":material/close:", on_click=_clear)
            st.caption(words.CLASSIFY_PRIVACY, width="content")
    if st.session_state.pop(_ASKED, False):
        pictures = [GivenPicture(upload.name, upload.getvalue()) for upload in uploads]
        _judge(build, typed or "", pictures)


def _ask() -> None:
    st.session_state[_ASKED] = True


def _clear() -> None:
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.session_state.pop(_RESULT, None)
    st.session_state.pop(_PROBLEM, None)


def _judge(build: str, typed: str, pictures: list[GivenPicture]) -> None:
    st.session_state.pop(_RESULT, None)
    st.session_state.pop(_PROBLEM, None)
    try:
        with st.spinner("Reading the posts…"), open_build(build) as session:
            judged = classify_service.classify(
                session,
                classify_service.captions_of(typed),
                pictures,
                hides_unusual=not shows_unusual(),
            )
    except AppError as error:
        st.session_state[_PROBLEM] = str(error)
        return
    st.session_state[_RESULT] = (build, judged)


def _result(build: str, judged: Classified) -> None:
    for name, reason in judged.rejected:
        st.warning(plain(f"'{name[:80]}' {reason}. It was left out."), icon=":material/image:")
    left_out = words.left_out_words(judged.captions_left_out, judged.pictures_left_out)
    if left_out:
        st.caption(left_out)
    with st.container(border=True, key="classified"):
        left, right = st.columns([2, 3], gap="large")
        with left:
            _categories(judged)
            _picture_topics(judged)
        with right:
            _posts(judged.posts)
    st.markdown("**Creators in your data who post about the same things**")
    if judged.near.frame.empty:
        st.caption("None. Add captions with words to compare them with creators.")
        return
    st.caption(words.near_words(judged.near.frame["niche"].dropna().tolist()))
    fitting_creators(build, judged.near.frame, key="classify_near", score_label="Similarity")


def _posts(posts: Sequence[DecidingPost]) -> None:
    if not posts:
        return
    st.markdown("**What each post adds**")
    st.html(posts_html(posts, limit=_POSTS_SHOWN))
    rest = len(posts) - _POSTS_SHOWN
    if rest > 0:
        with st.expander(f"{rest:,} more {'post' if rest == 1 else 'posts'}"):
            st.html(posts_html(posts, skip=_POSTS_SHOWN))


def _picture_topics(judged: Classified) -> None:
    """What the objects in the pictures point to, marked as the weaker evidence it is."""
    if not judged.pictures_read:
        return
    st.markdown("**What the pictures show**")
    if not judged.picture_topics:
        st.caption(words.NO_PICTURE_TOPIC)
        return
    shown, count = judged.picture_topics[:_TOPICS_SHOWN], judged.pictures_read
    st.html(
        "".join(
            topic_row_html(
                topic.label,
                words.topic_words(topic.pictures_count, count, topic.objects),
                topic.pictures_count / count,
            )
            for topic in shown
        )
    )
    st.caption(words.PICTURE_TOPICS)


def _categories(judged: Classified) -> None:
    if not judged.ranked:
        st.html(category_html("No category", judged.unread, ""))
        st.caption(words.read_words(judged.captions_read, judged.pictures_read))
        return
    (category, probability), *others = judged.ranked
    st.html(category_html(category, words.confidence_words(probability), ""))
    shown = [(category, probability), *others][:_CATEGORIES_SHOWN]
    st.html(
        "".join(
            probability_row_html("", name, share, strong=place == 0)
            for place, (name, share) in enumerate(shown)
        )
    )
    few = words.few_posts_words(judged.captions_read + judged.pictures_read)
    if few:
        st.markdown(plain(few))
    if judged.text and judged.picture:
        st.html(
            "".join(
                probability_row_html(f"{side}:", *said, strong=said[0] == category)
                for side, said in (("Captions", judged.text), ("Pictures", judged.picture))
            )
        )
    st.caption(
        words.read_words(
            judged.captions_read,
            judged.pictures_read,
            pictures_count_too=judged.picture is not None,
            has_weights=True,
        )
    )
