"""A copy names nobody of the original and answers as it does; some places are refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from core.domain.accounts import Account
from core.errors import AppError, NoBuildError, StoreError
from core.pipeline import run
from core.pipeline.context import BuildConfig
from core.pipeline.imported import ImportSource
from core.pipeline.pseudonyms import copying
from core.pipeline.pseudonyms.copying import KEY_FILE, Choices, Copy, creator_called, make_copy
from core.services.privacy.needle import Needle
from core.services.privacy.traces import files_named
from core.settings import Settings
from core.store import builds
from core.store.connect import open_build_store
from core.store.ingest import ImportFile
from core.workspace.database import workspace
from core.workspace.forgotten import forget
from tests.support.some_steps import with_one_step

pytestmark = pytest.mark.slow
PEOPLE = [
    {"influencer_id": "acc-zora-1", "username": "zora_quill", "name": "Zora Quill",
     "platform": "instagram", "bio": "Zora | hikes and maps zora@quill.example", "followers": 1000,
     "url": "https://www.instagram.com/zora_quill", "hashtags": "zoraquill trails"},
    {"influencer_id": "acc-friend-2", "username": "kaspar.lindqvist", "name": "Kaspar Lindqvist",
     "platform": "instagram", "bio": "climbs with @Zora_Quill", "followers": 2000},
    {"influencer_id": "acc-gone-3", "username": "gone_person", "name": "Gone Person",
     "platform": "instagram", "bio": "here for a while", "followers": 3000},
]  # fmt: skip
POSTS = [
    {"post_id": "zora_quill-p1", "influencer_id": "acc-zora-1", "date": "2026-01-02", "likes": 50,
     "caption": "Up the ridge with Kaspar Lindqvist, @outside.person #kasparlindqvist",
     "comment_texts": "lovely @kaspar.lindqvist"},
    {"post_id": "x2", "influencer_id": "acc-friend-2", "date": "2026-01-03", "likes": 70,
     "caption": "zora quill took this at https://kaspar.example"},
    {"post_id": "x3", "influencer_id": "acc-friend-2", "date": "2026-01-04", "likes": 40,
     "caption": "with @gone_person, gone_person and Zora"},
]  # fmt: skip
DAYS = [
    {"influencer_id": "acc-zora-1", "date": f"2026-01-{day:02}", "followers": 1000 + day * day}
    for day in range(1, 29)
]
BRANDS = [
    {"brand_id": "zq", "name": "Zora Quill Maps", "description": "Maps by Zora Quill"},
    {"brand_id": "b2", "name": "Luma", "description": "Skin care"},
]
RATINGS = [
    {"brand_id": "zq", "influencer_id": "acc-friend-2", "points": 12},
    {"brand_id": "b2", "influencer_id": "acc-zora-1", "points": 3},
]
# Words that name somebody, 'zora' among them in her own texts.
NAMES = (
    "zora_quill",
    "zoraquill",
    "quill",
    "kaspar",
    "lindqvist",
    "outside.person",
    "gone_person",
    "acc-zora-1",
)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("original")
    settings = Settings.from_env(folder / "data")
    settings = replace(settings, workspace_url=f"sqlite:///{folder}/data/workspace.db")
    files = {
        "zora_quill.csv": PEOPLE,
        "posts.csv": POSTS,
        "days.csv": DAYS,
        "brands.csv": BRANDS,
        "ratings.csv": RATINGS,
    }
    for name, rows in files.items():
        pd.DataFrame(rows).to_csv(folder / name, index=False)
    source = ImportSource(
        [ImportFile(folder / name, name) for name in files], None, date(2026, 1, 28)
    )
    run.make_build(settings, source, BuildConfig(deep=False))
    forget(workspace(settings), "acc-gone-3", "gone_person", "instagram")
    return settings


@pytest.fixture(scope="module")
def copy(original: Settings, tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return make_copy(original, tmp_path_factory.mktemp("copies") / "copy", Choices())


@pytest.fixture
def con(copy: Copy) -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(open_build_store(copy.build, of_copy(copy))) as opened:
        yield opened


def of_copy(copy: Copy) -> Settings:
    return Settings.from_env(copy.build.folder.parent.parent)


def test_no_file_of_the_copy_holds_a_name(copy: Copy) -> None:
    folder = of_copy(copy).data_dir
    for name in NAMES:
        needle = Needle([Account("no-id", name, "", "instagram")])
        assert files_named(folder, needle, of_copy(copy)) == [], name
        for file in folder.rglob("*"):
            if file.is_file() and file.suffix in (".json", ".tsv", ".db"):
                assert name.encode() not in file.read_bytes().lower(), file
    assert not (folder / KEY_FILE).exists()
    assert copy.proof.left == ()
    assert (copy.proof.handles_count, copy.proof.names_count) == (3, 3)


def test_the_original_holds_them_so_the_search_can_find_something(original: Settings) -> None:
    for name in NAMES:
        needle = Needle([Account("no-id", name, "", "instagram")])
        assert files_named(original.data_dir, needle, original), name


def test_texts_read_on_with_other_names(con: duckdb.DuckDBPyConnection) -> None:
    people = {
        bio or "": (handle, name, url)
        for bio, handle, name, url in con.execute(
            "SELECT bio, handle, name, url FROM influencers"
        ).fetchall()
    }
    captions = [
        row[0] for row in con.execute("SELECT caption FROM posts ORDER BY posted_at").fetchall()
    ]
    (zora,) = [entry for bio, entry in people.items() if "hikes" in bio]
    (kaspar,) = [entry for bio, entry in people.items() if "climbs" in bio]
    assert f"climbs with @{zora[0]}" in people
    assert f"{zora[1].split()[0]} | hikes and maps …" in people
    assert zora[2] is None
    assert captions[0].startswith(f"Up the ridge with {kaspar[1]}, @someone_")
    assert captions[0].endswith(f"#{kaspar[0]}")
    assert captions[1] == f"{zora[1]} took this at …"
    assert con.execute("SELECT name, description FROM brands ORDER BY name").fetchall() == sorted(
        [(f"{zora[1]} Maps", f"Maps by {zora[1]}"), ("Luma", "Skin care")]
    )


def test_who_was_forgotten_does_not_come_with_it(con: duckdb.DuckDBPyConnection) -> None:
    assert con.execute("SELECT count(*) FROM influencers").fetchone() == (2,)
    assert con.execute("SELECT count(*) FROM rejected_rows").fetchone() == (0,)
    (caption,) = con.execute("SELECT caption FROM posts WHERE likes_count = 40").fetchall()[0]
    assert caption == "with @…, … and Zora"


def test_figures_are_those_of_the_original(
    original: Settings, con: duckdb.DuckDBPyConnection
) -> None:
    questions = (
        "SELECT followers_count FROM influencers WHERE followers_count < 3000 ORDER BY 1",
        "SELECT day, followers_count FROM follower_history ORDER BY 1",
        "SELECT likes_count, posted_at FROM posts ORDER BY 2",
        "SELECT points FROM ratings ORDER BY 1",
        "SELECT caution_score FROM caution WHERE influencer_id NOT LIKE '%gone%' ORDER BY 1",
        "SELECT growth_fraction FROM profile_stats WHERE growth_fraction IS NOT NULL",
    )
    build = builds.current_build(original)
    with closing(open_build_store(build, original)) as first:
        for question in questions:
            assert con.execute(question).fetchall() == first.execute(question).fetchall(), question


def test_it_is_in_use_and_marked(copy: Copy) -> None:
    build = builds.current_build(of_copy(copy))
    assert build.build_id == copy.build.build_id
    assert build.is_pseudonymised
    assert not build.is_demo
    assert "zora" not in json.dumps(build.manifest).lower()


def test_the_key_says_who_it_is(original: Settings, con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute("SELECT influencer_id, handle, name FROM influencers").fetchall()
    handles = {creator_called(original, word)[0][0].handle for row in rows for word in row}
    assert handles == {"zora_quill", "kaspar.lindqvist"}
    assert creator_called(original, "nobody_0000") == []
    assert (original.data_dir / KEY_FILE).stat().st_mode & 0o077 == 0


def test_without_the_key_nobody_is_told(original: Settings, copy: Copy) -> None:
    with pytest.raises(AppError, match="no key of pseudonyms"):
        creator_called(of_copy(copy), "copper_heron_4172")


def test_two_copies_give_the_same_names(
    original: Settings, copy: Copy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_one_step(monkeypatch, "profiles")
    handles = []
    for build in (copy.build, make_copy(original, tmp_path / "second", Choices()).build):
        with closing(duckdb.connect(str(build.store_file), read_only=True)) as opened:
            handles.append(opened.execute("SELECT handle FROM influencers ORDER BY 1").fetchall())
    assert handles[0] == handles[1]


def test_texts_and_brands_can_stay_behind(
    original: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_one_step(monkeypatch, "profiles")
    made = make_copy(original, tmp_path / "bare", Choices(with_texts=False, with_brands=True))
    with closing(duckdb.connect(str(made.build.store_file), read_only=True)) as opened:
        assert opened.execute("SELECT DISTINCT caption FROM posts").fetchall() == [("",)]
        assert opened.execute("SELECT count(bio) FROM influencers").fetchone() == (0,)
        assert opened.execute("SELECT count(comment_texts) FROM posts").fetchone() == (0,)
        names = [row[0] for row in opened.execute("SELECT name FROM brands").fetchall()]
    assert all("Brand" in name for name in names)


def test_a_copy_that_names_somebody_is_deleted(
    original: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_one_step(monkeypatch, "profiles")
    monkeypatch.setattr(copying.PseudonymisedBuild, "fill", _copied_as_it_is)
    folder = tmp_path / "leaking"
    with pytest.raises(AppError, match="still named creators"):
        make_copy(original, folder, Choices())
    assert builds.list_builds(Settings.from_env(folder)) == []


def _copied_as_it_is(source: copying.PseudonymisedBuild, context: object) -> None:
    from core.store import tables

    tables.copy_from(context.con, source.build.store_file, ("influencers", "posts"))  # type: ignore[attr-defined]


def test_places_that_are_refused(original: Settings, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a").touch()
    for place in (tmp_path / "full", tmp_path / "full" / "a"):
        with pytest.raises(StoreError, match="--to: expected a"):
            make_copy(original, place, Choices())
    for place in (original.data_dir, original.builds_dir / "copy"):
        with pytest.raises(AppError, match="--to"):
            make_copy(original, place, Choices())
    with pytest.raises(NoBuildError):
        make_copy(Settings.from_env(tmp_path / "empty"), tmp_path / "new", Choices())
    assert not (tmp_path / "new").exists()


def test_adding_to_a_copy_keeps_the_mark(copy: Copy, tmp_path: Path) -> None:
    source = ImportSource([ImportFile(tmp_path / "a.csv", "a.csv")], copy.build, date(2026, 1, 28))
    assert source.describe()["is_pseudonymised"]
    assert not ImportSource([], None, date(2026, 1, 28)).describe()["is_pseudonymised"]
