"""What a brief names that its ranking does not follow, and buttons that set it as a filter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.domain.brief import BriefConstraints
from core.queries.choices import FilterChoices
from core.services.brief.conditions import chip_labels
from core.services.brief.reading import read_brief
from core.services.matching.filters import MatchFilters
from core.services.ranking.topics import BriefWords
from core.web.kit.brief.box import PAGE, TEXT
from core.web.kit.cached import cached_service
from core.web.kit.formats import activity_words, country_name, language_name, plain, platform_label
from core.web.kit.matching.filters import price_step
from core.web.kit.state import with_brand


@dataclass(frozen=True)
class _Offer:
    """A filter that one click sets: its words, the key of its widget and the value."""

    words: str
    key: str
    value: Any


_FEW_WORDS = 4
_List = tuple[
    tuple[str, ...], tuple[str, ...], Collection[str], str, Callable[[str], str]
]  # wanted, chosen, known, key of the widget, words of an entry


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


def brief_hints(build: str, brief: str, filters: MatchFilters, choices: FilterChoices) -> None:
    """Says what the brief asks for besides a topic, offers filters that are not set yet, and the
    way to a plan."""
    parsed = cached_service(read_brief, build, brief)
    constraints = parsed.constraints
    # Topics are what the ranking reads.
    words = [label for name, label in chip_labels(constraints).items() if name != "niches"]
    if not words:
        return
    offers = list(_offers(constraints, filters, choices))
    for note in parsed.currency_notes:
        st.caption(f":material/info: {plain(note)}")
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="brief_hints"):
        st.caption(
            f"This brief asks for {_joined([plain(word) for word in words])}, which the ranking "
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
        st.page_link(
            PAGE,
            label="Follow the whole brief and plan",
            icon=":material/edit_note:",
            query_params=with_brand(**{TEXT: brief}),
        )


def _set_filter(key: str, value: Any) -> None:
    st.session_state[key] = value


def _offers(
    constraints: BriefConstraints, filters: MatchFilters, choices: FilterChoices
) -> Iterator[_Offer]:
    """Filters that the brief asks for, the data knows and nobody has set."""
    placed = {*filters.audience_countries, *filters.countries}
    for code in (*constraints.countries, *constraints.audience_countries):
        if code not in placed and code in choices.countries and code in constraints.countries:
            value = [*filters.countries, code]
            yield _Offer(f"Creators from {country_name(code)}", "match_countries", value)
        if code not in placed and code in choices.audience_countries:
            value = [*filters.audience_countries, code]
            yield _Offer(f"Audience in {country_name(code)}", "match_audience", value)
    step = price_step(choices, constraints.price_max or 0)
    if step and filters.price_max is None:
        yield _Offer(f"Price per post up to €{step:,}", "match_price", (0, step))
    yield from _list_offers(constraints, filters, choices)
    yield from _least_and_most(constraints, filters)


def _list_offers(
    constraints: BriefConstraints, filters: MatchFilters, choices: FilterChoices
) -> Iterator[_Offer]:
    """Languages, platforms and tiers, one button each."""
    lists: tuple[_List, ...] = (
        (constraints.languages, filters.languages, choices.languages, "match_languages",
         lambda code: f"Posts in {language_name(code)}"),
        (constraints.platforms, filters.platforms, choices.platforms, "match_platforms",
         lambda name: f"On {platform_label(name)}"),
        (constraints.tiers, filters.tiers, choices.tiers, "match_tiers",
         lambda name: f"Tier {name}"),
    )  # fmt: skip
    for wanted, chosen, known, key, words in lists:
        for value in wanted:
            if value in known and value not in chosen:
                yield _Offer(words(value), key, [*chosen, value])


def _least_and_most(constraints: BriefConstraints, filters: MatchFilters) -> Iterator[_Offer]:
    """Engagement, activity and followers."""
    percent, least, most = (
        constraints.engagement_percent_min,
        constraints.followers_min,
        constraints.followers_max,
    )
    if percent and filters.engagement_min is None:
        yield _Offer(f"Engagement from {percent:g}%", "match_engagement", percent)
    posts_a_week = constraints.posts_per_week_min
    if posts_a_week and filters.posts_a_week_min is None:
        yield _Offer(activity_words(posts_a_week).capitalize(), "match_activity", posts_a_week)
    if least and filters.followers_min is None:
        yield _Offer(f"At least {least:,} followers", "match_followers_min", float(least))
    if most and filters.followers_max is None:
        yield _Offer(f"At most {most:,} followers", "match_followers_max", float(most))


def _joined(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
