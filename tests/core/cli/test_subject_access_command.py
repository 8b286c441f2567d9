"""`subject-access` hands out everything that is held on a creator, and nothing on others."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from core.settings import Settings
from core.store import builds
from core.store.creator_rows import tables_of_creators
from core.workspace import campaigns, exploration, interactions
from core.workspace.database import workspace
from core.workspace.forgotten import forget
from tests.core.cli.conftest import Command
from tests.support.small_build import make_small_build
from tests.support.templates import complete_again

JPEG = b"\xff\xd8\xff\xe0 a picture"
TEXT = "with @Handle9 and @handle90 on a hike"


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Two builds with c009, who is named by c012 and in a rejected row; a campaign; uploads."""
    data = tmp_path_factory.mktemp("subject") / "data"
    settings = Settings.from_env(data)
    make_small_build(settings)
    made = make_small_build(settings)
    with duckdb.connect(str(made.store_file)) as con:
        con.execute("UPDATE posts SET caption = $text WHERE post_id = 'p0012'", {"text": TEXT})
        con.execute("INSERT INTO rejected_rows VALUES ('a.csv', 3, 'posts', 'why', 'handle9,-1')")
        con.execute("INSERT INTO rejected_rows VALUES ('a.csv', 4, 'posts', 'why', 'handle90,-1')")
        con.execute("INSERT INTO avatars VALUES ('c009', $jpeg)", {"jpeg": JPEG})
    complete_again(made)
    engine = workspace(settings)
    spring = campaigns.create(engine, "Spring", brand_id="b1").campaign_id
    for creator in ("c009", "c010"):
        campaigns.add_member(
            engine, spring, creator, handle=f"handle{int(creator[1:])}", name="N",
            platform="instagram",
        )  # fmt: skip
        interactions.record(engine, "b1", creator, "view")
        exploration.record_shown(
            engine, brand_id="b1", influencer_id=creator, day=date(2026, 1, 1), eligible_count=9
        )
    campaigns.set_member(engine, spring, "c010", note="knows @handle9")
    for name in ("handle9", "handle90"):
        upload = settings.imports_dir / name / "list.csv"
        upload.parent.mkdir(parents=True)
        upload.write_text(f"handle\n{name}\n")
    return settings


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def given(command: Command, settings: Settings, out: Path, *words: str) -> dict[str, Any]:
    ended = command(
        "subject-access", *words, "--out", str(out), "--data", str(settings.data_dir), "--json"
    )
    assert ended.returncode == 0, ended.stderr
    answer: dict[str, Any] = json.loads(ended.stdout)
    return answer


def test_every_table_with_rows_of_the_creator_is_in_the_folder(
    planted: Settings, command: Command, tmp_path: Path
) -> None:
    out = tmp_path / "answer"
    told = given(command, planted, out, "@Handle9")
    assert told["influencer_ids"] == ["c009"]
    build = builds.current_build(planted)
    with duckdb.connect(str(build.store_file), read_only=True) as con:
        for table in tables_of_creators(con):
            (count,) = con.execute(
                f"SELECT count(*) FROM {table} WHERE influencer_id = 'c009'"
            ).fetchall()[0]
            file = out / "build" / f"{table}.csv"
            assert file.exists() == (count > 0), table
            if count:
                assert len(rows(file.read_bytes())) == count == told["rows"][table]
    assert (out / "pictures" / "avatar-1.jpg").read_bytes() == JPEG
    held = json.loads((out / "data.json").read_text(encoding="utf-8"))
    assert held["build_id"] == build.build_id
    assert held["build"]["avatars"] == [
        {"influencer_id": "c009", "picture": "pictures/avatar-1.jpg"}
    ]
    # Neither numbers of vectors nor anything of others but what names the creator.
    vectors = {vector["file"]: vector["numbers_count"] for vector in held["vectors"]}
    assert vectors["influencer_embeddings.npy"] == 512
    assert "brand_embeddings.npy" not in vectors
    assert held["build"]["influence"][0]["strength_draws"].startswith("vector, ")
    assert [row["raw"] for row in held["build"]["rejected_rows"]] == ["handle9,-1"]
    assert [(row["key"], row["written_by"]) for row in held["mentions"]] == [("p0012", "c012")]
    assert "handle12" not in (out / "data.json").read_text(encoding="utf-8").replace(TEXT, "")


def test_workspace_older_builds_and_uploads_are_in_it(
    planted: Settings, command: Command, tmp_path: Path
) -> None:
    out = tmp_path / "answer.zip"
    given(command, planted, out, "c009")
    assert out.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(out) as packed:
        assert packed.testzip() is None
        held = json.loads(packed.read("data.json"))
        readme = packed.read("README.txt").decode()
    members = held["workspace"]["campaign_members"]
    assert [(row["influencer_id"], row["note"]) for row in members] == [
        ("c009", ""), ("c010", "knows @handle9"),
    ]  # fmt: skip
    assert len(held["workspace"]["exploration"]) == 1
    current = str(builds.current_build_id(planted))
    (older,) = {build.build_id for build in builds.list_builds(planted)} - {current}
    assert [one["build_id"] for one in held["older_builds"]] == [older]
    assert held["older_builds"][0]["rows"]["influencers"] == 1
    assert held["uploads"] == ["imports/handle9/list.csv"]
    for words in ("@handle9 (instagram)", current, "as of 2026-11-20", older, "imports/handle9"):
        assert words in readme


def test_somebody_unknown_or_forgotten_is_an_error_that_says_which(
    command: Command, tmp_path: Path
) -> None:
    settings = Settings.from_env(tmp_path / "data")
    make_small_build(settings)
    words = ("--out", str(tmp_path / "out"), "--data", str(settings.data_dir))
    unknown = command("subject-access", "nobody_at_all", *words)
    assert unknown.returncode == 2
    assert "There is no creator '@nobody_at_all' in any build" in unknown.stderr
    elsewhere = command("subject-access", "handle9", "--platform", "tiktok", *words)
    assert "'@handle9' on tiktok in any build" in elsewhere.stderr
    forget(workspace(settings), "x1", "gone_long_ago", "tiktok")
    forgotten = command("subject-access", "@Gone_Long_Ago", *words)
    assert forgotten.returncode == 2
    assert "was forgotten on request" in forgotten.stderr
    assert not (tmp_path / "out").exists()
    # Forgotten, and the build in use holds the creator until a new one is made.
    forget(workspace(settings), "c009", "handle9", "instagram")
    still = command("subject-access", "handle9", *words)
    assert still.returncode == 0
    assert "was forgotten on request, and this still holds the creator" in still.stdout
    assert "still has to be deleted" in (tmp_path / "out" / "README.txt").read_text("utf-8")


def test_nothing_that_is_there_is_overwritten(
    planted: Settings, command: Command, tmp_path: Path
) -> None:
    taken = tmp_path / "notes.zip"
    taken.write_text("mine")
    ended = command(
        "subject-access", "handle9", "--out", str(taken), "--data", str(planted.data_dir)
    )
    assert ended.returncode == 2
    assert "is there already" in ended.stderr
    assert taken.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [taken]
