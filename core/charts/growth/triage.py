"""How the two scores of growth stand to each other over many creators."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.charts.template import ACCENT, AMBER
from core.domain.thresholds import WORTH_CHECKING
from core.formats import compact

CELLS = 10
_STEP = 100 // CELLS


def _in_cell(number: int) -> str:
    """A count that fits into the cell of a phone, 23 pixels wide; the exact one comes on hover."""
    if not number:
        return ""
    return compact(number if number < 10_000 else round(number, -3))


def both_scores_figure(cells: pd.DataFrame) -> go.Figure:
    """Creators by probability of bought growth and by caution score, as a heat map of counts.

    Args:
        cells: probability_cell, score_cell (0-9, tenths), creators_count.
    """
    counts = np.zeros((CELLS, CELLS))
    counts[cells["probability_cell"], cells["score_cell"]] = cells["creators_count"]
    spans = [f"{low * _STEP}-{low * _STEP + _STEP}" for low in range(CELLS)]
    middle = np.arange(CELLS) * _STEP + _STEP / 2
    figure = go.Figure(
        go.Heatmap(
            x=middle,
            y=middle,
            # One cell often holds most creators: the colour follows the logarithm.
            z=np.where(counts > 0, np.log10(np.maximum(counts, 1)) + 0.3, np.nan),
            zmin=0,
            # Opaque, so that dark figures are read on light and dark pages alike.
            colorscale=[[0, "#b4cfcc"], [1, ACCENT]],
            showscale=False,
            xgap=2,
            ygap=2,
            text=[[_in_cell(number) for number in row] for row in counts.astype(int).tolist()],
            texttemplate="%{text}",
            # No size: Plotly fits the figures to the cells, narrow ones on a phone.
            textfont={"color": "#0b1418"},
            customdata=[
                [
                    f"probability {high}%, caution score {across}<br>{number:,.0f} creators"
                    for across, number in zip(spans, row, strict=True)
                ]
                for high, row in zip(spans, counts.astype(int), strict=True)
            ],
            hovertemplate="%{customdata}<extra></extra>",
            hoverongaps=False,
        )
    )
    figure.add_hline(y=100 * WORTH_CHECKING, line={"color": AMBER, "width": 1.5, "dash": "dash"})
    figure.add_annotation(
        x=1,
        xref="paper",
        xshift=4,
        y=50 * (1 + WORTH_CHECKING),  # the middle of what lies above
        text="worth checking",
        textangle=90,
        showarrow=False,
        xanchor="left",
        font={"color": AMBER, "size": 12},
    )
    figure.update_layout(
        title="Do the two scores agree?",
        height=480,
        margin={"l": 10, "r": 34, "t": 44, "b": 44},
        xaxis={
            "title": "caution score",
            "range": [0, 100],
            "dtick": 20,
            "showgrid": False,
            "zeroline": False,
        },
        yaxis={
            "title": "probability of bought growth",
            "range": [0, 100],
            "dtick": 20,
            "ticksuffix": "%",
            "showgrid": False,
            "zeroline": False,
        },
    )
    return figure
