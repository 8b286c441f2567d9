"""An empty workspace, on SQLite and, where PostgreSQL is installed, on a server as well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from core.settings import Settings
from core.workspace.database import workspace
from core.workspace.schema import metadata
from tests.support.postgres import postgres_server, programs

SQLITE, POSTGRESQL = "sqlite", "postgresql"
DATABASES = (SQLITE,) if programs() is None else (SQLITE, POSTGRESQL)


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """The address of a server that is started for the first test that needs it."""
    with postgres_server() as url:
        yield url


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of an empty data folder, whatever database is in use here otherwise."""
    monkeypatch.delenv("SCOUT_WORKSPACE_URL", raising=False)
    return Settings.from_env(tmp_path / "data")


@pytest.fixture(params=DATABASES)
def engine(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Engine]:
    """An engine on empty tables; those of the server are emptied first."""
    if request.param == SQLITE:
        yield workspace(replace(settings, workspace_url=f"sqlite:///{settings.data_dir}/w.db"))
        return
    made = workspace(replace(settings, workspace_url=request.getfixturevalue("server_url")))
    with made.begin() as con:  # not `writing`, which leaves a line in the audit log
        for table in reversed(metadata.sorted_tables):
            if table.name != "workspace_schema":
                con.execute(table.delete())
    yield made
