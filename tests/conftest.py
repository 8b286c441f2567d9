"""Fixtures that several rooms share: a real small build, and a data folder without one."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

# The process that only hands out tests imports this file too, before the others start.
if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from core.settings import Settings
    from core.store.builds import Build

# Two cores shared with other work: how long an example takes says nothing about the code. The tests
# draw the same examples each time; `make fuzz` draws others, and more.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.register_profile("fuzz", deadline=None, max_examples=5_000)
hypothesis.settings.load_profile("house")

_BROWSER = "tests/browser/"
_SPARK = ("spark_averag", "test_spark_engine")  # in the names of tests that start Java
# A Java that runs for seconds does not earn back its second compiler and its threads for memory.
_JAVA_OPTIONS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
_LONGEST = ("browser", "slow")  # marks
_NEW_OBJECTS = 5_000  # before garbage is looked for among them; 700 is usual
Opener = Callable[..., "AppTest"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """How far sweeps go; `make fuzz` asks for more."""
    parser.addoption("--import-cases", type=int, default=60, help="Small imports to try.")
    parser.addoption("--fuzz-cases", type=int, default=160, help="Commands tried by chance.")
    parser.addoption("--fuzz-case", default="", help="One of them alone, as NAME:SEED.")
    parser.addoption("--messy-files", type=int, default=6, help="Messy files for each reader.")
    parser.addoption(
        "--publishing-rounds",
        type=int,
        default=4,
        help="Times that two processes change the builds at once, in each order.",
    )
    parser.addoption("--kills", type=int, default=6, help="Processes to kill half-way.")
    parser.addoption("--cancellations", type=int, default=4, help="Builds to cancel half-way.")
    parser.addoption("--dashboard-kills", type=int, default=2, help="Dashboards to kill.")
    parser.addoption(
        "--reading-seconds", type=float, default=5, help="Builds are published to readers so long."
    )
    parser.addoption("--kill-seed", type=int, default=18, help="Draws other moments for that.")
    parser.addoption("--import-seed", type=int, default=12, help="Draws other small imports.")
    parser.addoption(
        "--import-pages",
        choices=("some", "all"),
        default="some",
        help="Whether all pages are opened on some of these imports or on all.",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Processes that test side by side have one thread each; they inherit this."""
    os.environ.setdefault("JAVA_TOOL_OPTIONS", _JAVA_OPTIONS)
    if getattr(config.option, "numprocesses", None):
        for name in ("SCOUT_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
            os.environ.setdefault(name, "1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, so that processes side by side end at about the same time."""

    def place(item: pytest.Item) -> int:
        return next((at for at, name in enumerate(_LONGEST) if item.get_closest_marker(name)), 2)

    first = {item.path: 2 for item in items}
    for item in items:
        first[item.path] = min(first[item.path], place(item))
    items.sort(key=lambda item: first[item.path])


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Looking for garbage leaves out what stays to the end: modules and the tests themselves."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """One process takes a file of tests; all that use a browser, or Spark, share one."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.split("::", 1)[0]
            if file.startswith(_BROWSER):
                return _BROWSER
            return _SPARK[0] if any(name in nodeid for name in _SPARK) else file

    return ByFile(config, log) if config.getoption("dist") == "loadscope" else None


@pytest.fixture(scope="session", autouse=True)
def _own_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A test that names no data folder gets an empty one, never that of the checkout."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCOUT_DATA_DIR", str(tmp_path_factory.mktemp("unnamed")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _templates(tmp_path_factory: pytest.TempPathFactory) -> None:
    from tests.support import templates

    base = tmp_path_factory.getbasetemp()
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    templates.keep_in((base.parent if is_worker else base) / "templates")


@pytest.fixture(scope="module", autouse=True)
def _closed_workspaces() -> Iterator[None]:
    """Databases of the data folders of a module are closed; a system may allow 1,024 open files."""
    yield
    database = sys.modules.get("core.workspace.database")
    if database is not None:
        for engine in database._engines.values():
            engine.dispose()
        database._engines.clear()


@pytest.fixture(scope="session")
def small_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with a data folder of their own, filled by `small_build`."""
    from core.settings import Settings

    return Settings.from_env(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def small_build(small_settings: Settings) -> Build:
    """A published build of 150 demo creators that went through every step."""
    from tests.support import templates

    return templates.publish_copy(small_settings, templates.template("demo", _demo_build))


def _demo_build(settings: Settings) -> Build:
    from core.pipeline.context import BuildConfig
    from core.pipeline.run import make_build
    from core.pipeline.sources import DemoSource

    config = BuildConfig(seed=42, niches_count=6, deep=False, creators_count=150)
    return make_build(settings, DemoSource(), config)


@pytest.fixture
def empty_settings(tmp_path: Path) -> Settings:
    """Settings with an empty data folder."""
    from core.settings import Settings

    return Settings.from_env(tmp_path / "empty")


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Opener:
    """Opens a page of the whole app on a data folder, the way a link does.

    `open_page(settings, "niches", niche="1")` returns the app after its run.
    """
    from tests.support.opening import visited

    def opened(settings: Settings, page: str, **query: str) -> AppTest:
        monkeypatch.setenv("SCOUT_DATA_DIR", str(settings.data_dir))
        return visited(page, **query)

    return opened
