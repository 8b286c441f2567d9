"""A name is found in any file of a folder, whatever hides it, and not in names that contain it."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import sqlite3
import zipfile
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from core.domain.accounts import Account
from core.services.privacy.needle import Needle
from core.services.privacy.traces import Search, search_folder
from core.settings import Settings

NEEDLE = Needle([Account("instagram:zora_quill", "Zora_Quill", "Zora", "instagram")])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data"
    made.mkdir()
    return made


def search(folder: Path, needle: Needle = NEEDLE) -> Search:
    return search_folder(folder, needle, Settings.from_env(folder))


def places(folder: Path, needle: Needle = NEEDLE) -> list[tuple[str, str]]:
    return [(str(one.file), one.where) for one in search(folder, needle).traces if not one.is_part]


def write_store(file: Path, text: str) -> None:
    with duckdb.connect(str(file)) as con:
        con.execute("CREATE TABLE posts (caption VARCHAR, mentions VARCHAR[])")
        rows = [(f"{text} on hike {n}", [text]) for n in range(3)]
        con.executemany("INSERT INTO posts VALUES (?, ?)", rows)


def write_sqlite(file: Path, text: str) -> None:
    with sqlite3.connect(file) as con:
        con.execute("CREATE TABLE members (handle VARCHAR, name VARCHAR)")
        con.execute("INSERT INTO members VALUES (?, 'Zora')", [text])
    con.close()


def write_zip(file: Path, text: str) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.csv", f"handle\n{text}\n" * 50)


WRITERS = {
    "plain.csv": lambda file, text: file.write_text(f"handle\n{text},1\n"),
    "wide.csv": lambda file, text: file.write_text(f"handle\n{text},1\n", encoding="utf-16"),
    "scout.log": lambda file, text: file.write_text(f"INFO imported {text}\n"),
    "packed.csv.gz": lambda file, text: file.write_bytes(gzip.compress(f"{text},1\n".encode() * 3)),
    "list.xlsx": write_zip,
    "list.parquet": lambda file, text: pd.DataFrame({"handle": [text] * 99}).to_parquet(file),
    "store.duckdb": write_store,
    "workspace.db": write_sqlite,
}


@pytest.mark.parametrize("name", WRITERS)
def test_the_handle_is_found_in_any_case(folder: Path, name: str) -> None:
    WRITERS[name](folder / name, "ZORA_quill")
    assert {file for file, _ in places(folder)} == {name}
    assert search(folder).files_count == 1


@pytest.mark.parametrize("name", WRITERS)
def test_a_longer_name_is_somebody_else(folder: Path, name: str) -> None:
    WRITERS[name](folder / name, "zora_quilling")
    assert places(folder) == []
    assert all(one.is_part for one in search(folder).traces)


def test_deleted_rows_that_are_not_overwritten_are_found(folder: Path) -> None:
    with sqlite3.connect(folder / "workspace.db") as con:
        con.execute("PRAGMA secure_delete = OFF")
        con.execute("CREATE TABLE members (handle VARCHAR)")
        con.execute("INSERT INTO members VALUES ('zora_quill')")
        con.commit()
        con.execute("DELETE FROM members")
    con.close()
    assert places(folder) == [("workspace.db", "bytes")]


def test_names_of_files_and_folders_count(folder: Path) -> None:
    (folder / "zora_quill").mkdir()
    (folder / "zora_quill" / "empty.csv").touch()
    assert places(folder) == [("zora_quill/empty.csv", "file name")]


def test_letters_beyond_ascii_are_found_in_any_case_and_as_json_or_link(folder: Path) -> None:
    needle = Needle([Account("x", "Žofie_K", "Z", "tiktok")])
    (folder / "a.csv").write_text("ŽOFIE_K,1\n", encoding="utf-8")
    (folder / "b.json").write_text(json.dumps(["žofie_k"]))
    (folder / "c.txt").write_text("https://example.org/%C5%BEofie_k\n")
    assert [file for file, _ in places(folder, needle)] == ["a.csv", "b.json", "c.txt"]


def test_a_name_across_two_blocks_is_found_once(folder: Path) -> None:
    (folder / "long.csv").write_bytes(b"x" * ((1 << 20) - 5) + b",zora_quill,1\n")
    (one,) = search(folder).traces
    assert (one.count, one.is_part) == (1, False)


def test_four_letters_among_numbers_are_no_proof(folder: Path) -> None:
    np.save(folder / "vectors.npy", np.frombuffer(b"\x01zora\x02\x03\x04", dtype=np.float64))
    (one,) = search(folder, Needle([Account("7", "zora", "Z", "tiktok")])).traces
    assert one.is_part


def test_short_ids_count_as_whole_values_of_columns_alone(folder: Path) -> None:
    needle = Needle([Account("12", "zora_quill", "Z", "tiktok")])
    (folder / "a.csv").write_text("12,2012\n")
    with duckdb.connect(str(folder / "store.duckdb")) as con:
        con.execute("CREATE TABLE posts AS SELECT unnest(['12', '2012']) AS influencer_id")
    assert places(folder, needle) == [("store.duckdb", "posts.influencer_id")]


def test_damaged_files_are_named_not_passed_over(folder: Path) -> None:
    (folder / "cut.gz").write_bytes(gzip.compress(b"zora_quill" * 9)[:-12])
    (folder / "list.parquet").write_bytes(b"PAR1 cut off")
    (folder / "store.duckdb").write_bytes(b"x" * 8 + b"DUCK cut off")
    assert {str(file) for file in search(folder).unread} == {
        "cut.gz", "list.parquet", "store.duckdb",
    }  # fmt: skip


def test_an_account_without_letters_names_nothing(folder: Path) -> None:
    (folder / "a.csv").write_text("abc\n")
    assert search(folder, Needle([])).traces == ()


def zipped(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return made.getvalue()


TEXT = b"handle\nzora_quill,1\n" * 50


@pytest.mark.parametrize(
    "content",
    [
        bz2.compress(TEXT),
        lzma.compress(TEXT),
        gzip.compress(bz2.compress(TEXT)),
        zipped({"inner.zip": zipped({"a.csv": TEXT})}),
        zipped({"a.csv.gz": gzip.compress(TEXT)}),
    ],
    ids=["bzip2", "xz", "bzip2 in gzip", "zip in zip", "gzip in zip"],
)
def test_a_name_is_found_in_packed_files_and_in_packed_files_within_them(
    folder: Path, content: bytes
) -> None:
    (folder / "export.bin").write_bytes(content)
    assert places(folder)
    assert search(folder).unread == ()


@pytest.mark.parametrize(
    "content",
    [
        b"7z\xbc\xaf\x27\x1c rest",
        zipped({"a.csv": TEXT, "b.rar": b"Rar!\x1a\x07 rest"}),
        zipped({"1.zip": zipped({"2.zip": zipped({"3.zip": zipped({"4": TEXT})})})}),
    ],
    ids=["7z", "rar in zip", "too deep"],
)
def test_what_cannot_be_unpacked_is_said(folder: Path, content: bytes) -> None:
    (folder / "export.bin").write_bytes(content)
    assert search(folder).unread == (Path("export.bin"),)


def test_what_can_be_read_beside_it_still_counts(folder: Path) -> None:
    (folder / "export.bin").write_bytes(zipped({"b.rar": b"Rar!\x1a\x07 rest", "a.csv": TEXT}))
    assert ("export.bin", "a.csv") in places(folder)


def test_a_text_that_begins_like_an_archive_is_a_text(folder: Path) -> None:
    (folder / "a.csv").write_text("BZhandle\nzora_quill\n")
    assert places(folder) == [("a.csv", "bytes")]
    assert search(folder).unread == ()


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="this system has no /proc")
def test_files_that_the_system_makes_up_are_not_searched() -> None:
    found = search_folder(Path("/proc/self"), NEEDLE, Settings.from_env("unused"))
    assert (found.files_count, found.unread) == (0, ())
