"""Name and handle of a creator in one cell of a table, cut where the name is and not the handle."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

CREATOR_WIDTH = 229
# Of a phone 390 pixels wide, what leaves room for ticks, the score of a list and followers.
PHONE_WIDTH = 140
# What the column holds: a letter takes 7.2 pixels on average, the cell 16 around the text.
_LETTERS = 28
_NAME_LETTERS_MIN = 6


def creator_column(width: int = CREATOR_WIDTH) -> ColumnConfig:
    """The column of `creator_labels`. Not pinned: Streamlit would draw it too pale to read well."""
    return st.column_config.TextColumn("Creator", width=width)


def creator_labels(rows: pd.DataFrame) -> list[str]:
    """'Mira K.  @mirak' of each row; a name that would push its handle out is cut with '…'.

    Args:
        rows: name, handle.
    """
    return [
        f"{_cut(str(name), _LETTERS - len(str(handle)) - 3)}  @{handle}"
        for name, handle in zip(rows["name"], rows["handle"], strict=True)
    ]


def _cut(name: str, letters: int) -> str:
    most = max(letters, _NAME_LETTERS_MIN)
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def on_phone() -> bool:
    """Whether the browser says that it is one of a phone; False outside a browser."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")
