"""Ranges of creators as horizontal bars of an SVG: what each costs and whom each reaches."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from core.models.campaign.totals import Range
from core.report.drawing import Box, Mark, nice_step, tick_texts
from core.report.text_fit import fitted

WIDTH = 760
_TOP, _ROW, _BOTTOM = 24, 22, 20
_NAMES = 190  # width for the names
_GAP = 34
_FONT = 11


@dataclass(frozen=True)
class BarPanel:
    """One of the panels side by side.

    Attributes:
        ticks: marks of the horizontal axis, at the bottom.
        bars: one per row with a known range.
        unknown: '-' for each row without one.
    """

    name: str
    left: float
    right: float
    ticks: list[Mark]
    bars: list[Box]
    unknown: list[Mark]


@dataclass(frozen=True)
class BarDrawing:
    """Attributes:
    labels: names of the rows, at the left.
    """

    labels: list[Mark]
    panels: list[BarPanel]
    height: float
    width: int = WIDTH

    @property
    def bottom(self) -> float:
        """Where the rows end."""
        return self.height - _BOTTOM


def range_bars(
    labels: Sequence[str], panels: Sequence[tuple[str, Sequence[Range], Sequence[str]]]
) -> BarDrawing:
    """A row per label with a bar from the low to the high end, from 0, in each panel.

    Args:
        panels: (name, ranges, their words) with a range and words for each label.
    """
    height = _TOP + _ROW * max(len(labels), 1) + _BOTTOM
    width = (WIDTH - _NAMES - _GAP * len(panels)) / max(len(panels), 1)
    drawn = []
    for place, (name, ranges, words) in enumerate(panels):
        left = _NAMES + _GAP + place * (width + _GAP) - _GAP / 2
        drawn.append(_panel(name, ranges, words, labels, left, left + width, height))
    rows = [
        Mark(0, _TOP + (row + 0.65) * _ROW, fitted(label, _FONT, _NAMES - 8))
        for row, label in enumerate(labels)
    ]
    return BarDrawing(rows, drawn, height)


def _panel(
    name: str,
    ranges: Sequence[Range],
    words: Sequence[str],
    labels: Sequence[str],
    left: float,
    right: float,
    height: float,
) -> BarPanel:
    most = max((figure.high for figure in ranges if figure.high is not None), default=0.0) or 1.0
    step = nice_step(most / 3)
    top = math.ceil(most / step - 1e-9) * step
    values = [number * step for number in range(round(top / step) + 1)]
    scale = (right - left) / top
    bars, unknown = [], []
    for row, figure in enumerate(ranges):
        middle = _TOP + (row + 0.5) * _ROW
        if figure.low is None or figure.high is None:
            unknown.append(Mark(left + 2, middle + 4, "-"))
            continue
        width = max((figure.high - figure.low) * scale, 2.5)
        x = min(left + figure.low * scale, right - width)
        bars.append(Box(x, middle - 6, width, 12, "", f"{labels[row]}: {words[row]}"))
    ticks = [
        Mark(left + value * scale, height - 6, text)
        for value, text in zip(values, tick_texts(values), strict=True)
    ]
    return BarPanel(name, left, right, ticks, bars, unknown)
