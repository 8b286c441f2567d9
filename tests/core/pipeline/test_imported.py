"""Files as the source of a build: alone, and on top of an earlier one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from core.errors import AppError, InputFileError
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.imported import ImportSource
from core.pipeline.steps.recommending.ratings import fill_points
from core.progress import silent
from core.settings import ROOT, Settings
from core.store import builds, making
from core.store.connect import create_schema, open_store
from core.store.ingest import ImportFile

AS_OF = date(2026, 11, 21)
SAMPLE = ROOT / "data" / "sample" / "fifteen_columns.csv"


def made(
    settings: Settings,
    source: ImportSource,
    *,
    is_demo: bool = False,
    then: Callable[[BuildContext], None] | None = None,
) -> builds.Build:
    """A build of the given tables alone, without the models but `then`."""
    with making.new_build_folder(settings) as folder:
        con = open_store(folder / builds.STORE_FILE, settings, read_only=False)
        try:
            create_schema(con)
            context = BuildContext(con, folder, settings, BuildConfig(), silent)
            source.fill(context)
            if then is not None:
                then(context)
        finally:
            con.close()
        making.write_manifest(
            folder,
            {
                "built_at": "2026-11-21T00:00:00+00:00",
                "is_demo": is_demo,
                "source": source.describe(),
            },
        )
    return builds.get_build(settings, folder.name)


def rows(settings: Settings, build: builds.Build, query: str) -> list[tuple[object, ...]]:
    con = open_store(build.store_file, settings)
    try:
        return con.execute(query).fetchall()
    finally:
        con.close()


def file_of(folder: Path, name: str, text: str) -> ImportFile:
    (folder / name).write_text(text, encoding="utf-8")
    return ImportFile(folder / name, name)


def test_the_manifest_can_tell_which_bytes_a_build_came_from(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path / "data")
    source = ImportSource([ImportFile(SAMPLE, "mine.csv")], None, AS_OF)
    build = made(settings, source)
    assert not source.is_demo
    found = build.manifest["source"]
    assert found["as_of"] == "2026-11-21"
    assert found["files"] == [
        {
            "name": "mine.csv", "kind": "fifteen", "table": "ratings",
            "sha256": hashlib.sha256(SAMPLE.read_bytes()).hexdigest(),
            "rows_read": 40, "rows_used": 40, "rows_rejected": 0, "rows_merged": 0,
            "other_currencies": ["$"],
        }
    ]  # fmt: skip


@pytest.mark.slow
def test_new_rows_win_and_old_ones_stay_when_files_are_added(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path / "data")
    first = file_of(tmp_path, "a.csv", "influencer_id,bio,followers\na,old,1\nb,keep,2\nx,z,-1\n")
    second = file_of(tmp_path, "b.csv", "influencer_id,bio,followers\na,new,\nc,more,3\ny,z,-1\n")
    earlier = made(settings, ImportSource([first], None, AS_OF))
    build = made(settings, ImportSource([second], earlier, AS_OF))
    assert rows(
        settings, build, "SELECT influencer_id, bio, followers_count FROM influencers ORDER BY 1"
    ) == [("a", "new", 1), ("b", "keep", 2), ("c", "more", 3)]
    assert rows(
        settings, build, "SELECT source_file, line_number FROM rejected_rows ORDER BY 1"
    ) == [("a.csv", 4), ("b.csv", 4)]
    assert [one["name"] for one in build.manifest["source"]["files"]] == ["a.csv", "b.csv"]
    assert build.manifest["source"]["added_to"] == earlier.build_id
    # The earlier build is as it was.
    assert rows(settings, earlier, "SELECT count(*) FROM influencers") == [(2,)]


@pytest.mark.slow
def test_a_file_that_comes_again_replaces_its_rejects(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path / "data")
    bad = file_of(tmp_path, "a.csv", "influencer_id,followers\na,1\nx,-1\n")
    earlier = made(settings, ImportSource([bad], None, AS_OF))
    mended = file_of(tmp_path, "a.csv", "influencer_id,followers\na,1\nx,5\n")
    build = made(settings, ImportSource([mended], earlier, AS_OF))
    assert rows(settings, build, "SELECT count(*) FROM rejected_rows") == [(0,)]
    assert rows(settings, build, "SELECT count(*) FROM influencers") == [(2,)]


def test_nothing_is_ever_added_to_demo_data(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path / "data")
    demo = made(settings, ImportSource([ImportFile(SAMPLE, "d.csv")], None, AS_OF), is_demo=True)
    with pytest.raises(AppError, match="demo data"):
        ImportSource([ImportFile(SAMPLE, "d.csv")], demo, AS_OF)


def test_a_file_that_cannot_be_read_leaves_no_build(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path / "data")
    empty = file_of(tmp_path, "e.csv", "")
    with pytest.raises(InputFileError, match=r"e\.csv"):
        made(settings, ImportSource([ImportFile(SAMPLE, "f.csv"), empty], None, AS_OF))
    assert builds.list_builds(settings) == []
    assert list(settings.builds_dir.iterdir()) == []


@pytest.mark.slow
def test_posts_without_ids_of_several_files_are_all_there_and_each_once(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path / "data")
    header = "influencer_id,posted_at,caption,likes\n"
    first = "a,2026-01-01,one,1\na,2026-01-02,two,2\na,2026-01-02,two,3\n"
    files = [
        file_of(tmp_path, "jan_posts.csv", f"{header}{first}"),
        file_of(tmp_path, "feb_posts.csv", f"{header}a,2026-02-01,three,4\n"),
    ]
    earlier = made(settings, ImportSource(files, None, AS_OF))
    # Newest first this time, and one of them has more likes by now.
    again = f"{header}a,2026-03-01,four,5\na,2026-02-01,three,40\n{first}"
    build = made(
        settings, ImportSource([file_of(tmp_path, "all_posts.csv", again)], earlier, AS_OF)
    )
    assert rows(settings, build, "SELECT post_id, caption, likes_count FROM posts ORDER BY 1") == [
        ("a:1", "one", 1), ("a:2", "two", 2), ("a:3", "two", 3), ("a:4", "three", 40),
        ("a:5", "four", 5),
    ]  # fmt: skip


@pytest.mark.slow
def test_a_recent_caption_is_no_second_post_beside_the_same_with_a_time(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path / "data")
    people = file_of(tmp_path, "people.csv", 'influencer_id,recent_captions\na,"[""x"", ""y""]"\n')
    posts = file_of(
        tmp_path, "posts.csv", "post_id,influencer_id,posted_at,caption\np1,a,2026-01-01,x\n"
    )
    query = "SELECT post_id, caption FROM posts ORDER BY 1"
    together = made(settings, ImportSource([people, posts], None, AS_OF))
    assert rows(settings, together, query) == [("a:2", "y"), ("p1", "x")]
    earlier = made(settings, ImportSource([people], None, AS_OF))
    added = made(settings, ImportSource([posts], earlier, AS_OF))
    assert rows(settings, added, query) == [("a:2", "y"), ("p1", "x")]
    again = made(settings, ImportSource([people], added, AS_OF))
    assert rows(settings, again, query) == [("a:2", "y"), ("p1", "x")]


@pytest.mark.slow
def test_figures_that_were_filled_in_follow_what_is_added(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path / "data")
    first = [
        file_of(tmp_path, "h.csv", "influencer_id,date,followers\na,2026-01-01,100\n"),
        file_of(tmp_path, "p.csv", "influencer_id,posted_at,caption,likes\na,2026-01-01,#x,10\n"),
        file_of(tmp_path, "i.csv", "influencer_id,followers,avg_likes\nb,7,3\n"),
    ]
    more = [
        file_of(
            tmp_path, "h2.csv", "influencer_id,date,followers\na,2026-02-01,300\nb,2026-01-01,9\n"
        ),
        file_of(
            tmp_path,
            "p2.csv",
            "influencer_id,posted_at,caption,likes\na,2026-02-01,#y,30\nb,2026-02-01,z,9\n",
        ),
    ]
    earlier = made(settings, ImportSource(first, None, AS_OF))
    query = "SELECT influencer_id, followers_count, avg_likes, hashtags FROM influencers ORDER BY 1"
    assert rows(settings, earlier, query) == [("a", 100, 10, ["x"]), ("b", 7, 3, None)]
    build = made(settings, ImportSource(more, earlier, AS_OF))
    # What a file said stays.
    assert rows(settings, build, query) == [("a", 300, 20, ["x", "y"]), ("b", 7, 3, None)]


@pytest.mark.slow
def test_rule_points_that_were_filled_in_follow_what_is_added(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path / "data")
    first = [
        file_of(tmp_path, "i.csv", "influencer_id,category\na,Food\nb,Food\n"),
        file_of(tmp_path, "b.csv", "brand_id,brand_name,category,keywords\nx,X,Travel,hike\n"),
        file_of(tmp_path, "r.csv", "brand_id,influencer_id,points\nx,a,\nx,b,7\n"),
    ]
    earlier = made(settings, ImportSource(first, None, AS_OF), then=fill_points)
    query = "SELECT influencer_id, points, category_points FROM ratings ORDER BY 1"
    assert rows(settings, earlier, query) == [("a", 0, 0), ("b", 7, 0)]
    more = file_of(tmp_path, "i2.csv", "influencer_id,category\na,Travel\nb,Travel\n")
    build = made(settings, ImportSource([more], earlier, AS_OF), then=fill_points)
    assert rows(settings, build, query) == [("a", 10, 10), ("b", 7, 10)]
