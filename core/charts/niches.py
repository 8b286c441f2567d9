"""Figures of niches: the map, and how the number of niches was chosen."""

from __future__ import annotations

from html import escape
from math import isnan
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from core.charts.template import ACCENT, GREY, niche_color, niche_symbol

_FADED = 0.10
MAP_HEIGHT = 550
# Width of the points on a phone, where labels are closest; their height, less the margins that
# Plotly leaves; and height of a label with its border: in pixels.
_MAP_WIDTH, POINTS_HEIGHT, LABEL_HEIGHT = 300, 460, 22


def map_figure(
    points: pd.DataFrame, *, chosen: int | None = None, lasso: bool = False
) -> go.Figure:
    """Creators placed by what they write about, coloured by niche.

    Args:
        points: influencer_id, x, y, niche_id, niche, name, handle, followers_count, confidence.
        chosen: niche to bring out; None shows all alike.
        lasso: dragging draws around a group. Streamlit takes no clicks then.
    Returns:
        One trace a niche; `customdata[0]` of a point is the influencer_id.
    """
    traces: list[dict[str, Any]] = []
    labels: list[tuple[float, float, str]] = []
    for niche_id, group in points.groupby("niche_id", sort=True):
        name = str(group["niche"].iloc[0])
        shown = chosen is None or niche_id == chosen
        traces.append(_niche_trace(int(niche_id), name, group, shown=shown))
        if shown:
            labels.append((group["x"].median(), group["y"].median(), _short(name)))
    layout = {
        "height": MAP_HEIGHT,
        "showlegend": False,
        "dragmode": "lasso" if lasso else "pan",
        "annotations": [
            _label(label, shift)
            for label, shift in zip(labels, label_shifts(labels, points), strict=True)
        ],
        "margin": {"l": 0, "r": 0, "t": 30, "b": 0},
        "xaxis": {"visible": False},
        "yaxis": {"visible": False},
    }
    # One call with plain dicts: adding traces one by one checks each twice and takes 150 ms more.
    return go.Figure({"data": traces, "layout": layout})


def _niche_trace(niche_id: int, name: str, group: pd.DataFrame, *, shown: bool) -> dict[str, Any]:
    words = escape(name)
    return {
        "type": "scattergl",
        "x": group["x"].to_numpy(),
        "y": group["y"].to_numpy(),
        "mode": "markers",
        "name": name,
        "marker": {
            "color": niche_color(niche_id),
            "symbol": niche_symbol(niche_id),
            "size": 6,
            "opacity": 0.72 if shown else _FADED,
        },
        # Plotly fades what is not selected; a click must not hide the rest.
        "unselected": {"marker": {"opacity": 0.25 if shown else _FADED}},
        "customdata": [
            [
                influencer_id,
                f"<b>{escape(shown_name)}</b> @{escape(handle)}<br>{words}, margin {margin:.0%}"
                f"<br>{'unknown' if isnan(followers) else f'{followers:,.0f}'} followers",
            ]
            for influencer_id, shown_name, handle, margin, followers in zip(
                group["influencer_id"],
                group["name"],
                group["handle"],
                group["confidence"],
                group["followers_count"].astype(float),
                strict=True,
            )
        ],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }


def _label(label: tuple[float, float, str], shift: float) -> dict[str, Any]:
    x, y, name = label
    return {
        "x": x,
        "y": y,
        "yshift": shift,
        "text": f"<b>{escape(name)}</b>",
        "showarrow": False,
        "font": {"size": 11, "color": "#ffffff"},
        "bgcolor": "rgba(15,25,30,.72)",
        "borderpad": 3,
    }


def label_shifts(labels: list[tuple[float, float, str]], points: pd.DataFrame) -> list[float]:
    """Pixels by which each label moves up so that none covers another.

    Args:
        labels: (x, y, text) in the units of the map.
        points: x, y of everything shown, which set the scale.
    """
    x_unit = _MAP_WIDTH / ((points["x"].max() - points["x"].min()) or 1)
    y_unit = POINTS_HEIGHT / ((points["y"].max() - points["y"].min()) or 1)
    placed: list[tuple[float, float, float]] = []
    shifts = [0.0] * len(labels)
    for i in sorted(range(len(labels)), key=lambda i: labels[i][1]):
        x, y = labels[i][0] * x_unit, labels[i][1] * y_unit
        half = len(labels[i][2]) * 3.4 + 5
        top = y
        for other_x, other_y, other_half in sorted(placed, key=lambda label: label[1]):
            if abs(x - other_x) < half + other_half and abs(top - other_y) < LABEL_HEIGHT:
                top = other_y + LABEL_HEIGHT
        placed.append((x, top, half))
        shifts[i] = top - y
    return shifts


def selection_figure(curve: pd.DataFrame) -> go.Figure:
    """Why this many niches: quality of each number tried.

    Args:
        curve: k, silhouette, stability, chosen; by k.
    """
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, vertical_spacing=0.12)
    chosen = curve[curve["chosen"]]
    for row, (column, words) in enumerate(
        (("silhouette", "silhouette"), ("stability", "stability")),
        start=1,
    ):
        figure.add_trace(
            go.Scatter(
                x=curve["k"],
                y=curve[column],
                mode="lines+markers",
                line={"color": GREY, "width": 2},
                marker={"size": 6},
                hovertemplate=f"k = %{{x}}<br>{words} %{{y:.3f}}<extra></extra>",
            ),
            row=row,
            col=1,
        )
        figure.add_trace(
            go.Scatter(
                x=chosen["k"],
                y=chosen[column],
                mode="markers+text",
                marker={"size": 13, "color": ACCENT},
                text=[f"used: {k}" for k in chosen["k"]],
                textposition="top center",
                cliponaxis=False,
                hoverinfo="skip",
            ),
            row=row,
            col=1,
        )
        figure.update_yaxes(title=words, row=row, col=1, nticks=5)
    figure.update_xaxes(title="number of niches, k", row=2, col=1)
    figure.update_layout(
        title="Why this many niches?",
        height=420,
        showlegend=False,
        margin={"l": 8, "r": 8, "t": 60, "b": 8},
    )
    return figure


def _short(text: str, length: int = 26) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
