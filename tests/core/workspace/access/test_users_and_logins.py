"""Users are found by name in any case; a login ends by itself, by logout and with its user."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from core.access import Actor, Role
from core.errors import LoginError
from core.workspace.access import audit, logins, users
from core.workspace.database import reading
from core.workspace.schema import logins as login_table

HOUR = timedelta(hours=1)


@pytest.fixture
def token(engine: Engine) -> str:
    users.add_user(engine, "Ana", Role.EDITOR, "$argon2id$x")
    return logins.begin(engine, users.all_users(engine)[0], how="by password")


def test_a_user_is_found_in_any_case_and_only_once(engine: Engine, token: str) -> None:
    ana = users.user_named(engine, " ANA ")
    assert ana is not None
    assert (ana.name, ana.role, ana.disabled_at) == ("Ana", Role.EDITOR, None)
    assert "argon2" not in repr(ana)
    with pytest.raises(LoginError, match="already"):
        users.add_user(engine, "ana", Role.ADMIN, None)
    assert users.user_named(engine, "bo") is None


@pytest.mark.parametrize("name", ["server", " Local  User ", "COMMAND LINE", "nobody"])
def test_nobody_is_called_like_what_acts_without_a_login(engine: Engine, name: str) -> None:
    with pytest.raises(LoginError, match="audit log"):
        users.add_user(engine, name, Role.EDITOR, None)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("\N{CYRILLIC SMALL LETTER A}na", "mixes Cyrillic and Latin"),
        ("An\N{GREEK SMALL LETTER ALPHA} Smith", "mixes Greek and Latin"),
        ("\N{FULLWIDTH LATIN CAPITAL LETTER A}na", "already"),
        ("A\N{ZERO WIDTH SPACE}na", "looks like the user 'Ana'"),
        ("\N{CYRILLIC SMALL LETTER ES}\N{CYRILLIC SMALL LETTER IE}", "looks like the user 'ce'"),
        ("ser\N{ZERO WIDTH SPACE}ver", "audit log"),
    ],
)
def test_a_name_that_passes_for_another_is_refused(engine: Engine, name: str, said: str) -> None:
    for other in ("Ana", "ce"):
        users.add_user(engine, other, Role.VIEWER, None)
    with pytest.raises(LoginError, match=said):
        users.add_user(engine, name, Role.ADMIN, None)
    with pytest.raises(LoginError, match=said):
        users.check_new_name(engine, name)
    assert len(users.all_users(engine)) == 2


@pytest.mark.parametrize(
    "name", ["Анна", "Νίκη", "Анна Smith", "анна@example.com", "José", "李雷", "ana2@example.com"]
)
def test_a_name_in_any_alphabet_is_taken(engine: Engine, name: str) -> None:
    users.add_user(engine, "Ana", Role.VIEWER, None)
    users.add_user(engine, name, Role.VIEWER, None)
    assert users.user_named(engine, name) is not None


@pytest.mark.parametrize(
    "change", [users.remove_user, lambda e, n: users.set_role(e, n, Role.ADMIN)]
)
def test_a_change_of_nobody_is_an_error(engine: Engine, change: object) -> None:
    with pytest.raises(LoginError, match="no user 'bo'"):
        change(engine, "bo")  # type: ignore[operator]


def test_a_role_counts_from_the_next_click_on(engine: Engine, token: str) -> None:
    assert logins.logged_in(engine, token, idle=HOUR) == Actor("Ana", Role.EDITOR)
    users.set_role(engine, "ana", Role.VIEWER)
    assert logins.logged_in(engine, token, idle=HOUR) == Actor("Ana", Role.VIEWER)


def test_a_login_ends_after_the_time_without_a_click(
    engine: Engine, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = logins.now()

    def at(minutes: float) -> datetime:
        return start + timedelta(minutes=minutes)

    monkeypatch.setattr(logins, "now", lambda: at(50))
    assert logins.logged_in(engine, token, idle=HOUR, clicked=True)
    monkeypatch.setattr(logins, "now", lambda: at(100))
    assert logins.logged_in(engine, token, idle=HOUR)  # looked at, not clicked
    monkeypatch.setattr(logins, "now", lambda: at(111))
    assert logins.logged_in(engine, token, idle=HOUR) is None


def test_a_login_ends_after_a_week_whatever_is_clicked(
    engine: Engine, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = logins.now()
    monkeypatch.setattr(logins, "now", lambda: start + logins.LONGEST)
    assert logins.logged_in(engine, token, idle=timedelta(days=30)) is None


@pytest.mark.parametrize("how", ["logout", "removed", "disabled", "password"])
def test_a_login_ends_for_good(engine: Engine, token: str, how: str) -> None:
    if how == "logout":
        logins.end(engine, token)
    elif how == "removed":
        users.remove_user(engine, "Ana")
    elif how == "disabled":
        users.set_disabled(engine, "Ana", disabled=True)
        users.set_disabled(engine, "Ana", disabled=False)
    else:
        users.set_password_hash(engine, "Ana", "$argon2id$y")
    assert logins.logged_in(engine, token, idle=HOUR) is None
    with reading(engine) as con:
        assert con.execute(login_table.select()).all() == []


def test_the_database_does_not_hold_what_the_cookie_holds(engine: Engine, token: str) -> None:
    with reading(engine) as con:
        assert token not in str(con.execute(login_table.select()).all())


def test_the_audit_log_says_who_came_and_who_changed_the_team(engine: Engine, token: str) -> None:
    users.set_role(engine, "ana", Role.ADMIN)
    logins.end(engine, token)
    assert [(line.actor, line.what) for line in reversed(audit.lines(engine))] == [
        ("local user", "added user Ana as editor"),
        ("Ana", "logged in by password"),
        ("local user", "made ana admin"),
        ("Ana", "logged out"),
    ]
