"""What all figures share."""

from __future__ import annotations

import plotly.graph_objects as go

from core.charts.template import finished


def test_days_on_an_axis_read_as_in_texts_and_numbers_stay() -> None:
    figure = go.Figure(go.Scatter(x=["2026-11-01"], y=[1_000]))
    figure.update_layout(xaxis={"type": "date"})
    layout = finished(figure).layout
    weekly = next(stop for stop in layout.xaxis.tickformatstops if stop.dtickrange[1] == "M1")
    assert weekly.value == "%-d %b\n%Y"
    assert not layout.yaxis.tickformatstops
