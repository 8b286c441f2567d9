"""The database is set up to keep what it was given, and says in one line what is wrong."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.schema import CreateIndex, CreateTable

from core.errors import WorkspaceError
from core.settings import ROOT, Settings
from core.workspace import campaigns, exploration, interactions
from core.workspace.database import has_workspace, reading, workspace, writing
from core.workspace.engines import parsed
from core.workspace.faults import as_workspace_error
from core.workspace.migrations import newest_version
from core.workspace.schema import metadata, workspace_schema


def at(settings: Settings, url: str) -> Settings:
    return replace(settings, workspace_url=url)


def message(settings: Settings) -> str:
    with pytest.raises(WorkspaceError) as caught:
        campaigns.create(workspace(settings), "A")
    found = str(caught.value)
    assert "\n" not in found
    return found


def test_every_connection_is_durable_and_checks_references(settings: Settings) -> None:
    engine = workspace(settings)
    with reading(engine) as con:
        found = {
            name: con.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
        wait_ms = con.execute(text("PRAGMA busy_timeout")).scalar()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    assert wait_ms == 15_000
    assert (settings.data_dir / "workspace.db").is_file()
    assert workspace(settings) is engine


def test_nothing_is_made_by_asking_whether_there_is_anything(settings: Settings) -> None:
    assert not has_workspace(settings)
    assert not settings.data_dir.exists()
    workspace(settings)
    assert has_workspace(settings)


def test_a_writer_keeps_no_reader_waiting(settings: Settings) -> None:
    engine = workspace(settings)
    campaigns.create(engine, "before")
    with writing(engine) as con:
        con.execute(text("UPDATE campaigns SET name = 'after'"))
        assert [one.name for one in campaigns.campaigns(engine)] == ["before"]
    assert [one.name for one in campaigns.campaigns(engine)] == ["after"]


def test_a_transaction_that_fails_leaves_nothing(settings: Settings) -> None:
    engine = workspace(settings)

    def record_and_fail() -> None:
        with writing(engine) as con:
            interactions.record_within(con, "b", "c", "view")
            interactions.record_within(con, "b", "c", "unheard of")

    with pytest.raises(WorkspaceError, match="unheard of"):
        record_and_fail()
    assert interactions.recorded(engine).empty


def test_threads_of_one_process_write_without_losing_anything(settings: Settings) -> None:
    engine = workspace(settings)
    faults: list[BaseException] = []

    def write(name: str) -> None:
        try:
            for number in range(20):
                interactions.record(workspace(settings), "b", f"{name}:{number}", "view")
        except WorkspaceError as error:
            faults.append(error)

    threads = [threading.Thread(target=write, args=(str(name),)) for name in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert len(set(interactions.recorded(engine)["influencer_id"])) == 120
    assert interactions.version(engine, "b") == 120


def test_a_busy_database_says_so_and_keeps_nothing(settings: Settings) -> None:
    file = settings.data_dir / "w.db"
    engine = workspace(at(settings, f"sqlite:///{file}?timeout=0.1"))
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(WorkspaceError, match=r"w\.db is busy: another process .* Try again"):
        campaigns.create(engine, "A")
    assert campaigns.campaigns(engine) == []  # reading goes on
    other.execute("ROLLBACK")
    other.close()
    campaigns.create(engine, "A")


def test_a_file_that_is_something_else_is_left_alone(settings: Settings) -> None:
    settings.data_dir.mkdir()
    file = settings.data_dir / "workspace.db"
    file.write_text("name,followers\n" * 100)
    assert "found another kind of file" in message(settings)
    assert file.read_text().startswith("name,followers")


def test_a_full_disk_is_said_and_mends(settings: Settings) -> None:
    engine = workspace(settings)
    pages = 4 + sqlite_pages(engine)

    @event.listens_for(engine, "checkout")
    def _limit(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")

    campaign = campaigns.create(engine, "A")
    campaigns.add_member(engine, campaign.campaign_id, "c", handle="h", name="n", platform="x")

    def fill() -> None:
        for number in range(200):
            campaigns.create(engine, f"{number} " + "x" * 110, brand_name="y" * 400)

    with pytest.raises(WorkspaceError, match=r"disk is full: nothing was saved .* Free some space"):
        fill()
    saved = len(campaigns.campaigns(engine))
    assert 0 < saved < 200
    event.remove(engine, "checkout", _limit)
    pages = 1_000_000

    @event.listens_for(engine, "checkout")
    def _no_limit(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")

    campaigns.create(engine, "fits again")
    assert len(campaigns.campaigns(engine)) == saved + 1


def sqlite_pages(engine: Engine) -> int:
    with reading(engine) as con:
        return int(con.execute(text("PRAGMA page_count")).scalar_one())


def test_a_folder_that_cannot_be_is_said(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert "cannot be made" in message(at(settings, f"sqlite:///{tmp_path}/file/w.db"))
    assert "cannot be opened" in message(at(settings, "sqlite:////proc/no-such-place.db"))


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="needs users")
@pytest.mark.slow
def test_a_read_only_workspace_says_what_to_allow(settings: Settings) -> None:
    campaigns.create(workspace(settings), "A")
    file = settings.data_dir / "workspace.db"
    con = sqlite3.connect(file)
    con.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    con.close()
    file.chmod(0o444)
    script = (
        "import os, sys\n"
        "from core.settings import Settings\n"
        "from core.workspace import campaigns\n"
        "from core.workspace.database import workspace\n"
        "if os.getuid() == 0: os.setgid(65534); os.setuid(65534)\n"  # root may write everywhere
        f"engine = workspace(Settings.from_env({str(settings.data_dir)!r}))\n"
        "try:\n"
        "    campaigns.create(engine, 'B')\n"
        "except Exception as error: print(type(error).__name__, error)\n"
    )
    # Every folder on the way must let the other user pass.
    folder = settings.data_dir
    while folder != folder.parent and folder.stat().st_uid == os.getuid():
        folder.chmod(folder.stat().st_mode | 0o555)
        folder = folder.parent
    ended = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = (ended.stdout or ended.stderr).strip().splitlines()[-1]
    assert "WorkspaceError" in found
    assert "cannot be written" in found or "cannot be opened" in found


def test_a_newer_schema_is_not_touched(settings: Settings) -> None:
    engine = workspace(settings)
    with writing(engine) as con:
        con.execute(workspace_schema.update().values(version=newest_version() + 1))
    # As in another process: this one has looked already.
    again = at(settings, settings.workspace_url + "?timeout=5")
    found = message(again)
    newest = newest_version()
    assert f"newer version of this program (tables {newest + 1}, known up to {newest})" in found
    assert "Update the program" in found


def test_a_file_that_was_deleted_or_replaced_is_noticed(settings: Settings) -> None:
    file = settings.data_dir / "workspace.db"
    campaigns.create(workspace(settings), "old")
    for ending in ("", "-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    campaigns.create(workspace(settings), "new")
    assert [one.name for one in campaigns.campaigns(workspace(settings))] == ["new"]
    con = sqlite3.connect(file)
    assert con.execute("SELECT name FROM campaigns").fetchall() == [("new",)]
    con.close()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "cannot be understood"),
        ("nonsense", "cannot be understood"),
        ("postgresql://me:hush-hush@host:port/x", "cannot be understood"),
        ("mysql://me:hush-hush@host/x", "found 'mysql'"),
        ("postgres://me:hush-hush@host/x", "postgresql+psycopg://"),
        ("postgresql+nothing://me:hush-hush@host/x", "found 'postgresql+nothing://...'"),
        ("sqlite://", "in memory"),
        ("sqlite:///:memory:", "in memory"),
    ],
)
def test_an_address_that_cannot_be_used_is_said_without_its_password(
    settings: Settings, url: str, words: str
) -> None:
    found = message(at(settings, url))
    assert words in found
    assert "SCOUT_WORKSPACE_URL" in found
    assert "hush" not in found


def test_a_missing_driver_says_what_to_install(settings: Settings) -> None:
    # No requirement of this program brings this driver along.
    found = message(at(settings, "postgresql+psycopg2cffi://me:hush-hush@host/x"))
    assert "driver 'psycopg2cffi' is not installed" in found
    assert "psycopg[binary]" in found
    assert "hush" not in found


class _ServerError(Exception):
    """What a driver raises, with PostgreSQL's code."""

    def __init__(self, said: str, state: str | None) -> None:
        super().__init__(said)
        self.sqlstate = state


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (None, r"db\.example:6000/scout cannot be reached \(refused for \*\*\* and \*\*\*\)"),
        ("28P01", "refuses the user or password"),
        ("3D000", "no such workspace database"),
        ("42501", "may not create or change"),
        ("42P01", "tables of the workspace .* are gone"),
        ("40001", "Others changed the same rows"),
        ("53100", "no space"),
        ("XX000", "cannot be used"),
    ],
)
def test_faults_of_a_server_are_told_without_the_password(state: str | None, words: str) -> None:
    url = make_url("postgresql+psycopg://me:p%40ss%2Fword@db.example:6000/scout")
    fault = _ServerError("refused for p@ss/word and p%40ss%2Fword\nDETAIL: more", state)
    error = as_workspace_error(OperationalError("SELECT 1", {}, fault), url)
    assert re.search(words, str(error)), str(error)
    assert "ss/word" not in str(error)
    assert "DETAIL" not in str(error)


def test_the_tables_and_statements_are_sql_that_postgresql_knows(engine: Engine) -> None:
    dialect = postgresql.dialect()
    made = {
        table.name: str(CreateTable(table).compile(dialect=dialect))
        for table in metadata.sorted_tables
    }
    indexes = [
        str(CreateIndex(index).compile(dialect=dialect))
        for table in metadata.sorted_tables
        for index in table.indexes
    ]
    assert "interaction_id BIGSERIAL NOT NULL" in made["interactions"]
    assert "ON DELETE CASCADE" in made["campaign_members"]
    assert "AUTOINCREMENT" not in "".join([*made.values(), *indexes])
    # What the rooms say to SQLite, as it is said: no statement but PRAGMA and BEGIN is its own.
    said: list[str] = []

    @event.listens_for(engine, "before_cursor_execute")
    def _listen(_con: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    one = campaigns.create(engine, "A", brand_id="b")
    campaigns.add_member(engine, one.campaign_id, "c", handle="h", name="n", platform="x")
    campaigns.set_state(engine, one.campaign_id, "c", "done")
    exploration.record_shown(
        engine, brand_id="b", influencer_id="c", day=date(2026, 1, 1), eligible_count=2
    )
    campaigns.delete(engine, one.campaign_id)
    assert len(said) > 10
    assert not [text for text in said if "OR IGNORE" in text or "OR REPLACE" in text]


def test_every_column_says_what_it_holds() -> None:
    without = [
        str(column)
        for table in metadata.sorted_tables
        for column in table.columns
        if not column.comment
    ]
    assert without == []
    assert select(workspace_schema).compile(dialect=postgresql.dialect())


def test_an_at_sign_in_the_password_never_shows() -> None:
    with pytest.raises(WorkspaceError, match="%40") as told:
        parsed("postgresql+psycopg://u:Se@kret1@127.0.0.1:9/db")
    assert "kret1" not in str(told.value)
