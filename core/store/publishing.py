"""Whether a build that is ready takes the place of the one in use.

A build starts from the build that is in use then. When another one is in use at its end, it must
not silently take the place of something newer: it waits in the list, or is made again on top of
the new one. Comparison and replacement are one step under `builds.pointer_lock`.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

from core import access
from core.access import Role
from core.errors import NoBuildError, StoreError
from core.settings import Settings
from core.store import builds, making
from core.store.atomic import replace_text
from core.store.builds import Build
from core.store.connect import open_build_store
from core.store.integrity import verify

_LOG = logging.getLogger(__name__)
_CUT_OFF = "not published: it was ended at that moment"


class Base(Enum):
    """What a build does with the build it starts from."""

    UNUSED = "unused"  # demo data, or files that replace all
    REBUILT = "rebuilt"  # the same given tables, computed again
    ADDED_TO = "added to"  # its given tables and more


class MovedBaseError(StoreError):
    """Another build was put in use meanwhile; the build is to be made again on top of that one."""


@dataclass(frozen=True)
class BuildStart:
    """What was in use when a build began.

    Attributes:
        base_id: id of the build in use; None when nothing was.
        root_id: the last build on the way to it that a person asked for. Background builds only
            refine it, so they are no reason to hold back what a person asks for.
        asked_at: when the build was asked for, UTC.
        by_choice: a person asked for it; False for work in the background.
    """

    base_id: str | None
    root_id: str | None
    asked_at: str
    by_choice: bool


def put_in_use(settings: Settings, build_id: str) -> Build:
    """Publishes a build that a person chose, once it is known to be whole.

    One of an earlier version has other columns by right: it is published to be made again.

    Raises:
        UnknownBuildError: no complete build has this id.
        DamagedBuildError: a file, table or column is not what was written; says what helps.
        StoreError: its manifest or its store cannot be read.
        AccessError: who acts is no admin.
    """
    access.require(Role.ADMIN)
    build = builds.get_build(settings, build_id)
    verify(build)
    if not build.is_outdated:
        open_build_store(build, settings).close()
    access.admin_act(settings, "put a build in use", build_id)
    return builds.publish(settings, build_id)


def begin(settings: Settings, *, by_choice: bool = True) -> BuildStart:
    """What is in use now; to be called before anything of the data in use is read."""
    base_id = _published_id(settings)
    asked_at = builds.next_moment(settings.builds_dir)
    return BuildStart(base_id, _root_id(settings, base_id), asked_at, by_choice)


def start_from(settings: Settings, start: BuildStart, base: Build | None) -> BuildStart:
    """The start with the build that the data are really read from, if they are read from one."""
    if base is None or base.build_id == start.base_id:
        return start
    return replace(start, base_id=base.build_id, root_id=_root_id(settings, base.build_id))


def finish(
    settings: Settings,
    folder: Path,
    manifest: dict[str, Any],
    start: BuildStart,
    base: Base,
    *,
    can_repeat: bool,
) -> None:
    """Completes the build and publishes it, or notes why not. The caller holds `pointer_lock`.

    Raises:
        MovedBaseError: it is to be made again on top of the build in use (only if `can_repeat`).
    """
    manifest = {**manifest, "start": asdict(start)}
    made = Build(folder.name, folder, manifest)
    current = _published(settings)
    if current is None or _may_publish(settings, made, start, base, current):
        access.admin_act(settings, "put a new build in use", made.build_id)
        # Removed when it is in use; a process that is killed before that leaves it to say why not.
        replace_text(folder / builds.UNPUBLISHED_FILE, _CUT_OFF + "\n")
        making.write_manifest(folder, manifest)
        builds.point_to(settings, made)
        return
    if can_repeat and _is_repeated(settings, made, start, base, current):
        raise MovedBaseError(f"Build '{current.build_id}' was put in use meanwhile.")
    replace_text(folder / builds.UNPUBLISHED_FILE, _reason(settings, current) + "\n")
    making.write_manifest(folder, manifest)


def _may_publish(
    settings: Settings, made: Build, start: BuildStart, base: Base, current: Build
) -> bool:
    if current.build_id == start.base_id:
        return True
    if not start.by_choice:
        return False
    if _root_id(settings, current.build_id) == start.root_id:
        return True  # only background work came in between
    if base is not Base.UNUSED or (made.is_demo and not current.is_demo):
        return False
    is_chosen = _choice_time(settings, current.build_id) is not None
    over_demo = current.is_demo and not made.is_demo and not is_chosen
    return over_demo or _asked_at(settings, current) < start.asked_at


def _is_repeated(
    settings: Settings, made: Build, start: BuildStart, base: Base, current: Build
) -> bool:
    if not start.by_choice or current.is_demo != made.is_demo:
        return False
    if base is Base.REBUILT:
        return _asked_at(settings, current) < start.asked_at
    return base is Base.ADDED_TO


def _reason(settings: Settings, current: Build) -> str:
    if _choice_time(settings, current.build_id) is not None:
        return "not published: another build was put in use meanwhile"
    is_import = current.manifest.get("source", {}).get("kind") == "import"
    return f"not published: a newer {'import' if is_import else 'build'} is in use"


def _published_id(settings: Settings) -> str | None:
    try:
        return builds.current_build_id(settings)
    except StoreError:
        # Whoever asked gets the error from the step that needs the build.
        _LOG.info("the build in use is unknown", exc_info=True)
        return None  # a damaged pointer holds nothing back


def _published(settings: Settings) -> Build | None:
    """The build in use; None when there is none, or it is damaged: then nothing is lost."""
    try:
        return builds.current_build(settings)
    except NoBuildError:
        return None
    except StoreError:
        _LOG.warning("the build in use holds nothing back", exc_info=True)
        return None


def _root_id(settings: Settings, build_id: str | None) -> str | None:
    if build_id is None or _choice_time(settings, build_id) is not None:
        return build_id
    try:
        start = builds.get_build(settings, build_id).manifest.get("start")
    except StoreError:
        _LOG.info("build %s is taken as its own root", build_id, exc_info=True)
        return build_id
    return build_id if start is None or start["by_choice"] else start["root_id"]


def _asked_at(settings: Settings, build: Build) -> str:
    """When a person last asked for this build: by putting it in use, else by starting it."""
    start = build.manifest.get("start") or {}
    return _choice_time(settings, build.build_id) or str(
        start.get("asked_at") or build.manifest["built_at"]
    )


def _choice_time(settings: Settings, build_id: str) -> str | None:
    """When a person put this build in use by hand; None when it published itself."""
    try:
        choice = json.loads((settings.data_dir / builds.CHOICE_FILE).read_text(encoding="utf-8"))
        return str(choice["asked_at"]) if choice["build_id"] == build_id else None
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        _LOG.warning("the choice of a build cannot be read", exc_info=True)
        return None
