"""The verdict on growth: one rule, one wording."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from core.models.growth.verdict import (
    NOT_ENOUGH_DATA,
    ORDINARY,
    UNUSUAL,
    growth_verdict,
    is_worth_checking,
    verdict_of,
    verdict_sentences,
)


@pytest.mark.parametrize("probability", [0.0, 0.03, 0.4999])
def test_below_half_growth_looks_ordinary(probability: float) -> None:
    verdict = growth_verdict(probability, pattern="step", authenticity_index=72.0)
    assert (verdict.status, verdict.text) == (ORDINARY, "Growth looks ordinary")
    assert (verdict.detail, verdict.authenticity_index) == ("", 72)


def test_from_half_on_it_is_worth_checking_with_pattern_and_days() -> None:
    verdict = growth_verdict(
        0.97, pattern="drip", first_day=date(2026, 6, 12), last_day=date(2026, 6, 30)
    )
    assert verdict.status == UNUSUAL
    assert verdict.text == "Unusual growth, worth checking (97%)"
    assert verdict.detail == "steady drip, 12 Jun to 30 Jun 2026"
    assert growth_verdict(0.5).text == "Unusual growth, worth checking (50%)"
    assert growth_verdict(0.999).text.endswith("(> 99%)")


@pytest.mark.parametrize("pattern", [None, "organic", "unknown", ""])
def test_a_pattern_that_names_nothing_is_left_out(pattern: str | None) -> None:
    assert growth_verdict(0.8, pattern=pattern).detail == ""


@pytest.mark.parametrize("probability", [None, np.nan, pd.NA])
def test_unknown_is_not_enough_data(probability: float | None) -> None:
    verdict = growth_verdict(probability, authenticity_index=50)
    assert (verdict.status, verdict.text) == (NOT_ENOUGH_DATA, "Not enough data")
    assert verdict.authenticity_index is None


def test_unknown_is_never_worth_checking() -> None:
    flags = is_worth_checking(pd.Series([0.49, 0.5, np.nan, 1.0]))
    assert flags.tolist() == [False, True, False, True]


def test_rows_are_read_under_either_name_of_the_pattern_and_lacking_columns_are_unknown() -> None:
    row = {"purchased_probability": 0.97, "pattern_first_day": pd.Timestamp(2026, 6, 12)}
    said = "Unusual growth, worth checking (97%): one-day step, 12 Jun 2026"
    assert verdict_of({**row, "growth_pattern": "step"}).sentence == said
    assert verdict_of({**row, "pattern": "step"}).sentence == said
    assert verdict_of({}).sentence == "Not enough data"


def test_a_column_of_verdicts_takes_missing_values() -> None:
    rows = pd.DataFrame(
        {
            "purchased_probability": [0.03, np.nan, 0.6],
            "growth_pattern": ["organic", None, "drip"],
            "pattern_first_day": pd.to_datetime(["2026-01-01", None, None]),
            "pattern_last_day": pd.to_datetime([None, None, None]),
        }
    )
    assert verdict_sentences(rows) == [
        "Growth looks ordinary",
        "Not enough data",
        "Unusual growth, worth checking (60%): steady drip",
    ]
    assert verdict_sentences(rows.iloc[:0]) == []
