"""Figures on the quality of profiles: calibration of probabilities, what each view adds."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from core.charts.template import ACCENT, GREY, short_text

FEW_CREATORS = 20


def calibration_figure(bins: pd.DataFrame, *, title: str) -> go.Figure:
    """How often a category with a given probability is right.

    Args:
        bins: mean_probability, right_share (0-1), creators_count; by probability. Those of fewer
            than `FEW_CREATORS` are grey rings beside the line, for a share of so few says little.
    """
    is_many = bins["creators_count"] >= FEW_CREATORS
    many, few = bins[is_many], bins[~is_many]
    hover = "%{x:.0%}: right %{y:.0%} of the time<br>%{customdata:,} creators<extra></extra>"
    figure = go.Figure(
        go.Scatter(
            x=[0, 1], y=[0, 1], mode="lines", line={"color": GREY, "dash": "dot", "width": 1.5},
            hoverinfo="skip",
        )
    )  # fmt: skip
    figure.add_scatter(
        x=many["mean_probability"],
        y=many["right_share"],
        mode="lines+markers",
        line={"color": ACCENT, "width": 2},
        marker={"size": 9},
        customdata=many["creators_count"],
        hovertemplate=hover,
    )
    figure.add_scatter(
        x=few["mean_probability"],
        y=few["right_share"],
        mode="markers",
        marker={"size": 7, "color": GREY, "symbol": "circle-open"},
        customdata=few["creators_count"],
        hovertemplate=hover,
    )
    figure.update_layout(
        title=title,
        height=340,
        showlegend=False,
        xaxis={"title": "probability shown", "tickformat": ".0%", "range": [0, 1.02]},
        yaxis={"title": "share that is right", "tickformat": ".0%", "range": [0, 1.04]},
    )
    return figure


def score_figure(
    names: Sequence[str],
    scores: Sequence[float],
    *,
    title: str,
    measure: str = "macro-F1",
    used: int = 0,
) -> go.Figure:
    """A measure of each way, best on top; the way that is used in the accent.

    Args:
        names: of the ways.
        scores: 0-1, in the same order; the axis ends at 1 only where one is above a half.
        used: place of the way that is used.
    """
    widest = max([1.0 if score > 0.5 else 2 * score for score in scores], default=1.0) or 1.0
    order = sorted(range(len(names)), key=lambda place: (scores[place], -place))
    figure = go.Figure(
        go.Bar(
            x=[scores[place] for place in order],
            y=[short_text(names[place], 40) for place in order],
            orientation="h",
            marker={"color": [ACCENT if place == used else GREY for place in order]},
            text=[f"{scores[place]:.3f}" for place in order],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: " + measure + " %{x:.4f}<extra></extra>",
        )
    )
    figure.update_layout(
        title=title,
        height=110 + 40 * max(len(names), 2),
        showlegend=False,
        bargap=0.42,
        xaxis={"title": measure, "range": [0, 1.12 * widest], "nticks": 5},
        yaxis={"title": None, "showgrid": False, "type": "category"},
    )
    return figure
