"""Accounts without noise of their own: a single step is seen, rounding and jitter are not."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from core.domain.thresholds import WORTH_CHECKING
from core.models.growth.evidence.evidence import growth_evidence
from core.models.growth.kinds import STEP
from core.models.growth.learner import GrowthModel, shipped
from core.models.growth.signals.steps import regular_windows
from tests.support.series import growth_data, histories

_SAMPLE = Path(__file__).parents[4] / "data" / "sample" / "growth_data.csv"


@pytest.fixture(scope="module")
def model() -> GrowthModel:
    return shipped()


def _step(before: int, after: int, first: int, then: int) -> np.ndarray:
    return np.concatenate([np.full(first, before), np.full(then, after)])


def _probability(model: GrowthModel, counts: np.ndarray) -> float:
    found = growth_evidence(growth_data([counts]), model).creators
    return float(found["purchased_probability"].iloc[0])


_BOUGHT = {
    "500 to 1,000": _step(500, 1000, 30, 30),
    "20,000 to 24,000": _step(20_000, 24_000, 30, 30),
    "one more a day": _step(500, 1000, 30, 30) + np.arange(60),
    "short window": _step(500, 1000, 10, 10),
    "early step": _step(500, 1000, 8, 52),
    "late step": _step(500, 1000, 50, 10),
    "long window": _step(500, 1000, 150, 150),
    "counts that are not round": _step(1237, 1650, 30, 30),
    "tiny": _step(60, 120, 30, 30),
    "rounded to three digits": _step(12_300, 15_100, 30, 30),
    "rounded to two digits": _step(1_000_000, 1_500_000, 30, 30),
}
_HONEST = {
    "one unit of 1.0M": _step(1_000_000, 1_100_000, 30, 30),
    "one unit of 12.3k": _step(12_300, 12_400, 30, 30),
    "one unit of 12k": _step(12_000, 13_000, 30, 30),
    "three followers": _step(500, 503, 30, 30),
    "one follower": _step(50, 51, 30, 30),
    "wrong count for a day": np.where(np.arange(60) == 30, 1000, 500),
    "removed followers": _step(1000, 900, 30, 30),
    "wave": 400 + np.cumsum(np.bincount([30] * 14 + [31] * 9 + [32] * 5 + [33, 34], minlength=60)),
}


@pytest.mark.parametrize("counts", _BOUGHT.values(), ids=_BOUGHT.keys())
@pytest.mark.slow
def test_a_single_step_in_still_counts_is_worth_checking(
    model: GrowthModel, counts: np.ndarray
) -> None:
    found = growth_evidence(growth_data([counts]), model)
    assert found.creators["purchased_probability"].iloc[0] >= WORTH_CHECKING
    assert found.creators["pattern"].iloc[0].startswith(STEP)
    assert found.creators["authenticity_index"].iloc[0] <= 50


@pytest.mark.parametrize("counts", _HONEST.values(), ids=_HONEST.keys())
def test_rounding_single_followers_and_corrections_are_not(
    model: GrowthModel, counts: np.ndarray
) -> None:
    # A wrong count that was taken back leaves counts that never change, which are not judged.
    assert not _probability(model, counts) >= WORTH_CHECKING


@pytest.mark.parametrize("rate", [0.1, 0.4, 1.0])
def test_single_followers_a_day_are_not_worth_checking(model: GrowthModel, rate: float) -> None:
    rng = np.random.default_rng(3)
    counts = [
        size + np.cumsum(rng.poisson(rate, 60) - rng.poisson(rate / 2, 60))
        for size in np.repeat([80, 200, 500, 900], 10)
    ]
    found = growth_evidence(growth_data(counts), model).creators
    assert (found["purchased_probability"] >= WORTH_CHECKING).mean() <= JITTER_SHARE


# Of 120 accounts; see `bench.growth_small_accounts` for thousands.
JITTER_SHARE = 0.05


def test_the_account_of_the_sample_with_one_step_is_worth_checking(model: GrowthModel) -> None:
    with _SAMPLE.open(encoding="utf-8") as file:
        rows = {row["influencer_id"]: row for row in csv.DictReader(file)}
    column = next(name for name in rows["c02"] if str(rows["c02"][name]).startswith("["))
    counts = {name: np.array(json.loads(row[column])) for name, row in rows.items()}
    assert _probability(model, counts["c02"]) >= WORTH_CHECKING


@pytest.mark.parametrize(
    ("counts", "unit"),
    [
        (_step(500, 1000, 30, 30), 10),
        (_step(20_000, 24_000, 30, 30), 1000),
        (_step(1_000_000, 1_100_000, 30, 30), 100_000),
        (_step(12_300, 12_400, 30, 30), 100),
        (_step(1237, 1650, 30, 30), 1),
        (np.repeat([500, 1000, 1500, 2000, 2500], 10), 10),
        # Counted in units of 7, and moved often enough to tell.
        (np.arange(1400, 1820, 7), 7),
        (_step(1400, 1421, 30, 30), 1),
    ],
)
def test_the_unit_of_the_display_by_hand(counts: np.ndarray, unit: int) -> None:
    windows = regular_windows(histories([counts]))
    assert windows.resolution[0] * counts[0] == pytest.approx(unit)
