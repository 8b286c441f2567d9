"""The filter form of the Authenticity page."""

from __future__ import annotations

import streamlit as st

from core.models.growth.kinds import KIND_WORDS
from core.queries.choices import filter_choices
from core.queries.growth.triage import TriageFilter
from core.web.kit.cached import cached_read
from core.web.kit.filters.active import ActiveFilter, each_of
from core.web.kit.filters.fields import Facets, activity_filter
from core.web.kit.formats import activity_words, platform_label

_RANGE = (0, 100)
_LISTS = ("triage_tier", "triage_niche", "triage_platform", "triage_pattern")


def reset() -> None:
    """Sets the form back to how it opens."""
    for key in _LISTS:
        st.session_state[key] = []
    st.session_state["triage_score"] = _RANGE
    st.session_state["triage_probability"] = _RANGE
    st.session_state["triage_judged"] = False
    st.session_state["triage_activity"] = 0.0


def triage_filters(build: str) -> TriageFilter:
    """The filter form; its values survive a page change and stand in the URL."""
    choices = cached_read(filter_choices, build)
    names = {name: niche_id for niche_id, name in choices.niches.items()}
    patterns = {shown: name for name, shown in KIND_WORDS.items()}
    by_pattern = choices.counts["pattern"]
    counts = {
        **choices.counts,
        "pattern": {shown: by_pattern.get(name, 0) for shown, name in patterns.items()},
    }
    facets = Facets(counts, "triage_")
    with st.form("triage_filters", border=True):
        left, right = st.columns(2)
        with left:
            niches = facets.any_of("Niche", list(names), "triage_niche", facet="niche")
        with right:
            shown = facets.any_of("Pattern", list(patterns), "triage_pattern", facet="pattern")
        tiers = facets.chips("Tier", choices.tiers, "triage_tier", facet="tier")
        platforms = facets.chips(
            "Platform",
            choices.platforms,
            "triage_platform",
            facet="platform",
            shown=platform_label,
        )
        left, right = st.columns(2)
        with left:
            low, high = _range("Probability of bought growth, %", "triage_probability")
        with right:
            score_low, score_high = _range("Caution score", "triage_score")
        posts_a_week = activity_filter("triage_activity", is_known=choices.knows_activity)
        with st.container(horizontal=True, vertical_alignment="center"):
            only_judged = st.checkbox(
                f"Only with enough data ({choices.counts['judged'].get('true', 0):,})",
                key="triage_judged",
                persist_state="session",
                bind="query-params",
            )
            st.space("stretch")
            st.form_submit_button("Apply", type="primary")
    facets.write_link()
    return TriageFilter(
        tiers=tuple(tiers),
        niche_ids=tuple(sorted(names[name] for name in niches if name in names)),
        platforms=tuple(platforms),
        patterns=tuple(sorted(patterns[name] for name in shown if name in patterns)),
        probability_min=low,
        probability_max=high,
        score_min=score_low,
        score_max=score_high,
        only_judged=only_judged,
        posts_a_week_min=posts_a_week,
    )


def _range(label: str, key: str) -> tuple[int, int]:
    limits: tuple[int, int] = st.slider(
        label, *_RANGE, _RANGE, 5, key=key, persist_state="session", bind="query-params"
    )
    return limits


def active_filters(build: str, chosen: TriageFilter) -> list[ActiveFilter]:
    """The filters in force, each with its words and the way to take it away."""
    names = cached_read(filter_choices, build).niches
    active = [
        *each_of("triage_niche", [names[niche_id] for niche_id in chosen.niche_ids]),
        *each_of("triage_pattern", [KIND_WORDS[name] for name in chosen.patterns]),
        *each_of("triage_tier", chosen.tiers),
        *each_of("triage_platform", chosen.platforms, platform_label),
    ]
    limits = (
        ("probability", "%", "triage_probability", chosen.probability_min, chosen.probability_max),
        ("caution", "", "triage_score", chosen.score_min, chosen.score_max),
    )
    for what, unit, key, low, high in limits:
        if (low, high) != _RANGE:
            active.append(ActiveFilter(f"{what} {low}-{high}{unit}", key, _RANGE))
    if chosen.posts_a_week_min:
        words = activity_words(chosen.posts_a_week_min)
        active.append(ActiveFilter(words, "triage_activity", 0.0))
    if chosen.only_judged:
        active.append(ActiveFilter("with enough data", "triage_judged", False))
    return active
