"""Figures on the quality of profiles: calibration of probabilities, what each view adds."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from core.charts.template import ACCENT, GREY, short_text


def calibration_figure(bins: pd.DataFrame, *, title: str) -> go.Figure:
    """How often a category with a given probability is right.

    Args:
        bins: mean_probability, right_share (0-1), creators_count; by probability.
    """
    figure = go.Figure(
        go.Scatter(
            x=[0, 1], y=[0, 1], mode="lines", line={"color": GREY, "dash": "dot", "width": 1.5},
            hoverinfo="skip",
        )
    )  # fmt: skip
    figure.add_scatter(
        x=bins["mean_probability"],
        y=bins["right_share"],
        mode="lines+markers",
        line={"color": ACCENT, "width": 2},
        marker={"size": 9},
        customdata=bins["creators_count"],
        hovertemplate="probability %{x:.0%}: right %{y:.0%} of the time<br>"
        "%{customdata:,} creators<extra></extra>",
    )
    figure.update_layout(
        title=title,
        height=340,
        showlegend=False,
        xaxis={"title": "probability shown", "tickformat": ".0%", "range": [0, 1.02]},
        yaxis={"title": "share that is right", "tickformat": ".0%", "range": [0, 1.04]},
    )
    return figure


def score_figure(names: Sequence[str], scores: Sequence[float], *, title: str) -> go.Figure:
    """Macro-F1 of each way to judge, best on top; the first name in the accent.

    Args:
        names: what judges; the first is the one that is used.
        scores: 0-1, in the same order.
    """
    order = sorted(range(len(names)), key=lambda place: (scores[place], -place))
    figure = go.Figure(
        go.Bar(
            x=[scores[place] for place in order],
            y=[short_text(names[place], 40) for place in order],
            orientation="h",
            marker={"color": [ACCENT if place == 0 else GREY for place in order]},
            text=[f"{scores[place]:.3f}" for place in order],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: macro-F1 %{x:.4f}<extra></extra>",
        )
    )
    figure.update_layout(
        title=title,
        height=110 + 40 * max(len(names), 2),
        showlegend=False,
        bargap=0.42,
        xaxis={"title": "macro-F1", "range": [0, 1.12], "tickvals": [0, 0.25, 0.5, 0.75, 1]},
        yaxis={"title": None, "showgrid": False, "type": "category"},
    )
    return figure
