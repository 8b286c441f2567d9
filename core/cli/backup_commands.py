"""Commands backup and restore: the build in use and the workspace as one file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from core.cli.running import DataOption, JsonOption, command


def register(app: typer.Typer) -> None:
    """Adds backup and restore."""
    app.command("backup")(backup)
    app.command("restore")(restore)


def backup(
    file: Annotated[Path, typer.Argument(help="File to write: .tar, or .tar.gz to compress it.")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the build in use and the workspace to one file, while others may go on working.

    A workspace on a database server is not in it: copy that with the server's own tools.
    """
    from core.services.backup import back_up

    with command("Backup", data=data, as_json=as_json) as running:
        is_new = not file.exists()
        made = back_up(running.settings, file, running.report)
        size = file.stat().st_size
        what = "build and workspace" if made.has_workspace else "build, without a workspace"
        replaced = "" if is_new else " in place of the file that was there"
        running.say(
            f"{file}: {what}, {size / 1e6:,.0f} MB{replaced}. It holds personal data: keep it safe."
        )
        running.finish(file=str(file), bytes=size, **asdict(made))


def restore(
    file: Annotated[Path, typer.Argument(help="File that 'backup' wrote.")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put a backup into an empty data folder, once all its checksums are right.

    Creators that were forgotten after the backup are in it again: run 'forget' for them.
    """
    from core.services.backup import restore as restored

    with command("Restore", data=data, as_json=as_json) as running:
        made = restored(running.settings, file, running.report)
        what = "Build and workspace" if made.has_workspace else "Build"
        running.say(
            f"{what} of {made.made_at} restored; {made.build_id} is in use. Whoever was forgotten "
            "since is in it again: run 'forget' for them."
        )
        running.finish(**asdict(made))
