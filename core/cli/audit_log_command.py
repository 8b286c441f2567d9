"""`audit-log`: who changed what, when, and with which build in use."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer

from core.cli.running import DataOption, JsonOption, command
from core.workspace.access.audit import lines
from core.workspace.database import workspace
from core.workspace.values import as_utc


def register(app: typer.Typer) -> None:
    """Adds audit-log."""
    app.command("audit-log")(audit_log)


def audit_log(
    since: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"], help="Leave out what is older (UTC)."
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many lines.")] = 1_000,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what was changed, newest first: who, what, when, and the build in use."""
    with command("Audit log", data=data, as_json=as_json) as running:
        found = lines(
            workspace(running.settings), since=as_utc(since) if since else None, limit=limit
        )
        for line in found:
            build = f"  [{line.build_id}]" if line.build_id else ""
            running.say(f"{line.happened_at:%Y-%m-%d %H:%M:%S}  {line.actor}  {line.what}{build}")
        if not found:
            running.say("Nothing was changed.")
        running.finish(
            lines=[
                {**asdict(line), "happened_at": line.happened_at.isoformat(timespec="seconds")}
                for line in found
            ]
        )
