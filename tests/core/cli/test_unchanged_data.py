"""What fails, and what only reads, leaves the data folder as it was, byte for byte."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.errors import WorkspaceError
from core.settings import Settings
from core.store.builds import current_build_id
from core.workspace import campaigns, engines
from core.workspace.database import workspace
from tests.core.cli.conftest import Command
from tests.support.fuzz.trial import kept
from tests.support.small_build import make_small_build


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("unchanged")
    found = Settings.from_env(folder)
    made = replace(found, workspace_url=f"sqlite:///{folder}/workspace.db")
    make_small_build(made)
    campaigns.create(workspace(made), "Spring", brand_id="b0", brand_name="Luma")
    workspace(made).dispose()
    return made


def _parquet(path: Path) -> None:
    pq.write_table(pa.table({"username": ["a"] * 400_000, "followers": [1] * 400_000}), path)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("empty.csv", lambda path: path.write_bytes(b"")),
        ("no_rows.csv", lambda path: path.write_bytes(b"username,followers\n")),
        ("unusable.csv", lambda path: path.write_bytes(b"username,followers\na,-1\nb,x\n")),
        ("unknown.csv", lambda path: path.write_bytes(b"foo,bar\n1,2\n")),
        ("noise.csv", lambda path: path.write_bytes(bytes(range(256)) * 40)),
        ("wide.csv", lambda path: path.write_bytes(b"a," * 100_000 + b"\n1\n")),
        ("long.csv", lambda path: path.write_bytes(b"x" * 2_000_000)),
        ("cut.csv.gz", lambda path: path.write_bytes(gzip.compress(b"username\na\n" * 90)[:-9])),
        ("cut.xlsx", lambda path: path.write_bytes(b"PK\x03\x04" + bytes(500))),
        ("cut.parquet", lambda path: path.write_bytes(b"PAR1" + bytes(500) + b"PAR1")),
        ("large.parquet", _parquet),
        ("folder.csv", Path.mkdir),
        ("pipe.csv", os.mkfifo),
        ("loop.csv", lambda path: path.symlink_to(path)),
        ("device.csv", lambda path: path.symlink_to("/dev/zero")),
        ("nothing.csv", lambda _path: None),
    ],
)
@pytest.mark.parametrize("dry", [True, False])
def test_an_import_that_fails_changes_no_byte(
    settings: Settings, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    name: str, write: Callable[[Path], object], dry: bool,
) -> None:  # fmt: skip
    monkeypatch.setenv("SCOUT_FILE_MEMORY", "50MB")
    write(tmp_path / name)
    good = tmp_path / "good.csv"
    good.write_text("username,followers\nmira,10\n", encoding="utf-8")
    before = kept(settings.data_dir)
    done = command(
        "import", str(good), str(tmp_path / name), *(["--dry-run"] if dry else []),
        "--data", str(settings.data_dir),
    )  # fmt: skip
    assert kept(settings.data_dir) == before
    if not dry or name not in ("unusable.csv", "unknown.csv"):  # a dry run says so of these
        assert done.returncode == 2
        assert name in done.stderr
    assert max(map(len, (done.stdout + done.stderr).splitlines())) < 1_000


def test_an_import_on_top_that_fails_changes_no_byte(
    settings: Settings, command: Command, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("username,followers\na,-1\n", encoding="utf-8")
    before = kept(settings.data_dir)
    assert command("import", str(bad), "--add", "--data", str(settings.data_dir)).returncode == 2
    assert kept(settings.data_dir) == before


@pytest.mark.parametrize(
    "words",
    [
        ("next", "--brand", "b0"),
        ("search", "glow"),
        ("brief", "two creators"),
        ("optimise", "--brand", "b0", "--budget", "900"),
        ("campaigns", "list"),
    ],
)
@pytest.mark.parametrize("has_file", [True, False])
def test_what_only_reads_works_where_nothing_can_be_written(
    settings: Settings, command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    words: tuple[str, ...], has_file: bool,
) -> None:  # fmt: skip
    place = settings.data_dir if has_file else tmp_path / "none"
    monkeypatch.setenv("SCOUT_WORKSPACE_URL", f"sqlite:///{place}/workspace.db?timeout=1")
    # Root may write anywhere; a disk mounted for reading says so to `access` as well.
    monkeypatch.setattr(engines.os, "access", lambda _path, mode: mode != os.W_OK)
    before = kept(settings.data_dir)
    done = command(*words, "--data", str(settings.data_dir))
    assert done.returncode == 0, done.stderr
    assert ("Spring" in done.stdout) == (has_file and words[0] == "campaigns")
    assert kept(settings.data_dir) == before
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("has_file", [True, False])
def test_a_write_to_it_says_what_is_wrong(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, has_file: bool
) -> None:
    place = settings.data_dir if has_file else tmp_path
    url = f"sqlite:///{place}/workspace.db?timeout=2"
    monkeypatch.setattr(engines.os, "access", lambda _path, mode: mode != os.W_OK)
    with pytest.raises(WorkspaceError, match="cannot be written"):
        campaigns.create(workspace(replace(settings, workspace_url=url)), "Autumn")


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (("export", "brands", "--out"), "builds/x.csv"),
        (("export", "brands", "--out"), "cache/new/x.csv"),
        (("backup",), "builds/x.tar"),
        (("forget", "c002", "--yes", "--certificate"), "CURRENT"),
        (("forget", "c002", "--yes", "--certificate"), "workspace.db"),
        (("subject-access", "c002", "--out"), "builds/x"),
    ],
)
def test_no_output_harms_the_data_folder(
    settings: Settings, command: Command, words: tuple[str, ...], place: str
) -> None:
    before = kept(settings.data_dir)
    done = command(*words, str(settings.data_dir / place), "--data", str(settings.data_dir))
    assert done.returncode == 2
    assert "would stand among the files of a data folder" in done.stderr
    assert kept(settings.data_dir) == before


@pytest.mark.parametrize("word", ["\udcff", "x" * 20_000, "\u202egnp.exe", "\x1b[2J"])
def test_an_error_repeats_no_word_that_a_terminal_could_not_show(
    settings: Settings, command: Command, word: str
) -> None:
    done = command("campaigns", "show", word, "--data", str(settings.data_dir))
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert len(line) < 1_300
    assert not set("\u202e\x1b\udcff") & set(line)


def test_the_pointer_still_names_the_build(settings: Settings) -> None:
    assert current_build_id(settings) is not None
