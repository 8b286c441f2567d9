"""Files dropped on the Data page, kept in the data folder until their import has run."""

from __future__ import annotations

import re
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from core import access
from core.access import Role
from core.errors import InputFileError
from core.settings import Settings
from core.store.disk import raise_when_full

KEPT_HOURS = 24
_MB = 1_000_000


def keep_upload(settings: Settings, file_id: str, name: str, content: BinaryIO, size: int) -> Path:
    """Where a dropped file lies from now on.

    Args:
        file_id: of the upload; two files with one name get folders of their own.
        name: given by a stranger: only its last part is used, without anything a shell or a path
            reads.
        content: read from its beginning.
        size: in bytes.

    Raises:
        InputFileError: with it, uploads would take more than `Settings.uploads_mb`, or nothing can
            be written there.
        DiskFullError: the disk is full; nothing of the file is left.
        AccessError: who acts is no admin.
    """
    access.require(Role.ADMIN)
    folder = settings.imports_dir
    remove_old_uploads(folder)
    taken = uploads_bytes(folder)
    if taken + size > settings.uploads_mb * _MB:
        raise InputFileError(
            f"'{name}' ({size / _MB:,.0f} MB) does not fit: uploads may take "
            f"{settings.uploads_mb:,} MB together and earlier ones take {taken / _MB:,.0f} MB. "
            f"Remove those, or wait: each is removed {KEPT_HOURS} hours after it was dropped. "
            "Files of any size can be imported with 'python -m core import FILE'; "
            "SCOUT_UPLOADS_MB sets the limit."
        )
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    own_folder = folder / f"{stamp}-{re.sub(r'[^0-9a-f]', '', file_id)[:8]}"
    target = own_folder / (
        re.sub(r"[^\w.-]", "_", Path(name).name)[-80:].lstrip(".-") or "file.csv"
    )
    try:
        own_folder.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            content.seek(0)
            shutil.copyfileobj(content, file, 1 << 20)
    except OSError as error:
        shutil.rmtree(own_folder, ignore_errors=True)
        raise_when_full(error)
        raise InputFileError(
            f"'{name}' cannot be kept in {folder} ({error.strerror}). Check its permissions, or "
            "import the file with 'python -m core import FILE'."
        ) from error
    return target


def uploads_bytes(folder: Path) -> int:
    """What the uploads in a folder take on disk; 0 when there is no such folder."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())


def remove_old_uploads(folder: Path, *, kept_hours: float = KEPT_HOURS) -> int:
    """Number of uploads removed: those in `folder` that have lain there longer.

    A build keeps what it read, so an upload is of use only until its import has run.

    Args:
        kept_hours: 0 removes all.
    """
    oldest = time.time() - kept_hours * 3_600
    old = [
        upload
        for upload in folder.glob("*")
        if upload.is_dir() and (kept_hours == 0 or upload.lstat().st_mtime < oldest)
    ]
    for upload in old:
        shutil.rmtree(upload, ignore_errors=True)
    return len(old)
