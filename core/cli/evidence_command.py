"""`evidence`: the evidence report on one creator as an HTML file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from core.cli.data_in_use import data_session
from core.cli.running import DataOption, JsonOption, command
from core.errors import AppError
from core.report.evidence import evidence_report
from core.report.facts import case_facts
from core.services.accounts import one_account
from core.store import builds
from core.store.export import write_whole

_ENDINGS = (".html", ".htm")


def register(app: typer.Typer) -> None:
    """Adds evidence."""
    app.command("evidence")(evidence)


def evidence(
    creator: Annotated[str, typer.Option(help="Handle, with or without @, or creator id.")],
    out: Annotated[Path, typer.Option(help="Output file: .html.")],
    platform: Annotated[
        str | None, typer.Option(help="Required if the handle exists on several platforms.")
    ] = None,
    build: Annotated[str | None, typer.Option(help="Build id. Default: the build in use.")] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a printable HTML report: the growth verdict on one creator, with reasons."""
    with command("Evidence report", data=data, as_json=as_json) as running:
        if out.suffix.lower() not in _ENDINGS:
            raise AppError(f"--out: expected a name ending in .html, found '{out.name}'.")
        settings = running.settings
        chosen = builds.get_build(settings, build) if build else builds.current_build(settings)
        with data_session(running, chosen.build_id) as session:
            account = one_account(session.con, creator, platform.lower() if platform else None)
            facts = case_facts(session, account.influencer_id)
        text = evidence_report(facts, chosen, made_at=datetime.now(UTC))
        write_whole(text.encode("utf-8", errors="replace"), out)
        growth = facts.evidence
        running.say(
            f"{out}: @{facts.creator.handle}. {facts.verdict.sentence}"
            + (
                ""
                if facts.verdict.authenticity_index is None
                else f", authenticity index {facts.verdict.authenticity_index} of 100"
            )
            + "."
        )
        running.finish(
            out=str(out),
            build_id=chosen.build_id,
            influencer_id=account.influencer_id,
            verdict=facts.verdict.sentence,
            purchased_probability=growth.purchased_probability if growth else None,
            authenticity_index=growth.authenticity_index if growth else None,
            pattern=growth.pattern if growth else "unknown",
            confidence=growth.confidence if growth else "not enough data",
        )
