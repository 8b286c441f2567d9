"""What a brand did with a creator is kept, counted and weighed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pandas as pd
import pytest
from sqlalchemy import Engine

from core.errors import WorkspaceError
from core.workspace import interactions

NOON = datetime(2026, 3, 1, 12, 0)


def test_interactions_come_back_by_time_then_order_of_recording(engine: Engine) -> None:
    interactions.record(engine, "b1", "c2", "info", at=NOON)
    interactions.record(engine, "b1", "c1", "view", at=NOON, by_chance=True)
    interactions.record(engine, "b2", "c3", "contact", at=NOON - timedelta(days=1))
    found = interactions.recorded(engine)
    assert found.to_dict("list") == {
        "brand_id": ["b2", "b1", "b1"],
        "influencer_id": ["c3", "c2", "c1"],
        "kind": ["contact", "info", "view"],
        "happened_at": [pd.Timestamp(NOON - timedelta(days=1)), *[pd.Timestamp(NOON)] * 2],
        "by_chance": [False, False, True],
    }
    assert list(interactions.recorded(engine, brand_id="b1")["influencer_id"]) == ["c2", "c1"]


def test_without_interactions_the_columns_keep_their_types(engine: Engine) -> None:
    empty = interactions.recorded(engine)
    interactions.record(engine, "b1", "c1", "view")
    full = interactions.recorded(engine)
    assert len(empty) == 0
    assert list(empty.dtypes) == list(full.dtypes)
    assert list(empty.columns) == list(full.columns)


def test_times_are_kept_in_utc(engine: Engine) -> None:
    tokyo = timezone(timedelta(hours=9))
    interactions.record(engine, "b", "c", "view", at=datetime(2026, 3, 1, 1, 30, tzinfo=tokyo))
    interactions.record(engine, "b", "c", "info")
    first, second = interactions.recorded(engine)["happened_at"]
    assert first == pd.Timestamp("2026-02-28 16:30")
    assert abs(second - datetime.now(UTC).replace(tzinfo=None)) < timedelta(seconds=60)


def test_the_version_of_a_brand_grows_with_its_own_interactions_alone(engine: Engine) -> None:
    assert interactions.version(engine, "b1") == 0
    for count in (1, 2, 3):
        interactions.record(engine, "b1", "c1", "view")
        assert interactions.version(engine, "b1") == count
    assert interactions.version(engine, "b2") == 0


@pytest.mark.parametrize(
    ("brand_id", "influencer_id", "kind", "words"),
    [
        ("b", "c", "like", "found 'like'"),
        ("", "c", "view", "id of a brand"),
        ("b", " ", "view", "id of a creator"),
        ("b", "c\x00d", "view", "id of a creator"),
        ("b" * 301, "c", "view", "at most 300"),
    ],
)
def test_a_bad_interaction_is_refused_and_nothing_is_kept(
    engine: Engine, brand_id: str, influencer_id: str, kind: str, words: str
) -> None:
    with pytest.raises(WorkspaceError, match=words):
        interactions.record(engine, brand_id, influencer_id, kind)
    assert interactions.recorded(engine).empty
    assert interactions.version(engine, "b") == 0


def test_points_set_by_people_stand_over_the_defaults(engine: Engine) -> None:
    defaults = {"view": 1.0, "info": 2.0}
    assert interactions.points(engine, defaults) == defaults
    interactions.set_points(engine, {"view": 7, "contact": 0})
    interactions.set_points(engine, {"view": 8.5})
    # What the defaults do not name is of no use to the caller.
    assert interactions.points(engine, defaults) == {"view": 8.5, "info": 2.0}
    assert interactions.points(engine, {"contact": 3.0}) == {"contact": 0.0}


@pytest.mark.parametrize("bad", [{"view": -1}, {"view": 100.5}, {"view": float("nan")}, {"x": 1}])
def test_points_out_of_range_change_nothing(engine: Engine, bad: dict[str, float]) -> None:
    with pytest.raises(WorkspaceError):
        interactions.set_points(engine, {"info": 5.0, **bad})
    assert interactions.points(engine, {"info": 2.0}) == {"info": 2.0}
