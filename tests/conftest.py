"""Fixtures that several rooms share: a real small build, and a data folder without one."""

from __future__ import annotations

import os
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
from tests import templates
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


def pytest_configure(config: pytest.Config) -> None:
    """Processes that test side by side have one thread each; they inherit this."""
    if getattr(config.option, "numprocesses", None):
        for name in ("SCOUT_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
            os.environ.setdefault(name, "1")


@pytest.fixture(scope="session", autouse=True)
def _templates(tmp_path_factory: pytest.TempPathFactory) -> None:
    base = tmp_path_factory.getbasetemp()
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    templates.keep_in((base.parent if is_worker else base) / "templates")


@pytest.fixture(scope="session")
def small_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with a data folder of their own, filled by `small_build`."""
    return Settings.from_env(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def small_build(small_settings: Settings) -> Build:
    """A published build of 150 demo creators that went through every step."""
    return templates.publish_copy(small_settings, templates.template("demo", _demo_build))


def _demo_build(settings: Settings) -> Build:
    config = BuildConfig(seed=42, niches_count=6, deep=False, creators_count=150)
    return make_build(settings, DemoSource(), config)


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
