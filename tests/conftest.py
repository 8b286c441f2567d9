"""Fixtures that several rooms share: a real small build, and a data folder without one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
from streamlit.testing.v1 import AppTest

from core.pipeline.context import BuildConfig
from core.pipeline.run import make_build
from core.pipeline.sources import DemoSource
from core.settings import Settings
from core.store.builds import Build
from tests.pages.opening import visited

# Two cores shared with other work: how long an example takes says nothing about the code.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

Opener = Callable[..., AppTest]


def pytest_addoption(parser: pytest.Parser) -> None:
    """How far the sweep of small imports goes; `make fuzz` asks for more."""
    parser.addoption("--import-cases", type=int, default=60, help="Small imports to try.")
    parser.addoption("--import-seed", type=int, default=12, help="Draws other small imports.")
    parser.addoption(
        "--import-pages",
        choices=("some", "all"),
        default="some",
        help="Whether all pages are opened on some of these imports or on all.",
    )


@pytest.fixture(scope="session")
def small_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with a data folder of their own, filled by `small_build`."""
    return Settings.from_env(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def small_build(small_settings: Settings) -> Build:
    """A published build of 150 demo creators that went through every step; made once."""
    config = BuildConfig(seed=42, niches_count=6, deep=False, creators_count=150)
    return make_build(small_settings, DemoSource(), config)


@pytest.fixture
def empty_settings(tmp_path: Path) -> Settings:
    """Settings with an empty data folder."""
    return Settings.from_env(tmp_path / "empty")


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Opener:
    """Opens a page of the whole app on a data folder, the way a link does.

    `open_page(settings, "niches", niche="1")` returns the app after its run.
    """

    def opened(settings: Settings, page: str, **query: str) -> AppTest:
        monkeypatch.setenv("SCOUT_DATA_DIR", str(settings.data_dir))
        return visited(page, **query)

    return opened
