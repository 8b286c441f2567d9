"""What the compared creators post about, and where their audience is."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from core.models.posts_text.disclosure import is_disclosure
from core.queries import creators as creator_queries
from core.queries.builds import PROFILES
from core.queries.creators import Creator
from core.queries.profiling import profiles
from core.web.kit.cached import cached_read
from core.web.kit.creators.cards import chips_html, text_html
from core.web.kit.formats import country_name, language_name, plain, probability_text
from core.web.kit.older_builds import knows


def topic_tags(creator: Creator) -> list[str]:
    """Hashtags of the profile, in its own order; without those such as #ad, which are no topic."""
    return [tag for tag in creator.hashtags or [] if not is_disclosure(tag)]


def topics_panel(build: str, ids: tuple[str, ...]) -> None:
    """What several of them share, then a column per creator."""
    creators = [cached_read(creator_queries.creator, build, one) for one in ids]
    often = Counter(tag for creator in creators for tag in set(topic_tags(creator)))
    shared = [tag for tag, count in often.most_common() if count > 1]
    if len(creators) > 1:
        st.caption("Hashtags that several of them use")
        st.html(
            chips_html([(f"#{tag} ({often[tag]})", "good") for tag in shared[:12]])
            if shared
            else chips_html([("none", "plain")])
        )
    for column, creator in zip(st.columns(len(creators), gap="medium"), creators, strict=True):
        with column:
            _topics(build, creator, set(shared))


def _topics(build: str, creator: Creator, shared: set[str]) -> None:
    st.markdown(f"**@{plain(creator.handle)}**")
    st.caption("Niche")
    names = [name for name in (creator.niche, creator.second_niche) if name]
    st.html(chips_html([(name, "plain") for name in names or ["not known"]]))
    profile = (
        cached_read(profiles.creator_profile, build, creator.influencer_id)
        if knows(build, PROFILES)
        else None
    )
    if profile is not None:
        st.caption("About, by the posts")
        st.html(
            chips_html([(f"{profile.category} {probability_text(profile.probability)}", "plain")])
        )
    st.caption("Hashtags")
    tags = [(f"#{tag}", "good" if tag in shared else "plain") for tag in topic_tags(creator)]
    st.html(chips_html(tags[:12] or [("none known", "plain")]))
    st.caption("Audience")
    where = [
        f"audience in {country_name(creator.audience_country)}" if creator.audience_country else "",
        f"creator in {country_name(creator.country)}" if creator.country else "",
        f"posts in {language_name(creator.language)}" if creator.language else "",
    ]
    st.html(chips_html([(words, "plain") for words in where if words] or [("not known", "plain")]))
    if creator.bio:
        st.html(text_html(creator.bio))
