"""Bands of a fit or a similarity (0-100), and the words for them."""

from __future__ import annotations

EXCELLENT_ABOVE = 70.0
GOOD_FROM = 60.0
MODERATE_FROM = 50.0
BAND_WORDS = (
    f"above {EXCELLENT_ABOVE:g} excellent, {GOOD_FROM:g} to {EXCELLENT_ABOVE:g} good, "
    f"{MODERATE_FROM:g} to below {GOOD_FROM:g} moderate, below {MODERATE_FROM:g} weak"
)
_MOST_DECIMALS = 4


def match_label(score: float) -> str:
    """excellent above 70, good 60 to 70, moderate from 50 to below 60, weak below 50."""
    if score > EXCELLENT_ABOVE:
        return "excellent"
    if score >= GOOD_FROM:
        return "good"
    if score >= MODERATE_FROM:
        return "moderate"
    return "weak"


def score_text(score: float) -> str:
    """The score for people, a whole number unless rounding would move it to another band.

    49.6 is weak, so it reads '49.6' and not '50', which is moderate.
    """
    for decimals in range(_MOST_DECIMALS):
        text = f"{score:.{decimals}f}"
        if match_label(float(text)) == match_label(score):
            return text
    return f"{score:.{_MOST_DECIMALS}f}"
