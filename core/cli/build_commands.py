"""Commands that list and choose builds, and start the dashboard."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import datetime
from typing import Annotated

import typer

from core.cli.running import DataOption, JsonOption, Running, again_command, command
from core.domain.first_look import REST, THEN_FROM
from core.errors import LoginError, NoBuildError, OutdatedBuildError, StoreError
from core.formats import count, counted
from core.settings import LOCAL_HOSTS, ROOT, Settings
from core.store import builds, jobs, publishing, retention
from core.store.integrity import check_files
from core.store.retention import remove_expired

DEEPEN_TITLE = "Read every post"


def register(app: typer.Typer) -> None:
    """Adds builds, publish, prune and serve."""
    app.command("builds")(list_builds)
    app.command("publish")(publish)
    app.command("prune")(prune)
    app.command("serve")(serve)


def list_builds(data: DataOption = None, as_json: JsonOption = False) -> None:
    """List complete builds, newest first."""
    with command("Builds", data=data, as_json=as_json) as running:
        current = builds.current_build_id(running.settings)
        rows = []
        for build in builds.list_builds(running.settings):
            counts = build.manifest.get("row_counts", {})
            rows.append(
                {
                    "build_id": build.build_id,
                    "published": build.build_id == current,
                    "is_demo": build.is_demo,
                    "is_pseudonymised": build.is_pseudonymised,
                    "steps_left": list(build.steps_left),
                    "built_at": build.manifest["built_at"],
                    "creators": counts.get("influencers"),
                    "posts": counts.get("posts"),
                    "brands": counts.get("brands"),
                    "rejected": counts.get("rejected_rows"),
                    "unpublished_reason": build.unpublished_reason,
                }
            )
        if not rows:
            running.say("No builds yet. Run 'python -m core build'.")
        for row in rows:
            running.say(
                f"{'*' if row['published'] else ' '} {row['build_id']}  "
                f"{count(row['creators']):>9} creators {count(row['posts']):>9} posts "
                f"{count(row['brands']):>6} brands"
                f"{'  demo data' if row['is_demo'] else ''}"
                f"{'  pseudonyms' if row['is_pseudonymised'] else ''}"
                f"{'  first look' if row['steps_left'] else ''}"
            )
            if row["unpublished_reason"]:
                running.say(
                    f"    {row['unpublished_reason']}; "
                    f"to use it: python -m core publish {row['build_id']}"
                )
        running.finish(builds=rows)


def publish(
    build_id: Annotated[str, typer.Argument(help="Build id, as listed by 'builds'.")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Publish another build, for example to roll back."""
    # Here alone, for it brings in all that makes builds, which the other commands do without.
    from core.pipeline.forgotten import forgotten_count

    with command("Publish", data=data, as_json=as_json) as running:
        made = publishing.put_in_use(running.settings, build_id)
        running.say(f"{build_id} is in use now. Open pages follow on their next action.")
        if made.is_outdated:
            running.say(
                "Another version of the program made it: make it again with 'python -m core build'."
            )
        forgotten = forgotten_count(running.settings, made)
        if forgotten:
            running.say(
                f"It holds {counted(forgotten, 'creator')} forgotten since. "
                f"Make it again without them: {again_command(made)}"
            )
        running.finish(build_id=build_id, forgotten_creators=forgotten)


def prune(
    keep: Annotated[int, typer.Option(min=0, help="Number of newest builds to keep.")] = 3,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Delete old builds; the build in use is always kept."""
    with command("Prune", data=data, as_json=as_json) as running:
        removed = retention.prune(running.settings, keep)
        removed += remove_expired(running.settings).build_ids
        _remove_old_lines(running.settings)
        running.say(f"Removed {len(removed)} builds." if removed else "Nothing to remove.")
        running.finish(removed=removed)


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on localhost.")] = 8501,
    deepen: Annotated[
        bool, typer.Option(help="After a quick build, read every post in the background.")
    ] = True,
    public: Annotated[
        bool,
        typer.Option(
            "--public",
            help="Let a network reach it, with a login. Refused while nobody can log in.",
        ),
    ] = False,
    address: Annotated[
        str | None,
        typer.Option(help="Address to listen on. Default: 0.0.0.0 with --public, else localhost."),
    ] = None,
    behind_https: Annotated[
        bool,
        typer.Option(
            "--behind-https", help="Browsers reach it by https: cookies are sent by https alone."
        ),
    ] = False,
    data: DataOption = None,
) -> None:
    """Start the dashboard on localhost; builds demo data first if there is no data."""
    with command("Serve", data=data) as running:
        settings = running.settings
        public = public or settings.public
        address = address or ("0.0.0.0" if public else "localhost")
        _check_opening(running, address, public=public, https=behind_https)
        try:
            current = builds.current_build(settings)
            current.check_schema()
            check_files(current)
        except OutdatedBuildError as error:
            _start_first_build(settings, jobs.REBUILD_TITLE, ["build"], deepen)
            running.say(f"{error} That is being done now; the page shows how far it is.")
        except NoBuildError as error:
            if builds.list_builds(settings) or builds.is_half_restored(settings):
                running.say(str(error))
            else:
                _start_first_build(settings, jobs.DEMO_TITLE, ["build", "--demo"], deepen)
                running.say(
                    "No data yet: the demo data is being made (pages open after a minute or two). "
                    "The page shows how far it is and opens when it is ready."
                )
        except StoreError as error:
            # The dashboard shows another build and has the page where this is put right.
            running.say(str(error))
        else:
            keep_demo_workspace(running, current)
            if current.steps_left:
                running.say(_finishing(settings, current, deepen=deepen))
            elif deepen and not current.manifest.get("is_deep", True):
                running.say(_deepening(settings, current))
        remove_expired(settings)
        _remove_old_lines(settings)
        running.say(f"Opening http://{_shown_host(settings)}:{port} (stop with Ctrl+C).")
    settings = replace(settings, public=public, behind_https=behind_https or settings.behind_https)
    _start_streamlit(settings, port, address)


def _check_opening(running: Running, address: str, *, public: bool, https: bool) -> None:
    """Says what is missing for a dashboard that others reach.

    Raises:
        LoginError: others reach the address, and it would ask for no login or nobody can log in.
    """
    # Here alone: it brings in the database, which the other commands do without.
    from core.services.team.readiness import check_logins, is_local

    settings = running.settings
    if not public:
        if not is_local(address):
            raise LoginError(f"Others reach {address}. Add --public, which asks for a login.")
        return
    check_logins(settings)
    if settings.allowed_hosts == LOCAL_HOSTS:
        running.say(
            "It answers only under localhost. Set SCOUT_ALLOWED_HOSTS to the name that others type "
            "in the address bar."
        )
    if not (https or settings.behind_https):
        running.say(
            "Passwords travel as they are typed. Put a proxy with https in front and add "
            "--behind-https (docs/operations.md)."
        )


def _remove_old_lines(settings: Settings) -> None:
    from core.workspace.access.audit import remove_old_lines

    remove_old_lines(settings)


def keep_demo_workspace(running: Running, build: builds.Build) -> None:
    """Lays the demo workspace out for a first demo build in use, or clears it for other data."""
    if build.unpublished_reason is not None or build.steps_left:
        return
    from core.services.demo_workspace.keeping import keep_in_step

    if keep_in_step(running.settings, build):
        running.say("The demo workspace holds two campaigns, a shortlist and a brand to try.")


def _start_first_build(settings: Settings, title: str, arguments: list[str], deepen: bool) -> None:
    """A build without which no page opens; nothing when a job is at work already.

    In a job, so that the dashboard answers at once and shows how far it is.
    """
    if not _is_running(settings, None):
        arguments = [*arguments, "--quick", "--background", *(["--then-deepen"] if deepen else [])]
        arguments += ["--data", str(settings.data_dir)]
        jobs.start_job(settings, title, arguments, niceness=0)


def start_deepening(settings: Settings) -> None:
    """Has every post read in a job."""
    jobs.start_job(
        settings,
        DEEPEN_TITLE,
        ["build", "--from", "text", "--background", "--data", str(settings.data_dir)],
    )


def _finishing(settings: Settings, build: builds.Build, *, deepen: bool) -> str:
    """Starts the work on what a first look lacks, unless somebody stopped it; says which."""
    if _was_cancelled(settings, jobs.FINISH_TITLE, build):
        return (
            "Somebody cancelled the work on growth evidence, trends and recommendations. It goes "
            f"on with 'Work out the rest' on any page or 'python -m core build --from {THEN_FROM}'."
        )
    if not _is_running(settings, jobs.FINISH_TITLE):
        start_finishing(settings, is_quick=True, deepen=deepen)
    return (
        "Growth evidence, trends and recommendations are being worked out; the Data page shows "
        "how far it is."
    )


def _deepening(settings: Settings, build: builds.Build) -> str:
    """Starts to read every post, unless somebody stopped it; says which."""
    if _was_cancelled(settings, DEEPEN_TITLE, build):
        return (
            "Somebody cancelled the reading of every post. 'python -m core build --from text' "
            "starts it again."
        )
    if not _is_running(settings, DEEPEN_TITLE):
        start_deepening(settings)
    return "Reading every post in the background; the Data page shows how far it is."


def _was_cancelled(settings: Settings, title: str, build: builds.Build) -> bool:
    """Whether a person ended the newest job with this title, and it was about this build."""
    same = [job for job in jobs.list_jobs(settings) if job.title == title]
    if not same or same[0].state != jobs.CANCELLED or same[0].message:
        return False  # what made room for other work says so
    # The job's time has no fraction of a second.
    return datetime.fromisoformat(same[0].started_at) >= build.built_at.replace(microsecond=0)


def start_finishing(settings: Settings, *, is_quick: bool, deepen: bool) -> None:
    """Has what a first look lacks worked out in a job.

    Args:
        is_quick: keep the vectors of the first look; else every post is read at once.
        deepen: read every post in another job afterwards.
    """
    arguments = list(REST) if is_quick else ["build", "--from", "text", "--background"]
    arguments += ["--then-deepen"] if deepen else []
    jobs.start_job(settings, jobs.FINISH_TITLE, [*arguments, "--data", str(settings.data_dir)])


def _is_running(settings: Settings, title: str | None) -> bool:
    """Whether a job with this title, or any job, is at work."""
    return any(
        job.state == jobs.RUNNING and title in (None, job.title) for job in jobs.list_jobs(settings)
    )


def _shown_host(settings: Settings) -> str:
    """The first name that others may type in the address bar, else localhost."""
    names = [host for host in settings.allowed_hosts if host not in LOCAL_HOSTS]
    return next((host for host in names if not host.startswith("*")), "localhost")


def _start_streamlit(settings: Settings, port: int, address: str) -> None:
    arguments = [
        sys.executable, "-m", "streamlit", "run", str(ROOT / "server.py"), f"--server.port={port}",
        "--server.headless=true", f"--server.maxUploadSize={settings.upload_mb}",
        f"--server.address={address}",
        # Named, for otherwise Streamlit asks a server on the internet for the address.
        f"--browser.serverAddress={_shown_host(settings)}",
        *(f"--server.allowedHosts={host}" for host in settings.allowed_hosts),
    ]  # fmt: skip
    os.chdir(ROOT)
    sys.stdout.flush()
    # The dashboard takes over this process, so that Ctrl+C and exit codes are its own.
    chosen = {
        "SCOUT_DATA_DIR": str(settings.data_dir),
        "SCOUT_LOG_LEVEL": settings.log_level,
        "SCOUT_PUBLIC": str(int(settings.public)),
        "SCOUT_BEHIND_HTTPS": str(int(settings.behind_https)),
    }
    os.execve(sys.executable, arguments, {**os.environ, **chosen})
