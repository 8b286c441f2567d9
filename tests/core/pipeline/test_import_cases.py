"""Every small import ends in a build in use that names its gaps, and every page opens on it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from core.features import embeddings
from core.pipeline.context import BuildConfig
from core.pipeline.imported import ImportSource
from core.pipeline.run import make_build
from core.services import encoder
from core.settings import Settings
from core.store import builds
from core.store.builds import Build
from core.store.connect import open_store
from core.web.shell.frame import PAGES
from tests.core.pipeline.import_cases import LAST_DAY, ImportCase, import_cases, import_files
from tests.support.hashed_encoder import HashedModel
from tests.support.opening import opened

pytestmark = pytest.mark.slow

PAGE_NAMES = [name for entries in PAGES.values() for name, _, _ in entries]
PAGES_EVERY = 6  # one import of six has all pages opened; all of them in `make fuzz`


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "case" in metafunc.fixturenames:
        option = metafunc.config.getoption
        cases = import_cases(option("--import-cases"), seed=option("--import-seed"))
        metafunc.parametrize("case", cases, ids=str)


@pytest.fixture(autouse=True)
def hashed_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder._encoder.cache_clear()
    monkeypatch.setattr(embeddings, "load_model", lambda _embedder, _tokens: HashedModel())


def test_every_small_import_is_published_with_its_gaps_named(
    case: ImportCase,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    settings = dataclasses.replace(Settings.from_env(tmp_path / "data"), threads=1)
    source = ImportSource(import_files(case, tmp_path), None, LAST_DAY)
    made = make_build(settings, source, BuildConfig(deep=case.deep))
    assert builds.current_build(settings).build_id == made.build_id
    assert_gaps_are_named(settings, made)
    if case.number % PAGES_EVERY == 0 or request.config.getoption("--import-pages") == "all":
        monkeypatch.setenv("SCOUT_DATA_DIR", str(settings.data_dir))
        for page in PAGE_NAMES:
            opened(page)


def assert_gaps_are_named(settings: Settings, made: Build) -> None:
    con = open_store(made.store_file, settings)
    try:
        counts = made.manifest["row_counts"]
        named = {row[0] for row in con.execute("SELECT capability FROM data_gaps").fetchall()}
        if not counts["influencers"]:
            return
        for table, capability in (
            ("posts", "Captions"),
            ("follower_history", "Growth"),
            ("brands", "Brand matches"),
            ("ratings", "Rule points"),
        ):
            assert counts[table] or capability in named, (capability, named)
        assert counts["trends"] or "Trends" in named
    finally:
        con.close()
