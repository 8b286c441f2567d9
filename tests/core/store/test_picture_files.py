"""Pictures by their names: in folders and ZIPs, and never outside them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from core.errors import InputFileError, PictureError
from core.store.picture_files import (
    FolderBeside,
    PictureFiles,
    is_address,
    paths,
    picture_files,
    zips,
)


def zipped(file: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return file


def folder_of(folder: Path, entries: dict[str, bytes]) -> Path:
    for name, data in entries.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


ENTRIES = {
    "a.jpg": b"a",
    "export/media/B.JPG": b"b",
    "x/1.jpg": b"x1",
    "y/1.jpg": b"y1",
    "é.png": b"accent",
}


@pytest.fixture(params=["folder", "zip"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> PictureFiles:
    if request.param == "zip":
        return picture_files(zipped(tmp_path / "pics.zip", ENTRIES))
    return picture_files(folder_of(tmp_path / "pics", ENTRIES))


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("a.jpg", b"a"),
        ("./a.jpg", b"a"),
        ("A.JPG", b"a"),
        ("media/b.jpg", b"b"),
        ("b.jpg", b"b"),
        ("posts/export/media/B.JPG", b"b"),
        ("media\\B.JPG", b"b"),
        ("x/1.jpg", b"x1"),
        ("pics/y/1.jpg", b"y1"),
        ("e\u0301.png", b"accent"),
    ],
)
def test_a_file_is_known_by_the_end_of_its_path(
    files: PictureFiles, path: str, data: bytes
) -> None:
    picture = files.find(path)
    assert picture is not None
    assert picture.read() == data


@pytest.mark.parametrize("path", ["c.jpg", "z/1.jpg", "other/media/x.jpg", "x"])
def test_a_file_that_is_not_there_is_none(files: PictureFiles, path: str) -> None:
    assert files.find(path) is None


def test_a_name_of_two_files_is_no_guess(files: PictureFiles) -> None:
    with pytest.raises(PictureError, match=r"fits 2 files.*found x/1.jpg, y/1.jpg"):
        files.find("1.jpg")


OUTSIDE = [
    "../secret.jpg", "a/../../secret.jpg", "/etc/passwd", "C:\\x.jpg", "~/x.jpg", "..\\x.jpg",
    "\\\\host\\share\\x.jpg", "a\x00.jpg", "", "   ", ".", "x" * 600,
]  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_path_that_leads_outside_is_refused(
    files: PictureFiles, tmp_path: Path, path: str
) -> None:
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    for place in (files, FolderBeside(folder_of(tmp_path / "pics", ENTRIES))):
        with pytest.raises(PictureError):
            place.find(path)


def test_links_that_lead_outside_are_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "s.jpg").write_bytes(b"secret")
    folder = folder_of(tmp_path / "pics", {"a.jpg": b"a"})
    (folder / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    (folder / "inner.jpg").symlink_to(folder / "a.jpg")
    (folder / "linked").symlink_to(tmp_path / "outside")
    (folder / "loop.jpg").symlink_to(folder / "loop.jpg")
    for place in (FolderBeside(folder), picture_files(folder)):
        with pytest.raises(PictureError, match="link that leads out"):
            place.find("link.jpg")
        inner = place.find("inner.jpg")
        assert inner is not None
        assert inner.read() == b"a"
        assert place.find("loop.jpg") is None
    with pytest.raises(PictureError, match="link that leads out"):
        FolderBeside(folder).find("linked/s.jpg")
    assert picture_files(folder).find("linked/s.jpg") is None


def test_beside_a_file_of_posts_paths_are_taken_as_they_are(tmp_path: Path) -> None:
    place = FolderBeside(folder_of(tmp_path, ENTRIES))
    nested = place.find("Export/MEDIA/b.jpg")
    assert nested is not None
    assert nested.read() == b"b"
    assert place.find("b.jpg") is None  # a whole disk is not searched for a name
    assert place.find("x") is None
    assert place.find("a.jpg/b") is None


def test_entries_that_lead_out_of_a_zip_are_nobodys_picture(tmp_path: Path) -> None:
    file = zipped(tmp_path / "slip.zip", {"../../evil.jpg": b"e", "/abs.jpg": b"e", "ok.jpg": b"o"})
    place = picture_files(file)
    assert place.find("evil.jpg") is None
    assert place.find("abs.jpg") is None
    assert place.find("ok.jpg") is not None
    assert [path.name for path in tmp_path.iterdir()] == ["slip.zip"]


def read(place: PictureFiles, path: str) -> bytes:
    picture = place.find(path)
    assert picture is not None
    return picture.read()


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    zeros = bytes(5_000_000)
    place = picture_files(
        zipped(tmp_path / "bomb.zip", {"a.jpg": zeros, "large.jpg": bytes(21_000_000)})
    )
    with pytest.raises(PictureError, match="times its size, which no picture does"):
        read(place, "a.jpg")
    with pytest.raises(PictureError, match=r"has 21.0 MB, expected at most 20 MB"):
        read(place, "large.jpg")


def test_a_zip_that_lies_of_sizes_is_not_believed(tmp_path: Path) -> None:
    file = zipped(tmp_path / "lies.zip", {"a.jpg": bytes(900_000)})
    data = file.read_bytes().replace((900_000).to_bytes(4, "little"), (5).to_bytes(4, "little"))
    file.write_bytes(data)
    place = picture_files(file)
    with pytest.raises(PictureError, match="cannot be unpacked"):
        read(place, "a.jpg")


def test_a_whole_zip_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MAX_ZIP_BYTES", 10)
    place = picture_files(
        zipped(tmp_path / "p.zip", {f"{number}.jpg": b"12345678" for number in range(2)})
    )
    assert read(place, "0.jpg") == b"12345678"
    with pytest.raises(PictureError, match=r"beyond the first .* of p.zip; split the ZIP"):
        read(place, "1.jpg")


def test_a_locked_or_damaged_entry_says_so(tmp_path: Path) -> None:
    file = zipped(tmp_path / "p.zip", {"a.jpg": b"abc" * 100, "b.jpg": b"b"})
    data = bytearray(file.read_bytes())
    for start in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):
        data[start] |= 1  # the flag of a password
    file.write_bytes(bytes(data))
    with pytest.raises(PictureError, match="is encrypted"):
        read(picture_files(file), "a.jpg")
    file = zipped(tmp_path / "q.zip", {"a.jpg": b"abc" * 100})
    file.write_bytes(file.read_bytes().replace(b"PK\x03\x04", b"PK\x03\x05", 1))
    with pytest.raises(PictureError, match="cannot be unpacked"):
        read(picture_files(file), "a.jpg")


def test_what_is_neither_folder_nor_zip_stops_the_import(tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_bytes(b"not a zip")
    (tmp_path / "cut.zip").write_bytes(zipped(tmp_path / "w.zip", ENTRIES).read_bytes()[:-30])
    for name in ("text.zip", "cut.zip", "none.zip"):
        with pytest.raises(InputFileError, match=f"{name}: expected a"):
            picture_files(tmp_path / name)


def test_too_many_files_stop_the_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "MAX_FILES", 3)
    with pytest.raises(InputFileError, match="at most 3 files"):
        picture_files(zipped(tmp_path / "w.zip", ENTRIES))


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("https://cdn.example.org/a.jpg?x=1", True),
        ("HTTP://example.org/a.jpg", True),
        ("//cdn.example.org/a.jpg", True),
        ("ftp://example.org/a.jpg", True),
        ("data:image/png;base64,AAAA", True),
        ("a.jpg", False),
        ("http/a.jpg", False),
        ("database.jpg", False),
    ],
)
def test_addresses_on_the_web_are_told_from_paths(path: str, answer: bool) -> None:
    assert is_address(path) is answer
