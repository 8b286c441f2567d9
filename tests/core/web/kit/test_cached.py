"""Reads of a build are kept by query, build and arguments."""

from __future__ import annotations

import duckdb
import pandas as pd
import plotly.graph_objects as go
import pytest

from core.queries import overview
from core.services.session import BuildSession
from core.settings import Settings
from core.store.builds import Build
from core.web.kit.cached import cached_figure, cached_read, cached_service
from tests.support import templates

calls: list[tuple[object, ...]] = []
_MADE: list[int] = []


def creators_count(con: duckdb.DuckDBPyConnection, at_least: int = 0) -> int:
    calls.append(("creators_count", at_least))
    row = con.execute(
        "SELECT count(*) FROM influencers WHERE followers_count >= $at_least",
        {"at_least": at_least},
    ).fetchone()
    return int(row[0]) if row else 0


def brands_count(con: duckdb.DuckDBPyConnection, at_least: int = 0) -> int:
    calls.append(("brands_count", at_least))
    row = con.execute("SELECT count(*) FROM brands").fetchone()
    return int(row[0]) if row else 0


def build_name(session: BuildSession) -> str:
    return session.build_id


@pytest.fixture
def build(small_settings: Settings, small_build: Build, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(small_settings.data_dir))
    calls.clear()
    return small_build.build_id


def test_a_read_is_asked_once_per_build_and_arguments(build: str) -> None:
    everyone = cached_read(creators_count, build)
    assert cached_read(creators_count, build) == everyone
    large = cached_read(creators_count, build, at_least=50_000)
    assert 0 < large < everyone
    assert calls == [("creators_count", 0), ("creators_count", 50_000)]


def test_two_queries_with_the_same_arguments_are_kept_apart(build: str) -> None:
    counts = cached_read(creators_count, build, 7), cached_read(brands_count, build, 7)
    assert counts[0] != counts[1]
    assert cached_read(brands_count, build, 7) == counts[1]


def test_another_build_gives_other_values(
    build: str, small_settings: Settings, small_build: Build
) -> None:
    copy = templates.publish_copy(small_settings, small_build)
    try:
        with duckdb.connect(str(copy.store_file)) as con:
            con.execute("DELETE FROM influencers WHERE followers_count < 10000")
        small = cached_read(creators_count, copy.build_id)
        assert small < cached_read(creators_count, build)
        assert cached_service(build_name, copy.build_id) == copy.build_id
        assert cached_service(build_name, build) == build
    finally:
        from core.store import builds

        builds.publish(small_settings, build)


def test_whoever_changes_a_kept_frame_changes_a_copy(build: str) -> None:
    frame = cached_read(overview.tier_summary, build)
    frame.drop(frame.index, inplace=True)
    again = cached_read(overview.tier_summary, build)
    assert isinstance(again, pd.DataFrame)
    assert len(again)


def test_a_query_without_a_name_is_refused(build: str) -> None:
    with pytest.raises(ValueError, match="function of a module"):
        cached_read(lambda con: 1, build)


def _figure(points: pd.DataFrame, *, color: str = "red") -> go.Figure:
    _MADE.append(len(points))
    return go.Figure(go.Scatter(y=points["value"], marker={"color": color}))


def test_the_same_points_are_drawn_once_and_others_again() -> None:
    _MADE.clear()
    first = cached_figure(_figure, pd.DataFrame({"value": [1, 2]}))
    assert cached_figure(_figure, pd.DataFrame({"value": [1, 2]})) is first
    assert _MADE == [2]
    assert first.layout.modebar.orientation == "h"
    other = cached_figure(_figure, pd.DataFrame({"value": [1, 3]}))
    assert list(other.data[0].y) == [1, 3]
    assert (
        cached_figure(_figure, pd.DataFrame({"value": [1, 2]}), color="blue").data[0].marker.color
        == "blue"
    )
    assert _MADE == [2, 2, 2]


def test_a_function_without_a_name_has_no_key() -> None:
    with pytest.raises(ValueError, match="function of a module"):
        cached_figure(lambda: go.Figure(layout_height=100))
