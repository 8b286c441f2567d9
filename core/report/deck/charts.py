"""Native charts of slides."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
)
from pptx.util import Pt

from core.report.deck.style import FONT, LINE, SOFT, add_run
from core.report.drawing import nice_step
from core.report.text_fit import clean_line, fitted
from core.store.export import cell_text

_AXIS_UNITS = ((1e9, ",,,", "B"), (1e6, ",,", "M"), (1e3, ",", "k"))
_TICKS = 4


def add_bar_chart(
    slide: Any,
    title: str,
    categories: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None], str]],
    box: tuple[float, float, float, float],
) -> None:
    """A native chart of horizontal bars on a slide, the first category on top.

    Several series are stacked, with an axis; a single one has its numbers at the bars.

    Args:
        series: (name, a value or None for each category, colour).
        box: left, top, width and height.
    """
    left, top, width, height = box
    most = max((sum(values) for values in _stacks(series)), default=0.0)
    step = nice_step((most or 1.0) / _TICKS)
    numbers = axis_format(most, step) if len(series) > 1 else "#,##0"
    data = CategoryChartData(number_format=numbers)
    # Words take a second line at the few bars of a single series; names keep to one.
    room, lines = (width * 0.32, 1) if len(series) > 1 else (width * 0.42, 2)
    # The chart carries a workbook of its own: a name must not be a formula in it.
    data.categories = [cell_text(fitted(name, 10, room, lines=lines)) for name in categories]
    for name, values, _ in series:
        data.add_series(name, values)
    kind = XL_CHART_TYPE.BAR_STACKED if len(series) > 1 else XL_CHART_TYPE.BAR_CLUSTERED
    frame = slide.shapes.add_chart(kind, Pt(left), Pt(top), Pt(width), Pt(height), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean_line(title))
    frame.name = clean_line(title)
    _style_chart(frame.chart, title, [color for *_, color in series])
    _scale_chart(frame.chart, math.ceil(most / step - 1e-9) * step, step, numbers)


def axis_format(most: float, step: float) -> str:
    """A number format whose ticks differ: as many digits as the step needs, and a bare 0."""
    size, commas, unit = next((unit for unit in _AXIS_UNITS if most >= unit[0]), (1.0, "", ""))
    digits = next(count for count in range(7) if abs(step / size * 10**count % 1) < 1e-6)
    places = f".{'0' * digits}" if digits else ""
    suffix = f'"{unit}"' if unit else ""
    return f"#,##0{places}{commas}{suffix};-0;0"


def _stacks(series: Sequence[tuple[str, Sequence[float | None], str]]) -> list[list[float]]:
    """The known values of each category."""
    columns = zip(*(values for _, values, _ in series), strict=True)
    return [[value for value in column if value is not None] for column in columns]


def _style_chart(chart: Any, title: str, colors: Sequence[str]) -> None:
    chart.font.size, chart.font.name = Pt(10), FONT
    chart.font.color.rgb = RGBColor.from_string(SOFT.upper())
    chart.has_title = True
    add_run(chart.chart_title.text_frame.paragraphs[0], clean_line(title), 12, bold=True)
    chart.has_legend = len(colors) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 55, 100
    for series, color in zip(plot.series, colors, strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(color.upper())
    names = chart.category_axis
    names.reverse_order = True
    names.format.line.color.rgb = RGBColor.from_string(LINE.upper())
    names.has_major_gridlines = False


def _scale_chart(chart: Any, most: float, step: float, numbers: str) -> None:
    values, plot = chart.value_axis, chart.plots[0]
    values.minimum_scale = 0
    if len(plot.series) == 1:
        values.visible = values.has_major_gridlines = False
        plot.has_data_labels = True
        plot.data_labels.number_format, plot.data_labels.number_format_is_linked = numbers, False
        plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
        plot.data_labels.font.size = Pt(11)
        return
    values.maximum_scale, values.major_unit = most or step, step
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = RGBColor.from_string(LINE.upper())
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = numbers, False
    # The axis of an upside-down chart is at its top: the labels go to the other side.
    values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
