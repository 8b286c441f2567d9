"""The search for a configuration: the same for a seed, on the training part alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.evaluation.recommender_report import all_interactions
from core.evaluation.recommender_tuning import START, start_for, tune
from core.models.recommender.interactions import Interactions
from tests.support.planted import planted

SMALL = replace(START, components=16)


@pytest.fixture(scope="module")
def interactions() -> Interactions:
    return all_interactions(planted())


def test_the_start_is_tried_first_and_the_best_is_taken(interactions: Interactions) -> None:
    config, tried = tune(interactions, trials=3, seed=5, start=SMALL)
    assert len(tried) == 3
    assert replace(tried[0].config, epochs=SMALL.epochs) == SMALL
    assert config == max(tried, key=lambda one: one.ndcg).config
    assert all(one.config.models == SMALL.models for one in tried)
    again, tried_again = tune(interactions, trials=3, seed=5, start=SMALL)
    assert (again, tried_again) == (config, tried)


def test_without_trials_or_users_the_start_is_taken(interactions: Interactions) -> None:
    assert tune(interactions, trials=0, seed=5) == (START, ())
    few = interactions.part(interactions.users < 29)
    assert tune(few, trials=3, seed=5) == (START, ())
    nothing = interactions.part(np.zeros(0, dtype=np.int64))
    assert tune(nothing, trials=3, seed=5) == (START, ())


def test_every_trial_is_reported(interactions: Interactions) -> None:
    told: list[tuple[str, int, int]] = []

    def report(step: str, done: int, total: int, note: str) -> None:
        told.append((step, done, total))

    tune(interactions, trials=2, seed=1, start=SMALL, report=report)
    assert told == [("tuning", 0, 2), ("tuning", 1, 2), ("tuning", 2, 2)]


def test_large_data_starts_with_what_learns_quicker() -> None:
    assert start_for(60_000) == START
    large = start_for(60_001)
    assert (large.models, large.components) == (1, START.components)
    assert large.epochs * large.max_sampled < START.epochs * START.max_sampled / 5
