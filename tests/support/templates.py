"""Builds that many tests start from: each kind is made once in a run of the tests, then copied."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

from core.settings import Settings
from core.store import builds, making
from core.store.builds import Build

_MADE = "made"
_folder: list[Path] = []


def keep_in(folder: Path) -> None:
    """Says where templates lie; processes that test side by side name the same folder."""
    _folder[:] = [folder]


def template(kind: str, make: Callable[[Settings], Build]) -> Build:
    """The build that `make` publishes in an empty data folder; only to be read or copied.

    Whoever asks first makes it, and others wait for that.

    Args:
        kind: name of the template; the same name always stands for the same `make`.
    """
    data_dir = _folder[0] / kind
    data_dir.mkdir(parents=True, exist_ok=True)
    # The database of the workspace would otherwise be the one that the environment names.
    settings = replace(
        Settings.from_env(data_dir), workspace_url=f"sqlite:///{data_dir}/workspace.db"
    )
    with FileLock(data_dir / "template.lock"):
        if not (data_dir / _MADE).exists():
            complete_again(make(settings))
            (data_dir / _MADE).touch()
    return builds.current_build(settings)


def complete_again(made: Build) -> Build:
    """The build with a manifest of its files as they are by now; for who changed or removed one."""
    return replace(made, manifest=making.write_manifest(made.folder, made.manifest))


def publish_copy(settings: Settings, made: Build) -> Build:
    """Publishes a copy of a build in another data folder, under an id of its own.

    The vectors kept beside it come along, as they would stand where it was made.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    build_id = f"{stamp}-{secrets.token_hex(4)}"
    shutil.copytree(made.folder, settings.builds_dir / build_id)
    take_cache(settings, made)
    return builds.publish(settings, build_id)


def take_cache(settings: Settings, made: Build) -> None:
    """Copies the vectors of texts and pictures kept beside a build to a data folder without any.

    The demo data of any seed show the same pictures.
    """
    kept = made.folder.parent.parent / settings.cache_dir.name
    if kept.is_dir() and not settings.cache_dir.exists():
        shutil.copytree(kept, settings.cache_dir)
