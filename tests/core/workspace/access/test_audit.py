"""The audit log is read newest first, and old lines go when the settings say so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core import access
from core.access import Actor, Role
from core.errors import WorkspaceError
from core.settings import Settings
from core.store import retention
from core.workspace import campaigns
from core.workspace.access import audit
from core.workspace.database import workspace
from core.workspace.values import now


def test_lines_come_newest_first_and_since_a_time(settings: Settings) -> None:
    engine = workspace(settings)
    campaigns.create(engine, "A")
    middle = now()
    campaigns.create(engine, "B")
    assert len(audit.lines(engine)) == 2
    assert [line.happened_at >= middle for line in audit.lines(engine)] == [True, False]
    assert len(audit.lines(engine, since=middle)) == 1
    assert len(audit.lines(engine, limit=1)) == 1


def test_what_admins_do_to_builds_is_noted_before_it_is_done(settings: Settings) -> None:
    hooks = access.Hooks(lambda: Actor("Ana", Role.ADMIN), record=audit.record)
    with access.hooked(hooks):
        retention.prune(settings, keep=2)
    line = audit.lines(workspace(settings))[0]
    assert (line.actor, line.what) == ("Ana", "deleted all but 2 builds")


def test_without_a_line_nothing_is_done_where_a_login_is_asked_for(settings: Settings) -> None:
    settings.data_dir.mkdir()
    broken = replace(settings, workspace_url=f"sqlite:///{settings.data_dir}/file/w.db")
    (settings.data_dir / "file").write_text("not a folder")
    audit.record(broken, "put a build in use", "x")  # one person is not kept from it
    with pytest.raises(WorkspaceError):
        audit.record(replace(broken, public=True), "put a build in use", "x")


def test_old_lines_go_only_when_the_settings_say_so(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = workspace(settings)
    campaigns.create(engine, "A")
    later = now() + timedelta(days=31)
    monkeypatch.setattr(audit, "now", lambda: later)
    assert audit.remove_old_lines(settings) == 0
    assert audit.remove_old_lines(replace(settings, keep_days=30)) == 1
    assert audit.lines(engine) == []
