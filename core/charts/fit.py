"""Figure of how close one creator is to a brand, among all creators."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from core.charts.template import ACCENT, GREY


def fit_distribution_figure(
    edges: NDArray[np.float64],
    counts: NDArray[np.int64],
    *,
    own_score: float,
    title: str,
) -> go.Figure:
    """Where a creator's fit stands among all creators.

    Args:
        edges: (b + 1,) fit_score 0-100, rising.
        counts: (b,) creators between two edges.
        own_score: fit_score of the creator.
    """
    middles = (edges[:-1] + edges[1:]) / 2
    holds_own = (edges[:-1] <= own_score) & (own_score <= edges[1:])
    figure = go.Figure(
        go.Bar(
            x=middles,
            y=counts,
            width=np.diff(edges) * 0.9,
            marker={"color": np.where(holds_own, ACCENT, GREY), "line": {"width": 0}},
            customdata=np.column_stack([edges[:-1], edges[1:]]),
            hovertemplate="fit %{customdata[0]:.0f} to %{customdata[1]:.0f}"
            "<br>%{y:,} creators<extra></extra>",
        )
    )
    figure.add_vline(
        x=own_score,
        line={"color": ACCENT, "width": 2},
        annotation={
            "text": "this creator",
            "font": {"color": ACCENT},
            "xanchor": "right",
        },
    )
    figure.update_layout(
        title=title,
        height=200,
        margin={"l": 10, "r": 10, "t": 44, "b": 44},
        showlegend=False,
        xaxis={"title": "fit (0-100)", "showgrid": False},
        yaxis={"title": "creators", "rangemode": "tozero", "tickformat": ","},
    )
    return figure


def order_contributions_figure(
    labels: Sequence[str], added: Sequence[float], *, title: str
) -> go.Figure:
    """What puts a creator where it stands, one bar per view.

    Args:
        labels: of the views, the strongest first.
        added: standard deviations each adds; below 0 speaks against.
    """
    figure = go.Figure(
        go.Bar(
            x=list(added),
            y=list(labels),
            orientation="h",
            marker={"color": [ACCENT if value > 0 else GREY for value in added]},
            text=[f"{value:+.2f}" for value in added],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{x:+.2f}<extra></extra>",
        )
    )
    least, most = min(0.0, *added), max(0.01, *added)
    figure.update_layout(
        title=title,
        height=72 + 24 * len(labels),
        margin={"l": 10, "r": 10, "t": 44, "b": 40},
        showlegend=False,
        xaxis={
            "title": "standard deviations",
            "zeroline": True,
            # Room for the number beyond a bar, also beyond a short one that points left: it would
            # run into the name of the view.
            "range": [min(1.35 * least, -0.65 * most) if least < 0 else 0.0, 1.35 * most],
        },
        yaxis={"autorange": "reversed", "automargin": True},
    )
    return figure
