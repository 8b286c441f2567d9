"""`forget` takes a creator out of the workspace and of every build to come, end to end."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner, Result

from core.cli import app
from core.logs import LOG_FILE
from core.settings import Settings
from core.store import builds
from core.workspace import campaigns, exploration, interactions
from core.workspace.database import workspace
from core.workspace.forgotten import account_hash, is_forgotten
from tests.support.some_steps import end_after
from tests.support.templates import publish_copy, take_cache

PEOPLE = """username,platform,bio,followers
zora_quill,instagram,hikes and maps,1000
friend,instagram,climbs with @Zora_Quill on rocks,2000
baker,instagram,bread and cakes,3000
painter,tiktok,oil and canvas,4000
two_places,tiktok,songs,500
two_places,youtube,songs,600
Zora_Quill,instagram,a row to reject,-5
"""


def run(data: Path, *arguments: object, answer: str | None = None) -> Result:
    result = CliRunner().invoke(app, [*map(str, arguments), "--data", str(data)], input=answer)
    assert "Traceback" not in result.output
    return result


def found(data: Path, *arguments: object) -> dict[str, Any]:
    result = run(data, *arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout.strip().splitlines()[-1])


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> builds.Build:
    """A build of a small file; only to be copied."""
    folder = tmp_path_factory.mktemp("imported")
    file = folder / "people.csv"
    file.write_text(PEOPLE, encoding="utf-8")
    result = run(folder / "data", "import", file, "--k", 2, "--quick")
    assert result.exit_code == 0, result.output
    return builds.current_build(Settings.from_env(folder / "data"))


@pytest.fixture
def data(imported: builds.Build, tmp_path: Path) -> Path:
    """That build in use, and a workspace in which Zora has left traces."""
    folder = tmp_path / "data"
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    publish_copy(Settings.from_env(folder), imported)
    shutil.copytree(imported.folder.parent.parent / "logs", folder / "logs")
    engine = workspace(Settings.from_env(folder))
    one = campaigns.create(engine, "Spring", brand_id="b1")
    for name in ("zora_quill", "friend"):
        campaigns.add_member(
            engine, one.campaign_id, f"instagram:{name}", handle=name, name=name,
            platform="instagram",
        )  # fmt: skip
        interactions.record(engine, "b1", f"instagram:{name}", "view")
        exploration.record_shown(
            engine, brand_id="b1", influencer_id=f"instagram:{name}", day=date(2026, 1, 1),
            eligible_count=6,
        )  # fmt: skip
    return folder


def traces(build: builds.Build) -> list[str]:
    """Where the handle stands in any column of a build's store, and in any file of its folder."""
    con = duckdb.connect(str(build.store_file), read_only=True)
    rows = con.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal"
    ).fetchall()
    places = []
    for table, column in rows:
        hit = con.execute(
            f'SELECT count(*) FROM "{table}" WHERE lower("{column}"::VARCHAR) LIKE ?',
            ["%zora%"],
        ).fetchone()
        if hit and hit[0]:
            places.append(f"{table}.{column}")
    con.close()
    return places + files_with(build.folder)


def files_with(folder: Path) -> list[str]:
    return [
        str(file)
        for file in sorted(folder.rglob("*"))
        if file.is_file() and b"zora" in file.read_bytes().lower()
    ]


def compressions(build: builds.Build) -> set[str]:
    """How the texts of creators and of rejected rows are compressed in a build's store."""
    con = duckdb.connect(str(build.store_file), read_only=True)
    rows = con.execute(
        """SELECT DISTINCT compression FROM pragma_storage_info('influencers')
           UNION SELECT DISTINCT compression FROM pragma_storage_info('rejected_rows')"""
    ).fetchall()
    con.close()
    return {row[0].lower() for row in rows}


@pytest.mark.slow
def test_after_forget_and_rebuild_the_handle_is_nowhere(data: Path, tmp_path: Path) -> None:
    settings = Settings.from_env(data)
    before = builds.current_build(settings)
    for folder in ("exports", "jobs"):
        (data / folder).mkdir()
        (data / folder / "zora_quill.csv").write_text("Zora_Quill,1\n")
    assert "influencers.handle" in traces(before)
    assert "rejected_rows.raw" in traces(before)
    told = found(data, "forget", "@Zora_Quill", "--yes", "--rebuild")
    log = (settings.logs_dir / LOG_FILE).read_text(encoding="utf-8")
    assert "finished command=import" in log
    assert "finished command=forget" in log
    assert "zora" not in log.lower()
    assert told["campaigns"] == ["Spring"]
    assert (told["interactions"], told["shown_by_chance"]) == (2, 1)
    assert told["influencer_ids"] == ["instagram:zora_quill"]
    assert told["older_builds"] == [before.build_id]
    assert not told["build_in_use_holds"]
    after = builds.current_build(settings)
    assert after.build_id == told["build_id"] != before.build_id
    assert after.manifest["row_counts"]["influencers"] == 5
    assert after.manifest["facts"]["forgotten"]["creators_left_out"] == 1
    assert traces(after) == []
    # These leave gaps that DuckDB fills with whatever it had in memory.
    assert not compressions(after) & {"dictionary", "fsst", "dict_fsst"}
    assert "dict_fsst" in compressions(before)
    assert not told["certificate"]["is_clean"]
    assert told["certificate"]["made_build_id"] == after.build_id
    assert told["certificate"]["held_by_builds"][before.build_id] > 5
    left = {place["file"].removeprefix(f"{data}/") for place in told["certificate"]["left"]}
    assert {"exports/….csv", "jobs/….csv"} <= left
    assert all(
        file.startswith(("exports/", "jobs/", f"builds/{before.build_id}/")) for file in left
    )
    # What the first run named is deleted by hand, or by the second.
    (data / "exports" / "zora_quill.csv").unlink()
    file = tmp_path / "certificate.txt"
    again = found(
        data, "forget", "zora_quill", "--platform", "instagram", "--yes", "--purge",
        "--certificate", file,
    )["certificate"]  # fmt: skip
    assert again["is_clean"]
    assert (again["removed_builds"], again["removed_files"]) == ([before.build_id], ["jobs/….csv"])
    assert files_with(data) == []
    assert file.stat().st_mode & 0o077 == 0
    text = file.read_text(encoding="utf-8")
    assert "Left:      nothing" in text
    assert account_hash("zora_quill", "instagram") in text
    assert "zora" not in text.lower()
    engine = workspace(settings)
    assert [one.handle for one in campaigns.members(engine, 1)] == ["friend"]


@pytest.mark.slow
def test_a_later_import_leaves_the_creator_out_and_says_so(data: Path, tmp_path: Path) -> None:
    found(data, "forget", "zora_quill", "--yes")
    result = run(data, "import", tmp_path / "people.csv", "--k", 2, "--quick")
    assert "Left out because they were forgotten: 1 creator." in result.output
    assert traces(builds.current_build(Settings.from_env(data))) == []


@pytest.mark.slow
def test_without_rebuild_it_says_what_still_holds_the_creator(data: Path) -> None:
    settings = Settings.from_env(data)
    build_id = builds.current_build(settings).build_id
    upload = data / "imports" / "one" / "list.csv"
    upload.parent.mkdir(parents=True)
    upload.write_text("a,b\nZora_Quill,1\n")
    (upload.parent / "other.csv").write_text("a,b\nfriend,1\n")
    result = run(data, "forget", "zora_quill", "--yes")
    assert f"The build in use, {build_id}, still holds the creator" in result.output
    assert "python -m core build --from text --quick" in result.output
    assert f"{upload}. Delete them." in result.output
    # The command that it names does what it says.
    assert run(data, "build", "--from", "text", "--quick").exit_code == 0
    assert traces(builds.current_build(settings)) == []
    again = run(data, "forget", "zora_quill", "--yes")
    assert f"Older builds that hold the creator: {build_id}" in again.output
    assert "python -m core prune --keep 0" in again.output


@pytest.mark.slow
def test_from_a_late_step_nothing_of_the_creator_is_taken_over(data: Path) -> None:
    found(data, "forget", "zora_quill", "--yes")
    assert run(data, "build", "--from", "matching").exit_code == 0
    after = builds.current_build(Settings.from_env(data))
    assert traces(after) == []
    assert after.manifest["row_counts"]["profile_stats"] == 5


def test_a_handle_on_several_platforms_asks_which(data: Path) -> None:
    result = run(data, "forget", "two_places", "--yes")
    assert result.exit_code == 2
    assert "found it on tiktok, youtube. Say which: --platform tiktok" in result.stderr
    told = found(data, "forget", "two_places", "--platform", "YouTube", "--yes")
    assert told["influencer_ids"] == ["youtube:two_places"]
    engine = workspace(Settings.from_env(data))
    assert not is_forgotten(engine, "tiktok:two_places", "two_places", "tiktok")


def test_a_handle_that_is_the_id_of_another_names_both_and_forgets_nobody(data: Path) -> None:
    engine = workspace(Settings.from_env(data))
    campaigns.add_member(
        engine, 1, "i9", handle="instagram:baker", name="Renamed", platform="instagram"
    )
    result = run(data, "forget", "instagram:baker", "--yes")
    assert result.exit_code == 2
    assert "is the handle of i9 and the id of @baker" in result.stderr
    assert not is_forgotten(engine, "i9", "instagram:baker", "instagram")
    assert not is_forgotten(engine, "instagram:baker", "baker", "instagram")


@pytest.mark.parametrize("place", ["", "made/is a folder", "people.csv/x.json"])
def test_a_certificate_that_cannot_be_written_stops_it_before_anybody_is_forgotten(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "made" / "is a folder").mkdir(parents=True)
    result = run(data, "forget", "zora_quill", "--yes", "--certificate", place)
    assert result.exit_code == 2
    assert "--certificate: " in result.stderr
    engine = workspace(Settings.from_env(data))
    assert not is_forgotten(engine, "x", "zora_quill", "instagram")


def test_it_asks_first_and_no_changes_nothing(data: Path) -> None:
    result = run(data, "forget", "zora_quill", answer="n\n")
    assert result.exit_code != 0
    assert "for good?" in result.output
    engine = workspace(Settings.from_env(data))
    assert len(campaigns.members(engine, 1)) == 2
    assert not is_forgotten(engine, "x", "zora_quill", "instagram")
    refused = run(data, "forget", "zora_quill", "--json")
    assert refused.exit_code == 2
    assert "--yes" in json.loads(refused.stdout)["error"]
    assert run(data, "forget", "zora_quill", answer="y\n").exit_code == 0
    assert len(campaigns.members(engine, 1)) == 1


def test_somebody_unknown_is_forgotten_only_with_a_platform(data: Path) -> None:
    result = run(data, "forget", "@not_here_yet", "--yes")
    assert result.exit_code == 2
    assert "say where it is: --platform" in result.stderr
    assert run(data, "forget", "x", "--platform", "radio", "--yes").exit_code == 2
    assert run(data, "forget", "@", "--yes").exit_code == 2
    told = found(data, "forget", "@not_here_yet", "--platform", "tiktok", "--yes")
    assert (told["build_in_use_holds"], told["older_builds"]) == (False, [])
    engine = workspace(Settings.from_env(data))
    assert is_forgotten(engine, "any", "Not_Here_Yet", "tiktok")


def test_a_creator_that_only_a_campaign_knows_can_be_forgotten(tmp_path: Path) -> None:
    engine = workspace(Settings.from_env(tmp_path))
    one = campaigns.create(engine, "Spring")
    campaigns.add_member(
        engine, one.campaign_id, "old:1", handle="Zora", name="Z", platform="tiktok"
    )
    told = found(tmp_path, "forget", "zora", "--yes", "--rebuild")
    assert (told["influencer_ids"], told["build_id"]) == (["old:1"], None)
    assert campaigns.members(engine, one.campaign_id) == []
    assert not [file for file in os.listdir(tmp_path) if file == "builds"]


@pytest.mark.slow
def test_an_id_of_demo_data_does_not_bar_a_real_creator(
    tmp_path: Path, small_build: builds.Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    end_after(monkeypatch, "text")
    take_cache(Settings.from_env(tmp_path), small_build)
    made = run(tmp_path, "build", "--quick", "--creators", 40, "--seed", 3, "--k", 3)
    assert made.exit_code == 0
    settings = Settings.from_env(tmp_path)
    con = duckdb.connect(str(builds.current_build(settings).store_file), read_only=True)
    influencer_id, handle, platform = con.execute(
        "SELECT influencer_id, handle, platform FROM influencers ORDER BY 1 LIMIT 1"
    ).fetchall()[0]
    con.close()
    told = found(tmp_path, "forget", influencer_id, "--yes", "--rebuild")
    assert told["handle"] == handle
    assert builds.current_build(settings).manifest["row_counts"]["influencers"] == 39
    engine = workspace(settings)
    assert is_forgotten(engine, "any", handle, platform)
    assert not is_forgotten(engine, influencer_id, "somebody_else", platform)
