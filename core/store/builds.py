"""Immutable builds and the pointer to the one in use.

A build is a folder `<data>/builds/<utc>-<hash>/` with `store.duckdb`, arrays and
`manifest.json`. It is written by `core.store.making`, and becomes visible only when its manifest
is there and `CURRENT` is replaced in one step. Whoever changes `CURRENT` or deletes builds holds
`pointer_lock`; `core.store.publishing` says which builds publish themselves.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from core.errors import NoBuildError, OutdatedBuildError, StoreError, UnknownBuildError
from core.settings import Settings
from core.store.atomic import replace_text
from core.store.temporary import (
    RESTORING,
    UNPACKED_FILE,
    is_held,
)

_LOG = logging.getLogger(__name__)

STORE_FILE = "store.duckdb"
MANIFEST_FILE = "manifest.json"
LOCK_FILE = "building.lock"
POINTER_FILE = "CURRENT"
# Of schema.sql: goes up when a table or column that pages read gets another name or meaning.
SCHEMA_VERSION = 2
ASKED_FILE = "ASKED"  # in a build in the making: when it was asked for
UNPUBLISHED_FILE = "UNPUBLISHED"  # in a complete build that waits: why it is not in use
CHOICE_FILE = "CURRENT.json"  # when a person last put a build in use, and which
POINTER_LOCK_FILE = "publish.lock"
_LOCK_SECONDS = 60.0
_BUILD_ID = re.compile(r"^\d{8}T\d{6}Z-[0-9a-f]{8}$")


@dataclass(frozen=True)
class Build:
    """One complete build.

    Attributes:
        build_id: `<utc>-<hash>`.
        folder: where it lies.
        manifest: settings, seed, input hashes, row counts, versions, metrics and timings.
    """

    build_id: str
    folder: Path
    manifest: dict[str, Any]

    @property
    def store_file(self) -> Path:
        """The DuckDB file of the build."""
        return self.folder / STORE_FILE

    @property
    def is_demo(self) -> bool:
        """Whether its data are made up."""
        return bool(self.manifest.get("is_demo"))

    @property
    def is_pseudonymised(self) -> bool:
        """Whether its creators have made-up names, for it is a copy made to be shown."""
        return bool(self.manifest.get("source", {}).get("is_pseudonymised"))

    @property
    def other_currencies(self) -> tuple[str, ...]:
        """Signs or codes of currencies of which its prices have the numbers, as if in euros."""
        source = self.manifest.get("source", {})
        # Of a file that came again, the later one counts.
        of_files = {file["name"]: file for file in source.get("files", ())}
        names = {*source.get("other_currencies", ())}
        names.update(*(file.get("other_currencies", ()) for file in of_files.values()))
        return tuple(sorted(names))

    @property
    def built_at(self) -> datetime:
        """When it was completed, UTC."""
        return datetime.fromisoformat(self.manifest["built_at"])

    @property
    def order_at(self) -> datetime:
        """Its place in the order of builds, UTC: `built_at`, but later than all builds before it.

        It differs from `built_at` where the clock went back.
        """
        return datetime.fromisoformat(self.manifest.get("order_at") or self.manifest["built_at"])

    @property
    def steps_left(self) -> tuple[str, ...]:
        """Steps whose results are still to come, when it is a first look; else none."""
        return tuple(self.manifest.get("steps_left", ()))

    @property
    def schema_version(self) -> int:
        """Of its tables; 1 for builds made before the manifest said so."""
        return int(self.manifest.get("schema_version", 1))

    @property
    def is_outdated(self) -> bool:
        """Whether its tables are not those that this version of the program reads."""
        return self.schema_version != SCHEMA_VERSION

    def check_schema(self) -> None:
        """Raises OutdatedBuildError when the build is outdated."""
        if self.is_outdated:
            age = "an earlier" if self.schema_version < SCHEMA_VERSION else "a later"
            raise OutdatedBuildError(
                f"Build '{self.build_id}' was made by {age} version of the program (tables "
                f"{self.schema_version}, expected {SCHEMA_VERSION}). Run 'python -m core build' to "
                "make a new one from the same data."
            )

    @property
    def unpublished_reason(self) -> str | None:
        """Why it waits in the list instead of being put in use; None when it does not wait."""
        try:
            return (self.folder / UNPUBLISHED_FILE).read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError):
            _LOG.warning("why build %s waits cannot be read", self.build_id, exc_info=True)
            return None


@contextmanager
def pointer_lock(settings: Settings) -> Iterator[None]:
    """Held while `CURRENT` is compared or replaced, or builds are deleted; not reentrant.

    Raises:
        StoreError: another process holds it for a minute.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.data_dir / POINTER_LOCK_FILE)
    try:
        lock.acquire(timeout=_LOCK_SECONDS)
    except Timeout as error:
        raise StoreError(
            f"Another process has been changing the builds in {settings.data_dir} for "
            f"{_LOCK_SECONDS:.0f} s. Wait until it ends, then try again."
        ) from error
    try:
        yield
    finally:
        lock.release(force=True)


def is_build_id(name: str) -> bool:
    """Whether a folder of this name holds a build, or one in the making."""
    return _BUILD_ID.match(name) is not None


def is_complete(folder: Path) -> bool:
    """Whether a build has its manifest, which is written last."""
    return (folder / MANIFEST_FILE).is_file()


def list_builds(settings: Settings) -> list[Build]:
    """Complete builds, newest first; one whose manifest cannot be read is left out."""
    return builds_in(settings.builds_dir)


def builds_in(builds_dir: Path) -> list[Build]:
    """As `list_builds`, of a folder of builds."""
    if not builds_dir.is_dir():
        return []
    builds = []
    for folder in builds_dir.iterdir():
        if is_build_id(folder.name) and is_complete(folder):
            try:
                builds.append(_build_in(folder))
            except StoreError:
                _LOG.warning("build %s left out of the list", folder.name, exc_info=True)
                continue
    return sorted(builds, key=lambda build: (build.order_at, build.build_id), reverse=True)


def get_build(settings: Settings, build_id: str) -> Build:
    """The build with this id.

    Raises:
        UnknownBuildError: no complete build has this id.
        StoreError: it is damaged: its manifest cannot be read, or its store is gone.
    """
    return _build_in(settings.builds_dir / build_id)


def _build_in(folder: Path) -> Build:
    build_id = folder.name
    manifest_file = folder / MANIFEST_FILE
    if not is_build_id(build_id) or not manifest_file.is_file():
        raise UnknownBuildError(
            f"There is no build '{build_id}'. 'python -m core builds' lists those there are."
        )
    try:
        manifest = json.loads(manifest_file.read_text(encoding="utf-8"))
        _check_manifest(manifest)
        build = Build(build_id=build_id, folder=folder, manifest=manifest)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(
            f"The manifest of build '{build_id}' is damaged ({type(error).__name__}). "
            "Publish another build; 'python -m core prune' then removes this one."
        ) from error
    try:
        size = build.store_file.stat().st_size
    except OSError as error:
        raise StoreError(
            f"Build '{build_id}' has lost its {STORE_FILE}. "
            "Publish another build; 'python -m core prune' then removes this one."
        ) from error
    if size < manifest.get("store_bytes", 0):
        raise StoreError(
            f"The {STORE_FILE} of build '{build_id}' is cut off: expected "
            f"{manifest['store_bytes']:,} bytes, found {size:,}. "
            "Publish another build; 'python -m core prune' then removes this one."
        )
    return build


def _check_manifest(manifest: Any) -> None:
    """Raises ValueError, KeyError, TypeError or AttributeError when pages could not read it."""
    for name in ("built_at", "order_at"):
        moment = manifest["built_at"] if name == "built_at" else manifest.get(name)
        if moment is not None and datetime.fromisoformat(moment).tzinfo is None:
            raise ValueError(f"{name} has no time zone")
    if manifest.get("as_of_day") is not None:
        date.fromisoformat(manifest["as_of_day"])
    if not isinstance(manifest.get("schema_version", 1), int):
        raise ValueError("schema_version is no whole number")
    for record in manifest.get("files", {}).values():
        if not (isinstance(record["bytes"], int) and isinstance(record["sha256"], str)):
            raise ValueError("files holds something other than sizes and checksums")
    for columns in manifest.get("columns", {}).values():
        if not isinstance(columns, str):
            raise ValueError("columns holds something other than names")
    for name in ("row_counts", "timings_s"):
        if not all(isinstance(value, int | float) for value in manifest.get(name, {}).values()):
            raise ValueError(f"{name} holds something other than numbers")


def current_build_id(settings: Settings) -> str | None:
    """The id in CURRENT, or None when nothing is published. Does not open the build."""
    try:
        text = (settings.data_dir / POINTER_FILE).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(
            f"{POINTER_FILE} in {settings.data_dir} cannot be read ({type(error).__name__}). "
            "Remove it, then run 'python -m core publish ID'."
        ) from error
    return text or None


def current_build(settings: Settings) -> Build:
    """The published build.

    Raises:
        NoBuildError: nothing is published, or the published build is gone.
    """
    build_id = current_build_id(settings)
    if build_id is None:
        raise NoBuildError(_why_none(settings))
    try:
        return get_build(settings, build_id)
    except StoreError as error:
        if current_build_id(settings) != build_id:  # another one was put in use meanwhile
            return current_build(settings)
        if not isinstance(error, UnknownBuildError):
            raise
        raise NoBuildError(
            f"The published build '{build_id}' is gone from {settings.builds_dir}. "
            "Publish another ('python -m core builds') or build again."
        ) from error


def _why_none(settings: Settings) -> str:
    if is_half_restored(settings):
        return (
            f"A restore to {settings.data_dir} was cut off. "
            "Run 'python -m core restore FILE' again with the same backup."
        )
    others = list_builds(settings)
    if others:
        return (
            f"No build is in use, though {settings.data_dir} holds some. "
            f"'python -m core publish {others[0].build_id}' puts the newest one in use."
        )
    return (
        "There is no data yet. Run 'python -m core build' for the demo data, or "
        "'python -m core import FILE...' for your own."
    )


def is_half_restored(settings: Settings) -> bool:
    """Whether a backup is unpacked here and was not, or not yet, put in use."""
    is_unpacked = (settings.data_dir / RESTORING / UNPACKED_FILE).is_file()
    return is_unpacked and not (settings.data_dir / POINTER_FILE).exists()


@dataclass(frozen=True)
class UsableBuild:
    """A build that pages can show.

    Attributes:
        damage: what is wrong with the build in use, when another one stands in for it; else None.
    """

    build: Build
    damage: str | None = None


def usable_build(settings: Settings, opens: Callable[[Build], object]) -> UsableBuild:
    """The build in use, or the newest whole one when that is damaged.

    Args:
        opens: raises StoreError when the store of a build cannot be read.

    Raises:
        NoBuildError: nothing is published, or the published build is gone, and there is no other.
        StoreError: the build in use is damaged, and no other build is whole.
    """
    build = None
    try:
        build = current_build(settings)
        opens(build)
        return UsableBuild(build)
    except StoreError as error:
        if build is not None and _is_replaced(settings, build):
            return usable_build(settings, opens)
        if is_half_restored(settings):  # what is saved now would stand in the way of its workspace
            raise
        _LOG.warning("another build stands in for the one in use", exc_info=True)
        # A build that waits was held back for a reason: somebody may have been forgotten since.
        for other in [build for build in list_builds(settings) if build.unpublished_reason is None]:
            try:
                opens(other)
            except StoreError:
                _LOG.warning("build %s cannot stand in", other.build_id, exc_info=True)
            else:
                return UsableBuild(other, str(error))
        raise


def _is_replaced(settings: Settings, build: Build) -> bool:
    """Whether a build that was in use is not any more."""
    try:
        return current_build_id(settings) != build.build_id
    except StoreError:
        return False


def publish(settings: Settings, build_id: str) -> Build:
    """Makes a complete build the one in use, in one step, because a person asked for it."""
    with pointer_lock(settings):
        build = get_build(settings, build_id)
        choice = {"build_id": build_id, "asked_at": next_moment(settings.builds_dir)}
        replace_text(settings.data_dir / CHOICE_FILE, json.dumps(choice) + "\n")
        point_to(settings, build)
    return build


def point_to(settings: Settings, build: Build) -> None:
    """Replaces `CURRENT`. The caller holds `pointer_lock`."""
    replace_text(settings.data_dir / POINTER_FILE, build.build_id + "\n")
    (build.folder / UNPUBLISHED_FILE).unlink(missing_ok=True)


def next_moment(builds_dir: Path) -> str:
    """This moment as UTC text; later moments sort after earlier ones, whatever the clock says.

    Where the clock went back, it is the moment after the last that a build, the wish for one or the
    choice of one has.
    """
    now = datetime.now(UTC)
    known = [moment for moment in _known_moments(builds_dir) if moment >= now]
    moment = max(known) + timedelta(microseconds=1) if known else now
    return moment.isoformat(timespec="microseconds")


def _known_moments(builds_dir: Path) -> Iterator[datetime]:
    """When builds were completed, those in the making asked for, and the one in use chosen."""
    for build in builds_in(builds_dir):
        yield build.order_at
    for file in (*builds_dir.glob(f"*/{ASKED_FILE}"), builds_dir.parent / CHOICE_FILE):
        try:
            text = file.read_text(encoding="utf-8")
            moment = datetime.fromisoformat(
                json.loads(text)["asked_at"] if file.name == CHOICE_FILE else text
            )
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, ValueError, KeyError, TypeError):
            _LOG.warning("%s says no moment", file.name, exc_info=True)
            continue
        if moment.tzinfo is not None:
            yield moment


def is_pointer_locked(settings: Settings) -> bool:
    """Whether a process is changing `CURRENT` or deleting builds at this moment."""
    file = settings.data_dir / POINTER_LOCK_FILE
    return file.exists() and is_held(file)
