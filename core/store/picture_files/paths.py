"""Paths that strangers wrote, and the files they stand for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from core.errors import InputFileError, PictureError

MAX_FILE_BYTES = 20_000_000  # of one picture, unpacked
MAX_FILES = 500_000  # in a folder or ZIP
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
    """Where pictures lie, all of them known."""

    @property
    def files_count(self) -> int:
        """Files that a path can stand for."""

    def find(self, path: str) -> PictureFile | None:
        """The file of this name; None when there is none.

        Raises:
            PictureError: the name leads outside, or stands for several files.
        """


def is_address(path: str) -> bool:
    """Whether a picture is named by where it lies on the web; such are never fetched."""
    return re.match(r"(?i)(https?:|ftp:|data:)?//|data:", path.strip()) is not None


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


class PathIndex:
    """Relative paths of files, found by their end: 'a/1.jpg' is 'export/a/1.jpg'."""

    def __init__(self, paths: Iterable[str]):
        self._by_name: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for path in paths:
            try:
                parts = parts_of(path)
            except PictureError:
                continue  # an entry that leads out of its ZIP is nobody's picture
            self._by_name.setdefault(_folded(parts)[-1], []).append((parts, path))

    @property
    def files_count(self) -> int:
        """Files that can be found."""
        return sum(len(files) for files in self._by_name.values())

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
                    f"has a name that fits {len(hits)} files, expected one with its folder, "
                    f"found {shown}"
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


def at_most(paths: Iterable[str], shown_name: str) -> Iterator[str]:
    """The paths.

    Raises:
        InputFileError: there are more than `MAX_FILES`.
    """
    for number, path in enumerate(paths):
        if number >= MAX_FILES:
            raise InputFileError(
                f"{shown_name}: expected at most {MAX_FILES:,} files of pictures, found more. "
                "Split them."
            )
        yield path


def too_large(size: int) -> str:
    """Why a file of this size is not read, in words that follow its name."""
    return f"has {size / 1e6:,.1f} MB, expected at most {MAX_FILE_BYTES / 1e6:.0f} MB"
