"""Command subject-access: everything that is held on one creator."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from core.cli.running import DataOption, JsonOption, command
from core.formats import counted


def register(app: typer.Typer) -> None:
    """Adds subject-access."""
    app.command("subject-access")(subject_access)


def subject_access(
    handle: Annotated[str, typer.Argument(help="Handle, with or without @, or creator id.")],
    out: Annotated[
        Path, typer.Option("--out", help="New folder, or new file ending in .zip, to write.")
    ],
    platform: Annotated[
        str | None, typer.Option(help="Platform of the account, when it is on several.")
    ] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write everything that is held on a creator to a folder or ZIP.

    One JSON file with all, one CSV file per table, pictures, and a README.txt in plain words. It
    holds the rows of the data in use, what others wrote about the creator, campaigns, contacts,
    shortlists and notes, and names the older builds and uploads that hold the creator.
    """
    from core.services.privacy.answer import write_answer
    from core.services.privacy.subject_access import subject_data
    from core.services.privacy.target import checked_platform

    with command("Subject access", data=data, as_json=as_json) as running:
        held = subject_data(running.settings, handle, checked_platform(platform))
        files = write_answer(held, out)
        tables = {
            **held.tables,
            **{f"workspace {name}": rows for name, rows in held.workspace.items()},
        }
        rows_count = sum(map(len, tables.values()))
        running.say(
            f"{out}: {counted(rows_count, 'row')} in {counted(len(tables), 'table')} on "
            f"@{held.handle} ({held.platform}), {len(held.mentions):,} texts of others, "
            f"{len(held.older_builds):,} older builds, {len(held.uploads):,} uploads. "
            "It holds personal data: keep it safe."
        )
        if held.was_forgotten:
            running.say(
                f"@{held.handle} was forgotten on request, and this still holds the creator. Run "
                f"'python -m core forget {held.handle} --purge'."
            )
        running.finish(
            out=str(out),
            was_forgotten=held.was_forgotten,
            influencer_ids=list(held.ids),
            build_id=held.build_id,
            as_of_day=held.as_of_day,
            rows={name: len(rows) for name, rows in tables.items()},
            mentions=len(held.mentions),
            older_builds=[older["build_id"] for older in held.older_builds],
            uploads=list(held.uploads),
            files=files,
        )
