"""Figures of growth, of the two scores and of comparison."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from core.charts.caution import index_parts_figure, peers_figure, score_parts_figure
from core.charts.growth.case import growth_figure
from core.charts.growth.compare import SCALES, ComparedCurve, compare_figure
from core.charts.growth.days import DAYS_MAX, thinned
from core.charts.growth.triage import both_scores_figure
from core.charts.growth.what_if import what_if_figure


def _days(counts: list[float], *, event: set[int] = frozenset(), step: int = 1) -> pd.DataFrame:  # type: ignore[assignment]
    frame = pd.DataFrame(
        {
            "day": pd.date_range("2026-01-01", periods=len(counts), freq=f"{step}D"),
            "followers_count": np.array(counts, dtype=float),
        }
    )
    frame["change_count"] = frame["followers_count"].diff()
    frame["change_per_day"] = frame["change_count"] / step
    frame["expected_change"] = 10.0
    frame["expected_low"], frame["expected_high"] = 5.0, 15.0
    frame["band_low"], frame["band_high"] = frame["followers_count"] - 5, counts
    frame["cohort_change"] = 8.0
    frame["event_number"] = [1.0 if i in event else np.nan for i in range(len(frame))]
    frame["note"] = [f"<i>+{i}</i> followers" for i in range(len(frame))]
    return frame


def _events(*rows: tuple[int, str, str, bool]) -> pd.DataFrame:
    names = ["event_number", "first_day", "last_day", "is_worth_checking"]
    return pd.DataFrame(list(rows), columns=names).astype({"is_worth_checking": bool})


def _posts(*rows: tuple[str, int, int, float, str]) -> pd.DataFrame:
    names = ["day", "posts_count", "sponsored_count", "engagements_per_post", "caption"]
    return pd.DataFrame(list(rows), columns=names).astype({"engagements_per_post": float})


def _trace(figure: go.Figure, name: str) -> go.Figure:
    return next(trace for trace in figure.data if trace.name == name)


def test_days_of_an_event_worth_checking_are_marked_in_curve_and_bars() -> None:
    days = _days([100, 110, 210, 220], event={2})
    figure = growth_figure(days, _posts(), _events((1, "2026-01-03", "2026-01-03", True)))
    marked = np.array(_trace(figure, "worth checking").y, dtype=float)
    assert marked[2] == 210
    assert np.isnan(marked[[0, 1, 3]]).all()
    bars = _trace(figure, "change per day")
    assert list(bars.y) == [10, 100, 10]
    assert bars.marker.color[1] != bars.marker.color[0] == bars.marker.color[2]
    assert bars.customdata[1] == "&lt;i&gt;+2&lt;/i&gt; followers · <b>event 1</b>"
    assert len(figure.layout.shapes) == 1
    assert figure.layout.annotations[0].text == "1"


def test_other_events_are_shaded_but_not_coloured() -> None:
    days = _days([100, 110, 210, 220], event={2})
    figure = growth_figure(days, _posts(), _events((1, "2026-01-03", "2026-01-04", False)))
    assert len(set(_trace(figure, "change per day").marker.color)) == 1
    amber = growth_figure(days, _posts(), _events((1, "2026-01-03", "2026-01-04", True)))
    assert figure.layout.shapes[0].fillcolor != amber.layout.shapes[0].fillcolor


def test_three_panels_share_one_time_axis_with_a_slider() -> None:
    figure = growth_figure(
        _days(list(range(40))), _posts(("2026-01-03", 1, 0, 12.0, "hi")), _events()
    )
    assert {trace.xaxis or "x" for trace in figure.data} == {"x"}
    assert {trace.yaxis or "y" for trace in figure.data} == {"y", "y2", "y3"}
    assert figure.layout.hovermode == "x unified"
    assert figure.layout.xaxis.rangeslider.visible
    names = {trace.name for trace in figure.data}
    assert {"expected followers", "expected change", "comparable accounts"} <= names


@pytest.mark.parametrize("count", [1, 2, 31, 1500])
def test_any_length_of_history_gives_a_figure_with_few_points(count: int) -> None:
    posts = _posts(*[("2026-01-03", 1, 0, 12.0, "hi")] * 700)
    figure = growth_figure(_days(list(range(count))), posts, _events())
    assert sum(len(trace.x) for trace in figure.data) <= 5_000
    json.loads(figure.to_json())


def test_thinning_keeps_the_days_that_matter_as_they_were() -> None:
    counts = np.cumsum(np.full(2_000, 10.0))
    counts[1_234:] += 500
    days = _days(counts.tolist(), event={77})
    kept = thinned(days)
    assert len(kept) <= DAYS_MAX
    assert kept["change_count"].max() == 510
    assert kept["event_number"].notna().sum() == 1
    assert kept["day"].iloc[[0, -1]].tolist() == days["day"].iloc[[0, -1]].tolist()
    assert kept["day"].is_monotonic_increasing
    assert len(thinned(days.head(DAYS_MAX))) == DAYS_MAX


def test_a_pause_stays_a_pause_when_days_are_thinned() -> None:
    days = _days(list(range(2_000)))
    days.loc[900:1_000, days.columns[1:-1]] = np.nan
    assert thinned(days)["followers_count"].isna().sum() >= 20


def test_captions_cannot_bring_markup_into_the_hover() -> None:
    posts = _posts(("2026-01-02", 2, 1, np.nan, "<a href='x'>win</a>"))
    note = _trace(growth_figure(_days([1, 2, 3]), posts, _events()), "posts")
    assert note.customdata[0] == "2 posts, sponsored<br>“&lt;a href=&#x27;x&#x27;&gt;win&lt;/a&gt;”"
    assert list(note.y) == [0]


def test_without_posts_the_panel_says_so() -> None:
    figure = growth_figure(_days([1, 2, 3]), _posts(), _events())
    assert "no posts known" in [one.text for one in figure.layout.annotations]


def test_compared_curves_start_at_a_hundred() -> None:
    one = ComparedCurve("Mira {x} <b>", _days([200, 210, 250], event={2}), frozenset({1}))
    other = ComparedCurve("Tom", _days([np.nan, 0, 50, 100]), frozenset())
    figure = compare_figure([one, other])
    assert list(figure.data[0].y) == [100, 105, 125]
    assert list(figure.data[2].y)[2:] == [100, 200]
    assert list(figure.data[1].y) == [125]  # the marked day of the first
    assert "{x}" not in figure.data[0].hovertemplate
    assert "<b>" not in figure.data[0].name


@pytest.mark.parametrize("scale", SCALES)
def test_five_long_curves_stay_within_the_points_a_page_may_send(scale: str) -> None:
    curves = [ComparedCurve(f"c{i}", _days([5.0] * 1500), frozenset()) for i in range(5)]
    figure = compare_figure(curves, scale=scale)
    assert sum(len(trace.x) for trace in figure.data) <= 5_000
    assert (figure.layout.yaxis.type == "log") is (scale == "Log")


def test_the_heat_map_counts_every_creator_once() -> None:
    cells = pd.DataFrame(
        {"probability_cell": [0, 0, 9], "score_cell": [0, 4, 9], "creators_count": [1200, 12345, 7]}
    )
    figure = both_scores_figure(cells)
    text = figure.data[0].text
    assert text[0][0] == "1.2k"
    assert text[0][4] == "12k"
    assert text[9][9] == "7"
    assert text[5][5] == ""
    assert figure.data[0].customdata[9][9] == (
        "probability 90-100%, caution score 90-100<br>7 creators"
    )
    assert figure.data[0].customdata[0][0].endswith("1,200 creators")
    assert np.isnan(np.array(both_scores_figure(cells.head(0)).data[0].z, dtype=float)).all()


def test_the_what_if_marks_events_and_spikes_apart() -> None:
    days = _days([0, 10, 200, 210])
    figure = what_if_figure(
        days,
        in_event=np.array([False, False, True, False]),
        is_spike=np.array([False, True, True, False]),
        threshold=9.0,
    )
    colors = list(figure.data[0].marker.color)
    assert len(set(colors)) == 2
    assert colors[2] not in (colors[0], colors[1], colors[3])
    assert list(figure.data[1].y) == [10, 190]
    assert figure.layout.shapes[0].y0 == 9.0


def test_parts_tell_the_cap_and_what_is_unknown() -> None:
    figure = score_parts_figure(
        [("Unusual days", 50, 50), ("Engagement", 40, 40), ("Growth", 30, 30)], score=100
    )
    assert "sum 120, capped at 100" in figure.layout.title.text
    partial = score_parts_figure([("Unusual days", None, 50), ("Growth", 20, 30)], score=20)
    assert "capped" not in partial.layout.title.text
    assert list(partial.data[0].text) == ["not known", "20 of 30"]


def test_parts_of_the_index_stand_beside_a_hundred() -> None:
    figure = index_parts_figure([("Growth", 98.4), ("Followers", None)], index=96)
    assert list(figure.data[0].x) == [100, 100]
    assert list(figure.data[1].x) == [98.4, 0]
    assert list(figure.data[0].text) == ["98 of 100", "not known"]


def test_peers_band_runs_from_the_tenth_to_the_ninetieth_percentile() -> None:
    figure = peers_figure(
        {10: 0.01, 25: 0.02, 50: 0.03, 75: 0.05, 90: 0.08},
        own_rate=0.001,
        published_rate=0.0054,
    )
    assert figure.data[0].base[0] == 0.01
    assert figure.data[0].x[0] == pytest.approx(0.07)
    texts = {one.text: one for one in figure.layout.annotations}
    assert set(texts) == {"median 3.0%", "published 0.54%", "this creator 0.1%"}
    # Above the band and to the right of the mark, or a phone would cut the words.
    assert texts["this creator 0.1%"].xanchor == "left"
    assert texts["this creator 0.1%"].y > 0 > texts["median 3.0%"].y


def test_a_short_axis_of_peers_has_ticks_that_differ_and_words_that_fit() -> None:
    low = dict.fromkeys((10, 25, 50, 75, 90), 0.0002)
    figure = peers_figure(low, own_rate=0.0002, published_rate=0.0033)
    assert figure.layout.xaxis.tickformat == ".2~%"
    median = next(one for one in figure.layout.annotations if one.text.startswith("median"))
    assert median.xanchor == "left"


def test_the_band_ends_where_a_pause_begins() -> None:
    days = _days([float(i) for i in range(9)])
    days.loc[3:5, days.columns[1:-1]] = np.nan
    band = _trace(growth_figure(days, _posts(), _events()), "expected change")
    # Two stretches of three days, each there and back, with a hole between them.
    assert len(band.x) == 13
    assert band.x[6] is None
