"""`forget`: a creator out of the workspace and out of every build to come."""

from __future__ import annotations

from typing import Annotated

import typer
from sqlalchemy import Engine

from core.cli.running import DataOption, JsonOption, Running, command
from core.errors import AppError, NotFoundError
from core.pipeline.run import BuildPlan, make_newest_build
from core.pipeline.sources import EarlierBuild
from core.services.accounts import (
    PLATFORMS,
)
from core.services.privacy.target import Target, builds_holding, checked_platform, uploads_with
from core.services.privacy.target import target as creator_meant
from core.services.privacy.traces import Needle
from core.settings import Settings
from core.store import builds
from core.workspace.database import workspace
from core.workspace.forgotten import ForgetReport
from core.workspace.forgotten import forget as forget_account


def register(app: typer.Typer) -> None:
    """Adds forget."""
    app.command("forget")(forget)


def forget(
    handle: Annotated[str, typer.Argument(help="Handle, with or without @, or creator id.")],
    platform: Annotated[
        str | None, typer.Option(help=f"Platform of the account: {', '.join(PLATFORMS)}.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for confirmation.")] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Rebuild the data in use without the creator.")
    ] = False,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remove a creator from the workspace and leave them out of all future builds.

    Only hashes of the account are kept, so the list itself names nobody.
    """
    with command("Forget", data=data, as_json=as_json) as running:
        engine = workspace(running.settings)
        target = _target(running.settings, engine, handle, checked_platform(platform))
        _ask(running, target, yes)
        # A build that is about to be published looks at the list before this, or after it.
        with builds.pointer_lock(running.settings):
            reports = [
                forget_account(
                    engine,
                    account.influencer_id,
                    account.handle,
                    account.platform,
                    remember_id=not target.is_demo,
                )
                for account in target.accounts
            ]
        _tell_removed(running, target, reports)
        made = _rebuilt(running, target) if rebuild else None
        _tell_left(running, target, made)


def _target(settings: Settings, engine: Engine, handle: str, platform: str | None) -> Target:
    try:
        return creator_meant(settings, engine, handle, platform)
    except NotFoundError as error:
        raise NotFoundError(
            f"{error} To leave it out of future builds anyway, say where it is: "
            f"--platform {PLATFORMS[0]}."
        ) from error


def _ask(running: Running, target: Target, yes: bool) -> None:
    if yes:
        return
    if running.as_json:
        raise AppError("--json cannot ask: add --yes to forget the creator for good.")
    ids = ", ".join(target.ids)
    running.say(f"@{target.handle} on {target.platform} ({ids})")
    typer.confirm("Forget this creator for good? This cannot be undone.", abort=True)


def _tell_removed(running: Running, target: Target, reports: list[ForgetReport]) -> None:
    names = sorted({name for report in reports for name in report.campaigns})
    lists = sorted({name for report in reports for name in report.shortlists})
    searches = sum(report.searches_count for report in reports)
    interactions = sum(report.interactions_count for report in reports)
    shown = sum(report.shown_count for report in reports)
    notes = sum(report.notes_count for report in reports)
    running.say(
        f"@{target.handle} on {target.platform} is forgotten. Removed: "
        f"{interactions:,} interactions, {shown:,} random picks, mentions in {notes:,} notes; "
        f"campaigns: {', '.join(names) or 'none'}; shortlists: {', '.join(lists) or 'none'}; "
        f"changed {searches:,} saved searches."
    )
    if not reports[-1].is_swept:
        running.say(
            "Another program was reading the workspace, so traces stay in its log until the next "
            "quiet moment. Run the command again to be sure."
        )
    running.finish(
        handle=target.handle,
        platform=target.platform,
        influencer_ids=target.ids,
        campaigns=names,
        shortlists=lists,
        saved_searches=searches,
        interactions=interactions,
        shown_by_chance=shown,
        notes=notes,
        is_swept=reports[-1].is_swept,
    )


def _rebuilt(running: Running, target: Target) -> builds.Build | None:
    if builds.current_build_id(running.settings) is None:
        return None

    def planned() -> BuildPlan:
        source = EarlierBuild(builds.current_build(running.settings), with_results=False)
        return BuildPlan(source, source.config(running.settings.seed))

    made = make_newest_build(running.settings, planned, report=running.report)
    if running.is_published(made):
        running.say(f"Published {made.build_id}, a build without @{target.handle}.")
    return made


def _tell_left(running: Running, target: Target, made: builds.Build | None) -> None:
    """What still holds the creator, and how to be rid of it."""
    holding = builds_holding(running.settings, target)
    current_id = builds.current_build_id(running.settings)
    in_use = next((build for build in holding if build.build_id == current_id), None)
    old = [build.build_id for build in holding if build.build_id != current_id]
    if in_use is not None:
        quick = "" if in_use.manifest.get("is_deep", True) else " --quick"
        running.say(
            f"The build in use, {in_use.build_id}, still holds the creator. Make it again: "
            f"python -m core build --from text{quick}"
        )
    if old:
        after = "" if in_use is None else "Then delete"
        running.say(
            f"Older builds that hold the creator: {', '.join(old)}. {after or 'Delete'} all but "
            "the build in use: python -m core prune --keep 0"
        )
    elif in_use is not None:
        running.say("Then delete the builds before it: python -m core prune --keep 0")
    uploads = [str(file) for file in uploads_with(running.settings, Needle(target.accounts))]
    if uploads:
        running.say(f"Uploaded files that contain the handle: {', '.join(uploads)}. Delete them.")
    running.finish(
        build_id=made.build_id if made else None,
        build_in_use_holds=in_use is not None,
        older_builds=old,
        uploads=uploads,
    )
