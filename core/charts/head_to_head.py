"""What favours each creator, a bracket's probabilities, and reactions post by post."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from core.charts.template import NICHE_COLORS, escaped, short_text
from core.domain.probability import probability_text

_PARTS_MAX = 10
_GREY = "#94a3b8"


def parts_figure(parts: pd.DataFrame, name_a: str, name_b: str) -> go.Figure:
    """Contributions to the log odds: to the left for A, to the right for B.

    Args:
        parts: of `Duel.parts`, weightiest first; what is beyond ten is one bar.
    """
    shown = parts[parts["speaks_for"] != "neither"].head(_PARTS_MAX)
    rest = float(parts["log_odds"].sum() - shown["log_odds"].sum())
    labels = shown["words"].tolist()
    values = shown["log_odds"].tolist()
    texts = [f"{a} against {b}" for a, b in zip(shown["value_a"], shown["value_b"], strict=True)]
    if abs(rest) >= 0.005:
        labels.append("all others together")
        values.append(rest)
        texts.append("")
    side = [escaped(name_a if value > 0 else name_b) for value in values]
    figure = go.Figure(
        go.Bar(
            # The one who is named first stands on the left, as in the headline.
            x=[-value for value in values],
            y=labels,
            orientation="h",
            marker={
                "color": [NICHE_COLORS[0] if value > 0 else NICHE_COLORS[1] for value in values]
            },
            customdata=[
                f"{escaped(label)}: {escaped(text)}<br>favours {who} ({abs(value):.2f} log odds)"
                for label, text, who, value in zip(labels, texts, side, values, strict=True)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    widest = max([abs(value) for value in values] or [1.0]) * 1.1
    figure.add_vline(x=0, line={"color": _GREY, "width": 1})
    figure.update_layout(
        title="What favours each creator?",
        height=106 + 34 * max(len(labels), 2),
        bargap=0.35,
        margin={"l": 8, "r": 8, "t": 46, "b": 60},
        xaxis={
            "range": [-widest, widest],
            "title": {
                "text": f"← {short_text(name_a, 14)} · {short_text(name_b, 14)} →<br>log odds",
                "font": {"size": 12},
            },
            "tickvals": _ticks(widest),
            "ticktext": [f"{abs(tick):g}" for tick in _ticks(widest)],
            "zeroline": False,
        },
        yaxis={"autorange": "reversed"},
    )
    return figure


def matrix_figure(
    chances: NDArray[np.float64], names: Sequence[str], hover: list[list[str]]
) -> go.Figure:
    """(n, n) probabilities of the row against the column, best first."""
    labels = [f"{place}. {short_text(name, 18)}" for place, name in enumerate(names, start=1)]
    count = len(labels)
    figure = go.Figure(
        go.Heatmap(
            z=chances,
            x=[str(place) for place in range(1, count + 1)],
            y=labels,
            zmin=0,
            zmax=1,
            zmid=0.5,
            # Blue and orange of the palette that colour-blind eyes tell apart; grey is a draw.
            colorscale=[[0, "#f5c37a"], [0.5, "#e5e7eb"], [1, "#7fb6dc"]],
            showscale=False,
            xgap=2,
            ygap=2,
            text=[
                ["" if np.isnan(chance) else probability_text(chance) for chance in row]
                for row in chances
            ],
            texttemplate="%{text}",
            textfont={"size": 11, "color": "#0b1418"},
            customdata=hover,
            hovertemplate="%{customdata}<extra></extra>",
            hoverongaps=False,
        )
    )
    figure.update_layout(
        title="How likely is the row to draw more?",
        height=120 + 36 * count,
        xaxis={"side": "top", "showgrid": False, "type": "category"},
        yaxis={"autorange": "reversed", "showgrid": False},
        margin={"l": 8, "r": 8, "t": 76, "b": 8},
    )
    return figure


def _cell(chance: float) -> str:
    return "" if np.isnan(chance) else probability_text(chance)


def reactions_figure(posts: pd.DataFrame, names: dict[str, str]) -> go.Figure:
    """Likes + comments of each post over time, one colour per creator.

    Args:
        posts: influencer_id, posted_at, reactions. names: by id, in the order of the colours.
    """
    figure = go.Figure()
    for place, (influencer_id, name) in enumerate(names.items()):
        creator_posts = posts[posts["influencer_id"] == influencer_id]
        figure.add_scatter(
            x=creator_posts["posted_at"],
            y=creator_posts["reactions"].where(creator_posts["reactions"] > 0),
            mode="markers",
            marker={"color": NICHE_COLORS[place % len(NICHE_COLORS)], "size": 8, "opacity": 0.85},
            name=short_text(name, 24),
            hovertemplate=escaped(name) + ": %{y:,.0f} reactions<br>%{x|%d %b %Y}<extra></extra>",
        )
    legend_rows = -(-len(names) // 2)
    figure.update_layout(
        title="How did each post do?",
        height=380 + 20 * legend_rows,
        # Held at the foot of the picture: with a place relative to the axes, several rows of
        # names would lie on the dates.
        legend={"orientation": "h", "yref": "container", "yanchor": "bottom", "y": 0, "x": 0},
        margin={"l": 10, "r": 10, "t": 50, "b": 40 + 20 * legend_rows},
        xaxis={"type": "date", "showgrid": False},
        yaxis={
            "title": "likes + comments, log scale",
            "type": "log",
            "tickformat": "~s",
            "dtick": "D2",
        },
    )
    return figure


def _ticks(widest: float) -> list[float]:
    step = next(
        size for size in (0.1, 0.25, 0.5, 1, 2, 5, 10, 20) if widest / size <= 4 or size == 20
    )
    count = int(widest // step)
    return [step * number for number in range(-count, count + 1)]
