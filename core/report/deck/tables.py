"""Native tables of slides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from core.report.deck.style import AMBER, INK, LINE, PANEL, SOFT, add_run
from core.report.text_fit import fitted

_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's 'No Style, No Grid'
_MARGIN = 6  # of cells, at the left and the right
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


def add_table(
    slide: Any,
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
    """A native table on a slide; texts are cut to fit their cells. Returns where it ends.

    Args:
        bold_size: of bold cells; None for the same as others.
    """
    header_height = 22
    width = sum(column.width for column in columns)
    height = header_height + row_height * len(rows)
    shape = slide.shapes.add_table(
        len(rows) + 1, len(columns), Pt(left), Pt(top), Pt(width), Pt(height)
    )
    shape.name = name
    table = shape.table
    shape._element.graphic.graphicData.tbl.tblPr.find(f"{_DRAWING}tableStyleId").text = _NO_STYLE
    for place, column in enumerate(columns):
        table.columns[place].width = Pt(column.width)
        room = column.width - 2 * _MARGIN
        heading = fitted(column.heading, size - 1, room, bold=True)
        cell = table.cell(0, place)
        _cell(cell, fill=PANEL, right=column.right)
        add_run(cell.text_frame.paragraphs[0], heading, size - 1, bold=True, color=SOFT)
    table.rows[0].height = Pt(header_height)
    for number, row in enumerate(rows, start=1):
        table.rows[number].height = Pt(row_height)
        for place, (column, content) in enumerate(zip(columns, row, strict=True)):
            text_size = (bold_size or size) if content.bold else size
            _fill_cell(table.cell(number, place), column, content, text_size, second_size)
    return top + height


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
    add_run(cell.text_frame.paragraphs[0], text, size, bold=content.bold, color=color)
    if content.second:
        paragraph = cell.text_frame.add_paragraph()
        if column.right:
            paragraph.alignment = PP_ALIGN.RIGHT
        add_run(paragraph, fitted(content.second, second_size, room), second_size, color=SOFT)
