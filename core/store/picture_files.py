"""Files of pictures by the name a post gives them: in a folder or in a ZIP, never outside it."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from core.errors import InputFileError, PictureError

MAX_ENTRY_BYTES = 20_000_000  # of one picture, unpacked
MAX_ZIP_BYTES = 4_000_000_000  # unpacked from one ZIP in one import
MAX_FILES = 500_000  # in a folder or ZIP
# Pictures are compressed already: a file that shrinks more than this was made to fill a disk.
_MAX_RATIO = 100
_RATIO_FROM_BYTES = 1_000_000
_SHOWN = 3
_LONGEST_PATH = 500


@dataclass(frozen=True)
class PictureFile:
    """One file, read when it is needed.

    Attributes:
        key: the same for the same file, however it is named.
        read: its bytes; raises PictureError when it is too large or cannot be read.
    """

    key: str
    read: Callable[[], bytes]


class PictureFiles(Protocol):
    """Where pictures lie."""

    def find(self, path: str) -> PictureFile | None:
        """The file of this name; None when there is none.

        Raises:
            PictureError: the name leads outside, or stands for several files.
        """


def is_address(path: str) -> bool:
    """Whether a picture is named by where it lies on the web; such are never fetched."""
    return re.match(r"(?i)(https?:|ftp:|data:)?//|data:", path.strip()) is not None


def picture_files(where: Path) -> PictureFiles:
    """A folder or ZIP that a person gave for the pictures.

    Raises:
        InputFileError: it is neither, cannot be read, or holds too many files.
    """
    if where.is_dir():
        return IndexedFolder(where)
    if not where.is_file():
        raise InputFileError(f"{where.name}: expected a folder or a ZIP of pictures, found none.")
    return PictureZip(where)


def parts_of(path: str) -> tuple[str, ...]:
    """The folders and the file of a relative path, whichever slash it is written with.

    Raises:
        PictureError: it is absolute, goes up with '..', or is no path.
    """
    text = unicodedata.normalize("NFC", path.strip()).replace("\\", "/")
    if len(text) > _LONGEST_PATH or any(ord(sign) < 32 for sign in text):
        raise PictureError("is no path of a file")
    if text.startswith(("/", "~")) or re.match(r"[A-Za-z]:", text):
        raise PictureError(
            "is an absolute path, expected one that is relative to the folder of the posts"
        )
    parts = tuple(part for part in text.split("/") if part not in ("", "."))
    if ".." in parts:
        raise PictureError("leads out of the folder of the posts ('..')")
    if not parts:
        raise PictureError("is no path of a file")
    return parts


class FolderBeside:
    """The folder of a file of posts: paths in it are taken as they are, but for upper case."""

    def __init__(self, folder: Path):
        self._folder = folder.resolve()
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
        self._folder = folder.resolve()
        relative = (file.relative_to(self._folder).as_posix() for file in _files(self._folder))
        self._index = _Index(_at_most(relative, folder.name))

    def find(self, path: str) -> PictureFile | None:
        """As `PictureFiles.find`."""
        name = self._index.find(path)
        return None if name is None else _file_within(self._folder, self._folder / name)


class PictureZip:
    """A ZIP of pictures. Entries are read into memory one by one, and never written to disk."""

    def __init__(self, file: Path):
        self._name = file.name
        self._left_bytes = MAX_ZIP_BYTES
        try:
            self._zip = zipfile.ZipFile(file)
        except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise InputFileError(
                f"{file.name}: expected a ZIP of pictures, found a file that cannot be read as "
                f"one ({error}). Pack the pictures again."
            ) from error
        entries = (info.filename for info in self._zip.infolist() if not info.is_dir())
        self._index = _Index(_at_most(entries, file.name))

    def find(self, path: str) -> PictureFile | None:
        """As `PictureFiles.find`."""
        name = self._index.find(path)
        if name is None:
            return None
        return PictureFile(f"{self._name}:{name}", lambda: self._read(name))

    def _read(self, name: str) -> bytes:
        info = self._zip.getinfo(name)
        if info.flag_bits & 0x1:
            raise PictureError("is encrypted in the ZIP; pack it without a password")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise PictureError("is a link in the ZIP, expected a file")
        size = info.file_size
        if size > MAX_ENTRY_BYTES:
            raise PictureError(_too_large(size))
        if size > _RATIO_FROM_BYTES and size > _MAX_RATIO * max(info.compress_size, 1):
            raise PictureError(
                f"unpacks to {size / max(info.compress_size, 1):,.0f} times its size, which no "
                "picture does"
            )
        if size > self._left_bytes:
            raise PictureError(
                f"is beyond the first {MAX_ZIP_BYTES / 1e9:.0f} GB of {self._name}; split the ZIP"
            )
        try:
            with self._zip.open(info) as entry:
                # What the ZIP says of its sizes may be untrue.
                data = entry.read(MAX_ENTRY_BYTES + 1)
        except (
            OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile,
            zlib.error,
        ) as error:  # fmt: skip
            raise PictureError(f"cannot be unpacked ({error})") from error
        if len(data) > MAX_ENTRY_BYTES:
            raise PictureError(_too_large(len(data)))
        self._left_bytes -= len(data)
        return data


class _Index:
    """Relative paths of files, found by their end: 'a/1.jpg' is 'export/a/1.jpg'."""

    def __init__(self, paths: Iterable[str]):
        self._by_name: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for path in paths:
            try:
                parts = parts_of(path)
            except PictureError:
                continue  # an entry that leads out of its ZIP is nobody's picture
            self._by_name.setdefault(_folded(parts)[-1], []).append((parts, path))

    def find(self, path: str) -> str | None:
        """The path as listed; None when no file has this name.

        Raises:
            PictureError: `path` is not relative, or several files fit equally well.
        """
        parts = parts_of(path)
        candidates = self._by_name.get(_folded(parts)[-1], [])
        for fits in (_same, _same_folded, _same_end):
            hits = [listed for candidate, listed in candidates if fits(candidate, parts)]
            if len(hits) == 1:
                return hits[0]
            if hits:
                shown = ", ".join(sorted(hits)[:_SHOWN])
                raise PictureError(
                    f"has a name of {len(hits)} files, expected one with its folder, found {shown}"
                )
        return None


def _folded(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.casefold() for part in parts)


def _same(listed: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    return listed == parts


def _same_folded(listed: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    return _folded(listed) == _folded(parts)


def _same_end(listed: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    shorter = min(len(listed), len(parts))
    return _folded(listed)[-shorter:] == _folded(parts)[-shorter:]


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
                data = stream.read(MAX_ENTRY_BYTES + 1)
                size = resolved.stat().st_size
        except OSError as error:
            raise PictureError(f"cannot be read ({error.strerror or error})") from error
        if len(data) > MAX_ENTRY_BYTES:
            raise PictureError(_too_large(size))
        return data

    return PictureFile(str(resolved), read)


def _files(folder: Path) -> Iterator[Path]:
    """Files below a folder, without following links to folders."""
    for at, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(at, name) for name in sorted(names))


def _at_most(paths: Iterable[str], shown_name: str) -> Iterator[str]:
    for number, path in enumerate(paths):
        if number >= MAX_FILES:
            raise InputFileError(
                f"{shown_name}: expected at most {MAX_FILES:,} files of pictures, found more. "
                "Split them."
            )
        yield path


def _too_large(size: int) -> str:
    return f"has {size / 1e6:,.1f} MB, expected at most {MAX_ENTRY_BYTES / 1e6:.0f} MB"
