"""A name is found in any file of a folder, whatever hides it, and not in names that contain it."""

from __future__ import annotations

import gzip
import json
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
