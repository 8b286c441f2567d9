"""Figures of an audit of followers: probabilities, what drives them, what the size limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go

from core.charts.template import ACCENT, AMBER, GREY
from core.domain.thresholds import WORTH_CHECKING

_BINS = 20


def probability_figure(probability: Sequence[float]) -> go.Figure:
    """How many profiles have which probability.

    Args:
        probability: 0-1, a profile each.
    """
    values = np.asarray(probability, dtype=np.float64)
    edges = np.linspace(0, 1, _BINS + 1)
    counts, _ = np.histogram(values, bins=edges)
    figure = go.Figure(
        go.Bar(
            x=(edges[:-1] + edges[1:]) / 2,
            y=counts,
            width=0.86 / _BINS,
            marker={
                "color": np.where(edges[:-1] >= WORTH_CHECKING - 1e-9, AMBER, GREY),
                "line": {"width": 0},
            },
            customdata=[f"{low:.0%} to {high:.0%}" for low, high in pairwise(edges)],
            hovertemplate="%{customdata}<br>%{y:,} profiles<extra></extra>",
        )
    )
    figure.update_layout(
        title="How much do the profiles resemble fakes?",
        height=280,
        margin={"l": 10, "r": 10, "t": 44, "b": 44},
        showlegend=False,
        xaxis={
            "title": f"probability (from {WORTH_CHECKING:.0%}: worth checking)",
            "range": [0, 1],
            "tickformat": ".0%",
            "dtick": 0.25,
            "showgrid": False,
        },
        yaxis={"title": "profiles", "rangemode": "tozero"},
    )
    return figure


def drivers_figure(drivers: Sequence[tuple[str, float, int]]) -> go.Figure:
    """What counts most among the profiles worth checking.

    Args:
        drivers: (words, share of all evidence, profiles of which it is the weightiest
            reason), the largest first.
    """
    names = [words for words, _, _ in drivers]
    shares = [share for _, share, _ in drivers]
    figure = go.Figure(
        go.Bar(
            x=shares,
            y=names,
            orientation="h",
            marker={"color": ACCENT, "line": {"width": 0}},
            text=[f"{share:.0%}" for share in shares],
            textposition="outside",
            cliponaxis=False,
            customdata=[count for _, _, count in drivers],
            hovertemplate="%{y}: %{x:.1%} of the evidence<br>"
            "weightiest reason of %{customdata:,} profiles<extra></extra>",
        )
    )
    figure.update_layout(
        title="What makes them stand out?",
        height=280,
        margin={"l": 10, "r": 40, "t": 44, "b": 44},
        showlegend=False,
        bargap=0.4,
        xaxis={
            "title": "share of the evidence",
            "range": [0, max(shares, default=1) * 1.15],
            "tickformat": ".0%",
            "nticks": 4,
            "tickangle": 0,
            "showgrid": False,
        },
        yaxis={"autorange": "reversed", "showgrid": False},
    )
    return figure


def sample_size_figure(
    half_widths: Mapping[int, float], *, own_size: int, own_half_width: float, floor: float
) -> go.Figure:
    """How wide the interval is for other numbers of profiles.

    Args:
        half_widths: profiles looked at -> half width of the interval, 0-1.
        floor: half width that remains with any number, 0-1.
    """
    points = dict(sorted({**half_widths, own_size: own_half_width}.items()))
    sizes = list(points)
    figure = go.Figure(
        go.Bar(
            x=[f"{size:,}" for size in sizes],
            y=list(points.values()),
            marker={
                "color": [ACCENT if size == own_size else GREY for size in sizes],
                "line": {"width": 0},
            },
            text=[f"±{value:.1%}" for value in points.values()],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{x} profiles: ±%{y:.1%}<extra></extra>",
        )
    )
    figure.add_hline(y=floor, line={"color": GREY, "dash": "dot", "width": 1.5})
    figure.update_layout(
        title="What would more profiles bring?",
        height=280,
        margin={"l": 10, "r": 10, "t": 44, "b": 44},
        showlegend=False,
        bargap=0.45,
        xaxis={"title": "profiles looked at", "type": "category", "showgrid": False},
        yaxis={
            "title": "half of the 95% interval",
            "tickformat": ".0%",
            "range": [0, max(points.values()) * 1.2],
            "showgrid": False,
        },
    )
    return figure
