"""The steps of a build, the order they run in, and the one way to make a build."""

from __future__ import annotations

import importlib.metadata
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any

import numpy as np

from core import __version__, logs
from core.domain import first_look
from core.errors import AppError, UnknownBuildError
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.encoding.choice import settings_with_encoder
from core.pipeline.engines.local import LocalEngine
from core.pipeline.engines.work import Engine
from core.pipeline.expected import expected_seconds, sizes_of
from core.pipeline.forgotten import leave_out_forgotten, somebody_was_forgotten
from core.pipeline.forgotten_texts import cleared_facts
from core.pipeline.imported import ImportSource
from core.pipeline.sources import EarlierBuild, Source
from core.pipeline.steps import (
    caution,
    creator_facts,
    growth_evidence,
    influence,
    momentum,
    niches,
    pictures,
    post_texts,
    prices,
    profiles,
    profiling,
    search,
    text,
    trends,
)
from core.pipeline.steps.recommending import matching, ranking, ratings, recommendations
from core.pipeline.steps.views import concepts, objects, topics
from core.pipeline.workspace_rows import add_workspace_rows
from core.progress import Report, begin, expect, silent
from core.progress.costs import Sizes
from core.progress.stopping import unstoppable
from core.settings import Settings
from core.store import builds, making, publishing, tables
from core.store.connect import empty_store
from core.store.facts.steps_left import write_steps_left
from core.store.integrity import check_files, columns_of
from core.store.retention import remove_expired
from core.workspace.access.audit import remove_old_lines

_LOG = logging.getLogger(__name__)
Step = Callable[[BuildContext], None]

STEPS: dict[str, Step] = {
    "text": text.encode_texts,
    "pictures": pictures.gather_pictures,
    "niches": niches.find_niches,
    "topics": topics.find_topics,
    "objects": objects.find_objects,
    "profiles": profiles.summarise_profiles,
    "caution": caution.score_growth,
    "evidence": growth_evidence.gather_evidence,
    "posts": post_texts.read_posts,
    "profiling": profiling.profile_creators,
    "trends": trends.find_trends,
    "search": search.index_creators,
    "influence": influence.score_influence,
    "momentum": momentum.rate_momentum,
    "facts": creator_facts.gather_facts,
    "prices": prices.estimate_prices,
    "concepts": concepts.link_concepts,
    "matching": matching.match_brands,
    "ratings": ratings.fill_points,
    "recommendations": recommendations.recommend_creators,
    "ranking": ranking.rank_creators,
}

# Names that steps had before; `--from` still takes them.
_FORMER_STEPS = {"authenticity": "caution"}

# Recorded in the manifest because a figure on a page depends on them.
_PACKAGES = (
    "duckdb",
    "pandas",
    "scikit-learn",
    "lightgbm",
    "onnxruntime",
    "pillow",
    "ruptures",
    "rectools-lightfm",
    "sentence-transformers",
    "torch",
    "streamlit",
    "tantivy",
    "vaderSentiment",
)


@dataclass(frozen=True)
class BuildPlan:
    """What a build is made of.

    Attributes:
        source: puts the given tables (and, for a rebuild, earlier results) into the new store.
        first_step: name in `STEPS` to start from; earlier results must come with the source.
        can_be_first_look: of many creators, only what a first look needs; the caller sees to the
            rest, see `Build.steps_left`.
    """

    source: Source
    config: BuildConfig
    first_step: str | None = None
    can_be_first_look: bool = False


def make_newest_build(
    settings: Settings,
    planned: Callable[[], BuildPlan],
    *,
    by_choice: bool = True,
    engine: Engine | None = None,
    report: Report = silent,
) -> builds.Build:
    """A new build on top of the build in use, made again when another one takes its place.

    It is in use afterwards, or `unpublished_reason` says why not (see `core.store.publishing`).

    Args:
        planned: reads the build in use; called once more each time the build is made again.
        by_choice: a person asked for the build; False for work in the background.
        engine: as in `make_build`.
    Raises:
        AppError: as `make_build`.
    """
    asked_at = builds.next_moment(settings.builds_dir)
    while True:
        start = replace(publishing.begin(settings, by_choice=by_choice), asked_at=asked_at)
        plan = planned()
        try:
            return make_build(
                settings,
                plan.source,
                plan.config,
                first_step=plan.first_step,
                can_be_first_look=plan.can_be_first_look,
                start=start,
                can_repeat=True,
                engine=engine,
                report=report,
            )
        except publishing.MovedBaseError:
            logs.event(_LOG, "build repeated: another one was put in use", base=start.base_id)
            continue
        except UnknownBuildError:
            # Deleted before it was read, because another one is in use by now?
            if builds.current_build_id(settings) == start.base_id:
                raise


def make_build(
    settings: Settings,
    source: Source,
    config: BuildConfig,
    *,
    first_step: str | None = None,
    can_be_first_look: bool = False,
    publish: bool = True,
    start: publishing.BuildStart | None = None,
    can_repeat: bool = False,
    then: Callable[[builds.Build], None] | None = None,
    after: Sequence[str] = (),
    engine: Engine | None = None,
    report: Report = silent,
) -> builds.Build:
    """A new complete build from `source`, published unless told otherwise or something newer is.

    Args:
        source: puts the given tables (and, for a rebuild, earlier results) into the new store.
        first_step: name in `STEPS` to start from; earlier results must come with the source.
        can_be_first_look: see `BuildPlan`; a build from a later step is none.
        start: what was in use when `source` was chosen; None for what is in use now.
        can_repeat: raise MovedBaseError instead of leaving a build that waits, where making it
            again on top of the build then in use keeps what both hold.
        then: what to do with the build, which is never listed and is gone afterwards.
        after: steps of the caller that follow; for the time left.
        engine: runs the heavy parts of steps; None for this machine.
    Raises:
        OutdatedBuildError: the first step needs results of a build made by another version.
        DamagedBuildError: it needs results of which files are gone or cut off.
        AppError: the source cannot be read or a step cannot work with it. Nothing is left behind.
    """
    first_step = _FORMER_STEPS.get(first_step, first_step) if first_step else None
    if first_step is not None and first_step not in STEPS:
        raise AppError(f"Expected a step among {', '.join(STEPS)}, found '{first_step}'.")
    if isinstance(source, EarlierBuild) and first_step not in (None, next(iter(STEPS))):
        source.build.check_schema()
        check_files(source.build)
    kind, base = _base(source)
    start = publishing.start_from(settings, start or publishing.begin(settings), base)
    base_id = base.build_id if base else None
    with making.new_build_folder(
        settings, passing=then is not None, base_id=base_id, asked_at=start.asked_at
    ) as folder:
        con = empty_store(folder / builds.STORE_FILE, settings)
        context = BuildContext(
            con, folder, settings, config, report, source.is_demo, engine=engine or LocalEngine()
        )
        try:
            names = list(STEPS)
            to_run = names[names.index(first_step) if first_step else 0 :]
            _say_expected(context, source, [*to_run, *after], None)
            _timed(context, source.name, lambda: source.fill(context), tables.ALL)
            # Not for files that are only looked at: what people did here is nothing of theirs.
            if then is None and add_workspace_rows(context):
                first_step = None  # earlier results know nothing of the brand
            if leave_out_forgotten(context):
                first_step = None  # and were computed with the creator
            to_run = names[names.index(first_step) if first_step else 0 :]
            is_large = context.creators_count() >= first_look.CREATORS_AT_LEAST
            if can_be_first_look and first_step is None and is_large:
                to_run = list(first_look.STEPS)
                context.config = replace(config, deep=False)
            context.settings = settings_with_encoder(context, source, reads_texts="text" in to_run)
            left = _left_of(source) if first_step else tuple(names)
            context.steps_left = first_look.steps_left(names, to_run, left)
            write_steps_left(context.con, context.steps_left)
            _say_expected(context, source, [*to_run, *after], sizes_of(context))
            _run_steps(context, to_run)
            if then is None and publish:
                _publish(context, source, start, kind, can_repeat=can_repeat)
                remove_expired(settings)
                remove_old_lines(settings)
                return builds.get_build(settings, folder.name)
            manifest = _manifest(context, source)
            context.con.execute("CHECKPOINT")
        finally:
            context.con.close()
        manifest = making.write_manifest(folder, manifest)
        made = builds.Build(folder.name, folder, manifest)
        if then is not None:
            then(made)
        return made


def _say_expected(
    context: BuildContext, source: Source, names: Sequence[str], sizes: Sizes | None
) -> None:
    expect(
        context.report,
        *expected_seconds(context.settings, source, context.config, names, sizes),
    )


def _left_of(source: Source) -> tuple[str, ...]:
    return source.build.steps_left if isinstance(source, EarlierBuild) else ()


def _base(source: Source) -> tuple[publishing.Base, builds.Build | None]:
    if isinstance(source, EarlierBuild):
        return publishing.Base.REBUILT, source.build
    if isinstance(source, ImportSource) and source.add_to is not None:
        return publishing.Base.ADDED_TO, source.add_to
    return publishing.Base.UNUSED, None


def _publish(
    context: BuildContext,
    source: Source,
    start: publishing.BuildStart,
    kind: publishing.Base,
    *,
    can_repeat: bool,
) -> None:
    """Completes and publishes the build; who was forgotten meanwhile is left out before that."""
    while True:
        manifest = _manifest(context, source)
        context.con.execute("CHECKPOINT")
        # `forget` holds this lock too: it comes before the look at the list, or after publishing.
        with builds.pointer_lock(context.settings):
            if not somebody_was_forgotten(context):
                context.con.close()
                with unstoppable(for_good=True):
                    publishing.finish(
                        context.settings,
                        context.folder,
                        manifest,
                        start,
                        kind,
                        can_repeat=can_repeat,
                    )
                return
        if leave_out_forgotten(context):
            _run_steps(context, [name for name in STEPS if name not in context.steps_left])


def _run_steps(context: BuildContext, names: list[str]) -> None:
    try:
        for name in names:
            _timed(context, name, partial(STEPS[name], context))
    finally:
        context.engine.close()  # its files are none of the build


def _timed(
    context: BuildContext, name: str, work: Callable[[], None], written: Sequence[str] = ()
) -> None:
    """Runs one step, and logs how many rows it left in the tables it has written.

    Args:
        written: its tables; those it emptied to write them again come with them.
    """
    begin(context.report, name)
    context.emptied.clear()
    started = time.perf_counter()
    work()
    context.timings[name] = round(time.perf_counter() - started, 3)
    context.report(name, 1, 1, "")
    counts = _row_counts(context, {*written, *context.emptied})
    logs.progress(
        _LOG,
        "step",
        build=context.folder.name,
        step=name.replace(" ", "_"),
        seconds=context.timings[name],
        rows=sum(counts.values()) if counts else None,
    )


def _row_counts(context: BuildContext, names: Iterable[str]) -> dict[str, int]:
    """Table -> its rows."""
    # Names come from the schema; in one statement this takes a third of the time.
    parts = [f"SELECT '{name}', count(*) FROM {name}" for name in sorted(names)]
    return dict(context.con.execute(" UNION ALL ".join(parts)).fetchall()) if parts else {}


@cache
def _package_versions() -> dict[str, str]:
    return {name: importlib.metadata.version(name) for name in _PACKAGES}


def _manifest(context: BuildContext, source: Source) -> dict[str, Any]:
    con = context.con
    columns = columns_of(con)
    as_of = con.execute(
        """SELECT max(day) FROM (
               SELECT max(day) AS day FROM follower_history
               UNION ALL SELECT max(posted_at)::DATE FROM posts)"""
    ).fetchone()
    return {
        "built_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "as_of_day": str(as_of[0]) if as_of and as_of[0] else None,
        "is_demo": source.is_demo,
        "is_deep": context.config.deep,
        "steps_left": list(context.steps_left),
        "source": cleared_facts(source.describe(), context.forgotten),
        "config": asdict(context.config),
        "embedder": context.settings.embedder,
        "engine": context.engine.name,
        "row_counts": _row_counts(context, columns),
        "columns": columns,
        "timings_s": context.timings,
        "facts": context.facts,
        "versions": {
            "influencer-scout": __version__,
            "numpy": np.__version__,
            **_package_versions(),
        },
    }
