"""What all figures share."""

from __future__ import annotations

import plotly.graph_objects as go

from core.charts.template import finished


def test_days_on_an_axis_read_as_in_texts_and_numbers_stay() -> None:
    figure = go.Figure(go.Scatter(x=["2026-11-01"], y=[1_000]))
    figure.update_layout(xaxis={"type": "date"})
    layout = finished(figure).layout
    stops = {stop.dtickrange[0]: stop for stop in layout.xaxis.tickformatstops}
    # Both ends of a range belong to it, and the first that fits counts.
    assert (stops[86_400_000].value, stops[86_400_000].dtickrange[1]) == (
        "%-d %b\n%Y",
        28 * 86_400_000,
    )
    assert stops["M1"].value == "%b %Y"
    assert not layout.yaxis.tickformatstops
