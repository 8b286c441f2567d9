"""`build`: a build from the data in use, or from demo data."""

from __future__ import annotations

from typing import Annotated

import typer

from core.cli.build_commands import keep_demo_workspace, start_deepening
from core.cli.first_look import finished
from core.cli.running import DataOption, JobOption, JsonOption, Running, SeedOption, command
from core.formats import counted
from core.pipeline.engines.choice import ENGINES, LOCAL, chosen_engine
from core.pipeline.plans import BuildRequest, plan_build
from core.pipeline.run import STEPS, BuildPlan, make_newest_build
from core.store import builds, jobs

EngineOption = Annotated[
    str,
    typer.Option(
        "--engine",
        help=f"What runs the heavy steps: {' or '.join(ENGINES)}, which 'make spark' installs.",
    ),
]
MasterOption = Annotated[
    str | None,
    typer.Option(
        "--master", help="URL of the Spark master, for --engine spark. Default: this machine."
    ),
]


def register(app: typer.Typer) -> None:
    """Adds build."""
    app.command("build")(build)


def niches_option(text: str | None) -> int | None:
    """Number of niches from 'auto' or a whole number; None means auto."""
    if text is None or text.lower() == "auto":
        return None
    if not (text.isascii() and text.isdecimal()) or int(text) < 1:
        raise typer.BadParameter(f"expected 'auto' or a number of at least 1, found '{text}'")
    return int(text)


def build(
    first_step: Annotated[
        str | None,
        typer.Option(
            "--from", help=f"Rebuild from this step of the build in use: {', '.join(STEPS)}."
        ),
    ] = None,
    seed: SeedOption = None,
    k: Annotated[str | None, typer.Option("--k", help="Number of niches, or 'auto'.")] = None,
    creators: Annotated[int, typer.Option(min=1, help="Creators in the demo data.")] = 4000,
    demo: Annotated[
        bool, typer.Option("--demo", help="Build demo data even if your own data is in use.")
    ] = False,
    quick: Annotated[
        bool,
        typer.Option(
            "--quick",
            help="Encode one short text per creator instead of every post: faster, less precise.",
        ),
    ] = False,
    then_deepen: Annotated[
        bool,
        typer.Option("--then-deepen", hidden=True, help="Read every post in a job afterwards."),
    ] = False,
    background: Annotated[
        bool,
        typer.Option(
            "--background", hidden=True, help="Publish only if nothing else was put in use."
        ),
    ] = False,
    engine: EngineOption = LOCAL,
    master: MasterOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
    job: JobOption = None,
) -> None:
    """Make a build and publish it, from your own data if there is any, otherwise from demo data."""
    with command("Build", data=data, as_json=as_json, job=job) as running:
        settings = running.settings
        runner = chosen_engine(engine, master)
        request = BuildRequest(first_step, demo, quick, creators, seed, niches_option(k))

        def planned() -> BuildPlan:
            plan = plan_build(settings, request)
            is_needless_later = background or plan.source.is_demo
            if is_needless_later and isinstance(running.report, jobs.JobReporter):
                running.report.mark(jobs.GIVES_WAY)
            return plan

        first = make_newest_build(
            settings,
            planned,
            by_choice=not background,
            engine=runner,
            report=running.report,
        )
        made = finished(running, first, is_quick=quick, deepen=then_deepen, engine=runner)
        _say_made(running, made)
        keep_demo_workspace(running, made)
        is_whole = running.is_published(made) and not made.steps_left
        if then_deepen and is_whole and not made.manifest["is_deep"]:
            start_deepening(running.settings)


def _say_made(running: Running, made: builds.Build) -> None:
    counts = made.manifest["row_counts"]
    seconds = sum(made.manifest["timings_s"].values())
    start = f"Published {made.build_id}" if running.is_published(made) else "It holds"
    running.say(
        f"{start}: {counted(counts['influencers'], 'creator')}, "
        f"{counted(counts['posts'], 'post')}, {counted(counts['brands'], 'brand')}, "
        f"{counted(counts['niches'], 'niche')} in {seconds:.0f} s."
    )
    running.say_left_out(made.manifest)
    running.finish(build_id=made.build_id, row_counts=counts, seconds=round(seconds, 1))
