"""Figures of how a creator fits."""

from __future__ import annotations

from core.charts.fit import order_contributions_figure


def test_a_short_bar_to_the_left_has_room_for_its_number() -> None:
    low, high = order_contributions_figure(["Size", "Posts"], [0.68, -0.07], title="").layout.xaxis[
        "range"
    ]
    # About six letters of a panel that takes thirty.
    assert -low >= 0.2 * (high - low)
    assert order_contributions_figure(["Size"], [0.68], title="").layout.xaxis["range"][0] == 0
