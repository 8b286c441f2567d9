"""The recommender's step of a build: files, lists, quality, and what it says without data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.domain.interactions import INTERACTION_POINTS
from core.models.recommender import files
from core.models.recommender.join import few_data_weights
from core.pipeline.context import BuildConfig
from core.pipeline.steps.recommending import recommendations
from core.pipeline.steps.recommending.recommendations import recommend_creators
from core.pipeline.steps.recommending.recommender_evidence import gathered
from core.settings import Settings
from core.workspace import interactions as workspace_interactions
from core.workspace.database import workspace
from tests.support.recommender_store import Planted, events_frame, planted_store

Maker = Callable[..., Planted]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Maker]:
    """Makes planted stores in one data folder and closes them."""
    made: list[Planted] = []

    def maker(**options: object) -> Planted:
        settings = Settings.from_env(tmp_path)
        made.append(planted_store(settings, tmp_path / f"made{len(made)}", **options))  # type: ignore[arg-type]
        return made[-1]

    yield maker
    for one in made:
        one.con.close()


def _lists(planted: Planted) -> pd.DataFrame:
    return planted.con.execute(
        "SELECT * FROM recommendations ORDER BY brand_id, recommended_rank"
    ).df()


def _model(planted: Planted) -> files.RecommenderModel:
    return files.load(planted.folder / "models" / files.FOLDER)


def test_a_quick_build_recommends_what_the_brand_has_not_met(make: Maker) -> None:
    planted = make()
    recommend_creators(planted.context)
    lists = _lists(planted)
    assert set(lists["brand_id"]) == {f"b{i:03d}" for i in range(12)}
    met = planted.con.execute("SELECT DISTINCT brand_id, influencer_id FROM interactions").df()
    assert not len(lists.merge(met, on=["brand_id", "influencer_id"]))
    assert not lists.duplicated(["brand_id", "influencer_id"]).any()
    for _, one in lists.groupby("brand_id"):
        assert one["recommended_rank"].tolist() == list(range(1, 51))
        assert one["score"].is_monotonic_decreasing
    first = lists[lists["recommended_rank"] <= 5]
    taste = first["influencer_id"].str[1:].astype(int) % 3
    assert (taste == first["brand_id"].str[1:].astype(int) % 3).mean() > 0.9
    model = _model(planted)
    assert model.facts["learns"]
    assert model.facts["brands_count"] == 12
    assert model.facts["pairs_count"] == len(met) == 96
    assert "found those of 12" in model.facts["missing"]
    assert model.new_brand == few_data_weights(12)
    assert model.chosen_counts.tolist() == [8] * 12
    # Of eight creators each, three are in a campaign as well.
    assert model.popularity.sum() == pytest.approx(12 * (8 * 1 + 3 * 5))
    assert planted.con.execute("SELECT count(*) FROM recommender_quality").fetchone() == (0,)
    assert planted.context.facts["recommender"] == model.facts


@pytest.mark.slow
def test_the_step_gives_the_same_twice_and_replaces_what_it_wrote(make: Maker) -> None:
    planted = make()
    recommend_creators(planted.context)
    first, model = _lists(planted), _model(planted)
    recommend_creators(planted.context)
    pd.testing.assert_frame_equal(_lists(planted), first)
    assert np.array_equal(_model(planted).factors.item_factors, model.factors.item_factors)


@pytest.mark.slow
def test_a_deep_build_measures_itself(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recommendations, "_TRIALS", 1)
    planted = make(brands=36, creators=45, events=events_frame(36, 45, 6))
    recommend_creators(replace(planted.context, config=BuildConfig(deep=True)))
    quality = planted.con.execute(
        "SELECT way, mean_value, sd_value, runs_count, brands_count FROM recommender_quality "
        "WHERE brand_group = 'new' AND metric = 'ndcg_at_10'"
    ).df()
    assert len(quality) == 6
    value = quality.set_index("way")["mean_value"]
    assert value["Joined"] > value["Most chosen"]
    assert set(quality["runs_count"]) == {3}
    assert set(quality["brands_count"]) == {7}
    facts = _model(planted).facts
    assert facts["missing"] == ""
    assert facts["cut"].startswith("2026-10-2")  # a quarter of the 120 days, not sixty
    assert len(facts["join_runs"]) == 3


def test_tiny_data_is_told_by_texts_and_points(make: Maker) -> None:
    planted = make(creators=3, brands=1, events=events_frame(0, 0, 0))
    recommend_creators(planted.context)
    lists = _lists(planted)
    assert lists["influencer_id"].iloc[0] == "c000"
    assert len(lists) == 3
    assert lists["trained_part"].isna().all()
    model = _model(planted)
    assert not model.facts["learns"]
    assert model.facts["model_version"] == "no interactions to learn from"
    assert model.new_brand == few_data_weights(0)
    assert set(lists["model_version"]) == {model.facts["model_version"]}


@pytest.mark.parametrize(("creators", "brands"), [(0, 0), (0, 2), (2, 0), (1, 1)])
def test_next_to_nothing_is_no_fault(make: Maker, creators: int, brands: int) -> None:
    planted = make(creators=creators, brands=brands, events=events_frame(0, 0, 0))
    recommend_creators(planted.context)
    assert len(_lists(planted)) == creators * brands
    assert not _model(planted).facts["learns"]


def test_a_kind_without_points_is_left_out(make: Maker) -> None:
    planted = make()
    settings = planted.context.settings
    workspace_interactions.set_points(workspace(settings), {"view": 0.0, "campaign": 7.0})
    recommend_creators(planted.context)
    model = _model(planted)
    assert model.chosen_counts.tolist() == [3] * 12
    assert model.popularity.sum() == pytest.approx(12 * 3 * 7)
    assert model.facts["points"] == {**INTERACTION_POINTS, "view": 0.0, "campaign": 7.0}
    evidence, _ = gathered(planted.con, planted.folder, seed=1, points={"campaign": 7.0})
    assert set(evidence.tables.events["kind"]) == {"campaign"}
    assert evidence.points.tolist() == [7.0] * 36


def test_what_is_gathered_has_the_rows_of_the_tables(make: Maker) -> None:
    planted = make()
    evidence, centres = gathered(planted.con, planted.folder, seed=1, points=INTERACTION_POINTS)
    rows = np.array([0, 4])
    assert evidence.semantic(rows).shape == evidence.rule_points(rows).shape == (2, 60)
    assert evidence.rule_points(rows)[0, 0] == pytest.approx(21)
    assert evidence.semantic(rows)[1].argmax() % 3 == 1
    assert evidence.user_features.shape[0] == 12
    assert evidence.item_features.shape[0] == 60
    assert centres.shape == (6, 8)
    assert evidence.rule_points(rows[:0]).shape == (0, 60)
