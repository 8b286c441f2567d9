"""Parts and their results as Parquet in a folder that all machines see."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from core import __version__
from core.errors import ModelError
from core.pipeline.engines.work import Kernel, Tables, rows_count

_GIVEN, _MADE = "given", "made"


def write_parts(folder: Path, parts: Sequence[Tables]) -> None:
    """One folder per part, with one file per table."""
    for number, part in enumerate(parts):
        _write(_folder(folder, _GIVEN, number), part)


def run_part(
    folder: Path, number: int, kernel: Kernel, attempt: int, version: str
) -> tuple[int, int, float]:
    """Runs the kernel on one part; number, rows of the part and seconds of processor time.

    The result appears in one step, so that nobody reads half of it. When a part is run twice, as
    Spark does where a worker is lost or late, the first result stays.

    Args:
        version: of the program that cut the parts.
    Raises:
        ModelError: this machine does not see the folder, or has another version of the program.
    """
    if version != __version__:
        raise ModelError(f"A worker has version {__version__} of the program, expected {version}.")
    given = _folder(folder, _GIVEN, number)
    if not given.is_dir():
        raise ModelError(
            f"A worker does not see {folder}. Put the data folder on a file system that all "
            "machines mount at the same path."
        )
    started = time.process_time()
    part = _read(given)
    made = _folder(folder, _MADE, number)
    aside = made.with_name(f"{made.name}.{attempt}")
    _write(aside, kernel(part))
    try:
        aside.rename(made)
    except OSError:
        if not made.is_dir():
            raise
        shutil.rmtree(aside)
    return number, rows_count(part), time.process_time() - started


def has_result(folder: Path, number: int) -> bool:
    """Whether a part is done."""
    return _folder(folder, _MADE, number).is_dir()


def read_result(folder: Path, number: int) -> Tables:
    """The result of a part, whose files are removed with it."""
    made = _folder(folder, _MADE, number)
    tables = _read(made)
    shutil.rmtree(made)
    shutil.rmtree(_folder(folder, _GIVEN, number), ignore_errors=True)
    return tables


def _folder(folder: Path, kind: str, number: int) -> Path:
    return folder / kind / f"part-{number:06d}"


def _write(folder: Path, tables: Tables) -> None:
    folder.mkdir(parents=True)
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet", compression="lz4")


def _read(folder: Path) -> dict[str, pa.Table]:
    # Threads belong to Spark, which runs a part on each core. Not memory-mapped: the files are
    # removed while the tables are in use.
    return {
        file.stem: pq.ParquetFile(file).read(use_threads=False)
        for file in sorted(folder.glob("*.parquet"))
    }
