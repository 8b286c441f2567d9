"""Figures of the two scores: what each is made of, and engagement among peers."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from core.charts.template import ACCENT, AMBER, GREY

# Small figures: the default margins would leave no room for the bars.
_MARGIN = {"l": 10, "r": 10, "t": 44, "b": 44}
_SHORT_AXIS = 0.01  # engagement rate
_BAND = 0.25  # from the middle of the peers' band to its edge


def score_parts_figure(parts: list[tuple[str, int | None, int]], *, score: int) -> go.Figure:
    """Points of each part of the score beside the most it can give.

    Args:
        parts: (name, points or None when unknown, most points), top to bottom.
        score: the sum after the cap.
    """
    names = [name for name, _, _ in parts]
    points = [value or 0 for _, value, _ in parts]
    most = [limit for _, _, limit in parts]
    texts = ["not known" if value is None else f"{value} of {limit}" for _, value, limit in parts]
    figure = _bars_of_parts(names, points, most, texts, color=AMBER, unit="points")
    total = sum(points)
    capped = f" (sum {total}, capped at 100)" if total > score else ""
    figure.update_layout(
        title=f"What makes the score {score}?{capped}",
        # Room for "40 of 50" behind the longest bar, on a phone too.
        xaxis={"title": "points", "range": [0, 66], "tickvals": list(range(0, 60, 10))},
    )
    return figure


def index_parts_figure(parts: list[tuple[str, float | None]], *, index: int) -> go.Figure:
    """Parts of the authenticity index, 0-100 each; 100 is best.

    Args:
        parts: (name, value or None when unknown), top to bottom.
    """
    values = [value or 0 for _, value in parts]
    texts = ["not known" if value is None else f"{value:.0f} of 100" for _, value in parts]
    figure = _bars_of_parts(
        [name for name, _ in parts], values, [100] * len(parts), texts, color=ACCENT, unit=""
    )
    figure.update_layout(
        title=f"What makes the index {index}?",
        xaxis={"title": "100 is best", "range": [0, 126], "tickvals": [0, 50, 100]},
    )
    return figure


def _bars_of_parts(
    names: list[str],
    values: Sequence[float],
    most: Sequence[int],
    texts: list[str],
    *,
    color: str,
    unit: str,
) -> go.Figure:
    """A bar a part before a grey one as long as it could be."""
    figure = go.Figure()
    figure.add_bar(
        y=names,
        x=most,
        orientation="h",
        marker={"color": GREY, "opacity": 0.25, "line": {"width": 0}},
        text=texts,
        textposition="outside",
        cliponaxis=False,
        hoverinfo="skip",
    )
    figure.add_bar(
        y=names,
        x=values,
        orientation="h",
        marker={"color": color, "line": {"width": 0}},
        customdata=texts,
        hovertemplate=f"%{{y}}: %{{customdata}} {unit}<extra></extra>",
    )
    figure.update_layout(
        barmode="overlay",
        bargap=0.45,
        height=190,
        margin=_MARGIN,
        showlegend=False,
        xaxis={"showgrid": False},
        yaxis={"autorange": "reversed", "showgrid": False},
    )
    return figure


def peers_figure(
    percentiles: dict[int, float],
    *,
    own_rate: float | None,
    published_rate: float | None,
) -> go.Figure:
    """Engagement rate of a creator on the band of its peers.

    Args:
        percentiles: percentile (10, 25, 50, 75, 90) -> rate, a fraction.
        own_rate: fraction; None when unknown.
        published_rate: a published mean of the tier, a fraction; None when there is none.
    """
    figure = go.Figure()
    for low, high, opacity in ((10, 90, 0.22), (25, 75, 0.45)):
        figure.add_bar(
            y=[""],
            x=[percentiles[high] - percentiles[low]],
            base=[percentiles[low]],
            orientation="h",
            width=2 * _BAND,
            marker={"color": GREY, "opacity": opacity, "line": {"width": 0}},
            hovertemplate=f"{low}th to {high}th percentile of peers: "
            f"{percentiles[low]:.2%}-{percentiles[high]:.2%}<extra></extra>",
        )
    if published_rate is not None:
        figure.add_vline(
            x=published_rate,
            line={"color": GREY, "dash": "dot", "width": 1.5},
            annotation={
                "text": f"published {published_rate:.2%}",
                "font": {"size": 11, "color": GREY},
                "yanchor": "bottom",
                "y": 0,
                "xanchor": "left",
            },
        )
    right = max(percentiles[90], own_rate or 0, published_rate or 0) * 1.15
    median = percentiles[50]
    _mark(figure, median, f"median {median:.1%}", GREY, "line-ns", -_BAND, right=right)
    if own_rate is not None:
        words = f"this creator {own_rate:.1%}"
        _mark(figure, own_rate, words, ACCENT, "diamond", _BAND, right=right)
    figure.update_layout(
        title="Is engagement usual for its peers?",
        barmode="overlay",
        height=190,
        margin=_MARGIN,
        showlegend=False,
        xaxis={
            "title": "engagement rate",
            # Ticks of a short axis would all round to the same.
            "tickformat": ".1~%" if right >= _SHORT_AXIS else ".2~%",
            "range": [0, right or _SHORT_AXIS],
            "showgrid": False,
        },
        yaxis={"showticklabels": False, "showgrid": False, "range": [-1, 0.9]},
    )
    return figure


def _mark(
    figure: go.Figure,
    rate: float,
    text: str,
    color: str,
    symbol: str,
    edge: float,
    *,
    right: float,
) -> None:
    """A mark on the band, with its words beyond the upper or the lower edge of it.

    Args:
        right: end of the axis. Near an edge the words stand on the other side, or they would be
            cut.
    """
    xanchor = "left" if rate < right / 5 else "right" if rate > right * 0.8 else "center"
    figure.add_scatter(
        x=[rate],
        y=[""],
        mode="markers",
        marker={
            "color": color,
            # No longer than the band is high, or the line would strike through its own words.
            "size": 14 if symbol == "diamond" else 18,
            "symbol": symbol,
            "line": {"color": color, "width": 2},
        },
        cliponaxis=False,
        hovertemplate=f"{text}<extra></extra>",
    )
    figure.add_annotation(
        x=rate,
        y=edge,
        text=text,
        showarrow=False,
        xanchor=xanchor,
        yanchor="bottom" if edge > 0 else "top",
        font={"color": color},
    )
