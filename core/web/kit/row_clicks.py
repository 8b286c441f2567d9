"""Tables in which a click anywhere on a row opens it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

# Rows alone react to their check box only; people click the name.
ROW_CLICK: tuple[Literal["single-row"], Literal["single-cell"]] = ("single-row", "single-cell")


def clicked_cell(selection: Mapping[str, Any], rows_count: int) -> int | None:
    """The row of the cell that was clicked; None when rows were ticked, or nothing was clicked."""
    return clicked_row({"cells": selection.get("cells", [])}, rows_count)


def clicked_row(selection: Mapping[str, Any], rows_count: int) -> int | None:
    """The row of a dataframe selection made with `ROW_CLICK`; None when there is none."""
    rows = list(selection.get("rows", [])) + [cell[0] for cell in selection.get("cells", [])]
    return next((int(row) for row in rows if 0 <= int(row) < rows_count), None)
