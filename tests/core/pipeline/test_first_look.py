"""Many creators are published after a few steps; the steps that follow give the same build."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from core.domain import first_look
from core.errors import StoreError
from core.pipeline.context import BuildConfig
from core.pipeline.plans import BuildRequest, plan_build
from core.pipeline.run import STEPS, make_build, make_newest_build
from core.pipeline.sources import DemoSource
from core.queries import builds as queries
from core.settings import Settings
from core.store import builds
from core.store.builds import Build
from core.store.connect import open_store
from tests.support.first_look import make_first_look
from tests.support.templates import publish_copy, take_cache

# Some of its figures were measured on the machine at that moment.
_NOT_COMPARED = {"metrics"}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, small_build: Build) -> Settings:
    settings = Settings.from_env(tmp_path_factory.mktemp("first_look"))
    take_cache(settings, small_build)
    return settings


@pytest.fixture(scope="module")
def first(settings: Settings) -> Build:
    return make_first_look(settings)


def _read(build: Build) -> duckdb.DuckDBPyConnection:
    return open_store(build.store_file, Settings.from_env(build.folder.parent.parent))


def test_a_first_look_is_in_use_and_says_what_is_to_come(settings: Settings, first: Build) -> None:
    assert builds.current_build_id(settings) == first.build_id
    assert "evidence" in first.steps_left
    assert "matching" not in first.steps_left
    assert not first.manifest["is_deep"]  # though every post was to be read
    with _read(first) as con:
        assert con.execute("SELECT count(*) FROM brand_matches").fetchone() != (0,)
        assert con.execute("SELECT count(*) FROM creator_facts").fetchone() == (150,)


@pytest.mark.parametrize(
    "part",
    [queries.GROWTH_EVIDENCE, queries.MOMENTUM, queries.TRENDS, queries.POST_TEXTS,
     queries.PROFILES, queries.PRICES, queries.SEARCH, queries.RECOMMENDATIONS],
)  # fmt: skip
def test_parts_to_come_are_not_known_yet(first: Build, part: str) -> None:
    with _read(first) as con:
        assert not queries.has(con, part)
        assert queries.is_coming(con, part)
        with pytest.raises(StoreError, match="being worked out"):
            queries.need(con, part)


def test_the_rest_gives_what_one_build_gives(
    settings: Settings, first: Build, small_build: Build
) -> None:
    request = BuildRequest(first_look.THEN_FROM, is_quick=True)
    whole = make_newest_build(settings, lambda: plan_build(settings, request), by_choice=False)
    assert whole.unpublished_reason is None
    assert whole.steps_left == ()
    with _read(whole) as ours, _read(small_build) as theirs:
        assert queries.has(ours, queries.GROWTH_EVIDENCE)
        tables = [
            name for (name,) in theirs.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        ]
        for table in sorted(set(tables) - _NOT_COMPARED):
            rows = [_rows(con, table) for con in (ours, theirs)]
            assert rows[0] == rows[1], table
    assert whole.manifest["row_counts"] == small_build.manifest["row_counts"]


def _rows(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return sorted(str(row) for row in con.execute(f"SELECT * FROM {table}").fetchall())


def test_few_creators_are_built_at_once(settings: Settings) -> None:
    config = BuildConfig(seed=42, niches_count=6, deep=False, creators_count=20)
    with pytest.MonkeyPatch.context() as patch:
        for name in STEPS:
            patch.setitem(STEPS, name, lambda _context: None)
        made = make_build(settings, DemoSource(), config, can_be_first_look=True, publish=False)
    assert made.steps_left == ()
    assert set(STEPS) <= set(made.manifest["timings_s"])


def test_data_in_use_are_not_replaced_by_a_first_look_at_them(
    tmp_path: Path, small_build: Build
) -> None:
    settings = Settings.from_env(tmp_path)
    assert plan_build(settings, BuildRequest(is_demo=True)).can_be_first_look
    publish_copy(settings, small_build)
    assert not plan_build(settings, BuildRequest(is_demo=True)).can_be_first_look
    assert not plan_build(settings, BuildRequest()).can_be_first_look
    assert not plan_build(settings, BuildRequest("niches")).can_be_first_look
