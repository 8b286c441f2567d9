"""Slides as python-pptx makes them, in the colours of our reports: titles, texts, tables, charts.

Texts are cut to fit their boxes before they are written, since PowerPoint only fits a text when
somebody edits it.
"""

from __future__ import annotations

import colorsys
import io
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from core.formats import avatar_hue, initials, picture_kind
from core.report.deck.charts import add_bar_chart
from core.report.deck.style import (
    HEIGHT,
    INK,
    LEFT,
    LINE,
    LINE_HEIGHT,
    PAD,
    RIGHT,
    SOFT,
    WHITE,
    WIDTH,
    add_run,
    paint,
    set_frame,
    set_theme,
)
from core.report.deck.tables import Cell, Column, add_table
from core.report.text_fit import clean_line, fitted, wrapped

_TITLE_ONLY = 5  # layout of the default template


class Deck:
    """A presentation in the making; see the module.

    Attributes:
        footer: at the foot of each slide.
    """

    def __init__(self, footer: str) -> None:
        self.footer = footer
        self._file = Presentation()
        self._file.slide_width, self._file.slide_height = Pt(WIDTH), Pt(HEIGHT)
        set_theme(self._file)
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
        set_frame(frame, MSO_ANCHOR.TOP)
        text = fitted(title, size, RIGHT - LEFT, lines=lines, bold=True)
        add_run(frame.paragraphs[0], text, size, bold=True)
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
        set_frame(frame, MSO_ANCHOR.TOP, pad)
        shown = fitted(text, size, width - 2 * pad, lines=lines, bold=bold)
        add_run(frame.paragraphs[0], shown, size, color=color, bold=bold)
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
        set_frame(frame, MSO_ANCHOR.TOP, pad)
        for place, shown in enumerate(paragraphs):
            paragraph = frame.paragraphs[0] if not place else frame.add_paragraph()
            paragraph.space_after = Pt(gap)
            add_run(paragraph, shown, size)
        return len(paragraphs)

    def tile(
        self, texts: tuple[str, str, str], left: float, top: float, width: float, height: float
    ) -> None:
        """A figure in a bordered box: label, value and note in three lines."""
        label, value, note = texts
        shape = self._box(left, top, width, height, WHITE, line=LINE)
        frame = shape.text_frame
        set_frame(frame, MSO_ANCHOR.MIDDLE, 10)
        room = width - 20
        add_run(frame.paragraphs[0], fitted(label, 11, room), 11, color=SOFT)
        size = next(
            (s for s in (22, 20, 18, 16, 14) if fitted(value, s, room, bold=True) == value), 12
        )
        add_run(frame.add_paragraph(), fitted(value, size, room, bold=True), size, bold=True)
        add_run(frame.add_paragraph(), fitted(note, 10, room, lines=2), 10, color=SOFT)

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Cell]],
        left: float,
        top: float,
        **options: Any,
    ) -> float:
        """A native table; returns where it ends. Options as for `add_table`."""
        return add_table(self._slide, columns, rows, left, top, **options)

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
        paint(shape, "".join(f"{round(255 * part):02x}" for part in (red, green, blue)))
        set_frame(shape.text_frame, MSO_ANCHOR.MIDDLE)
        shape.text_frame.word_wrap = False
        add_run(
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
        """A native chart of horizontal bars, see `add_bar_chart`."""
        add_bar_chart(self._slide, title, categories, series, (left, top, width, height))

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
        paint(shape, fill, line)
        return shape
