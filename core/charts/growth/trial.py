"""Followers as they were, and as they would be with an order or without an event."""

from __future__ import annotations

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from core.charts.template import ACCENT, AMBER, GREY

_POINTS_MAX = 2_000
_HALF_DAY = pd.Timedelta(hours=12)


def trial_figure(
    days: pd.DataFrame, *, marked: tuple[date, date] | None, changed: str
) -> go.Figure:
    """Two curves on one axis, and the days that the detector would name.

    Args:
        days: day, followers_before, followers_after; oldest first; the newest
            2,000 are drawn.
        marked: first and last day named after the change; None when none are.
        changed: what the second curve is, for its label.
    """
    days = days.iloc[-_POINTS_MAX:]
    figure = go.Figure()
    last = days.iloc[-1]
    upper = changed if last["followers_after"] >= last["followers_before"] else "as counted"
    for column, name, color, dash in (
        ("followers_before", "as counted", GREY, "solid"),
        ("followers_after", changed, ACCENT, "dot"),
    ):
        figure.add_scatter(
            x=days["day"],
            y=days[column],
            mode="lines",
            name=name,
            line={"color": color, "width": 2, "dash": dash},
            hovertemplate="%{y:,.0f}<extra>" + name + "</extra>",
        )
        figure.add_annotation(
            x=days["day"].iloc[-1],
            y=float(days[column].iloc[-1]),
            text=name,
            showarrow=False,
            xanchor="right",
            yanchor="bottom" if name == upper else "top",
            yshift=4 if name == upper else -4,
            font={"color": color, "size": 12},
        )
    if marked is not None:
        figure.add_vrect(
            x0=pd.Timestamp(marked[0]) - _HALF_DAY,
            x1=pd.Timestamp(marked[1]) + _HALF_DAY,
            fillcolor=AMBER,
            opacity=0.16,
            line_width=0,
            layer="below",
        )
    figure.update_layout(
        title="What would the detector see?",
        height=280,
        showlegend=False,
        hovermode="x unified",
        xaxis={"showgrid": False, "type": "date", "hoverformat": "%a %d %b %Y"},
        yaxis={"title": "followers", "tickformat": "~s"},
    )
    return figure
