"""Averaging on Spark says what averaging on one machine says."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from sklearn.feature_extraction.text import HashingVectorizer

from core.demo.generator import DemoConfig, generate
from core.errors import ModelError
from core.models.profiling.averaging import KINDS, average_features, fit_averaging
from core.models.profiling.posts import posts_of_frame
from core.models.profiling.spark_averaging import fit_spark_averaging
from core.spark import spark_session

pytestmark = pytest.mark.slow  # Java takes most of a minute of one core

_CLASSES = 4


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    pytest.importorskip("pyspark", reason="PySpark is not installed: make spark")
    if shutil.which("java") is None:
        pytest.skip("there is no Java; PySpark needs Java 17")
    with spark_session("local[2]") as started:
        yield started


def _accounts(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Mean posts around a centre per category; some columns are unknown."""
    rng = np.random.default_rng(seed)
    targets = rng.integers(_CLASSES, size=count)
    centres = np.random.default_rng(1).normal(size=(_CLASSES, 12))
    features = (centres[targets] + rng.normal(size=(count, 12)) * 1.3).astype(np.float32)
    features[rng.random(features.shape) < 0.05] = np.nan
    return features, targets


@pytest.mark.parametrize("kind", KINDS)
def test_both_engines_agree_on_held_out_accounts(
    session: Any, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.models.profiling.averaging.TREES", 15)
    monkeypatch.setattr("core.models.profiling.spark_averaging.TREES", 15)
    features, targets = _accounts(400, seed=2)
    held_out, truth = _accounts(300, seed=3)
    held_out[0] = np.nan
    here = fit_averaging(features, targets, _CLASSES, kind, seed=0).score(held_out)
    there = fit_spark_averaging(session, features, targets, _CLASSES, kind, seed=0).score(held_out)
    assert np.isnan(there[0]).all()
    here, there, truth = here[1:], there[1:], truth[1:]
    assert there.sum(axis=1) == pytest.approx(np.ones(len(there)))
    accuracy = [(said.argmax(axis=1) == truth).mean() for said in (here, there)]
    assert abs(accuracy[0] - accuracy[1]) < 0.03
    assert accuracy[1] > 0.6
    if kind != "forest":  # whose trees are drawn
        assert np.abs(here - there).mean() < 0.02
        assert (here.argmax(axis=1) == there.argmax(axis=1)).mean() > 0.97


def test_both_engines_agree_on_the_demo_data(session: Any) -> None:
    data = generate(DemoConfig(creators_count=500), seed=3)
    niches = data.truth["creators"].set_index("influencer_id")["main_niche"].sort_index()
    niches = niches[niches.isin(sorted(set(niches))[:4])]
    frame = data.tables["posts"].rename(columns={"influencer_id": "account_id"})
    posts = posts_of_frame(frame, niches.index.tolist()).posts
    words = HashingVectorizer(n_features=256).transform(posts.texts).toarray()
    features = average_features(posts.with_vectors(words.astype(np.float32)))
    classes = sorted(set(niches))
    targets = np.array([classes.index(niche) for niche in niches])
    train, k = np.arange(len(targets)) % 3 > 0, len(classes)
    here = fit_averaging(features[train], targets[train], k, "logistic", seed=0)
    there = fit_spark_averaging(session, features[train], targets[train], k, "logistic", seed=0)
    scores = [model.score(features[~train]) for model in (here, there)]
    assert np.abs(scores[0] - scores[1]).mean() < 0.02
    accuracy = [(said.argmax(axis=1) == targets[~train]).mean() for said in scores]
    assert abs(accuracy[0] - accuracy[1]) < 0.04
    assert min(accuracy) > 0.45  # by chance .25


def test_bad_input_is_refused_before_spark_works() -> None:
    features, targets = _accounts(20, seed=4)
    no_session: Any = None
    with pytest.raises(ModelError, match="logistic, forest, bayes"):
        fit_spark_averaging(no_session, features, targets, _CLASSES, "boosting", seed=0)
    with pytest.raises(ModelError, match="two categories"):
        fit_spark_averaging(no_session, features, targets * 0, _CLASSES, "bayes", seed=0)
