"""Figures and filters of the Trends page."""

from __future__ import annotations

import streamlit as st

from core.domain.thresholds import TREND_CREATORS_MIN, TREND_WEEKS_MIN
from core.models.trends.slopes import FALSE_SHARE
from core.queries import trends
from core.queries.choices import FilterChoices
from core.queries.trends import TrendFilter, TrendSummary
from core.web.kit.cached import cached_read
from core.web.kit.filters.fields import any_of
from core.web.kit.formats import count, day, language_name, platform_label
from core.web.kit.state import current_brand
from core.web.kit.widgets import Metric, metric_row

_KINDS = {"Hashtags": "hashtag", "Topics": "topic"}
_DIRECTIONS = ("rising", "falling", "steady", "too few")
_LISTS = ("trend_kind", "trend_niche", "trend_platform", "trend_language")


def reset_filters() -> None:
    """Puts every filter back; meant for a button's callback."""
    for key in _LISTS:
        st.session_state[key] = []
    st.session_state["trend_direction"] = ["rising", "falling"]
    st.session_state["trend_words"] = ""
    st.session_state["trend_brand"] = False


def summary_metrics(summary: TrendSummary) -> None:
    """How many items rise, fall and stay, whatever the filter."""
    rated_count = summary.rising_count + summary.falling_count + summary.steady_count
    window = (
        f"{day(summary.first_day)} to {day(summary.last_day)}" if summary.first_day else "no window"
    )
    metric_row(
        [
            Metric(
                "Rising",
                count(summary.rising_count),
                f"of {rated_count:,} judged",
                help="Hashtags and topics whose share of creators' posts grows each week, with "
                f"enough certainty; {window}.",
            ),
            Metric(
                "Falling",
                count(summary.falling_count),
                f"of {rated_count:,} judged",
                help="Hashtags and topics whose share of creators' posts shrinks each week, with "
                f"enough certainty; {window}.",
            ),
            Metric(
                "Steady",
                count(summary.steady_count),
                f"of {rated_count:,} judged",
                help="No clear rise or fall. Of the items called rising or falling, at most "
                f"{FALSE_SHARE:.0%} are expected to be false alarms.",
            ),
            Metric(
                "Too few to tell",
                count(summary.few_count),
                f"under {TREND_CREATORS_MIN} creators",
                help=f"Used by fewer than {TREND_CREATORS_MIN} creators in the window, or fewer "
                f"than {TREND_WEEKS_MIN} whole weeks.",
            ),
        ]
    )


def trend_filters(build: str, choices: FilterChoices) -> TrendFilter:
    """The filters; their values survive a page change and stand in the URL."""
    names = {name: niche_id for niche_id, name in choices.niches.items()}
    st.session_state.setdefault("trend_direction", ["rising", "falling"])
    with st.form("trend_filters", border=True):
        first = st.columns(3)
        with first[0]:
            directions = any_of("Direction", list(_DIRECTIONS), "trend_direction")
        with first[1]:
            kinds = any_of("Kind", list(_KINDS), "trend_kind")
        with first[2]:
            niches = any_of("Used in niche", list(names), "trend_niche")
        second = st.columns(3)
        with second[0]:
            platforms = any_of("On platform", choices.platforms, "trend_platform", platform_label)
        with second[1]:
            languages = any_of(
                "Language", cached_read(trends.trend_languages, build), "trend_language",
                language_name,
            )  # fmt: skip
        with second[2]:
            text = st.text_input(
                "Contains",
                key="trend_words",
                persist_state="session",
                bind="query-params",
                placeholder="Part of a hashtag or topic",
            )
        with st.container(horizontal=True, vertical_alignment="center"):
            items = _brand_filter(build)
            st.space("stretch")
            st.form_submit_button("Apply", type="primary")
    return TrendFilter(
        kinds=tuple(sorted(_KINDS[name] for name in kinds if name in _KINDS)),
        directions=tuple(directions),
        niche_ids=tuple(sorted(names[name] for name in niches if name in names)),
        platforms=tuple(platforms),
        languages=tuple(languages),
        words=tuple(word.lstrip("#") for word in (text or "").split()),
        items=items,
    )


def _brand_filter(build: str) -> tuple[str, ...] | None:
    """Items at home in the niches of the chosen brand; None for all."""
    brand = current_brand()
    if brand is None:
        st.caption("Choose a brand in the sidebar to see the trends that fit it.")
        return None
    if brand.is_typed:
        st.caption("Trends that fit a typed brand are known after the next build.")
        return None
    is_for_brand = st.checkbox(
        f"Only trends that fit {brand.name}",
        key="trend_brand",
        persist_state="session",
        bind="query-params",
        help="Topics of the creators that match the brand best, and hashtags that are used at "
        "least twice as often there as elsewhere.",
    )
    return cached_read(trends.brand_items, build, brand.brand_id) if is_for_brand else None
