"""Sizes and checksums of the files of a build, for its manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Written after the files of a build, or gone when it is complete.
_ASIDE = frozenset({"manifest.json", "building.lock", "BASE", "ASKED", "UNPUBLISHED"})


def file_records(folder: Path) -> dict[str, dict[str, Any]]:
    """Path below the folder of a build -> {"bytes": size, "sha256": checksum} of each file."""
    return {
        str(file.relative_to(folder).as_posix()): {
            "bytes": file.stat().st_size,
            "sha256": file_checksum(file),
        }
        for file in build_files(folder)
    }


def file_checksum(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal; about a second per GB.

    Raises:
        OSError: it cannot be read.
    """
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def build_files(folder: Path) -> Iterator[Path]:
    """The files that a build is made of, without its manifest, in the order of their names."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.name not in _ASIDE and file.suffix != ".wal":
            yield file
