"""Figures of growth and of the caution score."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from core.charts.caution import distribution_figure, peers_figure, score_parts_figure
from core.charts.growth import growth_figure


def _curve(
    counts: list[int], days: pd.DatetimeIndex, unusual: set[int] = frozenset()
) -> pd.DataFrame:  # type: ignore[assignment]
    frame = pd.DataFrame({"day": days, "followers_count": counts})
    frame["days_since"] = frame["day"].diff().dt.days
    frame["change_count"] = frame["followers_count"].diff()
    frame["change_per_day"] = frame["change_count"] / frame["days_since"]
    frame["threshold"] = [50.0 if i in unusual else np.nan for i in range(len(frame))]
    return frame


def _posts(*rows: tuple[str, int, int, float, str]) -> pd.DataFrame:
    names = ["day", "posts_count", "sponsored_count", "engagements_per_post", "caption"]
    return pd.DataFrame(list(rows), columns=names).astype({"engagements_per_post": float})


def _trace(figure: go.Figure, name: str) -> go.Figure:
    return next(trace for trace in figure.data if trace.name == name)


def test_unusual_days_are_marked_on_the_curve_and_in_the_bars() -> None:
    days = pd.date_range("2026-11-01", periods=4)
    figure = growth_figure(_curve([100, 110, 210, 220], days, {2}), _posts(), threshold=50.0)
    assert list(_trace(figure, "unusual day").y) == [210]
    bars = _trace(figure, "change a day")
    assert list(bars.y) == [10, 100, 10]
    assert len({bars.marker.color[0], bars.marker.color[1]}) == 2
    assert bars.marker.color[0] == bars.marker.color[2]
    assert bars.customdata[1] == (
        "+100 followers (threshold +50 a day) · <b>unusual, worth checking</b>"
    )


def test_three_panels_share_one_time_axis() -> None:
    days = pd.date_range("2026-11-01", periods=40)
    figure = growth_figure(
        _curve(list(range(40)), days), _posts(("2026-11-03", 1, 0, 12.0, "hi")), threshold=1.0
    )
    assert {trace.xaxis or "x" for trace in figure.data} == {"x"}
    assert {trace.yaxis or "y" for trace in figure.data} == {"y", "y2", "y3"}
    assert figure.layout.hovermode == "x unified"


def test_a_long_pause_breaks_the_line_and_is_told_in_the_hover() -> None:
    days = pd.DatetimeIndex(["2026-11-01", "2026-11-02", "2026-11-03", "2026-11-13"])
    figure = growth_figure(_curve([10, 11, 12, 32], days), _posts(), threshold=None)
    assert np.isnan(np.array(_trace(figure, "followers").y, dtype=float)).sum() == 1
    assert _trace(figure, "change a day").customdata[2] == "+20 followers over 10 days (+2.0 a day)"


@pytest.mark.parametrize("count", [0, 1, 2, 31, 1500])
def test_any_length_of_history_gives_a_figure_with_few_points(count: int) -> None:
    curve = _curve(list(range(count)), pd.date_range("2022-01-01", periods=count))
    figure = growth_figure(curve, _posts(), threshold=2.0 if count > 2 else None)
    assert sum(len(trace.x) for trace in figure.data) <= 5_000
    json.loads(figure.to_json())


def test_captions_cannot_bring_markup_into_the_hover() -> None:
    posts = _posts(("2026-11-03", 2, 1, np.nan, "<a href='x'>win</a>"))
    days = pd.date_range("2026-11-01", periods=3)
    note = _trace(growth_figure(_curve([1, 2, 3], days), posts, threshold=None), "posts")
    assert note.customdata[0] == "2 posts, sponsored<br>“&lt;a href=&#x27;x&#x27;&gt;win&lt;/a&gt;”"
    assert list(note.y) == [0]


def test_distribution_counts_every_creator_once() -> None:
    scores = pd.DataFrame({"score": [0, 3, 5, 95, 100], "creators_count": [1, 2, 4, 8, 16]})
    figure = distribution_figure(scores, own_score=95)
    counts = dict(zip(figure.data[0].customdata, figure.data[0].y, strict=True))
    assert counts["score 0-4"] == 3
    assert counts["score 5-9"] == 4
    assert counts["score 95-99"] == 8
    assert counts["score 100"] == 16
    assert sum(figure.data[0].y) == 31


def test_distribution_of_nobody_is_empty_not_an_error() -> None:
    empty = pd.DataFrame(
        {"score": pd.Series(dtype="int64"), "creators_count": pd.Series(dtype="int64")}
    )
    assert sum(distribution_figure(empty).data[0].y) == 0


def test_parts_tell_the_cap_and_what_is_unknown() -> None:
    figure = score_parts_figure(
        [("Unusual days", 50, 50), ("Engagement", 40, 40), ("Growth", 30, 30)], score=100
    )
    assert "sum 120, capped at 100" in figure.layout.title.text
    partial = score_parts_figure([("Unusual days", None, 50), ("Growth", 20, 30)], score=20)
    assert "capped" not in partial.layout.title.text
    assert list(partial.data[0].text) == ["not known", "20 of 30"]


def test_peers_band_runs_from_the_tenth_to_the_ninetieth_percentile() -> None:
    figure = peers_figure(
        {10: 0.01, 25: 0.02, 50: 0.03, 75: 0.05, 90: 0.08},
        own_rate=None,
        published_rate=0.0054,
    )
    assert figure.data[0].base[0] == 0.01
    assert figure.data[0].x[0] == pytest.approx(0.07)
    assert figure.layout.annotations[0].text == "published 0.54%"
