"""A page that fails shows an id under which the log has the traceback."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from core.errors import WorkspaceError
from core.logs import LOG_FILE
from core.settings import Settings
from core.web.shell import page_errors
from tests.conftest import Opener


def _failing(error: Exception) -> None:
    from core.web.shell.page_errors import show

    try:
        raise error
    except Exception as raised:  # noqa: BLE001
        show(raised)


def _shown(settings: Settings, monkeypatch: pytest.MonkeyPatch, error: Exception) -> AppTest:
    settings.data_dir.mkdir(parents=True)
    monkeypatch.setenv("SCOUT_DATA_DIR", str(settings.data_dir))
    return AppTest.from_function(_failing, args=(error,), default_timeout=60).run()


def test_the_id_on_the_page_stands_in_the_log(
    empty_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _shown(empty_settings, monkeypatch, KeyError("zora_quill"))
    words = app.error[0].value
    identifier = re.search(r"Error id ([0-9a-f]{8})\*", words)
    assert identifier is not None
    file = empty_settings.logs_dir / LOG_FILE
    assert f"`{file}`" in words
    text = file.read_text()
    assert f"error_id={identifier[1]}" in text
    assert "KeyError\n" in text
    assert "zora_quill" not in text + words


def test_a_refusal_is_shown_in_its_own_words(
    empty_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _shown(empty_settings, monkeypatch, WorkspaceError("The workspace is full."))
    assert not app.error
    assert app.warning[0].value == "The workspace is full\\."


def test_the_dashboard_hands_its_errors_over() -> None:
    import server

    assert server.app._on_script_error is page_errors.show


def test_opening_the_dashboard_is_logged_once(open_page: Opener, empty_settings: Settings) -> None:
    empty_settings.data_dir.mkdir(parents=True)
    for _ in range(2):
        open_page(empty_settings, "about")
    text = (empty_settings.logs_dir / LOG_FILE).read_text()
    assert text.count("INFO dashboard[") == text.count("core.web.shell.frame started\n") == 1
