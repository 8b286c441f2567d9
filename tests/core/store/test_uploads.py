"""Uploads are bounded together, and go when nobody needs them any more."""

from __future__ import annotations

import errno
import io
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import DiskFullError, InputFileError
from core.settings import Settings
from core.store.uploads import keep_upload, remove_old_uploads, uploads_bytes

_MB = 1_000_000


def _keep(settings: Settings, name: str, size: int) -> Path:
    return keep_upload(settings, "ab12", name, io.BytesIO(bytes(size)), size)


def test_uploads_go_after_a_day_and_newer_ones_stay(tmp_path: Path) -> None:
    for name, hours in (("old", 25), ("new", 23)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file.csv").write_text("x")
        at = time.time() - hours * 3_600
        os.utime(tmp_path / name, (at, at))
    assert remove_old_uploads(tmp_path) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["new"]
    assert remove_old_uploads(tmp_path / "missing") == 0
    assert remove_old_uploads(tmp_path, kept_hours=0) == 1


def test_an_upload_beyond_what_all_may_take_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    settings = replace(Settings.from_env(tmp_path), uploads_mb=2)
    first = _keep(settings, "posts.csv", _MB)
    assert first.stat().st_size == uploads_bytes(settings.imports_dir) == _MB
    with pytest.raises(InputFileError, match=r"'more.csv' \(2 MB\) .* 2 MB together .* take 1 MB"):
        _keep(settings, "more.csv", 2 * _MB)
    assert uploads_bytes(settings.imports_dir) == _MB
    _keep(settings, "small.csv", _MB)  # what fits exactly
    remove_old_uploads(settings.imports_dir, kept_hours=0)
    assert _keep(settings, "more.csv", 2 * _MB).is_file()


@pytest.mark.parametrize(
    ("name", "kept"),
    [("../../etc/pass wd.csv", "pass_wd.csv"), ("..", "file.csv"), ("-rf;.csv", "rf_.csv")],
)
def test_a_name_leads_nowhere_else(tmp_path: Path, name: str, kept: str) -> None:
    settings = Settings.from_env(tmp_path)
    path = _keep(settings, name, 1)
    assert path.name == kept
    assert path.parent.parent == settings.imports_dir


class _Broken(io.BytesIO):
    """A file whose copy fails with an error of the system."""

    def __init__(self, number: int) -> None:
        super().__init__(b"some bytes")
        self._number = number

    def read(self, size: int | None = -1) -> bytes:
        raise OSError(self._number, os.strerror(self._number))


@pytest.mark.parametrize(
    ("number", "expected", "words"),
    [
        (errno.ENOSPC, DiskFullError, "The disk is full"),
        (errno.EROFS, InputFileError, r"'a.csv' cannot be kept in .*Read-only"),
    ],
)
def test_where_nothing_can_be_written_it_is_said_and_nothing_is_left(
    tmp_path: Path, number: int, expected: type[Exception], words: str
) -> None:
    settings = Settings.from_env(tmp_path)
    with pytest.raises(expected, match=words):
        keep_upload(settings, "ab12", "a.csv", _Broken(number), 10)
    assert list(settings.imports_dir.iterdir()) == []
