"""What a brief names that its ranking does not follow, and buttons that set it as a filter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.queries.choices import FilterChoices
from core.services.matching.brief_mentions import BriefMentions, brief_mentions
from core.services.matching.filters import MatchFilters
from core.services.ranking.topics import BriefWords
from core.web.kit.formats import country_name, language_name, plain, platform_label
from core.web.kit.matching.filters import price_step


@dataclass(frozen=True)
class _Offer:
    """A filter that one click sets: its words, the key of its widget and the value."""

    words: str
    key: str
    value: Any


_FEW_WORDS = 4


def brief_length_hint(words: BriefWords | None) -> None:
    """Says when a brief gives the ranking too little to go by."""
    if words is None or len(words.known) >= _FEW_WORDS:
        return
    if not words.known:
        st.caption(
            ":material/edit_note: The creators use none of the topic words of this brief, so the "
            "list goes by its meaning alone. A sentence or two on what they should post about is "
            "surer."
        )
        return
    noun = "topic word" if len(words.known) == 1 else "topic words"
    st.caption(
        f":material/edit_note: Creators use {len(words.known)} {noun} of this brief: "
        f"{plain(', '.join(words.known))}. A sentence or two on what they should post about is "
        "surer."
    )


def brief_hints(brief: str, filters: MatchFilters, choices: FilterChoices) -> None:
    """Says what the brief names besides a topic, and offers filters that are not set yet."""
    mentions = brief_mentions(brief)
    words = mentions.words()
    if not words:
        return
    offers = list(_offers(mentions, filters, choices))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="brief_hints"):
        st.caption(
            f"This brief mentions {_joined([plain(word) for word in words])}, which the ranking "
            "does not read" + ("; set these as filters:" if offers else "."),
            width="content",
        )
        for number, offer in enumerate(offers):
            st.button(
                offer.words,
                key=f"brief_hint_{number}",
                icon=":material/filter_alt:",
                on_click=_set_filter,
                args=(offer.key, offer.value),
            )


def _set_filter(key: str, value: Any) -> None:
    st.session_state[key] = value


def _offers(
    mentions: BriefMentions, filters: MatchFilters, choices: FilterChoices
) -> Iterator[_Offer]:
    """Filters that the mentions ask for, the data knows and nobody has set."""
    for code in mentions.countries:
        chosen = (*filters.audience_countries, *filters.countries)
        if code in chosen:
            continue
        if code in choices.audience_countries:
            value = [*filters.audience_countries, code]
            yield _Offer(f"Audience in {country_name(code)}", "match_audience", value)
        if code in choices.countries:
            value = [*filters.countries, code]
            yield _Offer(f"Creators from {country_name(code)}", "match_countries", value)
    for code in mentions.languages:
        if code in choices.languages and code not in filters.languages:
            value = [*filters.languages, code]
            yield _Offer(f"Posts in {language_name(code)}", "match_languages", value)
    for amount, currency in mentions.money:
        step = price_step(choices, amount)
        if currency == "EUR" and step and filters.price_max is None:
            yield _Offer(f"Price of a post up to €{step:,}", "match_price", (0, step))
    for platform in mentions.platforms:
        if platform in choices.platforms and platform not in filters.platforms:
            value = [*filters.platforms, platform]
            yield _Offer(f"On {platform_label(platform)}", "match_platforms", value)
    if mentions.followers_min and filters.followers_min is None:
        yield _Offer(
            f"At least {mentions.followers_min:,} followers",
            "match_followers_min",
            mentions.followers_min,
        )
    if mentions.followers_max and filters.followers_max is None:
        yield _Offer(
            f"At most {mentions.followers_max:,} followers",
            "match_followers_max",
            mentions.followers_max,
        )


def _joined(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
