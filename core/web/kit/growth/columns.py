"""How the columns of growth evidence look in a table."""

from __future__ import annotations

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from core.domain.thresholds import WORTH_CHECKING
from core.report import words


def growth_columns() -> dict[str, ColumnConfig]:
    """How the columns of growth evidence look in a table."""
    c = st.column_config
    return {
        "probability_percent": c.ProgressColumn(
            "Probability",
            format="%.0f%%",
            min_value=0,
            max_value=100,
            width=100,
            help="Calibrated probability of bought growth; from "
            f"{WORTH_CHECKING:.0%} worth checking. Not proof. 99%: or more, 1%: or less.",
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
