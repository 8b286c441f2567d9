"""Models of judged pairs."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from core.errors import ModelError
from core.models.influence import model as influence_model
from core.models.influence.choosing import Search, Tuned, log_loss, taken, tuned
from core.models.influence.model import CHOICES, InfluenceModel, fitted_slope
from core.models.influence.reasons import pair_reasons
from core.models.influence.strength import fit_strength, people_weights
from tests.support.judged import NAMES, judged

SHORT = Search(groups=3, tree_groups=3, tree_trials=1)
KINDS = [kind for kind in CHOICES if kind != "auto"]
value = st.one_of(st.floats(-10, 1e9), st.just(float("nan")))
row = st.lists(value, min_size=3, max_size=3)


@cache
def learned(kind: str) -> InfluenceModel:
    return influence_model.fit(judged(missing=0.1), kind=kind, search=SHORT, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(row, row), min_size=1, max_size=4))
def test_who_stands_first_makes_no_difference(
    kind: str, people: list[tuple[list[float], list[float]]]
) -> None:
    a, b = (np.array([pair[side] for pair in people]) for side in (0, 1))
    model = learned(kind)
    there, back = model.probability(a, b), model.probability(b, a)
    assert np.all((there >= 0) & (there <= 1))
    np.testing.assert_allclose(there, 1 - back, atol=1e-9)
    np.testing.assert_allclose(model.probability(a, a), 0.5)
    low, high = model.interval(a, b)
    back_low, back_high = model.interval(b, a)
    np.testing.assert_allclose(low, 1 - back_high, atol=1e-6)
    np.testing.assert_allclose(high, 1 - back_low, atol=1e-6)
    assert np.all((low <= there) & (there <= high))
    parts = model.parts(a, b)
    np.testing.assert_allclose(parts.sum(axis=1), model.log_odds(a, b), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("kind", ["logistic", "additive", "smooth"])
@settings(max_examples=15, deadline=None)
@given(row, row, row)
def test_strengths_chain(kind: str, a: list[float], b: list[float], c: list[float]) -> None:
    one, two, three = (np.array([side]) for side in (a, b, c))
    model = learned(kind)
    chained = model.log_odds(one, two) + model.log_odds(two, three)
    np.testing.assert_allclose(model.log_odds(one, three), chained, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("shape", ["linear", "ramps"])
@settings(max_examples=20, deadline=None)
@given(st.floats(0, 1e8), st.floats(0, 1e8), st.floats(0, 1e8))
def test_more_of_an_increasing_feature_never_lowers(
    shape: str, first: float, second: float, other: float
) -> None:
    model = _increasing(shape)
    low, high = sorted((first, second))
    rows = np.array([[low, other, other], [high, other, other]])
    less, more = model.strengths(rows)
    assert more >= less - 1e-9


@cache
def _increasing(shape: str):  # type: ignore[no-untyped-def]
    # Followers count against A here, so that without the bound the strength would fall.
    pairs = judged()
    turned = type(pairs)(
        pairs.names, pairs.a, pairs.b, 1 - pairs.choice, pairs.person_a, pairs.person_b
    )
    model = fit_strength(turned, shape, ridge=3, seed=0, increasing=(0,))
    free = fit_strength(turned, shape, ridge=3, seed=0)
    rows = np.array([[1.0, 100, 100], [1e6, 100, 100]])
    assert np.diff(free.strengths(rows))[0] < -1
    return model


@pytest.mark.parametrize("kind", KINDS)
def test_the_planted_truth_is_learned_for_people_not_seen(kind: str) -> None:
    new = judged(600, 80, seed=9)
    found = learned(kind).probability(new.a, new.b)
    single = roc_auc_score(new.choice, np.log(new.a[:, 1] / new.b[:, 1]))
    assert roc_auc_score(new.choice, found) > max(single, 0.85)
    weight = np.abs(learned(kind).parts(new.a, new.b)).mean(axis=0)
    assert weight[0] > weight[1] > weight[2]


def _with_odds(kind: str, odds: list[float]) -> Tuned:
    choice = np.ones(len(odds))
    return Tuned(kind, {}, np.array(odds), log_loss(choice, np.array(odds)))


def test_auto_takes_the_best_but_the_mean_in_near_ties() -> None:
    choice = np.ones(4)
    mean = _with_odds("mean", [1.0, 0.9, 1.1, 1.0])
    a_little_better = _with_odds("smooth", [1.3, 0.7, 1.2, 0.9])
    far_better = _with_odds("logistic", [3.0, 3.1, 2.9, 3.0])
    assert a_little_better.log_loss < mean.log_loss
    assert taken(choice, [a_little_better, mean]).kind == "mean"
    assert taken(choice, [far_better, mean]).kind == "logistic"
    assert taken(choice, [_with_odds("smooth", [0.1] * 4), mean]).kind == "mean"


@pytest.mark.slow
def test_auto_compares_all_kinds() -> None:
    model = learned("auto")
    losses = [one.log_loss for one in model.compared]
    assert losses == sorted(losses)
    assert {one.kind for one in model.compared} == set(KINDS)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_answer() -> None:
    pairs = judged(150, 40)
    first, second = (
        influence_model.fit(pairs, kind="mean", search=SHORT, seed=3) for _ in range(2)
    )
    np.testing.assert_array_equal(
        first.probability(pairs.a, pairs.b), second.probability(pairs.a, pairs.b)
    )


def test_labels_without_meaning_give_even_odds() -> None:
    pairs = judged(500, 60)
    coin = np.random.default_rng(5).integers(0, 2, len(pairs)).astype(float)
    blind = type(pairs)(pairs.names, pairs.a, pairs.b, coin, pairs.person_a, pairs.person_b)
    model = influence_model.fit(blind, kind="logistic", search=SHORT, seed=1)
    found = model.probability(pairs.a, pairs.b)
    assert np.abs(found - 0.5).mean() < 0.08


def test_a_slope_mends_what_is_too_sure() -> None:
    rng = np.random.default_rng(0)
    odds = rng.normal(0, 2, 20_000)
    choice = (rng.random(len(odds)) < 1 / (1 + np.exp(-odds))).astype(float)
    assert fitted_slope(choice, odds * 1.5) == pytest.approx(1 / 1.5, abs=0.05)
    assert fitted_slope(choice, odds) == pytest.approx(1, abs=0.05)


def test_judgements_left_out_come_from_models_that_met_nobody() -> None:
    pairs = judged(300, 40)
    found = tuned(pairs, ("logistic",), SHORT, seed=1)[0]
    assert np.isfinite(found.log_odds).all()
    assert found.log_loss < 0.6


def test_a_bootstrap_moves_all_pairs_of_a_person_together() -> None:
    pairs = judged(300, 40)
    weights = people_weights(pairs, np.random.default_rng(0))
    assert weights.mean() == pytest.approx(1)
    logs = np.log(weights)
    design = np.zeros((len(pairs), 40))
    design[np.arange(len(pairs)), pairs.person_a] += 1
    design[np.arange(len(pairs)), pairs.person_b] += 1
    rest = logs - design @ np.linalg.lstsq(design, logs, rcond=None)[0]
    assert np.abs(rest).max() < 1e-6


@pytest.mark.parametrize(("count", "people"), [(20, 30), (200, 6)])
def test_too_little_to_learn_from_is_said(count: int, people: int) -> None:
    with pytest.raises(ModelError, match=f"found {count} pairs"):
        influence_model.fit(judged(count, people), kind="logistic", seed=1)


def test_reasons_name_values_and_side() -> None:
    a, b = np.array([[5000.0, 3.5, np.nan]]), np.array([[40.0, 3.25, 2.0]])
    told = pair_reasons(NAMES, a, b, np.array([[1.2, -0.3, 0.01]]))
    assert told == [
        ["followers 5,000 against 40: favours A",
         "lists it stands on 3.5 against 3.25: favours B"]
    ]  # fmt: skip
