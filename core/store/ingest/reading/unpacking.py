"""Packed files as the table in them: gzip, and the workbooks of spreadsheet programs."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.errors import InputFileError
from core.store.ingest.reading import bounds
from core.store.ingest.reading.workbook import write_first_sheet
from core.store.temporary import temporary_file

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
_CHUNK_BYTES = 2**20


@dataclass(frozen=True)
class Unpacked:
    """Attributes:
    path: of the table; a temporary copy where the file was packed.
    is_sheet: a sheet of a workbook as comma-separated text, one record per row of the sheet.
    notes: what was chosen in order to read it, in words.
    """

    path: Path
    is_sheet: bool = False
    notes: tuple[str, ...] = ()


@contextmanager
def unpacked(path: Path, shown_name: str, folder: Path | None = None) -> Iterator[Unpacked]:
    """The table in a file, which is the file itself unless it is packed.

    Args:
        folder: where a temporary copy may lie; the system's folder when None.
    Raises:
        InputFileError: it is damaged, packed twice, or unpacks to more than one file may have.
    """
    start = first_bytes(path)
    if start.startswith(GZIP):
        with temporary_file("unpacked", folder) as copy:
            _gunzip(path, copy, shown_name)
            with _sheet_or_text(copy, shown_name, folder) as table:
                yield table
    else:
        with _sheet_or_text(path, shown_name, folder) as table:
            yield table


def first_bytes(path: Path, count: int = 4) -> bytes:
    """The first bytes of a file."""
    with path.open("rb") as stream:
        return stream.read(count)


@contextmanager
def _sheet_or_text(path: Path, shown_name: str, folder: Path | None) -> Iterator[Unpacked]:
    if first_bytes(path) != ZIP or not _is_workbook(path):
        yield Unpacked(path)
        return
    with temporary_file("sheet.csv", folder) as copy:
        notes = write_first_sheet(path, copy, shown_name)
        yield Unpacked(copy, is_sheet=True, notes=notes)


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (OSError, ValueError, NotImplementedError, zipfile.BadZipFile):
        return False


def _gunzip(path: Path, copy: Path, shown_name: str) -> None:
    written = 0
    try:
        with gzip.open(path) as source, copy.open("wb") as target:
            while chunk := source.read(_CHUNK_BYTES):
                written += len(chunk)
                bounds.check_text(written, shown_name, "unpacked text")
                target.write(chunk)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise InputFileError(
            f"{shown_name}: the gzip file is damaged ({error}). Pack it again, or unpack it."
        ) from error
    if first_bytes(copy).startswith(GZIP):
        raise InputFileError(f"{shown_name}: is packed twice. Unpack it once and import that.")
    if written == 0:
        raise InputFileError(
            f"{shown_name}: expected a table with a header, found an empty file. Export it again."
        )
