"""The verdict on a creator's growth: one rule and one wording for pages, files and commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from core.formats import days_text, is_missing, probability_text
from core.models.growth.kinds import KIND_WORDS, ORGANIC, UNKNOWN, WORTH_CHECKING

ORDINARY, UNUSUAL, NOT_ENOUGH_DATA = "ordinary", "unusual", "not_enough_data"
_TEXTS = {
    ORDINARY: "Growth looks ordinary",
    UNUSUAL: "Unusual growth, worth checking",
    NOT_ENOUGH_DATA: "Not enough data",
}


@dataclass(frozen=True)
class GrowthVerdict:
    """What the growth evidence says about one creator.

    Attributes:
        status: ORDINARY, UNUSUAL or NOT_ENOUGH_DATA.
        text: the verdict in words; with the probability when the growth is unusual.
        detail: pattern and days, e.g. 'one-day step, 12 Jun 2026'; '' unless the growth is unusual.
        authenticity_index: 0-100, higher is better; None when unknown.
    """

    status: str
    text: str
    detail: str
    authenticity_index: int | None


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
        return GrowthVerdict(NOT_ENOUGH_DATA, _TEXTS[NOT_ENOUGH_DATA], "", None)
    if float(purchased_probability) < WORTH_CHECKING:  # type: ignore[arg-type]
        return GrowthVerdict(ORDINARY, _TEXTS[ORDINARY], "", index)
    text = f"{_TEXTS[UNUSUAL]} ({probability_text(purchased_probability)})"
    named = not is_missing(pattern) and pattern not in (ORGANIC, UNKNOWN, "")
    parts = [KIND_WORDS.get(str(pattern), str(pattern))] if named else []
    if not is_missing(first_day):
        parts.append(days_text(first_day, last_day))
    return GrowthVerdict(UNUSUAL, text, ", ".join(parts), index)


def is_worth_checking(purchased_probability: pd.Series) -> pd.Series:
    """Whose growth is worth checking; False where the probability is unknown."""
    return pd.to_numeric(purchased_probability, errors="coerce") >= WORTH_CHECKING
