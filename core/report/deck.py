"""Slides as python-pptx makes them, in the colours of our reports: titles, texts, tables, charts.

Sizes are points; a slide is 960 x 540. Texts are cut to fit their boxes before they are written,
since PowerPoint only fits a text when somebody edits it.
"""

from __future__ import annotations

import colorsys
import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from core.formats import avatar_hue, initials, picture_kind
from core.report.drawing import nice_step
from core.report.text_fit import clean_line, fitted, wrapped
from core.store.export import cell_text

WIDTH, HEIGHT = 960, 540
LEFT, RIGHT, TOP, BOTTOM = 40, 920, 92, 500  # where the content of a slide lies
INK, SOFT, LINE, PANEL = "16242b", "52626d", "dbe2e5", "f4f6f7"
TEAL, LIGHT_TEAL, AMBER, AMBER_SOFT, WHITE = "0d9488", "9fd8d1", "b45309", "fdf1e0", "ffffff"
GREY = "94a3b8"
LINE_HEIGHT = 1.2
PAD = 10  # around the text of a filled box
_FONT = "Arial"
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's 'No Style, No Grid'
_TITLE_ONLY = 5  # layout of the default template
_MARGIN = 6  # of cells, at the left and the right
_AXIS_UNITS = ((1e9, ",,,", "B"), (1e6, ",,", "M"), (1e3, ",", "k"))
_TICKS = 4
_THEME = "/theme"
_PRESENTATION = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@dataclass(frozen=True)
class Cell:
    """A cell of a table.

    Attributes:
        text: cut to `lines`.
        second: a further line, smaller and grey; '' for none.
        tone: 'plain', 'check' (amber) or 'soft' (grey).
    """

    text: str
    second: str = ""
    lines: int = 1
    bold: bool = False
    tone: str = "plain"


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading and width in points."""

    heading: str
    width: float
    right: bool = False


class Deck:
    """A presentation in the making; see the module.

    Attributes:
        footer: at the foot of each slide.
    """

    def __init__(self, footer: str) -> None:
        self.footer = footer
        self._file = Presentation()
        self._file.slide_width, self._file.slide_height = Pt(WIDTH), Pt(HEIGHT)
        _our_theme(self._file)
        self._slide: Any = None

    @property
    def slides_count(self) -> int:
        """Slides made so far."""
        return len(self._file.slides)

    def content(self) -> bytes:
        """The file."""
        stream = io.BytesIO()
        self._file.save(stream)
        return stream.getvalue()

    def properties(self, *, title: str, subject: str) -> None:
        """What the file says of itself."""
        core = self._file.core_properties
        core.title, core.subject = clean_line(title)[:250], clean_line(subject)[:250]
        core.author = "Influencer Scout"

    def slide(self, title: str, notes: str, *, top: float = 28, size: float = 24) -> None:
        """A new slide with a title, a footer and speaker notes."""
        self._slide = self._file.slides.add_slide(self._file.slide_layouts[_TITLE_ONLY])
        shape = self._slide.shapes.title
        lines = 1 if size <= 24 else 3
        height = size * LINE_HEIGHT * lines + 8
        shape.left, shape.top = Pt(LEFT), Pt(top)
        shape.width, shape.height = Pt(RIGHT - LEFT), Pt(height)
        frame = shape.text_frame
        _frame(frame, MSO_ANCHOR.TOP)
        text = fitted(title, size, RIGHT - LEFT, lines=lines, bold=True)
        _run(frame.paragraphs[0], text, size, bold=True)
        frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        self._slide.notes_slide.notes_text_frame.text = notes
        number = self.slides_count
        self.text(self.footer, LEFT, 512, 800, 16, size=9, color=SOFT)
        self.text(str(number), 840, 512, 80, 16, size=9, color=SOFT, right=True)

    def text(
        self,
        text: str,
        left: float,
        top: float,
        width: float,
        height: float,
        *,
        size: float = 12,
        color: str = INK,
        bold: bool = False,
        fill: str | None = None,
        right: bool = False,
    ) -> None:
        """A text in a box, cut to fit it; with a fill it gets room around it."""
        pad = PAD if fill else 0
        lines = max(int((height - 2 * pad + 0.5) / (size * LINE_HEIGHT)), 1)
        shape = self._box(left, top, width, height, fill)
        frame = shape.text_frame
        _frame(frame, MSO_ANCHOR.TOP, pad)
        shown = fitted(text, size, width - 2 * pad, lines=lines, bold=bold)
        _run(frame.paragraphs[0], shown, size, color=color, bold=bold)
        if right:
            frame.paragraphs[0].alignment = PP_ALIGN.RIGHT

    def bullets(
        self,
        texts: Sequence[str],
        left: float,
        top: float,
        width: float,
        height: float,
        *,
        size: float = 12,
        lines: int = 2,
        fill: str | None = None,
        bullet: str = "•  ",
    ) -> int:
        """Texts as paragraphs, each cut to `lines`; those that do not fit are left out.

        Returns:
            How many are shown.
        """
        pad = PAD if fill else 0
        room = height - 2 * pad
        paragraphs: list[str] = []
        gap = size * 0.4
        for text in texts:
            shown = fitted(f"{bullet}{text}", size, width - 2 * pad, lines=lines)
            taken = len(wrapped(shown, size, width - 2 * pad)) * size * LINE_HEIGHT + gap
            if taken > room:
                break
            room -= taken
            paragraphs.append(shown)
        shape = self._box(left, top, width, height, fill)
        frame = shape.text_frame
        _frame(frame, MSO_ANCHOR.TOP, pad)
        for place, shown in enumerate(paragraphs):
            paragraph = frame.paragraphs[0] if not place else frame.add_paragraph()
            paragraph.space_after = Pt(gap)
            _run(paragraph, shown, size)
        return len(paragraphs)

    def tile(
        self, texts: tuple[str, str, str], left: float, top: float, width: float, height: float
    ) -> None:
        """A figure in a bordered box: label, value and note in three lines."""
        label, value, note = texts
        shape = self._box(left, top, width, height, WHITE, line=LINE)
        frame = shape.text_frame
        _frame(frame, MSO_ANCHOR.MIDDLE, 10)
        room = width - 20
        _run(frame.paragraphs[0], fitted(label, 11, room), 11, color=SOFT)
        size = next(
            (s for s in (22, 20, 18, 16, 14) if fitted(value, s, room, bold=True) == value), 12
        )
        _run(frame.add_paragraph(), fitted(value, size, room, bold=True), size, bold=True)
        _run(frame.add_paragraph(), fitted(note, 10, room, lines=2), 10, color=SOFT)

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Cell]],
        left: float,
        top: float,
        *,
        row_height: float,
        size: float = 11,
        bold_size: float | None = None,
        second_size: float = 9,
        name: str = "Table",
    ) -> float:
        """A native table; texts are cut to fit their cells. Returns where it ends.

        Args:
            bold_size: of bold cells; None for the same as others.
        """
        header_height = 22
        width = sum(column.width for column in columns)
        height = header_height + row_height * len(rows)
        shape = self._slide.shapes.add_table(
            len(rows) + 1, len(columns), Pt(left), Pt(top), Pt(width), Pt(height)
        )
        shape.name = name
        table = shape.table
        shape._element.graphic.graphicData.tbl.tblPr.find(
            f"{_DRAWING}tableStyleId"
        ).text = _NO_STYLE
        for place, column in enumerate(columns):
            table.columns[place].width = Pt(column.width)
            room = column.width - 2 * _MARGIN
            heading = fitted(column.heading, size - 1, room, bold=True)
            cell = table.cell(0, place)
            _cell(cell, fill=PANEL, right=column.right)
            _run(cell.text_frame.paragraphs[0], heading, size - 1, bold=True, color=SOFT)
        table.rows[0].height = Pt(header_height)
        for number, row in enumerate(rows, start=1):
            table.rows[number].height = Pt(row_height)
            for place, (column, content) in enumerate(zip(columns, row, strict=True)):
                text_size = (bold_size or size) if content.bold else size
                _fill_cell(table.cell(number, place), column, content, text_size, second_size)
        return top + height

    def face(
        self, name: str, picture: bytes | None, left: float, top: float, size: float, words: str
    ) -> None:
        """A round picture of a creator, described by `words`, or the initials."""
        if picture is not None and picture_kind(picture):
            shape = self._slide.shapes.add_picture(io.BytesIO(picture), Pt(left), Pt(top))
            across, down = shape.image.size
            side = min(across, down)
            shape.crop_left = shape.crop_right = (across - side) / across / 2
            shape.crop_top = shape.crop_bottom = (down - side) / down / 2
            shape.width = shape.height = Pt(size)
            shape.auto_shape_type = MSO_SHAPE.OVAL
            shape._element.nvPicPr.cNvPr.set("descr", clean_line(words))
            return
        shape = self._slide.shapes.add_shape(MSO_SHAPE.OVAL, Pt(left), Pt(top), Pt(size), Pt(size))
        red, green, blue = colorsys.hls_to_rgb(avatar_hue(name) / 360, 0.36, 0.38)
        _paint(shape, "".join(f"{round(255 * part):02x}" for part in (red, green, blue)))
        _frame(shape.text_frame, MSO_ANCHOR.MIDDLE)
        shape.text_frame.word_wrap = False
        _run(
            shape.text_frame.paragraphs[0],
            clean_line(initials(name)),
            round(size * 0.36, 1),
            bold=True,
            color=WHITE,
        )
        shape.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER

    def bar_chart(
        self,
        title: str,
        categories: Sequence[str],
        series: Sequence[tuple[str, Sequence[float | None], str]],
        left: float,
        top: float,
        width: float,
        height: float,
    ) -> None:
        """A native chart of horizontal bars, the first category on top.

        Several series are stacked, with an axis; a single one has its numbers at the bars.

        Args:
            series: (name, a value or None for each category, colour).
        """
        most = max((sum(values) for values in _stacks(series)), default=0.0)
        step = nice_step((most or 1.0) / _TICKS)
        numbers = axis_format(most, step) if len(series) > 1 else "#,##0"
        data = CategoryChartData(number_format=numbers)
        room = width * (0.32 if len(series) > 1 else 0.42)
        # The chart carries a workbook of its own: a name must not be a formula in it.
        data.categories = [cell_text(fitted(name, 10, room)) for name in categories]
        for name, values, _ in series:
            data.add_series(name, values)
        kind = XL_CHART_TYPE.BAR_STACKED if len(series) > 1 else XL_CHART_TYPE.BAR_CLUSTERED
        frame = self._slide.shapes.add_chart(kind, Pt(left), Pt(top), Pt(width), Pt(height), data)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", clean_line(title))
        frame.name = clean_line(title)
        _style_chart(frame.chart, title, [color for *_, color in series])
        _scale_chart(frame.chart, math.ceil(most / step - 1e-9) * step, step, numbers)

    def _box(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        fill: str | None,
        *,
        line: str | None = None,
    ) -> Any:
        if fill is None:
            return self._slide.shapes.add_textbox(Pt(left), Pt(top), Pt(width), Pt(height))
        shape = self._slide.shapes.add_shape(
            MSO_SHAPE.ROUNDED_RECTANGLE, Pt(left), Pt(top), Pt(width), Pt(height)
        )
        shape.adjustments[0] = min(8 / min(width, height), 0.5)
        _paint(shape, fill, line)
        return shape


def _our_theme(file: Any) -> None:
    """Our font and colours in the theme, so that what people add looks like the rest."""
    for relation in file.slide_master.part.rels.values():
        if relation.reltype.endswith(_THEME):
            part = relation.target_part
            text = part.blob.decode("utf-8")
            for place, color in enumerate((TEAL, AMBER, "0072b2", "cc79a7", GREY, "56b4e9"), 1):
                text = re.sub(
                    rf"(<a:accent{place}><a:srgbClr val=\")[0-9A-Fa-f]{{6}}",
                    rf"\g<1>{color.upper()}",
                    text,
                )
            text = re.sub(r'(<a:latin typeface=")Calibri( Light)?(")', rf"\g<1>{_FONT}\g<3>", text)
            part._blob = text.encode("utf-8")


def _frame(frame: Any, anchor: Any, pad: float = 0) -> None:
    frame.word_wrap = True
    frame.vertical_anchor = anchor
    frame.margin_left = frame.margin_right = Pt(pad)
    frame.margin_top = frame.margin_bottom = Pt(pad)


def _run(paragraph: Any, text: str, size: float, *, bold: bool = False, color: str = INK) -> None:
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, _FONT
    run.font.color.rgb = RGBColor.from_string(color.upper())


def _paint(shape: Any, fill: str, line: str | None = None) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(fill.upper())
    # The style of a new shape brings a shadow, and its own colours for line and text.
    style = shape._element.find(f"{_PRESENTATION}style")
    if style is not None:
        shape._element.remove(style)
    if line is None:
        shape.line.fill.background()
    else:
        shape.line.color.rgb = RGBColor.from_string(line.upper())
        shape.line.width = Pt(0.75)
    shape.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT


def _cell(cell: Any, *, fill: str | None, right: bool) -> None:
    cell.margin_left = cell.margin_right = Pt(_MARGIN)
    cell.margin_top = cell.margin_bottom = Pt(1)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    if fill is None:
        cell.fill.background()
    else:
        cell.fill.solid()
        cell.fill.fore_color.rgb = RGBColor.from_string(fill.upper())
    cell.text_frame.word_wrap = True
    if right:
        cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
    # A line under the row; python-pptx has no call for the borders of a cell.
    border = OxmlElement("a:lnB")
    border.set("w", str(Pt(0.75)))
    paint, color = OxmlElement("a:solidFill"), OxmlElement("a:srgbClr")
    color.set("val", LINE.upper())
    paint.append(color)
    border.append(paint)
    cell._tc.get_or_add_tcPr().insert(0, border)


def _fill_cell(cell: Any, column: Column, content: Cell, size: float, second_size: float) -> None:
    room = column.width - 2 * _MARGIN
    color = {"check": AMBER, "soft": SOFT}.get(content.tone, INK)
    _cell(cell, fill=None, right=column.right)
    text = fitted(content.text, size, room, lines=content.lines, bold=content.bold)
    _run(cell.text_frame.paragraphs[0], text, size, bold=content.bold, color=color)
    if content.second:
        paragraph = cell.text_frame.add_paragraph()
        if column.right:
            paragraph.alignment = PP_ALIGN.RIGHT
        _run(paragraph, fitted(content.second, second_size, room), second_size, color=SOFT)


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
    chart.font.size, chart.font.name = Pt(10), _FONT
    chart.font.color.rgb = RGBColor.from_string(SOFT.upper())
    chart.has_title = True
    _run(chart.chart_title.text_frame.paragraphs[0], clean_line(title), 12, bold=True)
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
