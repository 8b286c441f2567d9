"""What stands behind a figure: one sentence and a table of its points."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from core.charts.alternatives import ROWS_MAX, figure_description, figure_table


def test_curves_are_named_and_stand_one_below_the_other() -> None:
    figure = go.Figure(
        [
            go.Scatter(x=pd.to_datetime(["2026-01-01", "2026-01-02"]), y=[5, 6], name="<b>a</b>"),
            go.Scatter(x=pd.to_datetime(["2026-01-01"]), y=[7], name="b &amp; c"),
            go.Scatter(x=[1], y=[2], name="band", hoverinfo="skip"),
        ]
    )
    figure.update_layout(title="How many?", yaxis={"title": "followers<br>a day"})
    assert figure_description(figure) == "Chart: How many? Shown are a, b & c."
    table = figure_table(figure)
    assert table.columns.tolist() == ["Series", "Day", "Followers a day"]
    assert table["Series"].tolist() == ["a", "a", "b & c"]
    assert table["Followers a day"].tolist() == [5, 6, 7]


def test_bars_bring_their_names_and_texts() -> None:
    bar = go.Bar(x=[0.2, 0.5], y=["Pets", "Food <i>"], orientation="h", text=["20%", "50%"])
    table = figure_table(go.Figure(bar))
    assert table.columns.tolist() == ["Value", "Name", "Label"]
    assert table.iloc[1].tolist() == [0.5, "Food", "50%"]


def test_points_are_called_as_their_hover_calls_them() -> None:
    points = go.Scatter(
        x=[1, 2],
        y=[3, 4],
        customdata=[["id1", "Mira"], ["id2", "Tom"]],
        hovertemplate="<b>%{customdata[1]}</b><br>%{x}",
    )
    table = figure_table(go.Figure(points, layout={"title": "Who?"}))
    assert table["Label"].tolist() == ["Mira", "Tom"]
    assert table.columns.tolist() == ["Value (across)", "Value (up)", "Label"]


def test_a_heat_table_is_unrolled_with_the_names_at_its_ticks() -> None:
    figure = go.Figure(go.Heatmap(z=[[1, 2], [3, 4]], x=[0, 1], y=[0, 1]))
    figure.update_layout(
        xaxis={"tickvals": [0, 1], "ticktext": ["left", "right"]},
        yaxis={"tickvals": [0, 1], "ticktext": ["low", "high"]},
    )
    assert figure_table(figure).to_numpy().tolist() == [
        ["low", "left", 1.0],
        ["low", "right", 2.0],
        ["high", "left", 3.0],
        ["high", "right", 4.0],
    ]


def test_nothing_to_show_is_an_empty_table_and_many_points_are_cut() -> None:
    assert figure_table(go.Figure()).empty
    assert figure_description(go.Figure()) == "Chart: without a title."
    many = go.Figure(go.Scatter(x=list(range(ROWS_MAX + 9)), y=list(range(ROWS_MAX + 9))))
    assert len(figure_table(many)) == ROWS_MAX
