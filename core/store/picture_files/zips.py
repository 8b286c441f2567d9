"""Pictures in a ZIP, which may be damaged, locked or a bomb."""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import Path

from core.errors import InputFileError, PictureError
from core.store.picture_files.paths import (
    MAX_FILE_BYTES,
    PathIndex,
    PictureFile,
    at_most,
    too_large,
)

MAX_ZIP_BYTES = 4_000_000_000  # unpacked from one ZIP in one import
# Pictures are compressed already: a file that shrinks more than this was made to fill a disk.
_MAX_RATIO = 100
_RATIO_FROM_BYTES = 1_000_000


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
        self._index = PathIndex(at_most(entries, file.name))

    @property
    def files_count(self) -> int:
        """Entries that do not lead out of the ZIP."""
        return self._index.files_count

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
        if size > MAX_FILE_BYTES:
            raise PictureError(too_large(size))
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
                data = entry.read(MAX_FILE_BYTES + 1)
        except (
            OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile,
            zlib.error,
        ) as error:  # fmt: skip
            raise PictureError(f"cannot be unpacked ({error})") from error
        if len(data) > MAX_FILE_BYTES:
            raise PictureError(too_large(len(data)))
        self._left_bytes -= len(data)
        return data
