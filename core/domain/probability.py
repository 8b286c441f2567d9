"""How a probability is worded: one rule for pages, commands, charts and reports."""

from __future__ import annotations

import pandas as pd

from core.domain.thresholds import WORTH_CHECKING

# From here on a probability is shown as "> 99%": lists treat these as equal.
NEAR_CERTAIN = 0.995
_NEARLY_NONE = 0.01
_MISSING = "-"
# From which probability of a category a profile is called what.
_CONFIDENCE = ((0.85, "very likely"), (0.6, "likely"), (0.4, "possible"))


def probability_text(probability: float | None) -> str:
    """A probability (0-1) in whole per cent: < 1%, 35%, > 99%; '-' when it is not known.

    It never reads 0% or 100%, which would claim to be certain.
    """
    if probability is None or pd.isna(probability):
        return _MISSING
    if probability < _NEARLY_NONE:
        return "< 1%"
    return "> 99%" if probability >= NEAR_CERTAIN else f"{probability:.0%}"


def growth_probability_text(probability: float | None) -> str:
    """A probability of bought growth (0-1), worded as `probability_text` does.

    Below `WORTH_CHECKING` it never reads as that, from which on the verdict is another one.
    """
    if probability is None or pd.isna(probability) or probability >= WORTH_CHECKING:
        return probability_text(probability)
    return probability_text(min(float(probability), WORTH_CHECKING - 0.01))


def interval_text(low: float, high: float) -> str:
    """An interval of a probability (0-1 each): 62% to 79%; one figure where both read the same."""
    texts = probability_text(low), probability_text(high)
    return texts[0] if texts[0] == texts[1] else " to ".join(texts)


def confidence_word(probability: float) -> str:
    """How sure a calibrated probability (0-1) of a category is: very likely, ..., uncertain.

    Rounded as `probability_text` shows it, so that 60% is never 'possible' here and 'likely' there.
    """
    shown = round(probability, 2)
    return next((word for floor, word in _CONFIDENCE if shown >= floor), "uncertain")
