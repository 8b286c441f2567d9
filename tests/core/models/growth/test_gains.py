"""Gains at their peak and what was left of them, against numbers worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.models.growth.events.gains import measured
from core.models.growth.kinds import EventConfig
from tests.support.series import FIRST_DAY, read


def _measured(counts: np.ndarray, kind: str, start: int, last: int) -> pd.Series:
    windows, data = read([counts])
    event = pd.DataFrame(
        {"window": [0], "kind": [kind], "start": [start], "last": [last], "strength": 9.0}
    )
    return measured(event, data, windows, EventConfig()).iloc[0]


def _steady(days: int = 90) -> np.ndarray:
    return np.full(days - 1, 20.0) + np.resize([-3, 0, 3], days - 1)


def _counts(gains: np.ndarray, start: float = 73_000) -> np.ndarray:
    return np.rint(start + np.concatenate([[0], np.cumsum(gains)])).astype(np.int64)


def test_a_step_that_decays_is_measured_at_its_peak_and_not_after_the_loss() -> None:
    # 8,000 arrive on day 40; 87% of them leave within the month, half of that in a week.
    gains = _steady()
    gains[39] += 8_000
    gains[40:47] -= 3_500 / 7
    gains[47:67] -= 3_460 / 20
    event = _measured(_counts(gains), "step_decay", 39, 49)
    assert event["peak_day_number"] == FIRST_DAY + 40
    assert event["peak_count"] == event["excess_count"] == pytest.approx(8_000, abs=40)
    assert event["change_count"] == 8_020 or event["change_count"] == pytest.approx(8_020, abs=4)
    assert event["size_fraction"] == pytest.approx(8_000 / 73_780, rel=0.01)
    assert event["retained_7"] == pytest.approx(1 - 3_500 / 8_000, abs=0.02)
    assert event["retained_30"] == pytest.approx(1 - 6_960 / 8_000, abs=0.03)


def test_a_gain_that_doubles_the_account_and_goes_again_keeps_nothing() -> None:
    gains = _steady()
    gains[39] += 73_000
    gains[44] -= 73_000
    event = _measured(_counts(gains), "step", 39, 39)
    assert event["peak_count"] == pytest.approx(73_000, rel=0.01)
    assert event["retained_7"] == pytest.approx(0, abs=0.02)
    assert event["retained_30"] == pytest.approx(0, abs=0.03)


def test_portions_over_half_of_the_history_are_measured_in_full() -> None:
    # The median day lies inside the delivery: what is usual comes from the days outside of it.
    gains = _steady()
    gains[15:65] += 200
    event = _measured(_counts(gains), "drip", 15, 64)
    assert event["peak_count"] == pytest.approx(10_000, rel=0.03)
    assert event["peak_day_number"] - FIRST_DAY == pytest.approx(65, abs=1)
    assert event["retained_7"] == pytest.approx(1, abs=0.02)


def test_what_ordinary_growth_hides_is_not_told() -> None:
    rng = np.random.default_rng(3)
    gains = 20 + 200 * rng.standard_t(4, 89)
    gains[39] += 1_500
    event = _measured(_counts(gains), "step", 39, 39)
    assert np.isnan(event["retained_30"])
