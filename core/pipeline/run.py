"""The steps of a build, the order they run in, and the one way to make a build."""

from __future__ import annotations

import importlib.metadata
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import numpy as np

from core import __version__
from core.errors import AppError
from core.pipeline import (
    authenticity,
    growth_evidence,
    influence,
    matching,
    momentum,
    niches,
    post_texts,
    profiles,
    ratings,
    recommendations,
    text,
    trends,
)
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.forgotten import leave_out_forgotten
from core.pipeline.sources import Source
from core.pipeline.workspace_rows import add_workspace_rows
from core.progress import Report, silent
from core.settings import Settings
from core.store import builds
from core.store.connect import create_schema, open_store

Step = Callable[[BuildContext], None]

STEPS: dict[str, Step] = {
    "text": text.encode_texts,
    "niches": niches.find_niches,
    "profiles": profiles.summarise_profiles,
    "authenticity": authenticity.score_growth,
    "evidence": growth_evidence.gather_evidence,
    "posts": post_texts.read_posts,
    "trends": trends.find_trends,
    "influence": influence.score_influence,
    "momentum": momentum.rate_momentum,
    "matching": matching.match_brands,
    "ratings": ratings.fill_points,
    "recommendations": recommendations.recommend_creators,
}

# Recorded in the manifest because a figure on a page depends on them.
_PACKAGES = (
    "duckdb",
    "pandas",
    "scikit-learn",
    "lightgbm",
    "ruptures",
    "rectools-lightfm",
    "sentence-transformers",
    "torch",
    "streamlit",
    "vaderSentiment",
)


def make_build(
    settings: Settings,
    source: Source,
    config: BuildConfig,
    *,
    first_step: str | None = None,
    publish: bool = True,
    then: Callable[[builds.Build], None] | None = None,
    report: Report = silent,
) -> builds.Build:
    """A new complete build from `source`, published unless told otherwise.

    Args:
        then: what to do with the build, which is never listed and is gone afterwards.
        source: puts the given tables (and, for a rebuild, earlier results) into the new store.
        first_step: name in `STEPS` to start from; earlier results must come with the source.
    Raises:
        AppError: the source cannot be read or a step cannot work with it. Nothing is left behind.
    """
    if first_step is not None and first_step not in STEPS:
        raise AppError(f"Expected a step among {', '.join(STEPS)}, found '{first_step}'.")
    with builds.new_build_folder(settings, passing=then is not None) as folder:
        con = open_store(folder / builds.STORE_FILE, settings, read_only=False)
        context = BuildContext(con, folder, settings, config, report, source.is_demo)
        try:
            create_schema(con)
            _timed(context, source.name, lambda: source.fill(context))
            # Not for files that are only looked at: what people did here is nothing of theirs.
            if then is None and add_workspace_rows(context):
                first_step = None  # earlier results know nothing of the brand
            if leave_out_forgotten(context):
                first_step = None  # and were computed with the creator
            names = list(STEPS)
            for name in names[names.index(first_step) if first_step else 0 :]:
                _timed(context, name, lambda step=STEPS[name]: step(context))  # type: ignore[misc]
            manifest = _manifest(context, source)
            context.con.execute("CHECKPOINT")
        finally:
            context.con.close()
        builds.write_manifest(folder, manifest)
        if then is not None:
            made = builds.Build(folder.name, folder, manifest)
            then(made)
            return made
    if publish:
        return builds.publish(settings, folder.name)
    return builds.get_build(settings, folder.name)


def _timed(context: BuildContext, name: str, work: Callable[[], None]) -> None:
    context.report(name, 0, 0, "")
    started = time.perf_counter()
    work()
    context.timings[name] = round(time.perf_counter() - started, 3)
    context.report(name, 1, 1, "")


def _manifest(context: BuildContext, source: Source) -> dict[str, Any]:
    con = context.con
    tables = [
        row[0]
        for row in con.execute(
            "SELECT table_name FROM duckdb_tables() WHERE NOT internal ORDER BY table_name"
        ).fetchall()
    ]
    counts = {}
    for table in tables:
        row = con.execute(f"SELECT count(*) FROM {table}").fetchone()  # names come from the schema
        counts[table] = row[0] if row else 0
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
        "source": source.describe(),
        "config": asdict(context.config),
        "embedder": context.settings.embedder,
        "row_counts": counts,
        "timings_s": context.timings,
        "facts": context.facts,
        "versions": {
            "influencer-scout": __version__,
            "numpy": np.__version__,
            **{name: importlib.metadata.version(name) for name in _PACKAGES},
        },
    }
