"""Which days other thresholds would mark."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from core.charts.template import AMBER, GREY

_POINTS_MAX = 2_000


def what_if_figure(
    days: pd.DataFrame,
    *,
    in_event: NDArray[np.bool_],
    is_spike: NDArray[np.bool_],
    threshold: float | None,
) -> go.Figure:
    """Daily change, with the days in events coloured and those above the threshold dotted.

    Args:
        days: day, change_per_day.
        in_event: (n,) of an event under the thresholds tried.
        is_spike: (n,) above the threshold of the caution score that is tried.
        threshold: followers a day; None when unknown.
    """
    shown = slice(-_POINTS_MAX, None)
    day, change = days["day"].iloc[shown], days["change_per_day"].iloc[shown]
    in_event, is_spike = in_event[shown], is_spike[shown]
    figure = go.Figure(
        go.Bar(
            x=day,
            y=change,
            marker={"color": np.where(in_event, AMBER, GREY), "line": {"width": 0}},
            customdata=np.where(in_event, " · in an event", ""),
            hovertemplate="%{x|%d %b %Y}: %{y:+,.0f} a day%{customdata}<extra></extra>",
        )
    )
    figure.add_scatter(
        x=day[is_spike],
        y=change[is_spike],
        mode="markers",
        marker={"color": AMBER, "size": 8, "symbol": "diamond-open", "line": {"width": 2}},
        hoverinfo="skip",
    )
    if threshold is not None:
        figure.add_hline(y=threshold, line={"color": AMBER, "dash": "dash", "width": 1.5})
    figure.update_layout(
        title="Which days would be marked?",
        height=240,
        showlegend=False,
        bargap=0.15,
        xaxis={"showgrid": False, "type": "date"},
        yaxis={"title": "change per day", "tickformat": "~s"},
    )
    return figure
