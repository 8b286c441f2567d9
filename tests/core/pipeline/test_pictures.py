"""Pictures from the files of an import to the tables of a build."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.errors import InputFileError
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.forgotten import leave_out_forgotten
from core.pipeline.imported import ImportSource
from core.pipeline.pictures import taking
from core.pipeline.sources import EarlierBuild, Source
from core.pipeline.steps.pictures import PICTURE_FILE, gather_pictures
from core.progress import silent
from core.settings import Settings
from core.store import builds, making
from core.store.connect import empty_store, open_store
from core.store.ingest import ImportFile
from core.workspace.database import workspace
from core.workspace.forgotten import forget
from tests.support.pictures import picture, png_saying

AS_OF = date(2026, 11, 21)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env(tmp_path / "data")


def made(settings: Settings, source: Source) -> builds.Build:
    """A build of the given tables and the step that is tested."""
    with making.new_build_folder(settings) as folder:
        con = empty_store(folder / builds.STORE_FILE, settings)
        try:
            context = BuildContext(con, folder, settings, BuildConfig(), silent)
            source.fill(context)
            gather_pictures(context)
        finally:
            con.close()
        making.write_manifest(
            folder,
            {
                "built_at": "2026-11-21T00:00:00+00:00",
                "is_demo": False,
                "source": source.describe(),
                "facts": context.facts,
            },
        )
    return builds.get_build(settings, folder.name)


def rows(settings: Settings, build: builds.Build, query: str) -> list[tuple[object, ...]]:
    con = open_store(build.store_file, settings)
    try:
        return con.execute(query).fetchall()
    finally:
        con.close()


def picture_ids(settings: Settings, build: builds.Build) -> dict[object, object]:
    read = rows(settings, build, "SELECT post_id, picture_id FROM post_pictures ORDER BY post_id")
    return {row[0]: row[1] for row in read}


def posts_file(folder: Path, paths: list[str | None], *, name: str = "posts.csv") -> ImportFile:
    """Posts p0, p1 ... of creators c0 and c1 in turn, a day apart, newest last."""
    folder.mkdir(exist_ok=True)
    lines = ["post_id,influencer_id,posted_at,caption,Image"]
    lines += [
        f'p{i},c{i % 2},2026-10-{i + 1:02d},post {i},"{path or ""}"' for i, path in enumerate(paths)
    ]
    (folder / name).write_text("\n".join(lines), encoding="utf-8")
    return ImportFile(folder / name, name)


def put(folder: Path, name: str, data: bytes) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


POSTS = "SELECT post_id, influencer_id FROM post_pictures ORDER BY post_id"
REASONS = """SELECT reason, raw, source_file FROM rejected_rows
             WHERE table_name = 'pictures' ORDER BY split_part(raw, ',', 2)"""


def test_pictures_beside_the_posts_come_into_the_build(settings: Settings, tmp_path: Path) -> None:
    file = posts_file(
        tmp_path / "mine",
        ["a.jpg", "pics/b.png", "pics\\b.png", None, "broken.jpg", "none.jpg", "../out.jpg",
         "https://example.org/a.jpg"],
    )  # fmt: skip
    put(tmp_path / "mine", "a.jpg", picture(1))
    put(tmp_path / "mine", "pics/b.png", picture(2, "PNG"))
    put(tmp_path / "mine", "broken.jpg", picture(3)[:200])
    put(tmp_path, "out.jpg", picture(4))
    source = ImportSource([file], None, AS_OF)
    build = made(settings, source)
    assert rows(settings, build, POSTS) == [("p0", "c0"), ("p1", "c1"), ("p2", "c0")]
    assert rows(settings, build, "SELECT count(*) FROM posts") == [(8,)]
    reasons = rows(settings, build, REASONS)
    assert [(raw, name) for _, raw, name in reasons] == [
        ("c0,p4,broken.jpg", "posts.csv"),
        ("c1,p5,none.jpg", "posts.csv"),
        ("c0,p6,../out.jpg", "posts.csv"),
    ]
    assert str(reasons[0][0]).startswith("picture is a damaged JPEG")
    assert str(reasons[1][0]).startswith("picture is not there: expected its file beside the table")
    assert str(reasons[2][0]).startswith("picture leads out of the folder")
    described = rows(
        settings,
        build,
        """SELECT picture_id, width, height, octet_length(thumbnail) > 300, len(labels) > 0,
                  len(labels) = len(label_probabilities), people_count >= 0,
                  brightness BETWEEN 0 AND 1, colourfulness > 0, sharpness >= 0, vector
           FROM pictures ORDER BY picture_id""",
    )
    assert [row[1:10] for row in described] == [(64, 48, *[True] * 7)] * 2
    vectors = np.load(build.folder / PICTURE_FILE)
    assert (vectors.shape, vectors.dtype) == ((2, 1280), np.float16)
    np.testing.assert_allclose(np.linalg.norm(vectors.astype(float), axis=1), 1, atol=1e-3)
    assert [row[10] for row in described] == [vector.tobytes() for vector in vectors]
    assert source.summary is not None
    warnings = " ".join(source.summary.warnings)
    assert "Pictures that cannot be used: 3. Their posts are kept" in warnings
    assert "Pictures named by an address on the web: 1." in warnings
    kept = "SELECT image_path FROM posts WHERE post_id = 'p7'"
    assert rows(settings, build, kept) == [("https://example.org/a.jpg",)]
    facts = build.manifest["facts"]["pictures"]
    assert (facts["pictures"], facts["posts_with_picture"], facts["creators_with_picture"]) == (
        2,
        3,
        2,
    )


@pytest.mark.slow
def test_a_zip_and_a_folder_of_pictures_are_searched_first(
    settings: Settings, tmp_path: Path
) -> None:
    file = posts_file(tmp_path / "mine", ["a.jpg", "B.jpg", "c.jpg"])
    put(tmp_path / "mine", "a.jpg", picture(1))
    put(tmp_path / "mine", "c.jpg", picture(3))
    put(tmp_path, "pics/deep/a.jpg", picture(5))
    put(tmp_path, "pics/b.JPG", picture(6))
    with zipfile.ZipFile(tmp_path / "pics.zip", "w") as archive:
        archive.write(tmp_path / "pics/deep/a.jpg", "pics/deep/a.jpg")
        archive.write(tmp_path / "pics/b.JPG", "pics/b.JPG")
    ids = []
    for extra in ("pics.zip", "pics"):
        build = made(settings, ImportSource([file], None, AS_OF, pictures=tmp_path / extra))
        ids.append(
            rows(settings, build, "SELECT post_id, picture_id FROM post_pictures ORDER BY post_id")
        )
        assert not rows(settings, build, REASONS)
    assert ids[0] == ids[1]
    assert len({picture_id for _, picture_id in ids[0]}) == 3


def test_a_file_that_is_no_zip_stops_the_import(settings: Settings, tmp_path: Path) -> None:
    file = posts_file(tmp_path / "mine", ["a.jpg"])
    (tmp_path / "pics.zip").write_bytes(b"no zip")
    with pytest.raises(InputFileError, match=r"pics.zip: expected a ZIP of pictures"):
        made(settings, ImportSource([file], None, AS_OF, pictures=tmp_path / "pics.zip"))


@pytest.mark.slow
def test_only_the_newest_pictures_of_a_creator_are_read(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "PICTURES_A_CREATOR", 2)
    file = posts_file(tmp_path / "mine", ["a.jpg"] * 7)
    put(tmp_path / "mine", "a.jpg", picture(1))
    source = ImportSource([file], None, AS_OF)
    build = made(settings, source)
    assert rows(settings, build, POSTS) == [
        ("p3", "c1"), ("p4", "c0"), ("p5", "c1"), ("p6", "c0"),
    ]  # fmt: skip
    assert rows(settings, build, "SELECT count(*) FROM pictures") == [(1,)]
    assert source.pictures_taken.beyond_count == 3


@pytest.mark.slow
def test_a_build_made_again_keeps_pictures_without_their_files(
    settings: Settings, tmp_path: Path
) -> None:
    file = posts_file(tmp_path / "mine", ["a.jpg", "b.jpg"])
    put(tmp_path / "mine", "a.jpg", picture(1))
    put(tmp_path / "mine", "b.jpg", picture(2))
    first = made(settings, ImportSource([file], None, AS_OF))
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / "mine" / name).unlink()
    again = made(settings, EarlierBuild(first, with_results=False))
    every = "SELECT * FROM pictures JOIN post_pictures USING (picture_id) ORDER BY post_id"
    assert rows(settings, first, every) == rows(settings, again, every)
    np.testing.assert_array_equal(
        np.load(first.folder / PICTURE_FILE), np.load(again.folder / PICTURE_FILE)
    )


@pytest.mark.slow
def test_an_import_on_top_adds_replaces_and_keeps(settings: Settings, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    file = posts_file(mine, ["a.jpg", "b.jpg", "c.jpg", "d.jpg"])
    for seed, name in enumerate("abcd"):
        put(mine, f"{name}.jpg", picture(seed))
    first = made(settings, ImportSource([file], None, AS_OF))
    before = picture_ids(settings, first)
    # p0 as it was but without its file, p1 another picture, p2 left empty, p3 not in the file,
    # p4 new.
    (mine / "a.jpg").unlink()
    put(mine, "e.jpg", picture(8))
    later = ImportFile(mine / "more.csv", "more.csv")
    later.path.write_text(
        "post_id,influencer_id,caption,photo\n"
        "p0,c0,again,a.jpg\np1,c1,again,e.jpg\np2,c0,again,\np4,c0,new,e.jpg\n",
        encoding="utf-8",
    )
    second = made(settings, ImportSource([later], first, AS_OF))
    after = picture_ids(settings, second)
    assert after.keys() == {"p0", "p1", "p2", "p3", "p4"}
    assert all(after[post] == before[post] for post in ("p0", "p2", "p3"))
    assert after["p1"] == after["p4"]
    assert after["p1"] not in before.values()
    assert not rows(settings, second, REASONS)
    assert rows(settings, second, "SELECT count(*) FROM pictures") == [(4,)]


@pytest.mark.slow
def test_pictures_described_by_other_networks_are_described_again(
    settings: Settings, tmp_path: Path
) -> None:
    file = posts_file(tmp_path / "mine", ["a.jpg"])
    put(tmp_path / "mine", "a.jpg", picture(1))
    first = made(settings, ImportSource([file], None, AS_OF))
    con = open_store(first.store_file, settings, read_only=False)
    con.execute("UPDATE pictures SET model_version = 'older', vector = 'x'::BLOB, labels = []")
    con.close()
    again = made(settings, EarlierBuild(first, with_results=False))
    assert rows(settings, again, "SELECT len(labels) > 0, model_version <> 'older' FROM pictures")[
        0
    ] == (True, True)
    assert np.load(again.folder / PICTURE_FILE).shape == (1, 1280)


def test_posts_without_pictures_leave_empty_tables(settings: Settings, tmp_path: Path) -> None:
    build = made(settings, ImportSource([posts_file(tmp_path / "m", [None, None])], None, AS_OF))
    assert rows(settings, build, POSTS) == []
    assert np.load(build.folder / PICTURE_FILE).shape == (0, 1280)


@pytest.mark.slow
def test_a_forgotten_creator_takes_pictures_along_but_those_others_show_too(
    settings: Settings, tmp_path: Path
) -> None:
    forget(workspace(settings), "c1", "c1", "instagram")
    file = posts_file(tmp_path / "mine", ["a.jpg", "a.jpg", "b.jpg", "c.jpg", None, "c1/none.jpg"])
    for seed, name in enumerate("abc"):
        put(tmp_path / "mine", f"{name}.jpg", picture(seed))
    (tmp_path / "making").mkdir()
    con = empty_store(tmp_path / "making" / builds.STORE_FILE, settings)
    context = BuildContext(con, tmp_path / "making", settings, BuildConfig(), silent)
    ImportSource([file], None, AS_OF).fill(context)
    assert leave_out_forgotten(context)
    con = context.con
    assert con.execute(POSTS).fetchall() == [("p0", "c0"), ("p2", "c0")]
    assert con.execute("SELECT count(*) FROM pictures").fetchone() == (2,)
    assert con.execute(REASONS).fetchall()[0][1] is None
    con.close()


def creators_file(folder: Path, cells: dict[str, str]) -> ImportFile:
    """A table of creators with what each names as its profile picture."""
    folder.mkdir(exist_ok=True)
    lines = ["influencer_id,handle,platform,followers,Avatar"]
    lines += [f'{name},{name},instagram,1000,"{path}"' for name, path in cells.items()]
    (folder / "creators.csv").write_text("\n".join(lines), encoding="utf-8")
    return ImportFile(folder / "creators.csv", "creators.csv")


AVATARS = "SELECT influencer_id, picture FROM avatars ORDER BY influencer_id"


def test_profile_pictures_beside_the_creators_come_in_as_small_squares(
    settings: Settings, tmp_path: Path
) -> None:
    file = creators_file(
        tmp_path / "mine",
        {"a": "faces/a.jpg", "b": "broken.png", "c": "../out.jpg", "d": "yes", "e": "",
         "f": "https://example.org/f.jpg", "g": "none.jpg"},
    )  # fmt: skip
    put(tmp_path / "mine", "faces/a.jpg", picture(1))
    put(tmp_path / "mine", "broken.png", png_saying(60_000, 60_000))
    put(tmp_path, "out.jpg", picture(4))
    source = ImportSource([file], None, AS_OF)
    build = made(settings, source)
    [(creator, jpeg)] = rows(settings, build, AVATARS)
    assert creator == "a"
    assert isinstance(jpeg, bytes)
    with Image.open(io.BytesIO(jpeg)) as image:
        assert (image.format, image.size, image.info.get("exif")) == ("JPEG", (96, 96), None)
    reasons = rows(settings, build, REASONS)
    assert [raw for _, raw, _ in reasons] == ["c,../out.jpg", "b,broken.png", "g,none.jpg"]
    assert "million" in str(reasons[1][0])
    assert source.summary is not None
    warnings = " ".join(source.summary.warnings)
    assert "Profile pictures that cannot be used: 3. Initials stand in" in warnings
    assert "Profile pictures named by an address on the web: 1." in warnings


@pytest.mark.slow
def test_an_added_profile_picture_replaces_the_one_before_and_forgetting_takes_it_out(
    settings: Settings, tmp_path: Path
) -> None:
    first = creators_file(tmp_path / "one", {"a": "a.jpg", "b": "a.jpg"})
    put(tmp_path / "one", "a.jpg", picture(1))
    build = made(settings, ImportSource([first], None, AS_OF))
    before = {row[0]: row[1] for row in rows(settings, build, AVATARS)}
    second = creators_file(tmp_path / "two", {"a": "new.jpg"})
    put(tmp_path / "two", "new.jpg", picture(9))
    added = made(settings, ImportSource([second], build, AS_OF))
    after = {row[0]: row[1] for row in rows(settings, added, AVATARS)}
    assert after["b"] == before["b"]
    assert after["a"] != before["a"]
    forget(workspace(settings), "a", "a", "instagram")
    (tmp_path / "making").mkdir()
    con = empty_store(tmp_path / "making" / builds.STORE_FILE, settings)
    context = BuildContext(con, tmp_path / "making", settings, BuildConfig(), silent)
    EarlierBuild(added, with_results=False).fill(context)
    assert leave_out_forgotten(context)
    assert [row[0] for row in context.con.execute(AVATARS).fetchall()] == ["b"]
    context.con.close()
