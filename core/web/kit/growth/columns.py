"""How the columns of growth evidence look in a table."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from core.domain.probability import growth_probability_text
from core.domain.thresholds import WORTH_CHECKING
from core.report import words


def probability_cells(probabilities: pd.Series) -> list[str | None]:
    """Probabilities (0-1) as everywhere else, filled with spaces so that text sorts by value.

    Texts compare sign by sign, and a space comes before '<', a digit and '>': the higher the
    probability, the fewer spaces. None where it is not known.
    """
    return [
        None if pd.isna(value) else _filled(growth_probability_text(float(value)))
        for value in probabilities
    ]


def _filled(text: str) -> str:
    if text.startswith("<"):
        return f"   {text}"
    return text if text.startswith(">") else f"{text:>4}"


def growth_columns() -> dict[str, ColumnConfig]:
    """How the columns of growth evidence look in a table."""
    c = st.column_config
    return {
        "probability": c.TextColumn(
            "Probability",
            width=90,
            alignment="right",
            help="Calibrated probability of bought growth; from "
            f"{WORTH_CHECKING:.0%} worth checking. Not proof.",
        ),
        "pattern": c.TextColumn("Pattern", width=140, help="The most telling event"),
        "kept_percent": c.NumberColumn(
            "Kept",
            format="%.0f%%",
            width="small",
            help="Share of the main gain left 30 days after its peak; after 7 when shorter",
        ),
        "caution_score": c.NumberColumn(
            "Caution",
            format="%d",
            width=70,
            help=f"0-100; higher is more unusual. {words.WHY_SCORES_DIFFER}",
        ),
    }
