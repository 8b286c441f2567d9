"""What is found of growth that is added to creators of the data."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.domain.thresholds import WORTH_CHECKING
from core.models.growth.evidence.evidence import evidence_of
from core.models.growth.evidence.reading import Reading, read_growth
from core.models.growth.learner import shipped
from core.models.growth.order_trials import CREATORS_MIN, SIZES, order_trials
from core.models.growth.orders import DELIVERED, HONEST
from tests.support.series import calm, growth_data

CREATORS = 220


@pytest.fixture(scope="module")
def judged() -> tuple[Reading, pd.DataFrame]:
    rng = np.random.default_rng(5)
    reading = read_growth(growth_data([calm(rng, noise=0.002) for _ in range(CREATORS)]))
    return reading, evidence_of(reading, shipped(), threads=1).creators


@pytest.fixture(scope="module")
def trials(judged: tuple[Reading, pd.DataFrame]) -> pd.DataFrame:
    return order_trials(*judged, shipped(), seed=1, threads=1)


def test_every_kind_and_size_is_tried_on_a_tenth_of_the_creators(trials: pd.DataFrame) -> None:
    assert len(trials) == len(SIZES) * len([*DELIVERED, *HONEST])
    assert (trials["creators_count"] == CREATORS // 10).all()
    assert set(trials.loc[trials["is_delivery"], "kind"]) == set(DELIVERED)
    assert (trials["named_count"] <= trials["marked_count"]).all()
    assert (trials["marked_count"] <= trials["creators_count"]).all()


def test_large_steps_are_found_and_dated_and_small_drips_are_not(trials: pd.DataFrame) -> None:
    by = trials.set_index(["kind", "size_fraction"])
    step, drip = by.loc[("step", 0.1)], by.loc[("drip", 0.01)]
    assert step["marked_count"] >= 0.9 * step["creators_count"]
    assert step["first_day_error"] == 0
    assert drip["marked_count"] <= 0.3 * drip["creators_count"]


def test_nobody_who_was_worth_checking_is_tried(judged: tuple[Reading, pd.DataFrame]) -> None:
    reading, creators = judged
    all_marked = creators.assign(purchased_probability=WORTH_CHECKING)
    assert order_trials(reading, all_marked, shipped(), seed=1).empty
    few = creators.copy()
    few.loc[CREATORS_MIN - 1 :, "purchased_probability"] = np.nan
    assert order_trials(reading, few, shipped(), seed=1).empty


@pytest.mark.slow
def test_a_seed_gives_the_same_trials(
    judged: tuple[Reading, pd.DataFrame], trials: pd.DataFrame
) -> None:
    again = order_trials(*judged, shipped(), seed=1, threads=2)
    pd.testing.assert_frame_equal(again, trials)
