"""Heat tables: what share of one kind of group falls into another."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from core.charts.template import ACCENT, short_text

_LABEL_CHARS = 24
_ROW_PX = 26
_LABELLED_FROM = 0.195  # a share below is read from the hover: on a phone there is no room for it
# Light and dark show through where there is little or nothing; a cell with a figure is opaque, so
# that the dark figure is read on both. The least of them is hardly lighter than the accent: on a
# dark page it would seem the most.
_SHADES = [
    [0.0, "rgba(13,148,136,0)"],
    [_LABELLED_FROM, "rgba(13,148,136,0.2)"],
    [_LABELLED_FROM, "#84a5a1"],
    [1.0, ACCENT],
]
_FIGURE_COLOR = "#0b1418"


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
    """A heat table: what share of each row falls into each column, in per cent.

    Args:
        shares: one row per pair: the columns named `rows` and `columns`, share (0-1 of its row)
            and creators_count. Rows stand in the order of first sight, columns so that high
            shares lie along the diagonal.
        counted: what creators_count counts, for the hover.
    """
    row_names = list(dict.fromkeys(shares[rows]))
    column_names = _column_order(shares, row_names, rows, columns)
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
                [f"{100 * share:.0f}" if share >= _LABELLED_FROM else "" for share in row]
                for row in table.to_numpy()
            ],
            # No size of their own: Plotly fits the figures to the cells, narrow ones on a phone.
            texttemplate="%{text}",
            textfont={"color": _FIGURE_COLOR},
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
            "tickangle": -90,
            "tickfont": {"size": 10},
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


def _column_order(shares: pd.DataFrame, row_names: list[str], rows: str, columns: str) -> list[str]:
    """Columns in the order of the rows: of the same name where most have one, else the highest."""
    seen = list(dict.fromkeys(shares[columns]))
    highest = shares.loc[shares.groupby(rows)["share"].idxmax()].set_index(rows)[columns]
    same = [name for name in row_names if name in seen]
    # A few names that rows and columns share by chance must not tear the diagonal apart.
    wished = same if 2 * len(same) >= len(row_names) else []
    return list(dict.fromkeys([*wished, *(highest[name] for name in row_names), *seen]))
