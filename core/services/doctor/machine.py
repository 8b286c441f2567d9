"""The machine: versions of packages, settings, room on the disk, the clock."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from core.errors import StoreError
from core.services.doctor.check import NOTE, WELL, WRONG, Check
from core.settings import ROOT, Settings, unknown_variables
from core.store import builds

_MB = 1_000_000
_LEAST_FREE = 1_000 * _MB  # of the disk, below which a build may not end
_CLOCK_S = 60.0


def versions(requirements: Path = ROOT / "requirements.txt") -> Check:
    """Whether the packages are those that the program was tested with."""
    python = platform.python_version()
    if not requirements.is_file():
        return Check("versions", NOTE, f"Python {python}; {requirements.name} is not here.")
    pinned = dict(
        line.split("==") for line in requirements.read_text().split() if line.count("==") == 1
    )
    other = [
        f"{name} {found or 'missing'} (expected {version})"
        for name, version in pinned.items()
        if (found := installed_version(name)) != version
    ]
    if other:
        return Check(
            "versions",
            WRONG,
            f"Python {python}; {len(other)} of {len(pinned)} packages differ: {', '.join(other)}.",
            "Install what was tested: pip install -r requirements.txt, or 'make run' once.",
        )
    return Check("versions", WELL, f"Python {python}, {len(pinned)} packages as tested.")


def installed_version(package: str) -> str | None:
    """Version of an installed package, without what follows a plus; None when it is missing."""
    try:
        return importlib.metadata.version(package).partition("+")[0]  # torch says "+cpu"
    except importlib.metadata.PackageNotFoundError:
        return None


def chosen_settings(settings: Settings) -> Check:
    """Whether DuckDB takes the memory limit and every SCOUT_ variable is one that is read."""
    try:
        duckdb.connect(config={"memory_limit": settings.memory_limit}).close()
    except duckdb.Error:
        return Check(
            "settings",
            WRONG,
            f"SCOUT_MEMORY_LIMIT is '{settings.memory_limit}', which DuckDB does not understand.",
            "Write it as 4GB or 800MB.",
        )
    unknown = unknown_variables()
    if unknown:
        return Check(
            "settings",
            WRONG,
            f"Nothing reads {', '.join(unknown)}.",
            "Correct the name, or unset it; docs/operations.md lists the settings.",
        )
    words = f"{settings.threads} threads, {settings.memory_limit} for DuckDB"
    return Check("settings", WELL, f"{words}, encoder '{settings.embedder}'.")


def disk(settings: Settings) -> Check:
    """Whether the data folder can be written and has room for another build."""
    folder = settings.data_dir
    while not folder.exists():
        folder = folder.parent
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return Check(
            "disk",
            WRONG,
            f"{settings.data_dir} cannot be written ({error.strerror}).",
            "Give this user the right to write there, or choose another folder: SCOUT_DATA_DIR.",
        )
    free = shutil.disk_usage(folder).free
    needed = max(2 * _build_bytes(settings), _LEAST_FREE)
    words = f"{free / _MB:,.0f} MB free for {settings.data_dir}"
    if free < needed:
        return Check(
            "disk",
            WRONG,
            f"{words}; the next build may need {needed / _MB:,.0f} MB.",
            "Remove old builds with 'python -m core prune', or move the data folder.",
        )
    return Check("disk", WELL, f"{words}.")


def _build_bytes(settings: Settings) -> int:
    """What the build in use takes; 0 when there is none that can be read."""
    try:
        build = builds.current_build(settings)
    except StoreError:
        return 0
    return sum(path.stat().st_size for path in build.folder.rglob("*") if path.is_file())


def clock(settings: Settings) -> Check:
    """Whether the clock agrees with the disk and does not lie before any build."""
    now = time.time()
    latest = max(builds.list_builds(settings), key=lambda build: build.built_at, default=None)
    if latest is not None and latest.built_at.timestamp() > now + _CLOCK_S:
        return Check(
            "clock",
            WRONG,
            f"It is {datetime.now(UTC):%Y-%m-%d %H:%M} UTC here, but build "
            f"'{latest.build_id}' is of {latest.built_at:%Y-%m-%d %H:%M} UTC.",
            "Set the clock: days on pages, and what is deleted after days, are told by it.",
        )
    if settings.data_dir.is_dir() and os.access(settings.data_dir, os.W_OK):
        with tempfile.NamedTemporaryFile(dir=settings.data_dir) as file:
            apart = abs(Path(file.name).stat().st_mtime - time.time())
        if apart > _CLOCK_S:
            return Check(
                "clock",
                WRONG,
                f"The disk of {settings.data_dir} is {apart:,.0f} s apart from this machine.",
                "Set both clocks by the network.",
            )
    return Check("clock", WELL, f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC.")
