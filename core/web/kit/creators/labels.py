"""Name and handle of a creator in one cell of a table, cut where the name is and not the handle."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

CREATOR_WIDTH = 229
# Of a phone 390 pixels wide, what leaves room for ticks, the score of a list and followers.
PHONE_WIDTH = 154
_CELL_PADDING = 16  # pixels around the text
_NAME_LETTERS_MIN = 6
# Pixels of a letter of the app's font in a cell; others are as wide as most capitals.
_CAPITAL = 10.3
_EMOJI_FROM, _EMOJI = "\u2600", 17.0
_LETTER_PIXELS = {
    letter: pixels
    for letters, pixels in (
        ("ijlI .,:;'!|", 4.0),
        ("frt()", 5.4),
        ("1-_", 6.6),
        ("aceghknosuvxyzEFJL57", 8.1),
        ("bdpqBKPRSTZ0234689", 9.0),
        ("mwNOQ…", 12.0),
        ("M@%W", 14.3),
    )
    for letter in letters
}


def creator_column(width: int = CREATOR_WIDTH) -> ColumnConfig:
    """The column of `creator_labels`. Not pinned: Streamlit would draw it too pale to read well."""
    return st.column_config.TextColumn("Creator", width=width)


def creator_labels(rows: pd.DataFrame) -> list[str]:
    """'Mira K.  @mirak' of each row; a name that would push its handle out is cut with '…'.

    Args:
        rows: name, handle.
    """
    return [
        f"{_cut(str(name), CREATOR_WIDTH - _CELL_PADDING - _pixels(f'  @{handle}'))}  @{handle}"
        for name, handle in zip(rows["name"], rows["handle"], strict=True)
    ]


def _pixels(text: str) -> float:
    return sum(
        _LETTER_PIXELS.get(letter, _CAPITAL if letter < _EMOJI_FROM else _EMOJI) for letter in text
    )


def _cut(name: str, pixels: float) -> str:
    if len(name) <= _NAME_LETTERS_MIN or _pixels(name) <= pixels:
        return name
    most = len(name) - 1
    while most >= _NAME_LETTERS_MIN and _pixels(f"{name[:most]}…") > pixels:
        most -= 1
    return f"{name[:most].rstrip()}…"


def on_phone() -> bool:
    """Whether the browser says that it is one of a phone; False outside a browser."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def added_words(names: Sequence[str], added_count: int, place: str) -> str:
    """What became of creators who were to be added to a campaign or shortlist, as a sentence.

    Args:
        names: of those who were chosen.
        added_count: those of them who were not in it yet, as another session may have added some.
        place: name of the campaign or shortlist.
    """
    who = names[0] if len(names) == 1 else f"{len(names)} creators"
    if added_count == len(names):
        return f"{who} added to '{place}'."
    if added_count:
        held = len(names) - added_count
        return f"{added_count} of {who} added to '{place}', {held} already in."
    return f"{who} already in '{place}'."
