"""Pictures of posts read for pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from core.features.pictures.describing import describe
from core.pipeline.pictures.rows import keep_pictures
from core.queries.profiling import pictures
from core.queries.profiling.pictures import newest_thumbnails, thumbnails
from core.settings import Settings
from core.store.connect import empty_store, open_store
from tests.support.pictures import picture


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> DuckDBPyConnection:
    folder: Path = tmp_path_factory.mktemp("pictures")
    con = empty_store(folder / "store.duckdb", Settings.from_env(folder))
    features = describe([picture(0), picture(1)])
    keep_pictures(con, features)
    ids = [made.picture_id for made in features.thumbnails if made is not None]
    for number in range(6):
        con.execute(
            "INSERT INTO posts (post_id, influencer_id, posted_at, caption) VALUES (?, ?, ?, '')",
            [f"p{number}", f"c{number % 2}", f"2026-10-0{number + 1}"],
        )
        if number != 4:
            con.execute(
                "INSERT INTO post_pictures VALUES (?, ?, ?)",
                [f"p{number}", f"c{number % 2}", ids[number // 3]],
            )
    return con


def test_pictures_come_in_the_order_asked_and_others_are_left_out(con: DuckDBPyConnection) -> None:
    read = thumbnails(con, ["p5", "p4", "none", "p0", "p5"])
    assert list(read) == ["p5", "p0"]
    assert read["p0"].jpeg.startswith(b"\xff\xd8\xff")
    assert read["p0"].jpeg != read["p5"].jpeg
    assert read["p0"].labels
    assert read["p0"].people_count >= 0


def test_nothing_asked_is_nothing_read(con: DuckDBPyConnection) -> None:
    assert thumbnails(con, []) == {}
    assert newest_thumbnails(con, []) == {}


def test_the_newest_pictures_of_each_creator_come_first(con: DuckDBPyConnection) -> None:
    read = newest_thumbnails(con, ["c1", "c0", "c9"], per_creator=2)
    assert {creator: [made.post_id for made in shown] for creator, shown in read.items()} == {
        "c1": ["p5", "p3"],
        "c0": ["p2", "p0"],
        "c9": [],
    }


def test_a_page_never_gets_more_than_the_limit(
    con: DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_THUMBNAILS", 2)
    assert list(thumbnails(con, ["p0", "p1", "p2"])) == ["p0", "p1"]
    assert sum(len(shown) for shown in newest_thumbnails(con, ["c0", "c1"]).values()) == 2


def test_a_build_of_an_earlier_version_has_no_pictures(tmp_path: Path) -> None:
    con = open_store(tmp_path / "old.duckdb", Settings.from_env(tmp_path), read_only=False)
    assert thumbnails(con, ["p0"]) == {}
    assert newest_thumbnails(con, ["c0"]) == {"c0": []}
    con.close()
