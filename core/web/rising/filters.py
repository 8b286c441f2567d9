"""The filter form of the Rising page."""

from __future__ import annotations

import streamlit as st

from core.domain.thresholds import WORTH_CHECKING
from core.queries.choices import filter_choices
from core.queries.growth import rising
from core.queries.growth.rising import RisingFilter
from core.web.kit.cached import cached_read
from core.web.kit.filters.active import ActiveFilter, each_of
from core.web.kit.filters.fields import (
    Facets,
    activity_filter,
    followers_filter,
)
from core.web.kit.formats import activity_words, plain, platform_label
from core.web.kit.state import current_brand

_LISTS = ("rising_tier", "rising_niche", "rising_platform", "rising_confidence")
_CONFIDENCES = ["high", "medium", "low"]


def reset() -> None:
    """Sets the form back to how it opens."""
    for key in _LISTS:
        st.session_state[key] = []
    st.session_state["rising_minimum"] = 0.0
    st.session_state["rising_activity"] = 0.0
    st.session_state["rising_hide"] = True
    st.session_state["rising_brand"] = False


def rising_filters(build: str) -> RisingFilter:
    """The filter form; its values survive a page change and stand in the URL."""
    choices = cached_read(filter_choices, build)
    names = {name: niche_id for niche_id, name in choices.niches.items()}
    facets = Facets(choices.counts, "rising_")
    with st.form("rising_filters", border=True):
        niches = facets.any_of("Niche", list(names), "rising_niche", facet="niche")
        tiers = facets.chips("Tier", choices.tiers, "rising_tier", facet="tier")
        platforms = facets.chips(
            "Platform",
            choices.platforms,
            "rising_platform",
            facet="platform",
            shown=platform_label,
        )
        confidences = facets.chips(
            "Confidence", _CONFIDENCES, "rising_confidence", facet="confidence"
        )
        left, right = st.columns(2)
        with left:
            minimum = followers_filter("Followers at least", "rising_minimum")
        with right:
            posts_a_week = activity_filter("rising_activity", is_known=choices.knows_activity)
        hide = st.checkbox(
            f"Hide growth worth checking ({choices.counts['unusual'].get('true', 0):,})",
            value=True,
            key="rising_hide",
            persist_state="session",
            bind="query-params",
            help="Leaves out creators with a probability of bought growth of "
            f"{WORTH_CHECKING:.0%} or more.",
        )
        of_brand = _brand_niches(build)
        st.form_submit_button("Apply", type="primary")
    facets.write_link()
    chosen = {names[name] for name in niches if name in names} or set(of_brand)
    return RisingFilter(
        tiers=tuple(tiers),
        niche_ids=tuple(sorted(chosen)),
        platforms=tuple(platforms),
        confidences=tuple(confidences),
        followers_min=minimum,
        posts_a_week_min=posts_a_week,
        hide_unusual=hide,
    )


def active_filters(build: str, chosen: RisingFilter) -> list[ActiveFilter]:
    """The filters in force, each with its words and the way to take it away."""
    names = cached_read(filter_choices, build).niches
    brand = current_brand()
    # A niche chosen by name takes the place of those of the brand.
    of_brand = bool(st.session_state.get("rising_brand")) and not st.session_state["rising_niche"]
    active = [
        *each_of("rising_tier", chosen.tiers),
        *each_of("rising_platform", chosen.platforms, platform_label),
        *each_of("rising_confidence", chosen.confidences, lambda name: f"{name} confidence"),
    ]
    if of_brand and brand is not None and chosen.niche_ids:
        active.append(ActiveFilter(f"niches of {brand.name}", "rising_brand", False))
    else:
        active += each_of("rising_niche", [names[niche_id] for niche_id in chosen.niche_ids])
    if chosen.followers_min:
        words = f"from {chosen.followers_min:,} followers"
        active.append(ActiveFilter(words, "rising_minimum", 0.0))
    if chosen.posts_a_week_min:
        words = activity_words(chosen.posts_a_week_min)
        active.append(ActiveFilter(words, "rising_activity", 0.0))
    if chosen.hide_unusual:
        words = "without growth worth checking"
        active.append(ActiveFilter(words, "rising_hide", False, is_default=True))
    return active


def _brand_niches(build: str) -> list[int]:
    """Niches of the brand's best matches when they are asked for; a niche chosen above wins."""
    brand = current_brand()
    if brand is None:
        st.caption("Pick a brand in the sidebar to see who rises in its niches.")
        return []
    niches = cached_read(rising.brand_niches, build, brand.brand_id)
    if niches.empty:
        st.caption(
            f"{plain(brand.name)} has no matches in this build yet, so its niches are unknown."
        )
        return []
    shown = ", ".join(plain(niche) for niche in niches["niche"])
    is_chosen = st.checkbox(
        f"Rising in the niches of {plain(brand.name)}",
        key="rising_brand",
        persist_state="session",
        bind="query-params",
        help=f"Niches of its best matches: {shown}. A niche chosen above takes priority.",
    )
    return [int(niche) for niche in niches["niche_id"]] if is_chosen else []
