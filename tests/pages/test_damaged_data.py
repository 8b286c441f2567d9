"""Damage to the build in use: pages show another build, and Data always opens."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st

from core.errors import DamagedBuildError
from core.settings import Settings
from core.store import builds
from core.store.builds import Build
from core.store.integrity import verify
from tests.conftest import Opener
from tests.support.opening import texts

Damage = Callable[[Settings, Path], None]


def _manifest(text: bytes) -> Damage:
    def damage(_: Settings, folder: Path) -> None:
        (folder / builds.MANIFEST_FILE).write_bytes(text)

    return damage


def _changed(**values: object) -> Damage:
    def damage(_: Settings, folder: Path) -> None:
        file = folder / builds.MANIFEST_FILE
        file.write_text(json.dumps({**json.loads(file.read_text()), **values}))

    return damage


def _store_gone(_: Settings, folder: Path) -> None:
    (folder / builds.STORE_FILE).unlink()


def _store_cut(_: Settings, folder: Path) -> None:
    file = folder / builds.STORE_FILE
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _store_is_text(_: Settings, folder: Path) -> None:
    (folder / builds.STORE_FILE).write_text("no database")


def _array_empty(_: Settings, folder: Path) -> None:
    (folder / "brand_embeddings.npy").write_bytes(b"")


def _array_flipped(_: Settings, folder: Path) -> None:
    """Bytes that only checksums tell apart, as the server compares them beside the first page."""
    file = folder / "brand_embeddings.npy"
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    manifest = json.loads((folder / builds.MANIFEST_FILE).read_text())
    with pytest.raises(DamagedBuildError):
        verify(Build(folder.name, folder, manifest), with_store=False)


def _pointer(content: bytes) -> Damage:
    def damage(settings: Settings, _: Path) -> None:
        (settings.data_dir / builds.POINTER_FILE).write_bytes(content)

    return damage


def _pointer_is_folder(settings: Settings, _: Path) -> None:
    pointer = settings.data_dir / builds.POINTER_FILE
    pointer.unlink()
    pointer.mkdir()


def _build_gone(_: Settings, folder: Path) -> None:
    shutil.rmtree(folder)


DAMAGES: dict[str, Damage] = {
    "store gone": _store_gone,
    "store cut off": _store_cut,
    "store is text": _store_is_text,
    "array empty": _array_empty,
    "array flipped": _array_flipped,
    "manifest empty": _manifest(b""),
    "manifest a list": _manifest(b"[]"),
    "manifest not UTF-8": _manifest(b"\xff\xfe\x00"),
    "manifest without a time": _manifest(b"{}"),
    "time without a zone": _changed(built_at="2026-01-01"),
    "day is garbage": _changed(as_of_day="soon"),
    "counts are garbage": _changed(row_counts={"posts": "many"}),
    "pointer a folder": _pointer_is_folder,
    "pointer not UTF-8": _pointer(b"\xff\xfe"),
    "pointer to nowhere": _pointer(b"../../etc/passwd\n"),
    "build gone": _build_gone,
}


@pytest.fixture
def two_builds(small_build: Build, tmp_path: Path) -> tuple[Settings, Path]:
    """A data folder with an older build and, in use, a newer one; returns the newer's folder."""
    # Builds of one id that were damaged by the test before must not be remembered.
    st.cache_resource.clear()
    settings = Settings.from_env(tmp_path / "data")
    settings.builds_dir.mkdir(parents=True)
    for build_id, built_at in (
        ("20260101T000000Z-00000001", "2026-01-01T00:00:00+00:00"),
        ("20260102T000000Z-00000002", "2026-01-02T00:00:00+00:00"),
    ):
        folder = settings.builds_dir / build_id
        shutil.copytree(small_build.folder, folder)
        manifest = json.loads((folder / builds.MANIFEST_FILE).read_text())
        manifest["built_at"] = built_at
        (folder / builds.MANIFEST_FILE).write_text(json.dumps(manifest))
    builds.publish(settings, folder.name)
    return settings, folder


@pytest.mark.parametrize("name", DAMAGES)
@pytest.mark.slow
def test_pages_show_the_newest_whole_build_and_say_what_is_damaged(
    open_page: Opener, two_builds: tuple[Settings, Path], name: str
) -> None:
    settings, folder = two_builds
    DAMAGES[name](settings, folder)
    made = "2 Jan 2026" if name.startswith("pointer") else "1 Jan 2026"
    app = open_page(settings, "brand_match")
    assert not app.exception
    assert f"latest complete build instead, made {made}" in texts(app)
    app = open_page(settings, "data", section="Builds")
    assert not app.exception
    assert "20260101T000000Z-00000001" in texts(app)


@pytest.mark.parametrize(
    "name",
    [
        "store gone",
        "store cut off",
        "array empty",
        "manifest a list",
        "day is garbage",
        "pointer a folder",
    ],
)
@pytest.mark.slow
def test_without_another_build_data_opens_and_the_others_lead_there(
    open_page: Opener, two_builds: tuple[Settings, Path], name: str
) -> None:
    settings, folder = two_builds
    shutil.rmtree(settings.builds_dir / "20260101T000000Z-00000001")
    DAMAGES[name](settings, folder)
    if name.startswith("pointer"):
        shutil.rmtree(folder)
    app = open_page(settings, "creator")
    assert not app.exception
    labels = [button.label for button in app.button]
    assert "Import mine" in labels
    assert ("Rebuild from the same data" in labels) == (name == "array empty")
    for section in ("Import", "Builds", "Rejected rows", "Missing"):
        app = open_page(settings, "data", section=section)
        assert not app.exception
        assert app.title[0].value.lower().endswith("data")


@pytest.mark.parametrize(
    "content",
    [b"{", b"[]", b"\xff", b'{"job_id": "x", "title": 3}'],
)
def test_a_broken_job_file_is_named_and_stops_no_page(
    open_page: Opener, two_builds: tuple[Settings, Path], content: bytes
) -> None:
    settings, _ = two_builds
    settings.jobs_dir.mkdir()
    (settings.jobs_dir / "20260101T000000-abc.json").write_bytes(content)
    app = open_page(settings, "data", section="Builds")
    assert not app.exception
    assert "The job file 20260101T000000-abc.json is damaged" in texts(app).replace("\\", "")
