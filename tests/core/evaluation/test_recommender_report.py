"""The evaluation finds a planted taste, finds none in noise, and never looks ahead."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.evaluation import recommender_report
from core.evaluation.ranking import first_places
from core.evaluation.recommender_report import (
    BLENDED,
    ITEM_ITEM,
    JOINED,
    TRAINED,
    Evaluation,
    Evidence,
    _cut,
    all_interactions,
    evaluate,
    too_little,
)
from core.evaluation.recommender_tuning import START
from core.features.recommender_tables import RecommenderTables
from core.models.recommender.interactions import Interactions
from tests.support.planted import BRANDS, planted

POPULAR = "Most chosen"


def _value(found: Evaluation, group: str, way: str, metric: str = "ndcg_at_10") -> float:
    rows = found.figures.query("brand_group == @group and way == @way and metric == @metric")
    return float(rows["value"].mean())


def _with_events(evidence: Evidence, events: pd.DataFrame) -> Evidence:
    tables = evidence.tables
    return replace(
        evidence,
        tables=RecommenderTables(tables.brands, tables.creators, events),
        points=np.ones(len(events)),
    )


@pytest.fixture(scope="module")
def signal() -> Evaluation:
    return evaluate(planted(), seed=7, runs=1, trials=0)


def test_a_planted_taste_is_found(signal: Evaluation) -> None:
    # Over six seeds .55-.59 against .01-.05, .07-.16 by chance, and .32-.43 by text for new ones.
    assert _value(signal, "known", TRAINED) > 5 * _value(signal, "known", POPULAR)
    assert _value(signal, "known", TRAINED) > 2 * _value(signal, "known", "Chance")
    assert _value(signal, "new", JOINED) > 2 * _value(signal, "new", POPULAR)
    assert _value(signal, "new", JOINED) > 1.2 * _value(signal, "new", "Semantic match")
    assert 0.4 < _value(signal, "known", "Chance", "auc") < 0.6
    assert _value(signal, "known", TRAINED, "auc") > 0.8


@pytest.mark.slow
def test_noise_has_nothing_to_find() -> None:
    found = evaluate(planted(noise=True), seed=7, runs=1, trials=0)
    best = max(_value(found, "known", POPULAR), _value(found, "known", "Chance"))
    assert _value(found, "known", TRAINED) < 1.5 * best
    assert 0.4 < _value(found, "known", TRAINED, "auc") < 0.6
    assert 0.4 < _value(found, "new", JOINED, "auc") < 0.6


@pytest.mark.slow
def test_a_seed_gives_the_same_figures(signal: Evaluation) -> None:
    again = evaluate(planted(), seed=7, runs=1, trials=0)
    pd.testing.assert_frame_equal(again.figures, signal.figures)
    assert again.join == signal.join


def test_what_a_part_of_the_figures_holds(signal: Evaluation) -> None:
    figures = signal.figures
    assert set(figures["brand_group"]) == {"known", "new"}
    assert not figures.duplicated(["brand_group", "way", "metric", "run"]).any()
    assert set(figures.query("brand_group == 'new'")["brands_count"]) == {BRANDS // 5}
    assert JOINED not in set(figures.query("brand_group == 'known'")["way"])
    by_choices = {ITEM_ITEM, BLENDED}
    assert by_choices <= set(figures.query("brand_group == 'known'")["way"])
    assert not by_choices & set(figures.query("brand_group == 'new'")["way"])
    assert signal.config == START
    assert signal.blend in [trial.config for trial in signal.tried_blends]
    assert signal.trials == ()
    tiers = [name for name in set(figures["metric"]) if name.startswith("tier_")]
    assert len(tiers) == 5


@pytest.mark.slow
def test_no_brand_or_pair_of_the_test_is_trained_on(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[Interactions] = []
    learned: list[Interactions] = []
    judged: list[dict[str, Any]] = []
    tune, learn, judge = (
        getattr(recommender_report, name) for name in ("tune", "_trained", "_scored")
    )

    def seen_tune(interactions: Interactions, **options: Any) -> Any:
        searched.append(interactions)
        return tune(interactions, **options)

    def seen_learn(train: Interactions, *rest: Any) -> Any:
        learned.append(train)
        return learn(train, *rest)

    def seen_judge(group: str, run: int, ways: Any, train: Any, test: Any, *rest: Any) -> Any:
        judged.append({"group": group, "run": run, "test": test, "brands": rest[0]})
        return judge(group, run, ways, train, test, *rest)

    monkeypatch.setattr(recommender_report, "tune", seen_tune)
    monkeypatch.setattr(recommender_report, "_trained", seen_learn)
    monkeypatch.setattr(recommender_report, "_scored", seen_judge)
    found = evaluate(planted(), seed=3, runs=2, trials=1)
    cut = (found.cut - pd.Timestamp(0)).total_seconds()
    assert len(learned) == len(judged) == 4
    assert [(one["group"], one["run"]) for one in judged] == [
        ("known", 0),
        ("new", 0),
        ("known", 1),
        ("new", 1),
    ]
    assert searched[0].times.max() < cut
    for train, part in zip(learned, judged, strict=True):
        pairs = set(zip(train.users.tolist(), train.items.tolist(), strict=True))
        tested = set(zip(part["test"].users.tolist(), part["test"].items.tolist(), strict=True))
        assert tested
        assert not pairs & tested
        if part["group"] == "known":
            assert train.times.max() < cut <= part["test"].times.min()
        else:
            assert not set(train.users.tolist()) & set(part["brands"].tolist())
            assert not set(searched[0].users.tolist()) & set(part["brands"].tolist())
            assert set(part["test"].users.tolist()) <= set(part["brands"].tolist())
    assert judged[1]["brands"].tolist() != judged[3]["brands"].tolist()


@pytest.mark.slow
def test_what_happens_later_changes_nothing_in_the_search() -> None:
    evidence = planted()
    found = evaluate(evidence, seed=3, runs=1, trials=2)
    events = evidence.tables.events
    late = (events["happened_at"] >= found.cut).to_numpy()
    turned = events.copy()
    turned.loc[late, "influencer_id"] = turned.loc[late, "influencer_id"].to_numpy()[::-1]
    other = evaluate(_with_events(evidence, turned), seed=3, runs=1, trials=2)
    assert other.cut == found.cut
    assert len(found.trials) == 2
    assert other.trials == found.trials
    assert other.config == found.config
    assert not other.figures["value"].equals(found.figures["value"])


@pytest.mark.slow
def test_a_pair_met_before_is_no_discovery() -> None:
    evidence = planted()
    events = evidence.tables.events
    cut = recommender_report._cut(events["happened_at"])
    early = events[events["happened_at"] < cut]
    again = early.groupby("brand_id").head(2).assign(happened_at=events["happened_at"].max())
    both = pd.concat([early, again], ignore_index=True)
    found = evaluate(_with_events(evidence, both), seed=3, runs=1, trials=0)
    known = found.figures.query("brand_group == 'known'")
    assert set(known["brands_count"]) == {0}
    assert known["value"].isna().all()


@pytest.mark.slow
def test_of_many_brands_some_are_judged(
    signal: Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recommender_report, "_BRANDS_MAX", 5)
    found = evaluate(planted(), seed=7, runs=1, trials=0)
    assert set(found.figures["brands_count"]) == {5}
    # Fewer are looked at, as many are learned from.
    assert _value(found, "known", TRAINED) == pytest.approx(
        _value(signal, "known", TRAINED), abs=0.15
    )


@pytest.mark.slow
def test_further_ways_are_judged_beside_the_others_on_known_brands() -> None:
    def never(train: Interactions, seed: int) -> Any:
        assert train.times.max() < float("inf")
        return lambda rows: np.zeros((len(rows), train.shape[1]))

    found = evaluate(planted(), seed=3, runs=1, trials=0, more={"Nothing": never})
    assert _value(found, "known", "Nothing", "auc") == pytest.approx(0.5)
    assert not len(found.figures.query("brand_group == 'new' and way == 'Nothing'"))


def test_too_little_says_why() -> None:
    evidence = planted()
    events = evidence.tables.events
    assert too_little(evidence) == ""
    few = events[events["brand_id"] < "b029"]
    assert "found those of 29" in too_little(_with_events(evidence, few))
    short = events[events["happened_at"] > events["happened_at"].max() - pd.Timedelta(days=13)]
    many = pd.concat([short] * 1 + [short.assign(brand_id=f"b{i:03d}") for i in range(BRANDS)])
    assert "two weeks" in too_little(_with_events(evidence, many.reset_index(drop=True)))
    undated = events.assign(happened_at=pd.NaT)
    assert "no date" in too_little(_with_events(evidence, undated))
    assert "found those of 0" in too_little(_with_events(evidence, events.iloc[:0]))


def test_events_without_a_day_are_of_the_training_part() -> None:
    evidence = planted()
    events = evidence.tables.events.copy()
    events.loc[:3, "happened_at"] = pd.NaT
    made = all_interactions(_with_events(evidence, events))
    assert int(np.isnan(made.times).sum()) == 4
    assert made.shape == (BRANDS, 80)


def test_first_places_leave_out_what_is_known() -> None:
    interactions = all_interactions(planted())
    train = interactions.matrix()
    scores = np.tile(np.arange(80.0), (BRANDS, 1))
    rows = first_places(lambda picked: scores[picked], np.array([0, 1]), train, 3)
    for place, user in enumerate((0, 1)):
        known = set(train.indices[train.indptr[user] : train.indptr[user + 1]].tolist())
        expected = [row for row in range(79, -1, -1) if row not in known][:3]
        assert rows[place].tolist() == expected


def test_one_date_far_ahead_does_not_move_the_cut() -> None:
    days = pd.Series(pd.date_range("2026-01-01", periods=400, freq="D"))
    cut = _cut(days)
    assert cut == days.max() - pd.Timedelta(days=60)
    wrong = pd.Series([pd.Timestamp("2099-01-01"), pd.Timestamp("1970-01-01")])
    assert _cut(pd.concat([days, wrong], ignore_index=True)) == cut
