"""What a person gave for the pictures."""

from __future__ import annotations

from pathlib import Path

from core.errors import InputFileError
from core.store.picture_files.folders import IndexedFolder
from core.store.picture_files.paths import PictureFiles
from core.store.picture_files.zips import PictureZip


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
