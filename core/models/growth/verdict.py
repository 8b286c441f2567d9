"""The verdict on a creator's growth: one rule and one wording for pages, files and commands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from core.domain.probability import probability_text
from core.domain.thresholds import WORTH_CHECKING
from core.formats import days_text, is_missing
from core.models.growth.kinds import KIND_WORDS, ORGANIC, UNKNOWN

ORDINARY, UNUSUAL, NOT_ENOUGH_DATA = "ordinary", "unusual", "not_enough_data"
_TEXTS = {
    ORDINARY: "Growth looks ordinary",
    UNUSUAL: "Unusual growth, worth checking",
    NOT_ENOUGH_DATA: "Not enough data",
}
_COLUMNS = (
    "purchased_probability", "growth_pattern", "pattern", "pattern_first_day",
    "pattern_last_day", "authenticity_index",
)  # fmt: skip


@dataclass(frozen=True)
class GrowthVerdict:
    """What the growth evidence says about one creator.

    Attributes:
        status: ORDINARY, UNUSUAL or NOT_ENOUGH_DATA.
        text: the verdict in words; with the probability when the growth is unusual.
        column_text: the same, short, for a column called Growth.
        detail: pattern and days, e.g. 'one-day step, 12 Jun 2026'; '' unless the growth is unusual.
        authenticity_index: 0-100, higher is better; None when unknown.
    """

    status: str
    text: str
    column_text: str
    detail: str
    authenticity_index: int | None

    @property
    def sentence(self) -> str:
        """Verdict and detail on one line, for files and commands."""
        return f"{self.text}: {self.detail}" if self.detail else self.text


def growth_verdict(
    purchased_probability: float | None,
    *,
    pattern: str | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
    authenticity_index: float | None = None,
) -> GrowthVerdict:
    """The verdict from columns of table `growth_evidence`; missing values: None or NaN."""
    index = None if is_missing(authenticity_index) else round(float(authenticity_index))  # type: ignore[arg-type]
    if is_missing(purchased_probability):
        words = _TEXTS[NOT_ENOUGH_DATA]
        return GrowthVerdict(NOT_ENOUGH_DATA, words, words, "", None)
    if float(purchased_probability) < WORTH_CHECKING:  # type: ignore[arg-type]
        return GrowthVerdict(ORDINARY, _TEXTS[ORDINARY], "Looks ordinary", "", index)
    text = f"{_TEXTS[UNUSUAL]} ({probability_text(purchased_probability)})"
    named = not is_missing(pattern) and pattern not in (ORGANIC, UNKNOWN, "")
    parts = [KIND_WORDS.get(str(pattern), str(pattern))] if named else []
    if not is_missing(first_day):
        parts.append(days_text(first_day, last_day))
    return GrowthVerdict(UNUSUAL, text, "Worth checking", ", ".join(parts), index)


def verdict_of(row: Mapping[str, Any]) -> GrowthVerdict:
    """The verdict on a row with the columns of `core.queries.growth.evidence.evidence_join`.

    The pattern may also be called `pattern`; columns that the row lacks count as unknown.
    """
    return growth_verdict(
        row.get("purchased_probability"),
        pattern=row.get("growth_pattern", row.get("pattern")),
        first_day=row.get("pattern_first_day"),
        last_day=row.get("pattern_last_day"),
        authenticity_index=row.get("authenticity_index"),
    )


def verdicts_of(rows: pd.DataFrame) -> list[GrowthVerdict]:
    """The verdict on each row, in order; columns as in `verdict_of`."""
    known = [name for name in _COLUMNS if name in rows.columns]
    return [verdict_of(row) for row in rows[known].to_dict("records")]


def verdict_sentences(rows: pd.DataFrame) -> list[str]:
    """The verdict on each row with pattern and days, for a column of a file."""
    return [verdict.sentence for verdict in verdicts_of(rows)]


def is_worth_checking(purchased_probability: pd.Series) -> pd.Series:
    """Whose growth is worth checking; False where the probability is unknown."""
    return pd.to_numeric(purchased_probability, errors="coerce") >= WORTH_CHECKING
