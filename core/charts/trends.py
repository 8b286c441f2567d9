"""Figures of trends: shares of chosen items over the weeks."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from core.charts.template import NICHE_COLORS


def shares_figure(curves: pd.DataFrame) -> go.Figure:
    """Weekly shares, a line an item, named at its end.

    Args:
        curves: kind, item, week, share (0-1), creators_count, active_count; by item and week.
    """
    figure = go.Figure()
    for number, ((kind, item), rows) in enumerate(curves.groupby(["kind", "item"], sort=False)):
        name = f"#{item}" if kind == "hashtag" else str(item)
        figure.add_trace(
            go.Scatter(
                x=rows["week"],
                y=rows["share"] * 100,
                name=name,
                mode="lines+markers",
                line={"color": NICHE_COLORS[number % len(NICHE_COLORS)], "width": 2},
                marker={"size": 5},
                customdata=rows[["creators_count", "active_count"]].to_numpy(),
                hovertemplate="week from %{x|%d %b %Y}: %{y:.2f}%<br>%{customdata[0]:,} of "
                "%{customdata[1]:,} active creators<extra>" + name + "</extra>",
            )
        )
    figure.update_layout(
        height=360,
        margin={"l": 50, "r": 10, "t": 10, "b": 40},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0},
        hovermode="closest",
        yaxis={"title": "share of posts, %", "rangemode": "tozero", "ticksuffix": "%"},
        xaxis={"title": None, "type": "date"},
    )
    return figure
