"""Pieces that every page uses: header, metrics, figures, columns of creator tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from core.charts.alternatives import figure_description, figure_table
from core.charts.template import PLOT_CONFIG, finished
from core.errors import StoreError
from core.store.builds import Build
from core.web.kit.cache import build_facts, current
from core.web.kit.formats import (
    MISSING,
    compact,
    count,
    country_name,
    day,
    is_missing,
    language_name,
    moment,
    money,
    money_range,
    percent,
    plain,
    platform_label,
    signed_percent,
)
from core.web.kit.growth.verdict import verdict_columns
from core.web.kit.state import unknown_brand_id

__all__ = [
    "MISSING",
    "Metric",
    "compact",
    "count",
    "country_name",
    "creator_columns",
    "day",
    "is_missing",
    "language_name",
    "metric_row",
    "moment",
    "money",
    "money_range",
    "page_header",
    "percent",
    "plain",
    "platform_label",
    "show_figure",
    "signed_percent",
]


def page_header(
    title: str, question: str, icon: str, *, beside: Callable[[], None] | None = None
) -> None:
    """Title, the question the page answers, and how old the data is.

    Args:
        icon: name of a Material icon, for example "query_stats".
        beside: draws what stands at the right, such as a button.
    """
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="page_header"):
        st.title(f":material/{icon}: {title}", anchor=False, width="content")
        st.markdown(question, width="content")
        st.space("stretch")
        with st.container(
            horizontal=True, gap="small", vertical_alignment="center", width="content"
        ):
            if beside is not None:
                beside()
            _as_of()
    unknown = unknown_brand_id()
    if unknown:
        st.warning(
            f"Brand '{plain(unknown[:80])}' from the link is not in this data. "
            "Pick a brand in the sidebar.",
            icon=":material/search_off:",
        )


def _as_of() -> None:
    try:
        build = build_facts(current())
    except StoreError:
        return
    data_badges(build)
    as_of = build.manifest.get("as_of_day")
    built = f"built {moment(build.built_at)}"
    if as_of:
        st.caption(f"as of {day(as_of)}", help=f"{built[0].upper()}{built[1:]}", width="content")
    else:
        st.caption(built, width="content")


def data_badges(build: Build) -> None:
    """Marks data that was made up, creators with made-up names, and prices not in euros."""
    if build.is_demo:
        st.badge(
            "Demo data", icon=":material/science:", color="orange", help="Generated from a seed."
        )
    if build.is_pseudonymised:
        st.badge(
            "Pseudonyms",
            icon=":material/visibility_off:",
            color="orange",
            help="A copy to show: creators have made-up names. Counts, prices and dates are those "
            "of the original.",
        )
    if build.other_currencies:
        st.badge(
            f"Prices in {plain(', '.join(build.other_currencies))} count as euros",
            icon=":material/currency_exchange:",
            color="orange",
            help="Files of this data name another currency. Their prices are kept as numbers: no "
            "exchange rate is applied. Convert them to EUR and import the files again.",
        )


@dataclass(frozen=True)
class Metric:
    """One bordered figure.

    Attributes:
        value: formatted.
        note: small line under it.
        sparkline: values over time, oldest first.
        help: exact value, formula and window.
    """

    label: str
    value: str
    note: str | None = None
    sparkline: Sequence[float] | None = None
    chart_type: str = "area"
    help: str | None = None


def metric_row(metrics: Sequence[Metric], *, part: str = "") -> None:
    """At most four figures side by side; two a row on a phone.

    Args:
        part: of the page, for a second row of figures on it.
    """
    with st.container(key=f"metric_row{part}"):
        columns = st.columns(len(metrics))
    for column, metric in zip(columns, metrics, strict=True):
        column.metric(
            metric.label,
            metric.value,
            delta=metric.note,
            delta_color="off",
            delta_arrow="off",
            help=metric.help,
            border=True,
            height="stretch",
            chart_data=list(metric.sparkline) if metric.sparkline else None,
            chart_type=metric.chart_type,  # type: ignore[arg-type]
        )


def show_figure(
    figure: go.Figure,
    *,
    key: str,
    config: dict[str, Any] | None = None,
    alt: str | None = None,
    has_table: bool = True,
    **options: Any,
) -> Any:
    """Draws a figure in the common layout; returns the selection when `on_select` is given.

    Args:
        config: of plotly, on top of the common one.
        alt: what it is, for screen readers; None takes title and curves of the figure.
        has_table: its points can be opened as a table; not inside a popover, nor where the
            figure is labelled with all its numbers or a table of the same stands beside it.
        options: further arguments of `st.plotly_chart`.
    """
    selection = st.plotly_chart(
        finished(figure),
        key=key,
        config={**PLOT_CONFIG, **(config or {})},
        theme="streamlit",
        alt=alt or figure_description(figure),
        **options,
    )
    if has_table:
        _points_table(figure, key)
    return selection


def _points_table(figure: go.Figure, key: str) -> None:
    """The numbers behind a figure, made when somebody opens them."""
    with st.container(key=f"{key}_as_table", horizontal=True, horizontal_alignment="right"):
        place = st.popover(
            "Table",
            icon=":material/table_rows:",
            type="tertiary",
            key=f"{key}_points",
            on_change="rerun",
            help="The numbers behind this chart, to read or to download.",
        )
    if not place.open:
        return
    points = figure_table(figure)
    days = points.select_dtypes("datetime").columns
    place.dataframe(
        points,
        hide_index=True,
        width="content",
        placeholder=MISSING,
        column_config={name: st.column_config.DateColumn(format="D MMM YYYY") for name in days},
    )


# A curve in a list has no axis, so its column says what may be compared.
TREND_HELP = (
    "Followers over the data window, each creator on a scale of its own: compare the shapes, not "
    "the heights"
)


def creator_columns() -> dict[str, ColumnConfig]:
    """How the columns of a table of creators look, by column name.

    Percentages are expected times 100 under `*_percent`; prices in EUR.
    """
    c = st.column_config
    return {
        "name": c.TextColumn("Name", width="medium"),
        "handle": c.TextColumn("Handle"),
        "platform": c.TextColumn("Platform", width="small"),
        "country": c.TextColumn("Country", width="small"),
        "niche": c.TextColumn("Niche", width=135),
        "second_niche": c.TextColumn("Second niche", width=135),
        "tier": c.TextColumn("Tier", width="small"),
        "followers_count": c.NumberColumn("Followers", format="compact", width="small"),
        "engagement_percent": c.NumberColumn(
            "Engaged",
            format="%.1f%%",
            width="small",
            help="(average likes + average comments) / followers",
        ),
        "engagement_percentile": c.ProgressColumn(
            "Among peers",
            format="percent",
            min_value=0,
            max_value=1,
            help="Share of creators of the same tier and niche with a lower rate",
        ),
        "confidence_percent": c.ProgressColumn(
            "Margin",
            format="%.0f%%",
            min_value=0,
            max_value=100,
            width=95,
            help="0% on the border of two niches, 100% at the centre of one",
        ),
        "growth_percent": c.NumberColumn("Growth %", format="%+.1f%%", width="small"),
        "sparkline": c.LineChartColumn("Trend", width="small", help=TREND_HELP),
        **verdict_columns(),
        "post_price": c.NumberColumn(
            "Listed €",
            format="€%,d",
            width="small",
            help="Listed price of one post. Where none is listed, the profile has an estimate.",
        ),
        "story_price": c.NumberColumn("Story, listed €", format="€%,d", width="small"),
    }
