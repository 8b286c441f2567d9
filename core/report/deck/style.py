"""Measures, colours and text of slides; sizes are points, a slide is 960 x 540."""

from __future__ import annotations

import re
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.util import Pt

WIDTH, HEIGHT = 960, 540
LEFT, RIGHT, TOP, BOTTOM = 40, 920, 92, 500  # where the content of a slide lies
INK, SOFT, LINE, PANEL = "16242b", "52626d", "dbe2e5", "f4f6f7"
TEAL, LIGHT_TEAL, AMBER, AMBER_SOFT, WHITE = "0d9488", "9fd8d1", "b45309", "fdf1e0", "ffffff"
GREY = "94a3b8"
LINE_HEIGHT = 1.2
PAD = 10  # around the text of a filled box
FONT = "Arial"
_THEME = "/theme"
_PRESENTATION = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


def set_theme(file: Any) -> None:
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
            text = re.sub(r'(<a:latin typeface=")Calibri( Light)?(")', rf"\g<1>{FONT}\g<3>", text)
            part._blob = text.encode("utf-8")


def set_frame(frame: Any, anchor: Any, pad: float = 0) -> None:
    """Lines wrap in the frame, and stand at its anchor with a pad around them."""
    frame.word_wrap = True
    frame.vertical_anchor = anchor
    frame.margin_left = frame.margin_right = Pt(pad)
    frame.margin_top = frame.margin_bottom = Pt(pad)


def add_run(
    paragraph: Any, text: str, size: float, *, bold: bool = False, color: str = INK
) -> None:
    """Adds a text to a paragraph."""
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
    run.font.color.rgb = RGBColor.from_string(color.upper())


def paint(shape: Any, fill: str, line: str | None = None) -> None:
    """Gives a shape a colour, and a border where there is a line."""
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
