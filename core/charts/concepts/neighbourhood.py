"""Figure of the concepts of a brand, those linked to them, and the creators among them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.charts.template import ACCENT, GREY, NICHE_COLORS, escaped, short_text

_CREATOR = NICHE_COLORS[0]
_LONGEST = 22
_EDGE = 0.6
NEIGHBOURHOOD_HEIGHT = 560


def neighbourhood_figure(
    nodes: pd.DataFrame, links: pd.DataFrame, creators: pd.DataFrame, *, name: str
) -> go.Figure:
    """Where creators stand among the concepts of a brand.

    Args:
        nodes: concept, x, y, weight (0-1), is_of_query.
        links: concept, other_concept, kind, weight between nodes.
        creators: number, influencer_id, name, handle, x, y (NaN is left out), shared, near (lists).
        name: of the brand, or 'your brief'.
    Returns:
        Traces: the edges, linked concepts, the brand's concepts, creators; `customdata[0]` of a
        creator is the influencer_id.
    """
    own, around = nodes[nodes["is_of_query"]], nodes[~nodes["is_of_query"]]
    figure = go.Figure(
        {
            "data": [
                _edges(nodes, links),
                _concepts(around, "Linked concepts", GREY, np.full(len(around), 9.0), 11),
                _concepts(own, f"Concepts of {short_text(name, 30)}", ACCENT, _sizes(own), 13),
                _creators(creators.dropna(subset=["x"])),
            ]
        }
    )
    figure.update_layout(
        title="Where do creators stand among the concepts?",
        height=NEIGHBOURHOOD_HEIGHT,
        margin={"l": 8, "r": 8, "t": 46, "b": 8},
        legend={"orientation": "h", "x": 0, "y": -0.02, "yanchor": "top", "itemsizing": "constant"},
        hovermode="closest",
        dragmode="pan",
        # Room for the labels at both ends.
        xaxis={"visible": False, "range": [-1.22, 1.22]},
        yaxis={"visible": False, "range": [-1.15, 1.2]},
    )
    return figure


def _sizes(own: pd.DataFrame) -> np.ndarray:
    """Diameters in pixels; the area grows with the weight."""
    weights = own["weight"].to_numpy(float)
    return np.asarray(14 + 22 * np.sqrt(weights / max(weights.max(initial=0.0), 1e-9)))


def _edges(nodes: pd.DataFrame, links: pd.DataFrame) -> dict[str, Any]:
    places = {row.concept: (row.x, row.y) for row in nodes.itertuples()}
    x: list[float | None] = []
    y: list[float | None] = []
    for link in links.itertuples():
        (left, low), (right, high) = places[link.concept], places[link.other_concept]
        x += [left, right, None]
        y += [low, high, None]
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "lines",
        "line": {"color": GREY, "width": 1},
        "opacity": 0.35,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _concepts(
    nodes: pd.DataFrame, legend: str, color: str, sizes: np.ndarray, font_size: int
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": nodes["x"].to_numpy(float),
        "y": nodes["y"].to_numpy(float),
        "mode": "markers+text",
        "name": legend,
        "text": [short_text(concept, _LONGEST) for concept in nodes["concept"]],
        # Labels at an edge would leave a phone's screen.
        "textposition": [
            "top left" if x > _EDGE else "top right" if x < -_EDGE else "top center"
            for x in nodes["x"].to_numpy(float)
        ],
        "textfont": {"size": font_size},
        "marker": {"color": color, "size": sizes, "line": {"width": 0}},
        "customdata": [
            [
                f"<b>{escaped(row.concept)}</b><br>"
                + (f"{row.weight:.0%} of the brand's weight" if row.is_of_query else "linked")
            ]
            for row in nodes.itertuples()
        ],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
        "cliponaxis": False,
    }


def _creators(creators: pd.DataFrame) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": creators["x"].to_numpy(float),
        "y": creators["y"].to_numpy(float),
        "mode": "markers+text",
        "name": "Creators, by their place below",
        "text": [f"<b>{number}</b>" for number in creators["number"]],
        "textposition": "middle center",
        "textfont": {"size": 11, "color": "#ffffff"},
        "marker": {"color": _CREATOR, "size": 21, "line": {"width": 1, "color": "#ffffff"}},
        "customdata": [
            [
                row.influencer_id,
                f"<b>{escaped(row.name)}</b> @{escaped(row.handle)}"
                f"{_words('has', row.shared)}{_words('near', row.near)}",
            ]
            for row in creators[["influencer_id", "name", "handle", "shared", "near"]].itertuples(
                index=False
            )
        ],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "cliponaxis": False,
    }


def _words(verb: str, concepts: list[str]) -> str:
    return f"<br>{verb} {escaped(', '.join(concepts[:6]))}" if len(concepts) else ""
