"""`forget`: a creator out of the workspace and out of every build to come."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine

from core.cli.running import DataOption, JsonOption, Running, again_command, command
from core.errors import AppError, NoBuildError, NotFoundError
from core.pipeline.run import BuildPlan, make_newest_build
from core.pipeline.sources import EarlierBuild
from core.services.accounts import PLATFORMS, accounts_of_builds
from core.services.privacy.certificate import (
    Removal,
    certificate_bytes,
    certificate_text,
    certify,
)
from core.services.privacy.mentions import is_ordinary_word
from core.services.privacy.needle import Needle
from core.services.privacy.purge import Purged, purge
from core.services.privacy.target import Target, builds_holding, checked_platform, uploads_with
from core.services.privacy.unfinished import kept_until_done, target_or_unfinished
from core.settings import Settings
from core.store import builds
from core.store.connect import open_store
from core.store.creator_rows import counts_by_table
from core.store.export import check_place, write_whole
from core.workspace.database import workspace
from core.workspace.forgotten import ForgetReport, forget_accounts


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
    purge_rest: Annotated[
        bool,
        typer.Option(
            "--purge",
            help="Also delete older builds, uploads and job files that name the creator, and the "
            "kept vectors of all creators.",
        ),
    ] = False,
    also: Annotated[
        list[Path] | None,
        typer.Option(
            help="Also search this folder, for example one with exports. May be repeated.",
            exists=True,
            file_okay=False,
        ),
    ] = None,
    certificate: Annotated[
        Path | None,
        typer.Option(help="Write the certificate to this file; JSON when it ends in .json."),
    ] = None,
    name: Annotated[
        bool, typer.Option("--name", help="Name the creator in the certificate.")
    ] = False,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remove a creator from the workspace and leave them out of all future builds.

    Only hashes of the account are kept, so the list itself names nobody. At the end every file of
    the data folder is searched for the creator, and a certificate says what was removed, what was
    searched, what is left and what stays.
    """
    with command("Forget", data=data, as_json=as_json) as running:
        settings = running.settings
        _check_place(certificate)
        engine = workspace(settings)
        target = _target(settings, engine, handle, checked_platform(platform))
        _ask(running, target, yes)
        with kept_until_done(settings, target, rebuild=rebuild, purge=purge_rest) as progress:
            held = {
                build.build_id: _rows_held(settings, build, target)
                for build in builds_holding(settings, target)
            }
            # A build that is about to be published looks at the list before this, or after it.
            with builds.pointer_lock(settings):
                report = forget_accounts(engine, target.accounts, remember_id=not target.is_demo)
            progress.has_begun = True
            _tell_removed(running, target, report)
            made = _rebuilt(running, target) if rebuild else None
            is_word = _is_ordinary_word(settings, target)
            needle = Needle(target.accounts, is_word=is_word)
            purged = purge(settings, target, needle) if purge_rest else Purged()
        _tell_left(running, target, made, needle)
        certified = certify(
            settings,
            target,
            Removal(
                _counts(report),
                held,
                made.build_id if made else None,
                purged,
                report.is_swept,
                _namesakes(settings, target),
                is_word,
            ),
            also=also or (),
            with_name=name,
        )
        running.say(f"\n{certificate_text(certified).rstrip()}")
        if certificate is not None:
            content = certificate_bytes(certified, certificate.suffix)
            write_whole(content, certificate, option="--certificate", is_private=True)
        running.finish(certificate=certified.as_json())


def _target(settings: Settings, engine: Engine, handle: str, platform: str | None) -> Target:
    try:
        return target_or_unfinished(settings, engine, handle, platform)
    except NotFoundError as error:
        raise NotFoundError(
            f"{error} To leave it out of future builds anyway, say where it is: "
            f"--platform {PLATFORMS[0]}."
        ) from error


def _check_place(certificate: Path | None) -> None:
    """Before anything is forgotten: what a certificate says cannot be found out a second time."""
    if certificate is None:
        return
    if not certificate.name or certificate.is_dir():
        raise AppError(f"--certificate: expected a file to write, found '{certificate}'.")
    check_place(certificate, "--certificate")
    try:
        certificate.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=certificate.parent):
            pass
    except OSError as error:
        raise AppError(
            f"--certificate: cannot write to {certificate.parent} ({error.strerror})."
        ) from error


def _ask(running: Running, target: Target, yes: bool) -> None:
    if yes:
        return
    if running.as_json:
        raise AppError("--json cannot ask: add --yes to forget the creator for good.")
    ids = ", ".join(target.ids)
    running.say(f"@{target.handle} on {target.platform} ({ids})")
    typer.confirm("Forget this creator for good? This cannot be undone.", abort=True)


def _rows_held(settings: Settings, build: builds.Build, target: Target) -> int:
    with closing(open_store(build.store_file, settings)) as con:
        return sum(counts_by_table(con, target.ids).values())


def _is_ordinary_word(settings: Settings, target: Target) -> bool:
    """Whether the data in use, made without the creator or not yet, take the handle for a word."""
    try:
        build = builds.current_build(settings)
    except NoBuildError:
        return False
    with closing(open_store(build.store_file, settings)) as con:
        return is_ordinary_word(con, target)


def _namesakes(settings: Settings, target: Target) -> tuple[str, ...]:
    """Platforms on which builds know another account with the handle."""
    platforms = {
        account.platform
        for _, accounts in accounts_of_builds(settings, target.handle)
        for account in accounts
        if account.influencer_id not in target.ids
    }
    return tuple(sorted(platforms))


def _counts(report: ForgetReport) -> dict[str, int]:
    """Rows of the workspace that went or changed, by what they are."""
    return {
        "campaigns": len(report.campaigns),
        "shortlists": len(report.shortlists),
        "interactions": report.interactions_count,
        "random picks": report.shown_count,
        "notes on others": report.notes_count,
        "saved searches": report.searches_count,
    }


def _tell_removed(running: Running, target: Target, report: ForgetReport) -> None:
    running.say(
        f"@{target.handle} on {target.platform} is forgotten. Removed: "
        f"{report.interactions_count:,} interactions, {report.shown_count:,} random picks, "
        f"mentions in {report.notes_count:,} notes; "
        f"campaigns: {', '.join(report.campaigns) or 'none'}; "
        f"shortlists: {', '.join(report.shortlists) or 'none'}; "
        f"changed {report.searches_count:,} saved searches."
    )
    if not report.is_swept:
        running.say(
            "Another program was reading the workspace, so traces stay in its log until the next "
            "quiet moment. Run the command again to be sure."
        )
    running.finish(
        handle=target.handle,
        platform=target.platform,
        influencer_ids=target.ids,
        campaigns=list(report.campaigns),
        shortlists=list(report.shortlists),
        saved_searches=report.searches_count,
        interactions=report.interactions_count,
        shown_by_chance=report.shown_count,
        notes=report.notes_count,
        is_swept=report.is_swept,
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


def _tell_left(running: Running, target: Target, made: builds.Build | None, needle: Needle) -> None:
    """What still holds the creator, and how to be rid of it."""
    holding = builds_holding(running.settings, target)
    current_id = builds.current_build_id(running.settings)
    in_use = next((build for build in holding if build.build_id == current_id), None)
    old = [build.build_id for build in holding if build.build_id != current_id]
    if in_use is not None:
        running.say(
            f"The build in use, {in_use.build_id}, still holds the creator. Make it again: "
            f"{again_command(in_use)}"
        )
    if old:
        after = "" if in_use is None else "Then delete"
        running.say(
            f"Older builds that hold the creator: {', '.join(old)}. {after or 'Delete'} all but "
            "the build in use: python -m core prune --keep 0"
        )
    elif in_use is not None:
        running.say("Then delete the builds before it: python -m core prune --keep 0")
    uploads = [str(file) for file in uploads_with(running.settings, needle)]
    if uploads:
        running.say(f"Uploaded files that contain the handle: {', '.join(uploads)}. Delete them.")
    running.finish(
        build_id=made.build_id if made else None,
        build_in_use_holds=in_use is not None,
        older_builds=old,
        uploads=uploads,
    )
