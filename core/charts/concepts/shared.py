"""Figure of the concepts that a brand and one creator share."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from core.charts.template import ACCENT, GREY, escaped, short_text

_LINK_WORDS = {
    "co-use": "used by the same accounts",
    "related": "related in meaning",
    "mention": "creators mention each other",
}
_LONGEST = 22


def shared_figure(pairs: pd.DataFrame, *, brand: str, creator: str) -> go.Figure:
    """The concepts that a brand and a creator share, and those that an edge links.

    Args:
        pairs: concept (of the brand), creator_concept, kind ('shared' or of an edge),
            query_weight, creator_weight (0-1); the weightiest first.
        brand, creator: names for the two columns.
    Returns:
        One line per pair from the brand's concept at the left to the creator's at the right: full
        where it is the same concept, dotted where the two are linked.
    """
    count = len(pairs)
    rows = list(pairs.itertuples())
    figure = go.Figure()
    for place, row in enumerate(rows):
        is_shared = row.kind == "shared"
        figure.add_trace(
            go.Scatter(
                x=[0, 1],
                y=[place, place],
                mode="lines",
                line={
                    "color": ACCENT if is_shared else GREY,
                    "width": 3 if is_shared else 1.5,
                    "dash": "solid" if is_shared else "dot",
                },
                hoverinfo="skip",
                showlegend=False,
            )
        )
    for x, column, weight, side in (
        (0, "concept", "query_weight", "middle left"),
        (1, "creator_concept", "creator_weight", "middle right"),
    ):
        figure.add_trace(
            go.Scatter(
                x=[x] * count,
                y=list(range(count)),
                mode="markers+text",
                text=[f" {short_text(getattr(row, column), _LONGEST)} " for row in rows],
                textposition=side,
                marker={
                    "size": [8 + 24 * getattr(row, weight) ** 0.5 for row in rows],
                    "color": [ACCENT if row.kind == "shared" else GREY for row in rows],
                    "line": {"width": 0},
                },
                customdata=[
                    f"<b>{escaped(getattr(row, column))}</b>, {getattr(row, weight):.0%} of "
                    f"{escaped(brand if x == 0 else creator)}<br>"
                    + ("shared" if row.kind == "shared" else _LINK_WORDS[row.kind])
                    for row in rows
                ],
                hovertemplate="%{customdata}<extra></extra>",
                showlegend=False,
                cliponaxis=False,
            )
        )
    figure.update_layout(
        title="Which concepts connect them?",
        height=90 + 30 * max(count, 1),
        margin={"l": 8, "r": 8, "t": 66, "b": 8},
        hovermode="closest",
        dragmode=False,
        xaxis={
            "range": [-0.9, 1.9],
            "side": "top",
            "tickvals": [0, 1],
            "ticktext": [short_text(brand, 18), short_text(creator, 18)],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis={"visible": False, "range": [count - 0.4, -0.6], "fixedrange": True},
    )
    return figure
