"""Who gets in, who waits, and what is said about it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core import logs
from core.access import Role
from core.errors import LoginError
from core.services.team import login
from core.services.team.attempts import OF_ADDRESS, OF_USER, WINDOW_S, Attempts
from core.services.team.login import WRONG, TooManyTriesError, idle_time, log_in, log_in_by_email
from core.settings import Settings
from core.workspace.access import logins, users
from core.workspace.database import workspace


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A team of Ana, whose password is 'right', of Bo by OpenID Connect, and of Cy, disabled."""
    monkeypatch.setattr(
        login, "is_right", lambda password, kept: (password, kept) == ("right", "h")
    )
    made = Settings.from_env(tmp_path)
    engine = workspace(made)
    users.add_user(engine, "Ana", Role.EDITOR, "h")
    users.add_user(engine, "bo@example.com", Role.VIEWER, None)
    users.add_user(engine, "Cy", Role.ADMIN, "h")
    users.set_disabled(engine, "Cy", disabled=True)
    return made


def tried(settings: Settings, attempts: Attempts, name: str, password: str, at: str = "1") -> str:
    return log_in(settings, attempts, name=name, password=password, address=at)


def test_the_right_password_gets_in(settings: Settings) -> None:
    token = tried(settings, Attempts(), "ana", "right")
    actor = logins.logged_in(workspace(settings), token, idle=idle_time(settings))
    assert actor is not None
    assert (actor.name, actor.role) == ("Ana", Role.EDITOR)


@pytest.mark.parametrize(
    ("name", "password"),
    [
        *(("ana", "wrong"), ("ana", ""), ("nobody", "right"), ("", "")),
        *(("cy", "right"), ("bo@example.com", "right"), ("' OR 1=1 --", "right"), ("\0", "right")),
    ],
)
def test_anybody_else_hears_the_same(settings: Settings, name: str, password: str) -> None:
    with pytest.raises(LoginError, match=rf"^{re.escape(WRONG)}$"):
        tried(settings, Attempts(), name, password)


def test_a_user_waits_after_ten_wrong_tries_from_anywhere(settings: Settings) -> None:
    clock = [0.0]
    attempts = Attempts(lambda: clock[0])
    for n in range(OF_USER):
        with pytest.raises(LoginError, match="wrong"):
            tried(settings, attempts, "ana", "wrong", at=str(n))
    with pytest.raises(TooManyTriesError, match="Wait 15 minutes") as refusal:
        tried(settings, attempts, "Ana", "right", at="new")
    assert refusal.value.wait_s == WINDOW_S
    clock[0] = WINDOW_S
    assert tried(settings, attempts, "ana", "right")


def test_an_address_waits_whatever_names_it_tries(settings: Settings) -> None:
    attempts = Attempts(lambda: 0.0)
    for n in range(OF_ADDRESS):
        with pytest.raises(LoginError, match="wrong"):
            tried(settings, attempts, f"name {n}", "wrong")
    with pytest.raises(TooManyTriesError):
        tried(settings, attempts, "ana", "right")
    assert tried(settings, attempts, "ana", "right", at="2")


def test_whoever_gets_in_starts_over(settings: Settings) -> None:
    attempts = Attempts(lambda: 0.0)
    for _ in range(5):
        for _ in range(OF_USER - 1):
            assert attempts.begin("ana", "1") == 0
            attempts.succeeded("ana", "1")
        assert tried(settings, attempts, "ana", "right")


def test_tries_are_kept_within_bounds() -> None:
    attempts = Attempts(lambda: 0.0)
    for n in range(12_000):
        attempts.begin(f"name {n}", f"address {n}")
    assert len(attempts._times) == 10_000


def test_the_log_names_nobody(settings: Settings) -> None:
    logs.configure(settings, "test")
    with pytest.raises(LoginError):
        tried(settings, Attempts(), "my secret password", "x")
    text = (settings.logs_dir / logs.LOG_FILE).read_text(encoding="utf-8")
    assert "login refused" in text
    assert "secret" not in text


def test_an_address_that_the_provider_vouches_for_gets_in(settings: Settings) -> None:
    token = log_in_by_email(settings, {"email": "BO@example.com", "email_verified": True})
    actor = logins.logged_in(workspace(settings), token, idle=idle_time(settings))
    assert actor is not None
    assert actor.role is Role.VIEWER


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({}, "no e-mail"),
        ({"email": "eve@example.com"}, "no access"),
        ({"email": "cy"}, "no access"),
        ({"email": "bo@example.com", "email_verified": "false"}, "did not verify"),
    ],
)
def test_other_addresses_are_denied(
    settings: Settings, claims: dict[str, object], why: str
) -> None:
    with pytest.raises(LoginError, match=why):
        log_in_by_email(settings, claims)
