"""Panels of the Rising page: figures, scatter, ranking."""

from __future__ import annotations

import math
from functools import partial

import streamlit as st

from core.charts.rising import rising_figure
from core.domain.thresholds import MOMENTUM_RISING, MOMENTUM_SCALE_WORDS
from core.queries import rising
from core.queries.rising import (
    DEFAULT_ORDER,
    ORDERS,
    RisingFilter,
    RisingSummary,
)
from core.web.kit.cached import cached_read
from core.web.kit.downloads import file_buttons
from core.web.kit.formats import count, day, signed_percent
from core.web.kit.momentum.words import shown_page
from core.web.kit.row_clicks import ROW_CLICK, clicked_row
from core.web.kit.view_keys import view_key
from core.web.kit.widgets import Metric, creator_columns, metric_row, show_figure
from core.web.rising.files import ROWS_MAX, rising_file
from core.web.rising.filters import reset, rising_filters

PAGE_SIZE = 25
SECTIONS = ("Who is rising", "Micro or macro?")


def chosen_section() -> str:
    """Which of the two views is open."""
    return str(
        st.segmented_control(
            "Show",
            SECTIONS,
            default=SECTIONS[0],
            required=True,
            key="rising_section",
            bind="query-params",
            label_visibility="collapsed",
        )
    )


def rising_view(build: str) -> None:
    """Figures, the form beside the picture of all, and the ranking of who passes."""
    figures, picture = st.container(), st.columns([1, 1], gap="large")
    with picture[1]:
        chosen = rising_filters(build)
    summary = cached_read(rising.rising_summary, build, chosen)
    with figures:
        summary_metrics(summary)
    with picture[0]:
        scatter_panel(build, chosen)
    rising_table(build, chosen, summary)


def summary_metrics(summary: RisingSummary) -> None:
    """Four figures of the creators that pass the filter."""
    passing = summary.passing_count
    metric_row(
        [
            Metric(
                "Creators rated",
                count(summary.creators_count),
                f"{summary.unrated_count:,} lack counts",
                help="With three weeks of follower counts, the last at most two weeks old.",
            ),
            Metric(
                "Rising",
                count(summary.high_count),
                f"momentum {MOMENTUM_RISING} or more",
                help="One usual spread or more above comparable accounts.",
            ),
            Metric(
                "Beyond peers",
                signed_percent(summary.median_growth),
                "a week, of those rising",
                help="Median of the robust growth of the last 28 days less that of accounts of "
                "the same platform, size and niche.",
            ),
            Metric(
                "Next tier",
                count(passing),
                "expected in 30 days",
                help="Sum of the chances over the creators that pass the filter.",
            ),
        ]
    )


def scatter_panel(build: str, chosen: RisingFilter) -> None:
    """Size against momentum; a click on a creator opens it."""
    points = cached_read(rising.rising_points, build, chosen)
    if points.empty:
        return
    key = f"rising_scatter_{view_key(build, chosen)}"
    show_figure(
        rising_figure(points),
        key=key,
        on_select=lambda: _open_point(key),
        selection_mode="points",
    )
    if len(points) < cached_read(rising.rising_summary, build, chosen).creators_count:
        st.caption("The 500 with most momentum and a fixed draw of the others.")


def _open_point(key: str) -> None:
    points = st.session_state[key]["selection"]["points"]
    if points:
        st.query_params["creator"] = points[0]["customdata"][0]


def _open_row(ids: list[str], key: str) -> None:
    row = clicked_row(st.session_state[key]["selection"], len(ids))
    if row is not None:
        st.query_params["creator"] = ids[row]


def rising_table(build: str, chosen: RisingFilter, summary: RisingSummary) -> None:
    """One page of the ranking; a click on a row opens the creator."""
    if summary.creators_count == 0:
        if summary.rated_count:
            st.info("No creator passes these filters.", icon=":material/filter_alt_off:")
            st.button("Reset filters", on_click=reset, icon=":material/restart_alt:")
        else:
            st.info(
                "**Not enough data.** No creator has three weeks of follower counts up to the "
                "last two weeks. Import daily or weekly counts on the Data page.",
                icon=":material/hourglass_empty:",
            )
        return
    order = _head(build, chosen, summary)
    pages = math.ceil(summary.creators_count / PAGE_SIZE)
    # The table stands above its pager, but needs the page first.
    table_place = st.container()
    view = view_key(build, chosen, order)
    page = st.pagination(pages, key=f"rising_page_{view}") if pages > 1 else 1
    frame = shown_page(
        cached_read(rising.rising_page, build, chosen, order=order, page=page, page_size=PAGE_SIZE)
    )
    key = f"rising_table_{view}_{page}"
    c = st.column_config
    with table_place:
        st.dataframe(
            frame,
            key=key,
            hide_index=True,
            on_select=lambda: _open_row(frame["influencer_id"].tolist(), key),
            selection_mode=ROW_CLICK,
            height=35 * (min(len(frame), PAGE_SIZE) + 1) + 3,
            column_order=[
                "creator",
                "momentum_score",
                "beyond_percent",
                "sparkline",
                "followers_count",
                "outlook",
                "chance",
                "verdict",
                "authenticity_index",
                "reason",
            ],
            column_config={
                **creator_columns(),
                "momentum_score": c.ProgressColumn(
                    "Momentum",
                    format="%.0f",
                    min_value=0,
                    max_value=100,
                    width=95,
                    help=MOMENTUM_SCALE_WORDS,
                ),
                "beyond_percent": c.NumberColumn(
                    "Beyond peers",
                    format="%+.1f%%",
                    width=105,
                    help="Growth a week beyond accounts of the same platform, size and niche",
                ),
                "outlook": c.TextColumn(
                    "In 30 days", width=165, help="Forecast with its 80% range"
                ),
                "chance": c.TextColumn(
                    "Next tier",
                    width=105,
                    help="Chance to stand in the next tier in 30 days. It is read off how far "
                    "earlier forecasts were off, so it can be above half although the forecast "
                    "lies below the line: fast risers often went on faster.",
                ),
                "reason": c.TextColumn("Main reason", width=430),
            },
            placeholder="-",
        )


def _head(build: str, chosen: RisingFilter, summary: RisingSummary) -> str:
    """Hits, order, reset and files above the table; the order comes back."""
    number = summary.creators_count
    hidden = (
        f" · {summary.hidden_count:,} hidden, growth worth checking" if summary.hidden_count else ""
    )
    window = (
        f" · counts from {day(summary.first_day)} to {day(summary.last_day)}"
        if summary.first_day and summary.last_day
        else ""
    )
    words_place, order_place, rest = st.columns([5, 3, 4], vertical_alignment="bottom")
    words_place.caption(
        f"{number:,} creator{'' if number == 1 else 's'}{hidden}{window} · click a row to open it"
    )
    order: str = order_place.selectbox(
        "Order",
        list(ORDERS),
        index=list(ORDERS).index(DEFAULT_ORDER),
        key="rising_order",
        persist_state="session",
        bind="query-params",
    )
    with rest, st.container(horizontal=True, gap="small"):
        st.button("Reset", on_click=reset, icon=":material/restart_alt:", key="rising_reset")
        file_buttons(
            partial(rising_file, build, chosen, order),
            name="rising",
            key="rising",
            note=f"The first {min(number, ROWS_MAX):,} creators in this order.",
        )
    return order
