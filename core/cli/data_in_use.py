"""The build that a command answers from: how old its data is, and whether it is made up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from core.cli.running import Running
from core.formats import day
from core.report.marks import data_mark, data_rows
from core.services.session import BuildSession, open_session
from core.store import builds


@contextmanager
def data_session(running: Running, build_id: str | None = None) -> Iterator[BuildSession]:
    """A session on a build, whose marks come before the first line of an answer.

    `Running.about` has them for the second sheet of a workbook, `--json` has `as_of_day` and
    `is_demo`.

    Args:
        build_id: None for the build in use.
    Raises:
        AppError: as `open_session`.
    """
    settings = running.settings
    build = builds.get_build(settings, build_id) if build_id else builds.current_build(settings)
    with open_session(settings, build.build_id) as session:
        as_of = build.manifest.get("as_of_day")
        marks = [f"Data as of {day(as_of)}" if as_of else "", data_mark(build)]
        if any(marks):
            running.heading = f"{' · '.join(mark for mark in marks if mark)}."
        running.finish(as_of_day=as_of, is_demo=build.is_demo)
        running.about = tuple(data_rows(build))
        yield session
