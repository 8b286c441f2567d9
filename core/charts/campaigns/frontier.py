"""Figure of what candidates bring for their price, with the efficient frontier and the best set."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.charts.template import ACCENT, GREY, escaped, short_text

PER_100, IN_ALL = "for €100", "in all"
_NAMED = 10
# Shares of the axes that two names lie apart at least.
_APART = (0.28, 0.07)
_NAME_LONGEST = 18
_SIZES = (4.0, 13.0)  # pixels of the cheapest and the dearest


def frontier_figure(points: pd.DataFrame, *, per: str, title: str) -> go.Figure:
    """Reach against engagements, one mark per creator: grey, joined along the frontier, and in the
    accent those of the set. The larger the mark, the dearer.

    Args:
        points: of `frontier_points`; not empty.
        per: `PER_100` or `IN_ALL`.
    """
    end = "_per_100" if per == PER_100 else ""
    frame = points.assign(
        x=points[f"engagements{end}"].clip(lower=0.01),
        y=points[f"reach{end}"].clip(lower=0.01),
        size=_sizes(points["price"]),
    )
    efficient = frame[frame["is_frontier" if per == PER_100 else "is_efficient"]]
    rest = frame[~frame["is_chosen"] & ~frame.index.isin(efficient.index)]
    figure = go.Figure(
        [
            _marks(rest, "other candidates", GREY, 0.3, per),
            _frontier(efficient, per),
            _marks(frame[frame["is_chosen"]], "best set", ACCENT, 0.95, per),
        ]
    )
    _name_chosen(figure, frame[frame["is_chosen"]])
    figure.update_layout(
        title=title,
        height=460,
        legend={"orientation": "h", "y": -0.16, "yanchor": "top", "x": 0},
        margin={"l": 8, "r": 8, "t": 46, "b": 8},
        xaxis={"title": f"likes and comments {per}", "type": "log", "dtick": 1, "zeroline": False},
        yaxis={"title": f"people reached {per}", "type": "log", "dtick": 1, "zeroline": False},
        clickmode="event+select",
    )
    return figure


def _marks(rows: pd.DataFrame, name: str, color: str, opacity: float, per: str) -> go.Scatter:
    return go.Scatter(
        x=rows["x"],
        y=rows["y"],
        mode="markers",
        name=name,
        marker={"color": color, "opacity": opacity, "size": rows["size"], "line": {"width": 0}},
        customdata=_custom(rows),
        hovertemplate=_hover(per),
    )


def _frontier(rows: pd.DataFrame, per: str) -> go.Scatter:
    """For EUR 100 a line along the frontier; else marks, since the price is a third direction."""
    rows = rows.sort_values("x")
    is_line = per == PER_100
    return go.Scatter(
        x=rows["x"],
        y=rows["y"],
        mode="lines+markers" if is_line else "markers",
        name="nobody brings more" if is_line else "nobody brings more for the price",
        line={"color": ACCENT, "width": 1.5, "dash": "dot"},
        marker={
            "color": "rgba(0,0,0,0)",
            "size": rows["size"],
            "line": {"color": ACCENT, "width": 1.5},
        },
        customdata=_custom(rows),
        hovertemplate=_hover(per),
    )


def _name_chosen(figure: go.Figure, chosen: pd.DataFrame) -> None:
    """Names beside the first marks of the set, where they do not lie on each other."""
    spans = [
        max(float(np.ptp(np.log10(np.array(trace_axis, dtype=float)))), 0.1)
        for trace_axis in (
            [value for trace in figure.data for value in trace.x],
            [value for trace in figure.data for value in trace.y],
        )
    ]
    placed: list[tuple[float, float]] = []
    for row in chosen.sort_values("price", ascending=False).head(_NAMED).itertuples():
        x, y = float(np.log10(row.x)), float(np.log10(row.y))
        if any(
            abs(x - left) < _APART[0] * spans[0] and abs(y - up) < _APART[1] * spans[1]
            for left, up in placed
        ):
            continue
        placed.append((x, y))
        figure.add_annotation(
            x=x,
            y=y,
            text=short_text(f"@{row.handle}", _NAME_LONGEST),
            showarrow=False,
            yshift=14,
            font={"size": 11, "color": ACCENT},
        )


def _sizes(prices: pd.Series) -> np.ndarray:
    logs = np.log(np.maximum(prices.to_numpy(float), 1.0))
    span = max(float(logs.max() - logs.min()), 1e-9) if len(logs) else 1.0
    return _SIZES[0] + (logs - (logs.min() if len(logs) else 0)) / span * (_SIZES[1] - _SIZES[0])


def _custom(rows: pd.DataFrame) -> list[list[object]]:
    return [
        [
            row.influencer_id,
            escaped(f"{row.name_shown} @{row.handle}"),
            row.reach,
            row.engagements,
            row.price,
            "" if row.cost_source in ("agreed", "listed") else f" ({row.cost_source})",
        ]
        for row in rows.rename(columns={"name": "name_shown"}).itertuples()
    ]


def _hover(per: str) -> str:
    rates = f"<br>%{{y:,.0f}} people, %{{x:,.1f}} likes and comments {PER_100}"
    return (
        "<b>%{customdata[1]}</b><br>%{customdata[2]:,.0f} people reached"
        "<br>%{customdata[3]:,.0f} likes and comments<br>€%{customdata[4]:,.0f}%{customdata[5]}"
        + (rates if per == PER_100 else "")
        + "<extra></extra>"
    )
