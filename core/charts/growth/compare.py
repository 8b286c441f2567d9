"""Growth of two to five creators on one axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.charts.growth.days import thinned
from core.charts.template import AMBER, NICHE_COLORS, escaped, short_text

# Five of them stay under 5,000 points.
_DAYS_MAX = 800
SCALES = ("Indexed", "Followers", "Log")
_AXES = {
    "Indexed": {"title": "followers, first day = 100", "tickformat": "~g"},
    "Followers": {"title": "followers", "tickformat": "~s"},
    "Log": {"title": "followers, log scale", "tickformat": "~s", "type": "log"},
}


@dataclass(frozen=True)
class ComparedCurve:
    """Attributes:
    label: name of the creator.
    days: as for `growth_figure`, oldest first.
    worth_checking: numbers of the events that are worth checking.
    """

    label: str
    days: pd.DataFrame
    worth_checking: frozenset[int]


def compare_figure(curves: Sequence[ComparedCurve], *, scale: str = "Indexed") -> go.Figure:
    """One line a creator, with its name at the end and its events marked.

    Args:
        scale: of `SCALES`; indexed divides by the first known count above 0.
    """
    figure = go.Figure()
    ends: list[tuple[float, int]] = []
    for place, curve in enumerate(curves):
        days = thinned(curve.days, rows_max=_DAYS_MAX)
        counts = days["followers_count"].astype(float)
        first = counts[counts > 0].iloc[0] if (counts > 0).any() else np.nan
        shown = counts / first * 100 if scale == "Indexed" else counts
        color = NICHE_COLORS[place % len(NICHE_COLORS)]
        figure.add_scatter(
            x=days["day"],
            y=shown,
            mode="lines",
            line={"color": color, "width": 2},
            name=short_text(curve.label, 28),
            customdata=counts,
            hovertemplate=f"{escaped(curve.label)}: %{{y:,.4~r}} (%{{customdata:,.0f}} followers)"
            "<extra></extra>"
            if scale == "Indexed"
            else f"{escaped(curve.label)}: %{{y:,.0f}} followers<extra></extra>",
        )
        marked = days["event_number"].isin(curve.worth_checking).to_numpy()
        figure.add_scatter(
            x=days["day"][marked],
            y=shown[marked],
            mode="markers",
            marker={
                "color": AMBER,
                "size": 9,
                "symbol": "diamond",
                "line": {"color": color, "width": 1.5},
            },
            hoverinfo="skip",
            showlegend=False,
            name="worth checking",
        )
        ends.append((float(shown.iloc[-1]), place))
    figure.update_layout(
        title="How did their followers grow?",
        height=480,
        hovermode="x unified",
        # Below: on a phone it takes a line a creator.
        legend={"orientation": "h", "yanchor": "top", "y": -0.16, "x": 0},
        margin={"l": 10, "r": 10, "t": 50, "b": 10},
        xaxis={"type": "date", "showgrid": False, "hoverformat": "%a %d %b %Y"},
        yaxis=_AXES[scale],
    )
    return figure
