"""An empty workspace: SQLite in a folder of its own, or the database SCOUT_TEST_WORKSPACE_URL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from core.settings import Settings
from core.workspace.database import workspace
from core.workspace.schema import metadata

SERVER_URL = os.environ.get("SCOUT_TEST_WORKSPACE_URL")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of an empty data folder, whatever database is in use here otherwise."""
    monkeypatch.delenv("SCOUT_WORKSPACE_URL", raising=False)
    return Settings.from_env(tmp_path / "data")


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """An engine on empty tables; those of a server are emptied first."""
    if SERVER_URL is None:
        yield workspace(replace(settings, workspace_url=f"sqlite:///{settings.data_dir}/w.db"))
        return
    made = workspace(replace(settings, workspace_url=SERVER_URL))
    with made.begin() as con:  # not `writing`, which leaves a line in the audit log
        for table in reversed(metadata.sorted_tables):
            if table.name != "workspace_schema":
                con.execute(table.delete())
    yield made
