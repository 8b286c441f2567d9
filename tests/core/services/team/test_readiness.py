"""Nothing is opened to a network while nobody can log in; the key of the cookies is kept safe."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from core.access import Role
from core.errors import LoginError
from core.services.team import openid
from core.services.team.cookie_key import FILE, cookie_key
from core.services.team.readiness import check_logins, is_local
from core.settings import Settings
from core.workspace.access import users
from core.workspace.database import workspace

PROVIDER = """[auth]
redirect_uri = "https://scout.example.com/oauth2callback"
[auth.acme]
client_id = "id"
client_secret = "secret"
server_metadata_url = "https://acme.example.com/.well-known/openid-configuration"
"""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(openid, "_FILES", (tmp_path / "secrets.toml",))
    monkeypatch.setattr(openid, "find_spec", lambda name: name)  # Authlib is installed
    return Settings.from_env(tmp_path / "data")


def test_without_anybody_it_says_which_command_to_run(settings: Settings) -> None:
    with pytest.raises(LoginError, match="python -m core users add NAME --role admin"):
        check_logins(settings)


def test_one_user_with_a_password_is_enough(settings: Settings) -> None:
    users.add_user(workspace(settings), "Ana", Role.ADMIN, "hash")
    check_logins(settings)


def test_a_disabled_user_or_one_without_a_password_is_not(settings: Settings) -> None:
    engine = workspace(settings)
    users.add_user(engine, "Ana", Role.ADMIN, "hash")
    users.set_disabled(engine, "Ana", disabled=True)
    users.add_user(engine, "bo@example.com", Role.ADMIN, None)
    with pytest.raises(LoginError):
        check_logins(settings)


def test_a_provider_needs_a_user_whom_it_can_let_in(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "secrets.toml").write_text(PROVIDER)
    with pytest.raises(LoginError, match="--no-password"):
        check_logins(settings)
    users.add_user(workspace(settings), "bo@example.com", Role.ADMIN, None)
    check_logins(settings)
    assert openid.providers(openid.auth_section(settings)) == ["acme"]


def test_the_environment_sets_a_provider_up_as_well(settings: Settings) -> None:
    by_environment = replace(
        settings,
        oidc_client_id="id",
        oidc_client_secret="secret",
        oidc_metadata_url="https://a.example.com",
        oidc_redirect_uri="https://b.example.com/oauth2callback",
    )
    section = openid.auth_section(by_environment)
    assert openid.providers(section) == ["default"]
    assert section["server_metadata_url"] == "https://a.example.com"
    assert openid.auth_section(settings) == {}
    assert "secret" not in repr(by_environment)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (PROVIDER.replace("client_secret", "other"), "client_secret"),
        (PROVIDER.replace("redirect_uri", "other"), "redirect_uri"),
        ('[auth]\nredirect_uri = "x"', "client_id"),
        ("[auth", "cannot be read"),
    ],
)
def test_half_a_provider_is_an_error(
    settings: Settings, tmp_path: Path, text: str, missing: str
) -> None:
    (tmp_path / "secrets.toml").write_text(text)
    with pytest.raises(LoginError, match=missing):
        openid.auth_section(settings)


def test_without_authlib_it_says_how_to_install_it(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openid, "find_spec", lambda name: None)
    (tmp_path / "secrets.toml").write_text(PROVIDER)
    with pytest.raises(LoginError, match="pip install"):
        openid.auth_section(settings)


@pytest.mark.parametrize(
    ("address", "local"),
    [
        *(("localhost", True), ("127.0.0.1", True), ("127.8.0.1", True), ("::1", True)),
        *(("", False), ("0.0.0.0", False), ("::", False), ("192.168.0.5", False)),
        *(("scout.example.com", False), ("localhost.example.com", False)),
    ],
)
def test_only_this_machine_reaches_a_local_address(address: str, local: bool) -> None:
    assert is_local(address) is local


def test_the_key_is_made_once_and_readable_by_its_owner_alone(settings: Settings) -> None:
    key = cookie_key(settings)
    assert len(key) == 64
    assert cookie_key(settings) == key
    file = settings.data_dir / FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert os.listdir(settings.data_dir) == [FILE]


def test_a_key_that_others_can_read_is_refused(settings: Settings) -> None:
    cookie_key(settings)
    (settings.data_dir / FILE).chmod(0o644)
    with pytest.raises(LoginError, match="chmod 600"):
        cookie_key(settings)


def test_a_damaged_key_is_refused_and_that_of_the_environment_wins(settings: Settings) -> None:
    cookie_key(settings)
    (settings.data_dir / FILE).write_text("")
    with pytest.raises(LoginError, match="damaged"):
        cookie_key(settings)
    assert cookie_key(replace(settings, cookie_secret="e" * 40)) == "e" * 40
