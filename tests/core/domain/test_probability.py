"""A probability is worded in one way everywhere."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.domain.probability import growth_probability_text, interval_text, probability_text
from core.domain.thresholds import WORTH_CHECKING

CORE = Path(__file__).resolve().parents[3] / "core"


def test_a_probability_is_never_shown_as_certain() -> None:
    shown = [probability_text(value) for value in (0.0, 0.004, 0.346, 0.994, 1.0, None, np.nan)]
    assert shown == ["< 1%", "< 1%", "35%", "99%", "> 99%", "-", "-"]
    assert probability_text(pd.NA) == "-"


def test_growth_below_worth_checking_never_reads_as_worth_checking() -> None:
    values = (0.4949, 0.497, np.nextafter(WORTH_CHECKING, 0), WORTH_CHECKING, 0.996, 0.001, None)
    assert [growth_probability_text(value) for value in values] == [
        "49%", "49%", "49%", "50%", "> 99%", "< 1%", "-"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (0.62, 0.79, "62% to 79%"),
        (0.001, 0.2, "< 1% to 20%"),
        (0.6, 0.999, "60% to > 99%"),
        (0.997, 0.999, "> 99%"),
        (0.621, 0.624, "62%"),
    ],
)
def test_an_interval_reads_as_its_ends(low: float, high: float, text: str) -> None:
    assert interval_text(low, high) == text


def test_nobody_else_words_what_is_nearly_certain() -> None:
    wording = re.compile(r"""["'](?:>|over) ?99 ?%""")
    files = [file for file in CORE.rglob("*.py") if wording.search(file.read_text("utf-8"))]
    assert [file.name for file in files] == ["probability.py"]
