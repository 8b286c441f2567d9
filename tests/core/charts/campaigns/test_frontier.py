"""The figure of the frontier: who is drawn as what, and names that cannot break it."""

from __future__ import annotations

import pandas as pd

from core.charts.campaigns.frontier import IN_ALL, PER_100, frontier_figure


def points() -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "influencer_id": ["a", "b", "c"],
            "handle": ["<b>a", "b", "c"],
            "name": ["A {x}", "B", "C"],
            "tier": "micro",
            "reach": [1_000.0, 5_000.0, 100.0],
            "engagements": [50.0, 20.0, 0.0],
            "price": [100.0, 400.0, 50.0],
            "cost_source": ["listed", "estimated", "listed"],
            "is_chosen": [True, False, False],
            "is_efficient": [True, True, False],
            "is_frontier": [True, True, False],
        }
    )
    for name in ("reach", "engagements"):
        frame[f"{name}_per_100"] = frame[name] / frame["price"] * 100
    return frame


def test_each_creator_is_drawn_and_the_chosen_one_is_named_in_the_accent() -> None:
    figure = frontier_figure(points(), per=PER_100, title="Who brings most?")
    rest, line, chosen = figure.data
    assert [mark[0] for mark in rest.customdata] == ["c"]
    assert [mark[0] for mark in line.customdata] == ["b", "a"]  # from few engagements to many
    assert line.mode == "lines+markers"
    assert list(chosen.x) == [50.0]
    assert list(chosen.y) == [1_000.0]
    assert figure.layout.annotations[0].text == "@&lt;b>a"
    assert "A (x)" in chosen.customdata[0][1]
    assert line.customdata[0][5] == " (estimated)"


def test_in_all_the_frontier_is_marks_and_a_zero_has_a_place_on_a_log_axis() -> None:
    figure = frontier_figure(points(), per=IN_ALL, title="t")
    assert figure.data[1].mode == "markers"
    assert min(figure.data[0].x) > 0
    assert "in all" in figure.layout.xaxis.title.text


def test_a_set_of_nobody_still_draws_the_candidates() -> None:
    figure = frontier_figure(points().assign(is_chosen=False), per=PER_100, title="t")
    assert not len(figure.data[2].x)
