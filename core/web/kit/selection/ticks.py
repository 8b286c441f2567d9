"""How a creator is ticked: a box on a card, rows of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import pandas as pd
import streamlit as st

from core.web.kit.formats import plain
from core.web.kit.row_clicks import clicked_cell
from core.web.kit.selection.state import selected_ids, selection_round, set_ticked

# The box in front of a row ticks it; a click anywhere else opens the creator.
_MODES: tuple[Literal["multi-row"], Literal["single-cell"]] = ("multi-row", "single-cell")
ROW_PIXELS = 35


def tick_box(influencer_id: str, name: str, *, key: str) -> None:
    """The box on a card.

    Args:
        key: starts the key of the box, one per list on the page.
    """
    box = f"{key}_{influencer_id}"
    st.session_state[box] = influencer_id in selected_ids()
    st.checkbox(
        "Select",
        key=box,
        on_change=_take_box,
        args=(influencer_id, box),
        help=f"Select {plain(name)} to compare, keep or add to a campaign",
    )


def _take_box(influencer_id: str, box: str) -> None:
    set_ticked((influencer_id,), (influencer_id,) if st.session_state[box] else ())


def ticked_table(
    frame: pd.DataFrame,
    *,
    key: str,
    column_order: Sequence[str],
    column_config: Mapping[str, Any],
    on_open: Callable[[str], None] | None = None,
    height: int | Literal["content", "auto"] = "auto",
    row_height: int | None = None,
) -> None:
    """A table of creators: ticks go to the selection, a click on a cell opens the creator.

    Args:
        frame: with influencer_id, one row per creator.
        on_open: callback with the id; None where a click on a cell does nothing.
    """
    ids = [str(influencer_id) for influencer_id in frame["influencer_id"]]
    chosen = set(selected_ids())
    table_key = f"{key}_{selection_round()}"
    st.dataframe(
        frame,
        key=table_key,
        hide_index=True,
        on_select=lambda: _take_rows(ids, table_key, on_open),
        selection_mode=_MODES,
        selection_default={
            "selection": {"rows": [row for row, creator in enumerate(ids) if creator in chosen]}
        },
        height=height,
        row_height=row_height,
        column_order=list(column_order),
        column_config=dict(column_config),
        placeholder="-",
    )


def _take_rows(ids: list[str], key: str, on_open: Callable[[str], None] | None) -> None:
    selection = st.session_state[key]["selection"]
    cell = clicked_cell(selection, len(ids))
    if cell is None:
        set_ticked(ids, [ids[row] for row in selection.get("rows", []) if row < len(ids)])
    elif on_open is not None:
        on_open(ids[cell])
