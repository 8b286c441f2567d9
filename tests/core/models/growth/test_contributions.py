"""What groups of signals add: exact in sum, and like SHAP values."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.models.growth.evidence.contributions import BASE, GROUPS, POSTS, contributions, group_of
from core.models.growth.evidence.reading import signals_by_creator
from core.models.growth.learner import GrowthModel, score, shipped
from tests.support.series import calm, growth_data, with_gains


@pytest.fixture(scope="module")
def model() -> GrowthModel:
    return shipped()


@pytest.fixture(scope="module")
def signals() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    counts = [calm(rng, size=30_000, noise=0.002) for _ in range(60)]
    for row in range(20):
        counts[row] = with_gains(counts[row], {40: 0.004 * row})
    for row in range(20, 40):
        counts[row] = with_gains(counts[row], dict.fromkeys(range(30, 60), 0.0002 * row))
    return signals_by_creator(growth_data(counts))


def test_contributions_sum_to_the_log_odds(model: GrowthModel, signals: pd.DataFrame) -> None:
    added = contributions(model, signals)
    assert added.columns.tolist() == [*GROUPS, BASE]
    probability, _ = score(model, signals)
    log_odds = np.log(probability / (1 - probability))
    assert added.sum(axis=1).to_numpy() == pytest.approx(log_odds, abs=0.01)


def test_unknown_posts_add_nothing(model: GrowthModel, signals: pd.DataFrame) -> None:
    assert signals[[name for name in model.signals if group_of(name) == POSTS]].isna().all().all()
    assert (contributions(model, signals)[POSTS] == 0).all()


def test_groups_agree_with_shap_values(model: GrowthModel, signals: pd.DataFrame) -> None:
    import lightgbm

    table = signals[list(model.signals)].to_numpy(float)
    booster = lightgbm.Booster(model_str=model.trees)
    shap = np.asarray(booster.predict(table, pred_contrib=True))[:, :-1]
    binary = contributions(GrowthModel(model.signals, model.trees, None, (), 1.0, 0.0, {}), signals)
    for group in ("rise", "portions", "followed"):
        own = [group_of(name) == group for name in model.signals]
        assert np.corrcoef(shap[:, own].sum(axis=1), binary[group])[0, 1] > 0.95, group
