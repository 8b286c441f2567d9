"""The growth verdict on pages: chip, line, figure, table columns and file columns.

Wording and rule come from `core.models.growth.verdict`, so that no page says it in its own way.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from core.domain.thresholds import INDEX_LOOK_CLOSER, INDEX_VERY_GOOD
from core.models.growth.verdict import (
    NOT_ENOUGH_DATA,
    UNUSUAL,
    GrowthVerdict,
    verdict_of,
    verdicts_of,
)
from core.web.kit.creators.cards import chips_html, figure_html

__all__ = [
    "INDEX_LABEL",
    "PROBABILITY_LABEL",
    "VERDICT_HEADERS",
    "index_text",
    "verdict_chip",
    "verdict_columns",
    "verdict_figure_html",
    "verdict_line_html",
    "verdict_of",
    "with_verdict",
    "with_verdict_chip",
]

# Columns of files: name -> header; `with_verdict` makes `verdict_sentence`.
VERDICT_HEADERS = {
    "verdict_sentence": "Growth verdict",
    "purchased_probability": "Probability of bought growth (0-1)",
    "authenticity_index": "Authenticity index (0-100, higher is better)",
}
# The two point different ways, so wherever both stand their labels say so.
INDEX_LABEL = "Authenticity (higher is better)"
PROBABILITY_LABEL = "Probability of bought growth"
_INDEX_HELP = (
    f"0-100, higher is better: below {INDEX_LOOK_CLOSER} look closer, above {INDEX_VERY_GOOD} "
    "very good"
)


def index_text(verdict: GrowthVerdict) -> str:
    """The authenticity index: '72 of 100'; '-' when unknown."""
    index = verdict.authenticity_index
    return "-" if index is None else f"{index} of 100"


def verdict_chip(verdict: GrowthVerdict) -> tuple[str, str]:
    """The verdict with pattern and days as (text, tone) for `chips_html`."""
    return verdict.sentence, "caution" if verdict.status == UNUSUAL else "plain"


def with_verdict_chip(
    chips: Sequence[tuple[str, str]], verdict: GrowthVerdict
) -> list[tuple[str, str]]:
    """The chips of a card with the verdict first, and without a reason that repeats it.

    Without enough data there is no chip: `verdict_figure_html` says it under its label.
    """
    if verdict.status == NOT_ENOUGH_DATA:
        return list(chips)
    repeated = f"! {verdict.sentence}"
    return [verdict_chip(verdict), *(chip for chip in chips if chip[0] != repeated)]


def verdict_figure_html(verdict: GrowthVerdict, *, width_px: int) -> str:
    """The authenticity index as a figure of a card."""
    note = verdict.text if verdict.status == NOT_ENOUGH_DATA else ""
    return figure_html("Authenticity", index_text(verdict), note, width_px=width_px)


def verdict_line_html(verdict: GrowthVerdict, *, confidence: str | None = None) -> str:
    """Verdict, pattern, days and index on one line, for the head of a page about a creator."""
    rest = [verdict.detail] if verdict.detail else []
    if verdict.authenticity_index is not None:
        rest.append(f"authenticity index {index_text(verdict)}")
        rest += [f"confidence {confidence}"] if confidence else []
    chip = chips_html([(verdict.text, verdict_chip(verdict)[1])])
    return (
        '<div style="display:flex;flex-wrap:wrap;gap:4px 10px;align-items:center" '
        f'data-verdict="{verdict.status}">{chip}'
        f'<span style="opacity:.8;font-size:.875rem">{escape(" · ".join(rest))}</span></div>'
    )


def with_verdict(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with `verdict` (short, for tables) and `verdict_sentence` (for files).

    Args:
        frame: with the columns of `core.queries.growth.evidence.evidence_join`.
    """
    verdicts = verdicts_of(frame)
    return frame.assign(
        verdict=pd.Series(
            [verdict.column_text for verdict in verdicts], index=frame.index, dtype="str"
        ),
        verdict_sentence=pd.Series(
            [verdict.sentence for verdict in verdicts], index=frame.index, dtype="str"
        ),
    )


def verdict_columns() -> dict[str, ColumnConfig]:
    """How verdict and index look in a table of creators."""
    c = st.column_config
    return {
        "verdict": c.TextColumn(
            "Growth",
            width=130,
            help="From the growth evidence; the page Authenticity has the case. Not proof.",
        ),
        "authenticity_index": c.ProgressColumn(
            "Authenticity", format="%d", min_value=0, max_value=100, width=95, help=_INDEX_HELP
        ),
    }
