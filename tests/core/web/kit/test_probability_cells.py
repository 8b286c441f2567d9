"""Probabilities in a table: worded as everywhere else, and sorted by value."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.web.kit.growth.columns import probability_cells


def test_cells_read_as_everywhere_and_sort_as_text() -> None:
    values = [0.0, 0.01, 0.07, 0.1, 0.498, 0.5, 0.99, 0.996]
    cells = probability_cells(pd.Series([*values, np.nan]))
    shown = ["< 1%", "1%", "7%", "10%", "49%", "50%", "99%", "> 99%"]
    assert [cell and cell.strip() for cell in cells] == [*shown, None]
    known = [cell for cell in cells if cell]
    assert sorted(known) == known
