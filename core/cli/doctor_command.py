"""Command doctor: whether installation and data are well."""

from __future__ import annotations

from dataclasses import asdict

import typer

from core.cli.running import DataOption, JsonOption, command

_UNWELL = 1  # exit code


def register(app: typer.Typer) -> None:
    """Adds doctor."""
    app.command("doctor")(doctor)


def doctor(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Check versions, settings, disk, clock, builds, workspace, models and locks, with advice.

    Reads every file of every build and compares checksums. Changes no data. The exit code is 0 when
    all is well, 1 when something is wrong.
    """
    from core.services.doctor.check import WRONG
    from core.services.doctor.examination import examined

    with command("Doctor", data=data, as_json=as_json) as running:
        checks = examined(running.settings)
        for check in checks:
            running.say(f"{check.state:<6} {check.name:<13} {check.finding}")
            if check.advice:
                running.say(f"{'':<20} {check.advice}")
        is_well = all(check.state != WRONG for check in checks)
        running.say("All is well." if is_well else "Something is wrong: see above.")
        running.finish(is_well=is_well, checks=[asdict(check) for check in checks])
    if not is_well:
        raise typer.Exit(_UNWELL)
