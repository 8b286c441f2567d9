"""The filters of the Brand match page."""

from __future__ import annotations

import math
from collections.abc import Iterator

import streamlit as st

from core.queries.choices import FilterChoices
from core.services.matching.filters import MatchFilters
from core.web.kit.filters.active import ActiveFilter, each_of
from core.web.kit.filters.fields import (
    Facets,
    activity_filter,
    followers_filter,
)
from core.web.kit.formats import (
    activity_words,
    country_name,
    language_name,
    percent,
    platform_label,
)
from core.web.kit.state import current_brand_id

_CHOSEN = "match_filters_chosen"
_LISTS = (
    "match_countries",
    "match_audience",
    "match_languages",
    "match_niches",
    "match_tiers",
    "match_platforms",
)
_PRICE_STEPS = (
    *(50, 100, 150, 200, 250, 300, 400, 500, 600, 700, 800, 900, 1_000, 1_250, 1_500, 2_000),
    *(2_500, 3_000, 4_000, 5_000, 7_500, 10_000, 15_000, 25_000, 50_000, 100_000),
)


def reset_filters(choices: FilterChoices) -> None:
    """Puts every filter back; meant for a button's callback."""
    steps = _price_steps(choices)
    for key in _LISTS:
        st.session_state[key] = []
    if steps:
        st.session_state["match_price"] = (steps[0], steps[-1])
    st.session_state["match_engagement"] = 0.0
    st.session_state["match_activity"] = 0.0
    st.session_state["match_caution"] = 100
    st.session_state["match_followers_min"] = 0.0
    st.session_state["match_followers_max"] = None
    st.session_state["match_safety"] = []
    st.session_state["match_discloses"] = False


def _price_steps(choices: FilterChoices) -> list[int]:
    """Prices that the slider stops at, EUR; empty when no price is known."""
    highest = math.ceil(choices.post_price_max or 0)
    return [0, *(step for step in _PRICE_STEPS if step < highest), highest] if highest else []


def price_step(choices: FilterChoices, amount: float) -> int | None:
    """The highest stop of the price slider that is not above an amount; None when it has none or
    when everybody passes."""
    steps = _price_steps(choices)
    below = [step for step in steps if 0 < step <= amount]
    return below[-1] if below and below[-1] < steps[-1] else None


def _close_filters() -> None:
    st.session_state["match_filters_open"] = False


def keep_filters(filters: MatchFilters) -> None:
    """Keeps the filters of a list for the best set of the same brand."""
    st.session_state[_CHOSEN] = (current_brand_id(), filters)


def chosen_filters(brand_id: str | None) -> MatchFilters:
    """The filters last used for a brand on Brand match or Recommendations; none for others."""
    used_for, filters = st.session_state.get(_CHOSEN, (None, MatchFilters()))
    return filters if brand_id is not None and used_for == brand_id else MatchFilters()


def filter_form(choices: FilterChoices) -> MatchFilters:
    """The filters in one form behind a button; their values survive a page change."""
    names = {name: niche_id for niche_id, name in choices.niches.items()}
    steps = _price_steps(choices)
    facets = Facets(choices.counts, "match_")
    place = st.popover(
        "Filters", icon=":material/tune:", key="match_filters_open", on_change="rerun"
    )
    with place, st.form("match_filters", border=False):
        # First: below all filters it would lie outside a small window.
        st.form_submit_button(
            "Show creators", type="primary", width="stretch", on_click=_close_filters
        )
        platforms = facets.chips(
            "Platform",
            choices.platforms,
            "match_platforms",
            facet="platform",
            shown=platform_label,
        )
        tiers = facets.chips("Tier", choices.tiers, "match_tiers", facet="tier")
        countries, audience_countries, languages = _place_filters(choices, facets)
        niches = facets.any_of("Niche", list(names), "match_niches", facet="niche")
        low, high = 0, 0
        if steps:
            low, high = st.select_slider(
                "Price per post (EUR)",
                steps,
                (steps[0], steps[-1]),
                format_func=lambda price: f"€{price:,}",
                key="match_price",
                persist_state="session",
                bind="query-params",
                help="Listed prices only; an estimate never counts here. Creators without a listed "
                "price stay in while the full range is chosen.",
            )
        else:
            st.caption("Price per post: no price is known, so there is nothing to filter by.")
        left, right = st.columns(2)
        engagement = left.number_input(
            "Engagement at least (%)",
            0.0,
            100.0,
            0.0,
            0.5,
            key="match_engagement",
            persist_state="session",
            bind="query-params",
        )
        caution = right.slider(
            "Caution score at most",
            0,
            100,
            100,
            5,
            key="match_caution",
            persist_state="session",
            bind="query-params",
            help="0-100, higher is more unusual growth. Unknown scores stay in at 100.",
        )
        followers_min, followers_max = _followers_filters()
        posts_a_week = activity_filter("match_activity", is_known=choices.knows_activity)
        unsafe, discloses = _text_filters(choices, facets)
    facets.write_link()
    return MatchFilters(
        countries=tuple(countries),
        niche_ids=tuple(sorted(names[name] for name in niches if name in names)),
        tiers=tuple(tiers),
        platforms=tuple(platforms),
        price_min=low or None,
        price_max=high if steps and high < steps[-1] else None,
        engagement_min=engagement / 100 or None,
        caution_max=caution if caution < 100 else None,
        audience_countries=tuple(audience_countries),
        languages=tuple(languages),
        followers_min=followers_min or None,
        followers_max=followers_max or None,
        without_safety=tuple(heading for heading in unsafe if heading in choices.safety_categories),
        discloses=discloses,
        posts_a_week_min=posts_a_week or None,
    )


def _place_filters(
    choices: FilterChoices, facets: Facets
) -> tuple[list[str], list[str], list[str]]:
    """Countries of the creator and of the audience, and languages."""
    left, right = st.columns(2)
    with left:
        countries = facets.any_of(
            "Creator's country",
            sorted(choices.countries, key=country_name),
            "match_countries",
            facet="country",
            shown=country_name,
        )
    with right:
        audiences = facets.any_of(
            "Audience country",
            sorted(choices.audience_countries, key=country_name),
            "match_audience",
            facet="audience_country",
            shown=country_name,
        )
    languages = facets.any_of(
        "Language",
        sorted(choices.languages, key=language_name),
        "match_languages",
        facet="language",
        shown=language_name,
    )
    return countries, audiences, languages


def _followers_filters() -> tuple[int, int]:
    """Fewest and most followers; 0 is no limit."""
    left, right = st.columns(2)
    with left:
        fewest = followers_filter("Followers at least", "match_followers_min")
    with right:
        most = followers_filter("Followers at most", "match_followers_max", is_upper=True)
    return fewest, most


def _text_filters(choices: FilterChoices, facets: Facets) -> tuple[list[str], bool]:
    """What posts may not say, and whether advertising must be disclosed."""
    if not choices.knows_texts:
        st.caption("Brand safety and disclosure: not known in this build; the next one has it.")
        return [], False
    unsafe = facets.any_of(
        "Brand safety: hide creators with words about",
        choices.safety_categories,
        "match_safety",
        facet="safety",
        help="Words of the brand-safety list in any stored post, and how many creators have one; "
        "hits can be harmless, so look at the posts on the Creator page.",
    )
    discloses: bool = st.checkbox(
        f"Discloses advertising in captions ({choices.counts['discloses'].get('true', 0):,})",
        key="match_discloses",
        persist_state="session",
        bind="query-params",
    )
    return unsafe, discloses


def active_filters(filters: MatchFilters, choices: FilterChoices) -> list[ActiveFilter]:
    """The filters in force, each with its words and the way to take it away."""
    niches = [choices.niches[niche_id] for niche_id in filters.niche_ids]
    return [
        *each_of(
            "match_countries", filters.countries, lambda code: f"based in {country_name(code)}"
        ),
        *each_of(
            "match_audience",
            filters.audience_countries,
            lambda code: f"audience in {country_name(code)}",
        ),
        *each_of("match_languages", filters.languages, language_name),
        *each_of("match_niches", niches),
        *each_of("match_tiers", filters.tiers),
        *each_of("match_platforms", filters.platforms, platform_label),
        *_active_limits(filters, choices),
        *each_of("match_safety", filters.without_safety, lambda words: f"nothing about {words}"),
    ]


def _active_limits(filters: MatchFilters, choices: FilterChoices) -> Iterator[ActiveFilter]:
    """The limits in force, and whether advertising must be disclosed."""
    low, high = filters.price_min, filters.price_max
    steps = _price_steps(choices) or [0]
    if low is not None:
        yield ActiveFilter(f"from €{low:,.0f}", "match_price", (steps[0], high or steps[-1]))
    if high is not None:
        yield ActiveFilter(f"up to €{high:,.0f}", "match_price", (low or steps[0], steps[-1]))
    if filters.engagement_min is not None:
        words = f"engagement from {percent(filters.engagement_min)}"
        yield ActiveFilter(words, "match_engagement", 0.0)
    if filters.caution_max is not None:
        yield ActiveFilter(f"caution up to {filters.caution_max:.0f}", "match_caution", 100)
    if filters.followers_min is not None:
        words = f"from {filters.followers_min:,} followers"
        yield ActiveFilter(words, "match_followers_min", 0.0)
    if filters.followers_max is not None:
        words = f"up to {filters.followers_max:,} followers"
        yield ActiveFilter(words, "match_followers_max", None)
    if filters.posts_a_week_min is not None:
        yield ActiveFilter(activity_words(filters.posts_a_week_min), "match_activity", 0.0)
    if filters.discloses:
        yield ActiveFilter("discloses advertising", "match_discloses", False)
