"""A full disk is called one, whoever notices it."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import duckdb
import pytest
import typer

from core.cli import running
from core.errors import DiskFullError, InputFileError
from core.store.disk import is_full, raise_when_full
from core.store.ingest.reading import raw

# As DuckDB 2.0 says it: a file that cannot grow, and a spill file that may not.
IO_ERROR = duckdb.IOException(
    'IO Error: Could not write all bytes to file "/x/store.duckdb": wanted=262144 wrote=0 '
    "(No space left on device)"
)
SPILL_ERROR = duckdb.OutOfMemoryException(
    "Out of Memory Error: failed to offload data block of size 256.0 KiB (1.0 GiB/1.0 GiB used). "
    "This limit was set by the 'max_temp_directory_size' setting."
)


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
        OSError(errno.EDQUOT, os.strerror(errno.EDQUOT)),
        OSError("131072 requested and 65536 written"),  # of numpy
        sqlite3.OperationalError("database or disk is full"),
        ValueError("An IO error occurred: 'No space left on device (os error 28)'"),  # of tantivy
        IO_ERROR,
        SPILL_ERROR,
    ],
)
def test_each_library_is_understood(
    error: Exception, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit), running.command("Work", data=tmp_path):
        raise error
    said = capsys.readouterr().err
    assert said.startswith("error: The disk is full: nothing was changed")
    assert len(said.splitlines()) == 1


def test_a_real_full_device_is_one() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("expected /dev/full, found none")
    with (
        pytest.raises(OSError, match="No space left") as caught,
        open("/dev/full", "wb", 0) as file,
    ):
        file.write(b"x")
    assert is_full(caught.value)


def test_a_file_is_not_blamed_for_it() -> None:
    with pytest.raises(DiskFullError):
        raise raw.unreadable("good.csv", IO_ERROR)
    assert isinstance(raw.unreadable("bad.csv", duckdb.IOException("odd")), InputFileError)


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.EACCES, "Permission denied"),
        duckdb.IOException("IO Error: Cannot open file"),
        InputFileError("no space left on device.csv: expected rows"),
    ],
)
def test_other_errors_are_left_alone(error: Exception) -> None:
    assert not is_full(error)
    raise_when_full(error)
