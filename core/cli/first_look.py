"""What follows a first look at many creators: the rest of the build."""

from __future__ import annotations

from core.cli.build_commands import start_finishing
from core.cli.running import Running
from core.domain.first_look import THEN_FROM
from core.pipeline.engines.work import Engine
from core.pipeline.plans import BuildRequest, plan_build
from core.pipeline.run import make_newest_build
from core.progress.tracking import Tracker
from core.store import jobs
from core.store.builds import Build


def finished(
    running: Running,
    made: Build,
    *,
    is_quick: bool,
    deepen: bool = False,
    engine: Engine | None = None,
) -> Build:
    """The build with the rest of a first look; in a job the rest follows in a job of its own.

    Args:
        made: what was made; one that is no first look, or was not put in use, comes back as it is.
        is_quick: keep the vectors of the first look; else every post is read.
        engine: runs the heavy parts of steps; None for this machine.
        deepen: in a job, read every post in another one at the end.
    """
    if not made.steps_left or made.unpublished_reason is not None:
        return made
    if isinstance(running.report, jobs.JobReporter):
        start_finishing(running.settings, is_quick=is_quick, deepen=deepen)
        return made
    running.say(
        f"Published {made.build_id}, a first look: pages open now. Growth evidence, trends and "
        "recommendations follow."
    )
    if isinstance(running.report, Tracker):
        running.report.again()
    request = BuildRequest(THEN_FROM if is_quick else "text", is_quick=is_quick)
    return make_newest_build(
        running.settings,
        lambda: plan_build(running.settings, request),
        by_choice=False,
        engine=engine,
        report=running.report,
    )
