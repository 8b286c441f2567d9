"""What must hold of a data folder after any work on it was killed."""

from __future__ import annotations

import os

from core.services.doctor import data as doctor
from core.services.doctor.check import WELL
from core.settings import Settings
from core.store import builds, making
from core.store.connect import open_build_store
from core.store.integrity import verify
from core.workspace.database import check_database, workspace

# Of a data folder: what belongs there for good, whatever was killed.
KNOWN = {
    "builds", "cache", "imports", "jobs", "logs", "CURRENT", "CURRENT.json", "publish.lock",
    "workspace.db", "workspace.db-wal", "workspace.db-shm",
}  # fmt: skip


def assert_whole(settings: Settings) -> None:
    """The build in use opens, all builds are what was written, and so is the workspace."""
    build = builds.current_build(settings)
    open_build_store(build, settings).close()
    assert verify(build) > 0
    for other in builds.list_builds(settings):
        assert verify(other) > 0
    engine = workspace(settings)
    check_database(engine)
    engine.dispose()


def assert_complaints_have_advice(settings: Settings) -> None:
    """`doctor` says what to do about whatever it finds."""
    checks = [
        doctor.build_in_use(settings),
        *doctor.other_builds(settings),
        doctor.saved_work(settings),
        doctor.locks(settings),
    ]
    assert all(check.advice for check in checks if check.state != WELL)


def assert_nothing_left(settings: Settings, also: set[str] | None = None) -> None:
    """A minute later, nothing is there that the work did not mean to leave.

    Args:
        also: names in the data folder beyond those that belong there.
    """
    for path in settings.data_dir.rglob("*"):
        os.utime(path, (0, 0), follow_symlinks=False)
    making.sweep_dead_builds(settings)
    assert {path.name for path in settings.data_dir.iterdir()} <= KNOWN | (also or set())
    ids = {build.build_id for build in builds.list_builds(settings)}
    assert {path.name for path in settings.builds_dir.iterdir()} == ids
    assert not [*settings.builds_dir.glob("*/BASE"), *settings.builds_dir.glob("*/building.lock")]
    assert doctor.locks(settings).state == WELL
