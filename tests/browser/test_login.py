"""A dashboard that is open to a network: log in, land on the deep link, log out."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.access import Role
from core.services.team.passwords import password_hash
from core.settings import Settings
from core.store.builds import Build
from core.workspace.access import audit, users
from core.workspace.database import workspace
from tests.browser.conftest import wait_until_idle

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser
WORDS = "correct horse battery"


@pytest.fixture
def team(
    served: Callable[[Settings], str], small_settings: Settings, small_build: Build, tmp_path: Path
) -> tuple[str, Settings]:
    """Address of a dashboard with a login, and its settings; Ana is an editor."""
    shutil.copytree(small_settings.data_dir, tmp_path / "team")
    settings = replace(Settings.from_env(tmp_path / "team"), public=True)
    users.add_user(workspace(settings), "Ana", Role.EDITOR, password_hash(WORDS))
    return served(settings), settings


def _filled(page: Any, password: str) -> None:
    page.get_by_label("Name").fill("ana")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def test_the_login_opens_the_deep_link_and_the_logout_closes_everything(
    team: tuple[str, Settings], visitor: Any
) -> None:
    address, settings = team
    visitor.goto(f"{address}/niches?niche=1")
    assert "/login?next=" in visitor.url
    _filled(visitor, "wrong password")
    visitor.get_by_role("alert").get_by_text("Name or password is wrong.").wait_for()
    _filled(visitor, WORDS)
    visitor.wait_for_url("**/niches?niche=1*")
    visitor.get_by_role("heading", name="Niches").wait_for()
    visitor.get_by_text("Ana · editor").wait_for()
    visitor.reload()
    visitor.get_by_text("Ana · editor").wait_for()
    wait_until_idle(visitor)
    other = visitor.context.new_page()  # another tab that is open already
    other.goto(f"{address}/about")
    other.get_by_role("heading", name="About").wait_for()
    visitor.get_by_role("button", name="Log out").click()
    visitor.wait_for_url("**/login?next=*")
    other.get_by_role("link", name="Overview", exact=True).click()
    other.get_by_text("You are logged out.").wait_for()
    visitor.goto(f"{address}/niches?niche=1")
    assert "/login?next=" in visitor.url
    lines = [line.what for line in audit.lines(workspace(settings)) if line.actor == "Ana"]
    assert lines == ["logged out", "logged in by password"]
