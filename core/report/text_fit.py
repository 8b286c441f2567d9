"""How wide a text is on paper or a slide, without a font at hand: cut and wrapped to fit.

The widths are those of Helvetica, which Arial and Liberation Sans share.
"""

from __future__ import annotations

import re
import unicodedata

# Thousandths of the size of the font, from the space to the tilde (Adobe's Helvetica metrics).
_WIDTHS = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_SIGNS = {"…": 1_000, "€": 556, "·": 278, "•": 350, "±": 584, "–": 556}
# Control signs, half letters and what is no letter at all.
_UNFIT = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufffe\\uffff]")
_BOLD = 1.08  # bold letters against ordinary ones, in running text
_OTHER = 780  # what is not in the table: wider than nearly all European letters
_WIDE = 1_400  # East Asian signs and emoji, which stand-in fonts draw wider than a square


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a text on one line, in the unit of `size`; on the safe side for other scripts."""
    thousandths = sum(_letter_width(letter) for letter in text)
    return thousandths / 1000 * size * (_BOLD if bold else 1)


def clean_line(text: str) -> str:
    """The text on one line, without signs that no XML can hold."""
    return _UNFIT.sub("", " ".join(text.split()))


def wrapped(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """The lines a text takes in a box; a word longer than a line is broken."""
    lines: list[str] = []
    line = ""
    for word in clean_line(text).split():
        longer = f"{line} {word}".strip()
        if text_width(longer, size, bold=bold) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while text_width(line, size, bold=bold) > width and len(line) > 1:
            part = _longest_start(line, size, width, bold=bold)
            lines.append(line[:part])
            line = line[part:]
    return [*lines, line] if line else lines


def fitted(text: str, size: float, width: float, *, lines: int = 1, bold: bool = False) -> str:
    """The text, cut with '…' where it would take more than so many lines."""
    taken = wrapped(text, size, width, bold=bold)
    if len(taken) <= lines:
        return clean_line(text)
    last = taken[lines - 1]
    while last and text_width(last + "…", size, bold=bold) > width:
        last = last[:-1]
    return " ".join([*taken[: lines - 1], last.rstrip() + "…"])


def _letter_width(letter: str) -> float:
    code = ord(letter)
    if 32 <= code < 127:
        return _WIDTHS[code - 32]
    if letter in _SIGNS:
        return _SIGNS[letter]
    if unicodedata.combining(letter) or code in (0x200D, 0xFE0F):
        return 0
    if code > 0xFFFF or unicodedata.east_asian_width(letter) in ("W", "F"):
        return _WIDE
    base = unicodedata.normalize("NFD", letter)[0]
    return _WIDTHS[ord(base) - 32] if 32 <= ord(base) < 127 else _OTHER


def _longest_start(word: str, size: float, width: float, *, bold: bool) -> int:
    """Letters of a word that fit into a line, at least one."""
    count = len(word)
    while count > 1 and text_width(word[:count], size, bold=bold) > width:
        count -= 1
    return count
