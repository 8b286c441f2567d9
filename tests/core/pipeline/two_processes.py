"""Two real processes that make builds in one data folder, stopped and released by files."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from core.pipeline import run
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.imported import ImportSource
from core.pipeline.sources import EarlierBuild
from core.settings import Settings
from core.store import builds, retention, tables
from core.workspace.database import workspace
from core.workspace.forgotten import forget
from tests.support import forked

_WAIT_S = 60.0
CONFIG = BuildConfig(deep=False)


class Planted:
    """A source of creators by handle."""

    name = "planted"

    def __init__(self, handles: list[str], *, is_demo: bool = False) -> None:
        self.handles = handles
        self.is_demo = is_demo

    def fill(self, context: BuildContext) -> None:
        context.con.execute(
            """INSERT INTO influencers (influencer_id, handle, name, platform)
               SELECT handle, handle, handle, 'tiktok' FROM (SELECT unnest($handles) AS handle)""",
            {"handles": self.handles},
        )

    def describe(self) -> dict[str, str]:
        return {"kind": "demo" if self.is_demo else "import"}


class Added(ImportSource):
    """The same on top of an earlier build, without the seconds that reading a file takes."""

    def __init__(self, handles: list[str], add_to: builds.Build) -> None:
        super().__init__((), add_to, date(2026, 11, 20))
        self.handles = handles

    def fill(self, context: BuildContext) -> None:
        assert self.add_to is not None
        tables.copy_from(context.con, self.add_to.store_file, tables.GIVEN)
        Planted(self.handles).fill(context)


def wait_for(file: Path) -> None:
    """Returns once the file is there."""
    end = time.monotonic() + _WAIT_S
    while not file.exists():
        assert time.monotonic() < end, f"nobody made {file.name}"
        time.sleep(0.002)


def planted_build(
    data: str, name: str, *, kind: str, handles: list[str], by_choice: bool = True
) -> str:
    """Makes a build that stops in its step until `<data>/<name>.go` is there; returns its id.

    Args:
        kind: "demo", "replace" (files that replace all), "add" or "rebuild".
    """
    settings = Settings.from_env(data)

    def stop(context: BuildContext) -> None:
        (settings.data_dir / f"{name}.reached").touch()
        wait_for(settings.data_dir / f"{name}.go")

    run.STEPS = {"text": stop}

    def planned() -> run.BuildPlan:
        if kind == "rebuild":
            current = builds.current_build(settings)
            return run.BuildPlan(EarlierBuild(current, with_results=False), CONFIG)
        if kind == "add":
            return run.BuildPlan(Added(handles, builds.current_build(settings)), CONFIG)
        return run.BuildPlan(Planted(handles, is_demo=kind == "demo"), CONFIG)

    return run.make_newest_build(settings, planned, by_choice=by_choice).build_id


def forget_handle(data: str, handle: str) -> None:
    settings = Settings.from_env(data)
    with builds.pointer_lock(settings):
        forget(workspace(settings), handle, handle, "tiktok")


def publish(data: str, build_id: str) -> None:
    builds.publish(Settings.from_env(data), build_id)


def prune(data: str) -> list[str]:
    return retention.prune(Settings.from_env(data), keep=0)


class Worker:
    """A process that runs one call after the other."""

    def __init__(self) -> None:
        self._pipe, theirs = forked.context().Pipe()
        self._process = forked.start(_serve, theirs)

    def start(self, call: Callable[..., Any], *arguments: Any, **options: Any) -> None:
        self._pipe.send((call, arguments, options))

    def result(self) -> Any:
        assert self._pipe.poll(_WAIT_S * 2), "the process does not answer"
        error, value = self._pipe.recv()
        if error is not None:
            raise error
        return value

    def run(self, call: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        self.start(call, *arguments, **options)
        return self.result()

    def close(self) -> None:
        self._pipe.send(None)
        self._process.join(10)


def _serve(pipe: Connection) -> None:
    while (message := pipe.recv()) is not None:
        call, arguments, options = message
        try:
            pipe.send((None, call(*arguments, **options)))
        except Exception as error:  # noqa: BLE001 - the test decides what it means
            pipe.send((error, None))
