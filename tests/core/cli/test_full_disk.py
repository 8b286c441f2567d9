"""A disk that is full: commands and pages say so, and what stands is as it was.

On a small file system in memory, where one may be mounted.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner, Result

from core.cli import app
from core.features import embeddings
from core.settings import Settings
from core.store import builds, making
from core.workspace import campaigns, interactions
from core.workspace.database import workspace
from tests.support.hashed_encoder import HashedModel
from tests.support.small_build import make_small_build
from tests.support.some_steps import end_after

pytestmark = pytest.mark.slow

_DISK = "the disk is full"
_BALLAST = "ballast"
_CONTACT = "Note as contacted"
_SIZE = "48m"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """An empty file system of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE},mode=0700", "tmpfs", str(place)]
    if shutil.which("mount") is None or _ended(mount):
        pytest.skip("expected the right to mount a file system, found none")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def data(disk: Path) -> Path:
    """A build in use and a campaign of two."""
    settings = Settings.from_env(disk / "data")
    make_small_build(settings)
    engine = workspace(settings)
    made = campaigns.create(engine, "Spring", brand_id="b0", brand_name="Glow Co")
    for number in (10, 11):
        campaigns.add_member(
            engine,
            made.campaign_id,
            f"c{number:03d}",
            handle=f"handle{number}",
            name=f"Mira {number}",
            platform="tiktok",
        )
    engine.dispose()
    return settings.data_dir


def _ended(command: list[str]) -> int:
    return subprocess.run(command, check=False, capture_output=True).returncode


def fill(disk: Path, left: int) -> None:
    """Leaves so many bytes."""
    with (disk / _BALLAST).open("wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(bytes(1 << 16))
        except OSError:
            pass
        size = ballast.seek(0, os.SEEK_END)
        ballast.truncate(size - left)


def kept(data: Path) -> dict[str, str]:
    """Name -> checksum of files: without logs, locks, kept vectors, and what SQLite has aside."""
    aside = ("logs/", "cache/", "workspace.db-", "publish.lock")
    return {
        str(file.relative_to(data)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in data.rglob("*")
        if file.is_file() and not str(file.relative_to(data)).startswith(aside)
    }


def run(data: Path, *arguments: object) -> Result:
    result = CliRunner().invoke(app, [*map(str, arguments), "--data", str(data)])
    assert "Traceback" not in result.output
    return result


COMMANDS: dict[str, tuple[object, ...]] = {
    "campaign": ("campaigns", "create", "Autumn " + "x" * 100),
    "creator": ("campaigns", "add", "Spring", "handle12"),
    "export": ("campaigns", "export", "Spring", "--out", "OUT.xlsx"),
    "slides": ("report", "--campaign", "Spring", "--out", "OUT.pptx"),
    "evidence": ("evidence", "--creator", "handle12", "--out", "OUT.html"),
    "backup": ("backup", "OUT.tar"),
    "forget": ("forget", "handle12", "--yes"),
}


@pytest.mark.parametrize(("left", "names"), [(0, tuple(COMMANDS)), (200_000, ("backup",))])
def test_commands_say_so_and_change_nothing(
    disk: Path, data: Path, left: int, names: tuple[str, ...]
) -> None:
    out = disk / "out"
    out.mkdir()
    before = kept(data)
    commands = {
        name: [str(word).replace("OUT", str(out / "result")) for word in COMMANDS[name]]
        for name in names
    }
    fill(disk, left)
    for name, command in commands.items():
        result = run(data, *command)
        assert (result.exit_code, list(out.iterdir())) == (2, []), name
        assert _DISK in result.stderr.lower(), name
        assert kept(data) == before, name
    (disk / _BALLAST).unlink()
    for name, command in commands.items():
        assert run(data, *command).exit_code == 0, name


def test_a_build_says_so_and_the_one_in_use_stays(
    disk: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    end_after(monkeypatch, "text")
    monkeypatch.setattr(embeddings, "load_model", lambda _embedder, _tokens: HashedModel())
    before = kept(data)
    fill(disk, 1_000_000)
    result = run(data, "build", "--demo", "--quick", "--creators", 40)
    assert (result.exit_code, _DISK in result.stderr.lower()) == (2, True), result.stderr
    assert kept(data) == before
    assert making.dead_builds(Settings.from_env(data)) == []


def test_a_restore_says_so_and_can_be_done_again(disk: Path, data: Path, tmp_path: Path) -> None:
    assert run(data, "backup", tmp_path / "all.tar").exit_code == 0
    fill(disk, 1_000_000)
    result = run(disk / "restored", "restore", tmp_path / "all.tar")
    assert (result.exit_code, _DISK in result.stderr.lower()) == (2, True), result.stderr
    assert not any((disk / "restored").glob("builds/*"))
    (disk / _BALLAST).unlink()
    assert run(disk / "restored", "restore", tmp_path / "all.tar").exit_code == 0
    assert builds.current_build(Settings.from_env(disk / "restored"))


def test_a_page_says_so_and_saves_once_there_is_room(
    disk: Path, data: Path, open_page: Callable[..., AppTest]
) -> None:
    settings = Settings.from_env(data)
    page = open_page(settings, "recommendations", brand="b0")
    engine = workspace(settings)
    before = len(interactions.recorded(engine))

    def contact() -> AppTest:
        return next(b for b in page.button if b.label == _CONTACT).click().run()

    fill(disk, 0)
    contact()
    assert not page.exception
    assert any(_DISK in warning.value.lower() for warning in page.warning)
    assert len(interactions.recorded(engine)) == before
    (disk / _BALLAST).unlink()
    contact()
    assert not page.warning
    assert len(interactions.recorded(engine)) == before + 1
    engine.dispose()


@pytest.mark.parametrize("name", ["overview", "campaigns"])
def test_pages_open_while_it_is_full(
    disk: Path, data: Path, open_page: Callable[..., AppTest], name: str
) -> None:
    fill(disk, 0)
    page = open_page(Settings.from_env(data), name, brand="b0")
    assert not page.exception
    if name == "campaigns":  # the database makes files to be read, too
        assert any(_DISK in warning.value.lower() for warning in page.warning)
