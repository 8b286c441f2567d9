"""Panels of the triage list on the Authenticity page: filters, distribution, table."""

from __future__ import annotations

import math

import streamlit as st

from core.charts.caution import distribution_figure
from core.views.choices import FilterChoices
from core.views.triage import TRIAGE_ORDERS, TriageFilter, TriageSummary
from core.web import cached_check
from core.web.formats import count, day, platform_label
from core.web.row_clicks import ROW_CLICK, clicked_row
from core.web.view_keys import view_key
from core.web.widgets import Metric, creator_columns, metric_row, show_figure

PAGE_SIZE = 25
_RANGE = (0, 100)


def _reset() -> None:
    for key in ("triage_tier", "triage_niche", "triage_platform"):
        st.session_state[key] = []
    st.session_state["triage_score"] = _RANGE


def triage_filters(choices: FilterChoices) -> TriageFilter:
    """The filter form; its values survive a page change."""
    names = {name: niche_id for niche_id, name in choices.niches.items()}
    with st.form("triage_filters", border=True):
        niches = st.multiselect(
            "Niche", list(names), key="triage_niche", persist_state="session", bind="query-params"
        )
        left, right = st.columns(2)
        tiers = left.multiselect(
            "Tier", choices.tiers, key="triage_tier", persist_state="session", bind="query-params"
        )
        platforms = right.multiselect(
            "Platform",
            choices.platforms,
            format_func=platform_label,
            key="triage_platform",
            persist_state="session",
            bind="query-params",
        )
        left, right = st.columns([2, 1], vertical_alignment="bottom")
        low, high = left.slider(
            "Caution score",
            *_RANGE,
            _RANGE,
            5,
            key="triage_score",
            persist_state="session",
            bind="query-params",
        )
        right.form_submit_button("Apply", type="primary", width="stretch")
    return TriageFilter(
        tiers=tuple(tiers),
        niche_ids=tuple(sorted(names[name] for name in niches if name in names)),
        platforms=tuple(platforms),
        score_min=low,
        score_max=high,
    )


def summary_metrics(summary: TriageSummary) -> None:
    """Four figures of the creators that pass the filter."""
    scored = summary.scored_count
    median = summary.median_score
    metric_row(
        [
            Metric("Creators with a score", count(scored), f"of {summary.creators_count:,}"),
            Metric(
                "Check first",
                count(summary.high_count),
                f"score 70 or more, {summary.high_count / scored:.1%}" if scored else None,
            ),
            Metric("Median score", "-" if median is None else f"{median:.0f}", "of 100"),
            Metric("Not enough data", count(summary.no_data_count), "no score"),
        ]
    )


def distribution_panel(build: str, chosen: TriageFilter) -> None:
    """How many creators have which score."""
    show_figure(
        distribution_figure(cached_check.score_distribution(build, chosen)),
        key="score_distribution",
    )


def _open_case(ids: list[str], key: str) -> None:
    row = clicked_row(st.session_state[key]["selection"], len(ids))
    if row is not None:
        st.query_params["creator"] = ids[row]


def triage_table(build: str, chosen: TriageFilter, summary: TriageSummary) -> None:
    """One page of creators; a click on a row opens the case."""
    if summary.creators_count == 0:
        st.info("No creator passes these filters.", icon=":material/filter_alt_off:")
        st.button("Reset filters", on_click=_reset, icon=":material/restart_alt:")
        return
    head = st.columns([3, 2, 1], vertical_alignment="bottom")
    window = (
        f" · histories from {day(summary.first_day)} to {day(summary.last_day)}"
        if summary.first_day and summary.last_day
        else ""
    )
    head[0].caption(f"{summary.creators_count:,} creators{window} · click a row for the case")
    order = head[1].selectbox(
        "Order",
        list(TRIAGE_ORDERS),
        key="triage_order",
        persist_state="session",
        bind="query-params",
    )
    head[2].button("Reset", on_click=_reset, icon=":material/restart_alt:", width="stretch")
    pages = math.ceil(summary.creators_count / PAGE_SIZE)
    # The table stands above its pager, but needs the page first.
    table_place = st.container()
    # The key holds the filter, so that a new filter starts on the first page.
    view = view_key(build, chosen, order)
    page = st.pagination(pages, key=f"triage_page_{view}") if pages > 1 else 1
    frame = cached_check.triage_page(build, chosen, order, page, PAGE_SIZE)
    frame = frame.assign(
        creator=frame["name"] + "  @" + frame["handle"],
        platform=frame["platform"].map(platform_label),
        engagement_percent=frame["engagement_rate"] * 100,
        growth_percent=frame["growth_fraction"] * 100,
    )
    key = f"triage_table_{view}_{page}"
    with table_place:
        st.dataframe(
            frame,
            key=key,
            hide_index=True,
            on_select=lambda: _open_case(frame["influencer_id"].tolist(), key),
            selection_mode=ROW_CLICK,
            height=35 * (min(len(frame), PAGE_SIZE) + 1) + 3,
            column_order=[
                "creator",
                "suspicion_score",
                "spike_count",
                "sparkline",
                "growth_percent",
                "followers_count",
                "engagement_percent",
                "niche",
                "platform",
            ],
            column_config={
                **creator_columns(),
                "spike_count": st.column_config.NumberColumn(
                    "Odd days",
                    width="small",
                    help="Days with a change above the creator's own mean + 2 sd",
                ),
            },
            placeholder="-",
        )
