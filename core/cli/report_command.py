"""`report`: the report on a campaign as an HTML page, slides or a workbook."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from core.cli.data_in_use import data_session
from core.cli.running import DataOption, JsonOption, command
from core.errors import AppError
from core.report.campaign import words
from core.report.campaign.files import FORMATS, report_file
from core.services.campaigns.report_facts import campaign_facts
from core.store import builds
from core.store.export import write_whole
from core.workspace import campaigns
from core.workspace.database import workspace

_ENDINGS = ", ".join(f".{kind}" for kind in FORMATS)


def register(app: typer.Typer) -> None:
    """Adds report."""
    app.command("report")(report)


def report(
    campaign: Annotated[
        str, typer.Option(help="Campaign name; upper and lower case are the same.")
    ],
    out: Annotated[Path, typer.Option(help=f"Output file: {_ENDINGS}.")],
    build: Annotated[str | None, typer.Option(help="Build id. Default: the build in use.")] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the report on a campaign: an HTML page to print, PowerPoint slides, or Excel formulas.

    The format follows the ending of --out. Who was ruled out is said by the campaign's brief,
    else by plain rules; a best set searched on the Campaigns page is in the report made there.
    """
    with command("Campaign report", data=data, as_json=as_json) as running:
        kind = out.suffix.lower().removeprefix(".")
        if kind not in FORMATS:
            raise AppError(f"--out: expected a name ending in {_ENDINGS}, found '{out.name}'.")
        settings = running.settings
        chosen = builds.get_build(settings, build) if build else builds.current_build(settings)
        engine = workspace(settings)
        named = campaigns.campaign_named(engine, campaign)
        with data_session(running, chosen.build_id) as session:
            facts = campaign_facts(session, engine, named, chosen)
        write_whole(report_file(kind, facts, made_at=datetime.now(UTC)), out)
        totals = facts.view.totals
        running.say(f"{out}: {words.summary(facts)}")
        running.finish(
            out=str(out),
            build_id=chosen.build_id,
            campaign=named.name,
            creators=len(facts.creators),
            cost_eur=[totals.cost.low, totals.cost.high],
            reach=[totals.reach.low, totals.reach.high],
            cpm_eur=[totals.cpm.low, totals.cpm.high],
            cost_per_engagement_eur=[
                totals.cost_per_engagement.low,
                totals.cost_per_engagement.high,
            ],
            emv_eur=[totals.emv.low, totals.emv.high],
            ruled_out=dict(facts.ruled_out.counts),
        )
