"""Three small pictures of what stands out in a build."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from core.charts.template import ACCENT, AMBER, GREY

_HEIGHT = 190
_MARGIN = {"l": 8, "r": 8, "t": 30, "b": 8}


def rising_niches_figure(niches: pd.DataFrame) -> go.Figure:
    """Share of rising creators by niche, the first in the accent colour.

    Args:
        niches: niche, rising_count, rated_count; best first.
    """
    shares = niches["rising_count"] / niches["rated_count"]
    figure = go.Figure(
        go.Bar(
            x=shares,
            y=niches["niche"],
            orientation="h",
            marker={"color": [ACCENT, *[GREY] * (len(niches) - 1)]},
            text=[f"{share:.0%}" for share in shares],
            textangle=0,
            customdata=niches[["rising_count", "rated_count"]],
            hovertemplate="%{y}: %{customdata[0]} of %{customdata[1]} rise<extra></extra>",
        )
    )
    return _small(figure, "Where do creators rise?").update_yaxes(
        autorange="reversed", automargin=True
    )


def growth_spread_figure(counts: Sequence[tuple[str, int]]) -> go.Figure:
    """Creators by evidence of bought growth, the last in amber.

    Args:
        counts: (words, creators), the strongest evidence last.
    """
    words = [word for word, _ in counts]
    values = [count for _, count in counts]
    figure = go.Figure(
        go.Bar(
            x=values,
            y=words,
            orientation="h",
            marker={"color": [*[GREY] * (len(values) - 1), AMBER]},
            text=[f"{value:,}" for value in values],
            textangle=0,
            hovertemplate="%{y}: %{x:,} creators<extra></extra>",
        )
    )
    return _small(figure, "How is growth judged?").update_yaxes(
        autorange="reversed", automargin=True
    )


def hashtag_figure(shares: Sequence[float]) -> go.Figure:
    """Share of an active creator's posts that carry a hashtag, 0-1, by week."""
    figure = go.Figure(
        go.Scatter(
            x=list(range(1 - len(shares), 1)),
            y=list(shares),
            mode="lines",
            line={"color": ACCENT, "width": 2.5},
            fill="tozeroy",
            hovertemplate="%{y:.2%} of posts<extra></extra>",
        )
    )
    figure = _small(figure, "Which share of posts, by week?")
    return figure.update_yaxes(visible=True, tickformat=".1~%", rangemode="tozero", nticks=3)


def _small(figure: go.Figure, title: str) -> go.Figure:
    figure.update_layout(title=title, height=_HEIGHT, margin=_MARGIN, showlegend=False)
    return figure.update_xaxes(visible=False)
