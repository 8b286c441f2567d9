"""Bars from the low to the high end of ranges."""

from __future__ import annotations

import pytest

from core.models.campaign.totals import Range
from core.report.campaign.bars import range_bars


def test_a_bar_runs_from_the_low_to_the_high_end() -> None:
    drawing = range_bars(["a", "b"], [("cost", [Range(100, 200), Range(None, None)], ["x", "-"])])
    panel = drawing.panels[0]
    assert [tick.text for tick in panel.ticks] == ["0", "100", "200"]
    scale = (panel.right - panel.left) / 200
    assert panel.bars[0].x == pytest.approx(panel.left + 100 * scale)
    assert panel.bars[0].width == pytest.approx(100 * scale)
    assert panel.bars[0].title == "a: x"
    assert [mark.text for mark in panel.unknown] == ["-"]


def test_nothing_sticks_out_whatever_the_figures() -> None:
    ranges = [Range(0, 0), Range(5, 5), Range(0.01, 4_800_123), Range(4_800_123, 4_800_123)]
    drawing = range_bars(
        ["n" * 300] * 4, [("cost", ranges, ["-"] * 4), ("reach", ranges[::-1], ["-"] * 4)]
    )
    for panel in drawing.panels:
        assert panel.right <= drawing.width
        for bar in panel.bars:
            assert panel.left <= bar.x + 1e-9
            assert bar.x + bar.width <= panel.right + 1e-9
        texts = [tick.text for tick in panel.ticks]
        assert len(set(texts)) == len(texts)
    assert all(label.text.endswith("…") for label in drawing.labels)


def test_without_rows_there_are_only_axes() -> None:
    assert range_bars([], [("cost", [], [])]).panels[0].bars == []
