"""Heat tables of shares."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from core.charts.profiling.shares import share_figure


def _shares(rows: list[tuple[str, str, float, int]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["given", "read", "share", "creators_count"])


def _figure(shares: pd.DataFrame) -> go.Figure:
    return share_figure(shares, title="Which?", rows="given", columns="read")


def test_columns_of_the_same_names_follow_the_rows_and_gaps_are_zero() -> None:
    figure = _figure(
        _shares([("B", "A", 0.6, 3), ("B", "B", 0.4, 2), ("A", "A", 1.0, 5)]),
    )
    assert list(figure.layout.xaxis.ticktext) == ["B", "A"]
    assert figure.data[0].z.tolist() == [[0.4, 0.6], [0.0, 1.0]]


def test_other_names_follow_the_highest_share_of_each_row() -> None:
    figure = _figure(
        _shares([
            ("x", "Q", 0.2, 1), ("x", "P", 0.8, 4), ("y", "Q", 0.9, 9), ("y", "z", 0.1, 1),
        ])
    )  # fmt: skip
    assert list(figure.layout.xaxis.ticktext) == ["P", "Q", "z"]


def test_names_of_strangers_stay_text_and_small_shares_have_no_label() -> None:
    figure = _figure(_shares([("<b>a</b>", "{x}", 0.1, 1), ("<b>a</b>", "b", 0.9, 9)]))
    assert figure.layout.yaxis.ticktext[0] == "&lt;b>a&lt;/b>"
    assert list(figure.data[0].text[0]) == ["90", ""]
    assert "<b>" not in figure.data[0].customdata[0][0]


def test_a_cell_with_a_figure_is_opaque_so_that_it_is_read_on_light_and_dark() -> None:
    heat = _figure(_shares([("a", "a", 0.8, 8), ("a", "b", 0.2, 2)])).data[0]
    assert list(heat.text[0]) == ["80", "20"]
    # The first of the two shades at this share ends what is below it.
    labelled = [shade for share, shade in heat.colorscale if share >= 0.195][1:]
    assert labelled
    assert not any(shade.startswith("rgba") for shade in labelled)
    assert heat.textfont.color == "#0b1418"
