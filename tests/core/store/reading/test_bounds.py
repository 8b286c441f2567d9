"""No file takes more memory than the setting allows, whatever it says of itself."""

from __future__ import annotations

import contextlib
import gzip
import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.errors import InputFileError, SettingsError
from core.services.tables.rank_views import read_accounts
from core.settings import ROOT, Settings
from core.store.ingest import preview
from core.store.ingest.reading import raw, small_table
from core.store.ingest.reading.bounds import FileSize

ROWS = 2_000_000
# Reads a file as one reader does and prints what it said and the peak of memory in MB.
_CHILD = """
import resource, sys
from pathlib import Path
from core.errors import InputFileError
from core.services.tables.recommend import read_events
from core.store.ingest import preview
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
before = peak()
for read in (read_events, preview):
    try:
        read(Path(sys.argv[1]))
    except InputFileError as error:
        print(error)
print("took", peak() - before)
"""


@pytest.fixture(scope="module")
def repeated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two million equal rows in a few kilobytes."""
    path = tmp_path_factory.mktemp("bounds") / "repeated.parquet"
    rows = {name: pa.array([text] * ROWS).dictionary_encode()
            for name, text in (("user_id", "b1"), ("item_id", "mira"))}  # fmt: skip
    pq.write_table(pa.table(rows), path, compression="zstd", row_group_size=ROWS)
    assert path.stat().st_size < 60_000
    return path


def test_a_small_file_of_many_rows_is_refused_before_it_takes_memory(repeated: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(repeated)],
        env={**os.environ, "SCOUT_FILE_MEMORY": "50MB", "SCOUT_THREADS": "1"},
        capture_output=True, text=True, cwd=ROOT, check=True,
    )  # fmt: skip
    *refusals, took = done.stdout.splitlines()
    assert len(refusals) == 2
    assert all("has 2,000,000 rows of 2 columns" in text for text in refusals)
    assert all("50 MB: split it" in text and "SCOUT_FILE_MEMORY" in text for text in refusals)
    # Two million rows as objects take 400 MB.
    assert int(took.split()[1]) < 80


def test_what_is_within_the_limit_is_read(repeated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_FILE_MEMORY", "500MB")
    with small_table.opened(repeated) as table:
        assert table.header == ("user_id", "item_id")


def _varint(number: int) -> bytes:
    """A number as Thrift's compact protocol writes it."""
    value, out = number << 1, b""
    while value > 127:
        value, out = value >> 7, out + bytes([value & 127 | 128])
    return out + bytes([value])


@pytest.mark.parametrize("said", [1_100_000, 30_000_000])
@pytest.mark.parametrize("lies", [slice(0, 1), slice(-1, None), slice(None)])
def test_a_footer_that_lies_gets_no_row_beyond_the_limit(
    repeated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: int, lies: slice
) -> None:
    content = repeated.read_bytes()
    (length,) = struct.unpack("<I", content[-8:-4])
    start = len(content) - 8 - length
    footer = bytearray(content[start:-8])
    places = [found.start() for found in re.finditer(re.escape(_varint(ROWS)), bytes(footer))]
    assert len(places) >= 3  # of the file, of the group, of the values of each column
    for place in places[lies]:
        footer[place : place + 4] = _varint(said)
    path = tmp_path / "lies.parquet"
    path.write_bytes(content[:start] + bytes(footer) + content[-8:])
    # Enough for what the lower number says, not for what is there.
    monkeypatch.setenv("SCOUT_FILE_MEMORY", "250MB")
    rows = 0
    with (
        duckdb.connect() as con,
        contextlib.suppress(InputFileError),
        raw.read(con, path, path.name),
    ):
        ((rows,),) = con.execute(f"SELECT count(*) FROM {raw.RAW_TABLE}").fetchall()
    assert rows <= 1_250_000


def test_text_that_a_dictionary_repeats_counts_as_often_as_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "wide.parquet"
    pq.write_table(pa.table({"id": pa.array(["x" * 100_000] * 2_000)}), path, compression="zstd")
    monkeypatch.setenv("SCOUT_FILE_MEMORY", "100MB")
    with pytest.raises(InputFileError, match="2,000 rows of 1 columns and 200 MB of text"):
        preview(path)


def test_one_huge_cell_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cell.parquet"
    pq.write_table(pa.table({"id": ["x" * 9_000_000]}), path, compression="zstd")
    with pytest.raises(InputFileError, match=r"texts of at most 8.4 MB each, found one of 9 MB"):
        preview(path)


def test_the_limit_holds_for_text_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_FILE_MEMORY", "1MB")
    path = tmp_path / "rows.csv"
    path.write_text("username,followers\n" + "a,1\n" * 6_000, encoding="utf-8")
    with pytest.raises(InputFileError, match=r"has 6,002 rows of 2 columns.*about 1.3 MB"):
        preview(path)
    path.write_text("username,followers\n" + "a" * 400_000 + ",1\n", encoding="utf-8")
    with pytest.raises(InputFileError, match=r"at most 333\.3 kB of text"):
        preview(path)


def test_line_breaks_in_cells_are_no_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_FILE_MEMORY", "1MB")
    path = tmp_path / "captions.csv"
    captions = ('a,"' + "one\n" * 100 + '"\n') * 60
    path.write_text("username,bio\n" + captions, encoding="utf-8")
    assert preview(path).rows_count == 60


def test_a_gzip_bomb_stops_at_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"username,followers\n" + b"a,1\n" * 5_000_000))
    monkeypatch.setenv("SCOUT_FILE_MEMORY", "10MB")
    with pytest.raises(InputFileError, match=r"at most 3\.3 MB of unpacked text"):
        preview(path, scratch=tmp_path)
    assert list(tmp_path.iterdir()) == [path]


def test_arrays_that_unpack_to_more_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "views.npz"
    np.savez_compressed(path, ids=np.array(["a"]), text=np.zeros((1, 1_000_000)))
    monkeypatch.setenv("SCOUT_FILE_MEMORY", "10MB")
    with pytest.raises(InputFileError, match=r"at most 3\.3 MB of arrays"):
        read_accounts(path)


def test_a_cell_costs_what_the_documentation_says() -> None:
    assert FileSize(10, 4, 50).memory == 40 * 100 + 150
    assert FileSize(10, 4, 50, values=1_000).memory == 1_000 * 100 + 150


@pytest.mark.parametrize(
    ("text", "value"), [("500MB", 5e8), ("1.5 gb", 1.5e9), ("2TB", 2e12), ("", 4e9)]
)
def test_the_setting_is_a_size(monkeypatch: pytest.MonkeyPatch, text: str, value: float) -> None:
    monkeypatch.setenv("SCOUT_FILE_MEMORY", text)
    assert Settings.from_env().file_memory == value


@pytest.mark.parametrize("text", ["much", "0MB", "-1GB", "4", "4GiB"])
def test_what_is_no_size_is_named(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("SCOUT_FILE_MEMORY", text)
    with pytest.raises(SettingsError, match=f"SCOUT_FILE_MEMORY: expected a size.*'{text}'"):
        Settings.from_env()
