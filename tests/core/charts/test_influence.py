"""Figures of who draws more reactions."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.charts.head_to_head import matrix_figure, parts_figure, reactions_figure


def _parts(odds: list[float]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "words": [f"f{number}" for number in range(len(odds))],
            "value_a": "1",
            "value_b": "2",
            "log_odds": odds,
            "speaks_for": [
                "neither" if abs(one) < 0.02 else "a" if one > 0 else "b" for one in odds
            ],
        }
    )


def test_bars_add_up_to_the_log_odds_with_the_rest_in_one() -> None:
    odds = [2.0, -1.0, *[0.1] * 12]
    bars = parts_figure(_parts(odds), "Ann", "<b>Bo</b>").data[0]
    assert len(bars.y) == 11
    assert bars.y[-1] == "all others together"
    assert -sum(bars.x) == pytest.approx(sum(odds))
    assert bars.x[0] < 0 < bars.x[1]
    assert "<b>" not in bars.customdata[1]


def test_no_bar_is_drawn_when_nothing_speaks() -> None:
    figure = parts_figure(_parts([0.0, 0.0]), "a", "b")
    assert len(figure.data[0].y) == 0


def test_the_matrix_leaves_the_diagonal_empty_and_is_never_certain() -> None:
    chances = np.array([[np.nan, 0.999], [0.001, np.nan]])
    cells = matrix_figure(chances, ["a", "b"], [["", "x"], ["y", ""]]).data[0]
    assert [list(row) for row in cells.text] == [["", "> 99%"], ["< 1%", ""]]


def test_posts_without_reactions_are_not_drawn_on_a_log_axis() -> None:
    posts = pd.DataFrame(
        {"influencer_id": ["x", "x", "y"], "posted_at": pd.Timestamp("2026-01-01"),
         "reactions": [5, 0, 7]}
    )  # fmt: skip
    figure = reactions_figure(posts, {"x": "X", "y": "Y"})
    assert [trace.name for trace in figure.data] == ["X", "Y"]
    assert np.isnan(figure.data[0].y[1])
