"""Panels of the Rising page: figures, scatter, ranking."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core.charts.rising import rising_figure
from core.domain.thresholds import MOMENTUM_RISING, MOMENTUM_SCALE_WORDS
from core.queries.growth import rising
from core.queries.growth.rising import (
    DEFAULT_ORDER,
    ORDERS,
    TOP_POINTS,
    RisingFilter,
    RisingSummary,
)
from core.web.kit.cached import cached_figure, cached_read
from core.web.kit.filters.active import active_line
from core.web.kit.formats import count, day, signed_percent
from core.web.kit.momentum.words import shown_page
from core.web.kit.paged import (
    PAGE_SIZE,
    no_rows,
    paged_table,
    rows_words,
    table_head,
)
from core.web.kit.view_keys import view_key
from core.web.kit.widgets import Metric, metric_row, show_figure
from core.web.rising.files import rising_file
from core.web.rising.filters import active_filters, reset, rising_filters

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
                f"{summary.unrated_count:,} without enough data",
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
                "per week, of those rising",
                help="Median growth of the last 28 days above accounts of the same platform, "
                "size and niche.",
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
        cached_figure(rising_figure, points),
        key=key,
        on_select=lambda: _open_point(key),
        selection_mode="points",
    )
    if len(points) < cached_read(rising.rising_summary, build, chosen).creators_count:
        st.caption(f"Showing the {TOP_POINTS} with most momentum and a sample of the others.")


def _open_point(key: str) -> None:
    points = st.session_state[key]["selection"]["points"]
    if points:
        st.query_params["creator"] = points[0]["customdata"][0]


def rising_table(build: str, chosen: RisingFilter, summary: RisingSummary) -> None:
    """One page of the ranking; a click on a row opens the creator."""
    active_line(active_filters(build, chosen), reset, key="rising")
    if summary.creators_count == 0:
        if summary.rated_count:
            no_rows()
        else:
            st.info(
                "**Not enough data.** No creator has three weeks of follower counts up to the "
                "last two weeks. Import daily or weekly counts on the Data page.",
                icon=":material/hourglass_empty:",
            )
        return
    order = table_head(
        _caption(summary),
        list(ORDERS),
        DEFAULT_ORDER,
        key="rising",
        make_file=partial(rising_file, build, chosen),
        file_name="rising",
        file_note=rows_words(summary.creators_count),
    )
    c = st.column_config
    paged_table(
        build,
        lambda page: shown_page(
            cached_read(
                rising.rising_page, build, chosen, order=order, page=page, page_size=PAGE_SIZE
            )
        ),
        summary.creators_count,
        key="rising",
        view=view_key(build, chosen, order),
        score="momentum_score",
        figures=[
            "creator",
            "momentum_score",
            "beyond_percent",
            "outlook",
            "chance",
            "verdict",
            "authenticity_index",
            "reason",
        ],
        column_config={
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
                help="Weekly growth beyond accounts of the same platform, size and niche",
            ),
            "outlook": c.TextColumn("In 30 days", width=165, help="Forecast with its 80% range"),
            "chance": c.TextColumn(
                "Next tier",
                width=105,
                help="Chance of reaching the next tier within 30 days, from the errors of earlier "
                "forecasts. It can exceed 50% even if the forecast falls short, because fast "
                "risers often accelerate.",
            ),
            "reason": c.TextColumn("Main reason", width=430),
        },
    )


def _caption(summary: RisingSummary) -> str:
    number = summary.creators_count
    hidden = (
        f" · {summary.hidden_count:,} hidden, growth worth checking" if summary.hidden_count else ""
    )
    window = (
        f" · counts from {day(summary.first_day)} to {day(summary.last_day)}"
        if summary.first_day and summary.last_day
        else ""
    )
    plural = "" if number == 1 else "s"
    return f"{number:,} creator{plural}{hidden}{window} · click a row to open the creator"
