"""Pictures in folders, links out of them refused."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from core.errors import PictureError
from core.store.picture_files.paths import (
    MAX_FILE_BYTES,
    PathIndex,
    PictureFile,
    at_most,
    parts_of,
    too_large,
)


class FolderBeside:
    """The folder of a file of posts: paths in it are taken as they are, but for upper case."""

    def __init__(self, folder: Path):
        self._folder = Path(os.path.realpath(folder))
        self._listed: dict[Path, dict[str, list[str]]] = {}

    def find(self, path: str) -> PictureFile | None:
        """As `PictureFiles.find`."""
        at = self._folder
        for part in parts_of(path):
            following = self._entry(at, part)
            if following is None:
                return None
            at = following
        return _file_within(self._folder, at)

    def _entry(self, folder: Path, name: str) -> Path | None:
        """The file or folder of this name; in other upper case only when one alone has it."""
        exact = folder / name
        if exact.exists():
            return exact
        if folder not in self._listed:
            self._listed[folder] = _folded_names(folder)
        names = self._listed[folder].get(name.casefold(), [])
        return folder / names[0] if len(names) == 1 else None


class IndexedFolder:
    """A folder for pictures alone: files in its subfolders are known by the end of their path."""

    def __init__(self, folder: Path):
        self._folder = Path(os.path.realpath(folder))
        relative = (file.relative_to(self._folder).as_posix() for file in _files(self._folder))
        self._index = PathIndex(at_most(relative, folder.name))

    @property
    def files_count(self) -> int:
        """Files in the folder and below it."""
        return self._index.files_count

    def find(self, path: str) -> PictureFile | None:
        """As `PictureFiles.find`."""
        name = self._index.find(path)
        return None if name is None else _file_within(self._folder, self._folder / name)


def _folded_names(folder: Path) -> dict[str, list[str]]:
    """What lies in a folder, by its name without upper case; nothing when it cannot be listed."""
    names: dict[str, list[str]] = {}
    try:
        for entry in folder.iterdir():
            folded = unicodedata.normalize("NFC", entry.name).casefold()
            names.setdefault(folded, []).append(entry.name)
    except OSError:
        return {}
    return names


def _file_within(folder: Path, file: Path) -> PictureFile | None:
    """A file that lies in the folder, links followed."""
    try:
        resolved = file.resolve(strict=True)
    except (OSError, RuntimeError):
        return None
    if not resolved.is_relative_to(folder):
        raise PictureError("is a link that leads out of its folder")
    if not resolved.is_file():
        return None

    def read() -> bytes:
        try:
            with resolved.open("rb") as stream:
                data = stream.read(MAX_FILE_BYTES + 1)
                size = resolved.stat().st_size
        except OSError as error:
            raise PictureError(f"cannot be read ({error.strerror or error})") from error
        if len(data) > MAX_FILE_BYTES:
            raise PictureError(too_large(size))
        return data

    return PictureFile(str(resolved), read)


def _files(folder: Path) -> Iterator[Path]:
    """Files below a folder, without following links to folders."""
    for at, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(at, name) for name in sorted(names))
