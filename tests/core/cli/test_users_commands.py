"""`users` and `audit-log`: a team is set up without a password on the command line."""

from __future__ import annotations

import io
import json
import sys

import pytest

from core import access
from core.access import Role
from core.cli.running import command as run
from core.services.team import passwords
from core.settings import Settings
from core.store import jobs
from core.workspace.access import users
from core.workspace.database import workspace
from tests.core.cli.conftest import Command

WORDS = "correct horse battery"


@pytest.fixture
def settings(empty_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(empty_settings.data_dir))
    monkeypatch.setattr(passwords, "_hasher", _Plain)
    return empty_settings


class _Plain:
    """Hashes take half a second."""

    @staticmethod
    def hash(password: bytes) -> str:
        return f"hash of {password.decode()}"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{WORDS}\nanother line\n"))


@pytest.mark.usefixtures("typed")
def test_a_user_is_added_with_a_password_from_stdin(command: Command, settings: Settings) -> None:
    done = command("users", "add", "Ana", "--role", "admin")
    assert (done.returncode, done.stdout) == (0, "Ana may log in as admin.\n")
    ana = users.user_named(workspace(settings), "ana")
    assert ana is not None
    assert (ana.role, ana.password_hash) == (Role.ADMIN, f"hash of {WORDS}")
    listed = json.loads(command("users", "list", "--json").stdout)["users"]
    assert [(row["name"], row["role"], row["has_password"]) for row in listed] == [
        ("Ana", "admin", True)
    ]
    assert WORDS not in command("users", "list").stdout


def test_no_command_takes_a_password_as_a_word(command: Command, settings: Settings) -> None:
    for words in (("add", "Ana", WORDS), ("set-password", "Ana", WORDS)):
        assert command("users", *words).returncode == 2
    assert "--password TEXT" not in command("users", "add", "--help").stdout


def test_a_user_of_a_provider_needs_no_password(command: Command, settings: Settings) -> None:
    assert command("users", "add", "bo@example.com", "--no-password").returncode == 0
    bo = users.user_named(workspace(settings), "bo@example.com")
    assert bo is not None
    assert (bo.role, bo.password_hash) == (Role.VIEWER, None)


@pytest.mark.usefixtures("typed")
def test_a_user_is_changed_and_removed(command: Command, settings: Settings) -> None:
    engine = workspace(settings)
    users.add_user(engine, "Ana", Role.VIEWER, None)
    assert command("users", "set-role", "ANA", "editor").returncode == 0
    assert command("users", "set-password", "ana").returncode == 0
    assert command("users", "disable", "ana").returncode == 0
    ana = users.all_users(engine)[0]
    assert (ana.role, ana.password_hash) == (Role.EDITOR, f"hash of {WORDS}")
    assert ana.disabled_at is not None
    assert command("users", "enable", "ana").returncode == 0
    assert users.all_users(engine)[0].disabled_at is None
    assert command("users", "remove", "ana").returncode == 0
    assert users.all_users(engine) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("set-role", "bo", "editor"), "no user 'bo'"),
        (("add", "bo", "--role", "boss"), "among viewer, editor, admin, found 'boss'"),
        (("add", "Ana"), "There is a user 'Ana' already. Change the role with 'users set-role'"),
        (("add", "An\N{CYRILLIC SMALL LETTER A}"), "mixes Cyrillic and Latin letters"),
        (("add", "bo"), "characters"),  # nothing was typed
    ],
)
def test_what_cannot_be_done_is_one_line(
    command: Command,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    said: str,
) -> None:
    users.add_user(workspace(settings), "Ana", Role.VIEWER, None)
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    done = command("users", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_audit_log_says_what_commands_did(command: Command, settings: Settings) -> None:
    assert "Nothing was changed." in command("audit-log").stdout
    assert command("campaigns", "create", "Spring").returncode == 0
    assert command("prune", "--keep", "2").returncode == 0
    lines = json.loads(command("audit-log", "--json").stdout)["lines"]
    assert [(line["actor"], line["what"]) for line in lines] == [
        ("command line", "deleted all but 2 builds"),
        ("command line", "added 1 campaign (campaign 1)"),
    ]
    assert "added 1 campaign" in command("audit-log", "--since", "2000-01-01").stdout
    assert json.loads(command("audit-log", "--since", "2999-01-01", "--json").stdout)["lines"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--public",), "python -m core users add NAME --role admin"),
        (("--address", "0.0.0.0"), "Add --public"),
    ],
)
def test_serve_opens_nothing_to_a_network_without_a_login(
    command: Command, settings: Settings, words: tuple[str, ...], said: str
) -> None:
    done = command("serve", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert not settings.jobs_dir.exists()  # no build was started either


def test_a_job_acts_for_who_started_it(settings: Settings) -> None:
    job = jobs.Job("j1", "Rebuild", started_at="2026-11-01T10:00:00", started_by="Ana")
    settings.jobs_dir.mkdir(parents=True)
    jobs._write(jobs._job_file(settings, "j1"), job)
    with run("Rebuild", job="j1"):
        assert access.current_actor().name == "Ana"
    with run("Rebuild"):
        assert access.current_actor() == access.COMMAND
    assert access.current_actor() == access.LOCAL
