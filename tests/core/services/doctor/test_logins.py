"""What the doctor says of logins."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.access import Role
from core.services.doctor.check import NOTE, WELL, WRONG, Check
from core.services.doctor.logins import logins
from core.services.team import openid
from core.services.team.cookie_key import FILE, cookie_key
from core.settings import Settings
from core.workspace.access import users
from core.workspace.database import workspace


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(openid, "_FILES", ())
    monkeypatch.setattr(openid, "find_spec", lambda name: name)  # Authlib is installed
    return Settings.from_env(tmp_path / "data")


def only(settings: Settings) -> Check:
    (check,) = logins(settings)
    return check


def test_without_users_nothing_is_made_and_nothing_is_wrong(settings: Settings) -> None:
    assert only(settings).state == WELL
    assert not settings.data_dir.exists()
    opened = only(replace(settings, public=True))
    assert (opened.state, "users add NAME" in opened.advice) == (WRONG, True)


def test_no_admin_left_is_told(settings: Settings) -> None:
    engine = workspace(settings)
    users.add_user(engine, "Ana", Role.ADMIN, "hash")
    users.add_user(engine, "Bo", Role.EDITOR, "hash")
    assert only(settings).finding == "2 of 2 users can log in."
    users.set_disabled(engine, "Ana", disabled=True)
    check = only(settings)
    assert (check.state, check.finding) == (
        WRONG, "There are users, and no admin among them who can log in.")  # fmt: skip
    assert "users set-role NAME admin" in check.advice


def test_an_admin_without_a_password_needs_a_provider(settings: Settings) -> None:
    users.add_user(workspace(settings), "ana@example.com", Role.ADMIN, None)
    assert only(settings).state == WRONG
    provided = replace(
        settings, oidc_client_id="id", oidc_client_secret="s",
        oidc_metadata_url="https://a.example", oidc_redirect_uri="https://b.example/oauth2callback",
    )  # fmt: skip
    assert only(provided).state == WELL


def test_a_key_that_others_can_read_is_told(settings: Settings) -> None:
    cookie_key(settings)
    assert only(settings).state == WELL
    (settings.data_dir / FILE).chmod(0o640)
    check = only(settings)
    assert (check.state, "chmod 600" in check.finding) == (WRONG, True)
    assert only(replace(settings, cookie_secret="x" * 32)).state == WELL  # the file is not read


def test_a_provider_that_is_set_up_in_part_is_told(settings: Settings) -> None:
    check = only(replace(settings, oidc_client_id="id"))
    assert check.state == WRONG
    assert "OpenID Connect needs redirect_uri, client_secret" in check.finding


def test_users_that_cannot_be_read_are_left_to_the_check_of_the_workspace(
    settings: Settings,
) -> None:
    settings.data_dir.mkdir()
    (settings.data_dir / "workspace.db").write_text("no database" * 100)
    assert only(settings).state == NOTE
