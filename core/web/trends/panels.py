"""Table, curves and riders of the Trends page."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from core.charts.trends import shares_figure
from core.domain.thresholds import TREND_ACTIVE_MIN, TREND_CREATORS_MIN, TREND_WEEKS_MIN
from core.queries import choices, trends
from core.queries.trends import RIDER_ORDERS, TREND_ORDERS, TrendFilter
from core.web.kit.cached import cached_figure, cached_read
from core.web.kit.creators.table import creators_list
from core.web.kit.downloads import file_buttons, file_bytes
from core.web.kit.view_keys import view_key
from core.web.kit.widgets import show_figure
from core.web.trends.filters import reset_filters, summary_metrics, trend_filters

_SHOWN, _IN_FILE, _CURVES, _RIDERS = 200, 5_000, 6, 50
_WORDS = {
    "rising": "rising",
    "falling": "falling",
    "steady": "steady",
    "too few": "too few to tell",
}


def percent_growth(logarithm: pd.Series) -> pd.Series:
    """Log change a week as per cent per week."""
    return (np.exp(logarithm) - 1) * 100


def trends_page(build: str) -> None:
    """Figures, filters and what passes them; what to do where the build has too few posts."""
    summary = cached_read(trends.trend_summary, build)
    if summary.first_day is None:
        st.info(
            f"**Not enough data.** Trends need dated posts over at least {TREND_WEEKS_MIN} whole "
            f"weeks, by at least {TREND_ACTIVE_MIN} creators. Import posts with a date on the "
            "Data page.",
            icon=":material/hourglass_empty:",
        )
        st.page_link("pages/data.py", label="Open the Data page", icon=":material/database:")
        return
    summary_metrics(summary)
    judged_count = summary.rising_count + summary.falling_count + summary.steady_count
    chosen = trend_filters(build, cached_read(choices.filter_choices, build))
    trends_table(build, chosen, judged_count)


def trends_table(build: str, chosen: TrendFilter, judged_count: int) -> None:
    """Table, curves of what is chosen in it, and who rides one of them.

    Args:
        judged_count: items that rise, fall or are steady, whatever the filter.
    """
    words_place, order_place, files_place = st.columns([4, 3, 4], vertical_alignment="bottom")
    order: str = order_place.selectbox(
        "Order", list(TREND_ORDERS), key="trend_order", persist_state="session", bind="query-params"
    )
    frame = cached_read(trends.trend_table, build, chosen, order=order, limit=_SHOWN)
    if frame.empty:
        st.info(
            "**Nothing passes these filters.** Leave out one of them, or show steady items too."
            if judged_count
            else "**No hashtag or topic can be judged yet.** Each needs "
            f"{TREND_CREATORS_MIN} creators who use it and {TREND_WEEKS_MIN} whole weeks of posts. "
            "Choose the direction *too few* to see what is used, or import more posts on the Data "
            "page.",
            icon=":material/filter_alt_off:",
        )
        st.button("Reset filters", on_click=reset_filters, icon=":material/restart_alt:")
        return
    number = len(frame)
    words_place.caption(
        f"{'The first ' if number == _SHOWN else ''}{number:,} "
        f"{'hashtag or topic' if number == 1 else 'hashtags and topics'} · tick rows to compare"
    )
    with files_place, st.container(horizontal=True, gap="small", horizontal_alignment="right"):
        st.button("Reset filters", on_click=reset_filters, icon=":material/restart_alt:")
        file_buttons(
            partial(trends_file, build, chosen, order), name="trends", key="trends",
            note="All that pass, in this order.",
        )  # fmt: skip
    picked = _table(build, frame, chosen, order)
    items = tuple((row["kind"], row["item"]) for row in picked.to_dict("records"))
    curves = cached_read(trends.trend_curves, build, items)
    if curves.empty:
        st.caption("Used by too few creators for a curve.")
    else:
        st.subheader("Over time")
        show_figure(
            cached_figure(shares_figure, curves),
            key="trend_curves",
            alt="Chart: share of posts per week of each hashtag or topic picked.",
        )
        if number > len(picked) == _CURVES:
            st.caption(f"Showing the first {_CURVES} ticked items, or the top of the list.")
        st.caption(
            "Each creator who posted in a week counts once, by the share of its posts that carry "
            "the item, so a single busy account or newly imported creators cannot create a trend. "
            "Weeks count back from the newest post."
        )
    riders_part(build, picked, chosen)


def _table(build: str, frame: pd.DataFrame, chosen: TrendFilter, order: str) -> pd.DataFrame:
    """The table; the rows ticked in it, the first ones without any."""
    shown = frame.assign(
        name=frame["item"].where(frame["kind"] != "hashtag", "#" + frame["item"]),
        status=frame["direction"].map(_WORDS) + frame["is_new"].map({True: ", new", False: ""}),
        growth=percent_growth(frame["weekly_growth"]),
        span=[
            f"{low:+.0f}% to {high:+.0f}%" if pd.notna(low) else None
            for low, high in zip(
                percent_growth(frame["growth_low"]),
                percent_growth(frame["growth_high"]),
                strict=True,
            )
        ],
        share=frame["share_now"] * 100,
    )
    c = st.column_config
    selection = st.dataframe(
        shown,
        key=f"trend_table_{view_key(build, chosen, order)}",
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        height=35 * (min(len(frame), 12) + 1) + 3,
        column_order=[
            # On a phone only the first two are in sight.
            "name", "growth", "span", "weekly_shares", "status", "share", "creators_count",
            "first_seen",
        ],
        column_config={
            "name": c.TextColumn("Hashtag or topic", width=185),
            "status": c.TextColumn("Status", width=105),
            "weekly_shares": c.LineChartColumn(
                "By week", width="small", y_min=0,
                help="Share of posts, oldest week first; each row on a scale of its own",
            ),
            "growth": c.NumberColumn("Growth per week", format="%+.0f%%", width=120),
            "span": c.TextColumn("Range", width=120, help="90% range of the growth per week"),
            "share": c.NumberColumn(
                "Last 4 weeks", format="%.2f%%", width=100,
                help="Share of posts in the last four weeks; weeks in which more creators posted "
                "count more. The curves show each week by itself",
            ),
            "creators_count": c.NumberColumn("Creators", format="localized", width=80),
            "first_seen": c.DateColumn("First seen", format="D MMM YYYY", width=105),
        },
        placeholder="-",
    )  # fmt: skip
    rows = [row for row in selection["selection"]["rows"] if row < len(frame)][:_CURVES]
    return frame.iloc[rows or range(min(len(frame), _CURVES))]


def riders_part(build: str, picked: pd.DataFrame, chosen: TrendFilter) -> None:
    """Creators who use one of the items that rise or fall."""
    moving = picked[picked["direction"].isin(["rising", "falling"])]
    st.subheader("Who uses them")
    if moving.empty:
        st.caption("Tick an item that rises or falls to see its creators, earliest first.")
        return
    names = {
        f"#{row['item']}" if row["kind"] == "hashtag" else row["item"]: (row["kind"], row["item"])
        for row in moving.to_dict("records")
    }
    left, right = st.columns(2)
    name = left.selectbox("Hashtag or topic", list(names), key="trend_item")
    order: str = right.selectbox("Order", list(RIDER_ORDERS), key="trend_rider_order")
    kind, item = names[name]
    frame = cached_read(trends.trend_riders, build, kind, item, chosen, order=order, limit=_RIDERS)
    if frame.empty:
        st.caption("No creator who passes the filters uses it.")
        return
    creators_list(
        build,
        frame,
        key=f"trend_riders_{view_key(build, chosen, name, order)}",
        switch_key="trend",
        score="first_use",
        figures=[
            "creator", "first_use", "posts_count", "engagement_ratio", "engagement",
            "followers_count", "verdict", "authenticity_index", "niche",
        ],
        column_config={
            "first_use": st.column_config.DateColumn("First use", format="D MMM YYYY", width=105),
            "posts_count": st.column_config.NumberColumn("Posts", width=70, help="With it"),
            "engagement_ratio": st.column_config.NumberColumn(
                "Engagement vs. own", format="%.2f x", width=120,
                help="Median of the posts with it over the creator's other posts",
            ),
        },
        rows_shown=10,
    )  # fmt: skip
    st.caption("Up to 50 creators · click a row to open the creator, tick rows to select them")


_HEADERS = {
    "kind": "Kind",
    "item": "Hashtag or topic",
    "direction": "Direction",
    "is_new": "New",
    "growth": "Growth per week (%)",
    "low": "Growth per week, low (%)",
    "high": "Growth per week, high (%)",
    "share_before": "Share, first four weeks (%)",
    "share_now": "Share, last four weeks (%)",
    "creators_count": "Creators",
    "posts_count": "Posts",
    "first_seen": "First seen",
}


def trends_file(build: str, chosen: TrendFilter, order: str, kind: str) -> bytes:
    """What passes the filters, in the order shown, as 'csv' or 'xlsx'."""
    frame = cached_read(trends.trend_table, build, chosen, order=order, limit=_IN_FILE)
    table = frame.assign(
        growth=percent_growth(frame["weekly_growth"]).round(2),
        low=percent_growth(frame["growth_low"]).round(2),
        high=percent_growth(frame["growth_high"]).round(2),
        first_seen=frame["first_seen"].dt.strftime("%Y-%m-%d"),
        share_before=(frame["share_before"] * 100).round(4),
        share_now=(frame["share_now"] * 100).round(4),
        is_new=frame["is_new"].map({True: "new", False: ""}),
    )
    table = table[list(_HEADERS)].rename(columns=_HEADERS)
    return file_bytes(build, kind, table, "Trends")
