"""Figures of the follower audit."""

from __future__ import annotations

import pytest

from core.charts.accounts import drivers_figure, probability_figure, sample_size_figure
from core.charts.template import ACCENT, AMBER, GREY


def test_each_profile_stands_in_one_bar_and_half_is_amber() -> None:
    figure = probability_figure([0.0, 0.04, 0.49, 0.5, 1.0])
    bars = figure.data[0]
    assert sum(bars.y) == 5
    assert bars.y[0] == 2
    assert bars.y[9] == 1
    assert bars.y[10] == 1
    assert (bars.marker.color[9], bars.marker.color[10]) == (GREY, AMBER)
    assert sum(probability_figure([]).data[0].y) == 0


def test_drivers_are_drawn_in_their_order_from_zero() -> None:
    figure = drivers_figure([("posts", 0.6, 7), ("user name", 0.4, 2)])
    assert list(figure.data[0].y) == ["posts", "user name"]
    assert figure.layout.xaxis.range[0] == 0
    assert drivers_figure([]).data[0].y == ()


def test_the_own_size_stands_among_the_others_once() -> None:
    figure = sample_size_figure(
        {100: 0.1, 400: 0.06}, own_size=250, own_half_width=0.07, floor=0.05
    )
    bars = figure.data[0]
    assert list(bars.x) == ["100", "250", "400"]
    assert list(bars.y) == pytest.approx([0.1, 0.07, 0.06])
    assert list(bars.marker.color) == [GREY, ACCENT, GREY]
    same = sample_size_figure({100: 0.1}, own_size=100, own_half_width=0.1, floor=0.05)
    assert len(same.data[0].x) == 1
