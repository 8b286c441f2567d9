"""Figures of categories: heat tables of shares, calibration of probabilities, what views add."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from core.charts.template import ACCENT, GREY, short_text

_LABEL_CHARS = 24
_ROW_PX = 26
# From nothing to the accent, so that light and dark show through where there is nothing.
_SHADES = [[0.0, "rgba(13,148,136,0)"], [0.001, "rgba(13,148,136,.10)"], [1.0, ACCENT]]


def share_figure(
    shares: pd.DataFrame,
    *,
    title: str,
    rows: str,
    columns: str,
    counted: str = "creators",
    rows_title: str = "",
    columns_title: str = "",
) -> go.Figure:
    """A heat table: what share of each row falls into each column.

    Args:
        shares: one row per pair: the columns named `rows` and `columns`, share (0-1 of its row)
            and creators_count. Rows and columns stand in the order of first sight, columns that
            rows have too in the order of the rows.
        counted: what creators_count counts, for the hover.
    """
    row_names = list(dict.fromkeys(shares[rows]))
    seen = list(dict.fromkeys(shares[columns]))
    column_names = [name for name in row_names if name in seen]
    column_names += [name for name in seen if name not in row_names]
    table = shares.pivot(index=rows, columns=columns, values="share")
    counts = shares.pivot(index=rows, columns=columns, values="creators_count")
    table = table.reindex(index=row_names, columns=column_names).fillna(0.0)
    counts = counts.reindex(index=row_names, columns=column_names).fillna(0).astype(int)
    figure = go.Figure(
        go.Heatmap(
            z=table.to_numpy(),
            x=list(range(len(column_names))),
            y=list(range(len(row_names))),
            zmin=0,
            zmax=1,
            colorscale=_SHADES,
            showscale=False,
            xgap=2,
            ygap=2,
            text=[
                [f"{share:.0%}" if share >= 0.095 else "" for share in row]
                for row in table.to_numpy()
            ],
            texttemplate="%{text}",
            customdata=[
                [
                    f"{short_text(name, 60)}<br>{short_text(column, 60)}: "
                    f"{counts.iat[i, j]:,} {counted}, {table.iat[i, j]:.1%} of the row"
                    for j, column in enumerate(column_names)
                ]
                for i, name in enumerate(row_names)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    figure.update_layout(
        title=title,
        height=150 + _ROW_PX * max(len(row_names), 3),
        xaxis={
            "title": columns_title or None,
            "tickvals": list(range(len(column_names))),
            "ticktext": [short_text(name, _LABEL_CHARS) for name in column_names],
            "tickangle": -45,
            "showgrid": False,
            "zeroline": False,
        },
        yaxis={
            "title": rows_title or None,
            "tickvals": list(range(len(row_names))),
            "ticktext": [short_text(name, _LABEL_CHARS) for name in row_names],
            "autorange": "reversed",
            "showgrid": False,
            "zeroline": False,
        },
    )
    return figure


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
