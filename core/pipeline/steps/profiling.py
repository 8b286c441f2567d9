"""Step "profiling": what each creator is about, and the posts that decide it."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from core.errors import ModelError
from core.models.profiling import files
from core.models.profiling.profiler import ProfilerConfig, fit, without_held_out
from core.pipeline.context import BuildContext
from core.pipeline.engines.work import Tables, Work, creator_parts
from core.pipeline.kernels.frames import CREATOR
from core.pipeline.kernels.profiles import ProfilesKernel, profile_tables
from core.pipeline.profile_rows import metric_rows
from core.pipeline.profiled_posts import collect_posts, post_vectors, profiled_posts
from core.pipeline.sources import clear_results, write_gap
from core.store import tables

MODEL_FOLDER = f"models/{files.FOLDER}"
_CAPABILITY = "Profiles"  # in `data_gaps`
_METRIC = "profiling"
_TABLES = ("creator_profiles", "profile_posts")
# Fewer labelled creators would make a model that is right by luck.
_LABELLED_MIN = 30
# More labelled creators make training longer, but hardly better.
_LABELLED_MAX = 20_000
# Free text in the column of categories would give a class per creator.
_CATEGORIES_MAX = 40
_ROWS_AT_ONCE = 60_000  # creators and posts: some 5,000 creators


def profile_creators(context: BuildContext) -> None:
    """Writes `creator_profiles`, `profile_posts`, `metrics` and the model under `models/profiling`.

    Trained on the given categories. A creator with a given category is scored by models that had
    not seen it. Without enough categories the tables stay empty and `data_gaps` says why.
    """
    clear_results(context, _TABLES)
    shutil.rmtree(context.folder / MODEL_FOLDER, ignore_errors=True)
    con = context.con
    con.execute("DELETE FROM metrics WHERE model = $model", {"model": _METRIC})
    con.execute("DELETE FROM data_gaps WHERE capability = $name", {"name": _CAPABILITY})
    creators = con.execute(
        "SELECT influencer_id, nullif(trim(category), '') FROM influencers ORDER BY influencer_id"
    ).fetchall()
    ids = np.array([row[0] for row in creators], dtype=object)
    labels = _usable([row[1] for row in creators])
    collect_posts(context)
    vectors = post_vectors(context)
    try:
        chosen = _training_rows(context, ids, labels)
        posts, post_ids = vectors.posts_of(profiled_posts(context, ids[chosen]), ids[chosen])
        config = ProfilerConfig() if context.config.deep else ProfilerConfig.quick()
        config = replace(config, threads=context.settings.threads)
        profiler = fit(
            posts,
            [labels[row] for row in chosen],
            config,
            seed=context.config.seed,
            report=context.report,
        )
    except ModelError as error:
        _write_gap(context, str(error))
        return
    others = np.setdiff1d(np.arange(len(ids)), chosen)
    files.save(profiler, context.folder / MODEL_FOLDER)
    given = np.array([row[1] for row in creators], dtype=object)
    held_out = profiler.held_out
    if held_out is None:
        raise ModelError("Expected held-out profiles from the training, found none.")
    _append(
        context,
        profile_tables(profiler, held_out, posts, post_ids, ids[chosen], given[chosen].tolist()),
    )
    metrics = metric_rows(profiler.classes, held_out, posts, [labels[row] for row in chosen])
    tables.append_frame(con, "metrics", metrics.assign(model=_METRIC))
    kernel = ProfilesKernel(without_held_out(profiler), vectors)
    parts = _parts(context, ids[others], given[others])
    for made in context.results(Work("profiling", kernel, parts, is_python=True)):
        _append(context, made)
    con.execute("DROP TABLE profiled_posts")
    context.facts["profiling"] = {
        "categories": len(profiler.classes),
        "trained_on": len(chosen),
        "model_version": profiler.model_version,
    }


def _usable(categories: Sequence[str | None]) -> list[str | None]:
    """The categories that are trained: the most frequent ones."""
    counts = Counter(category for category in categories if category)
    kept = {name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[
        :_CATEGORIES_MAX
    ]}  # fmt: skip
    return [category if category in kept else None for category in categories]


def _training_rows(
    context: BuildContext, ids: NDArray[np.object_], labels: Sequence[str | None]
) -> NDArray[np.int64]:
    """Rows of the creators to train on: with a category and a post, at most `_LABELLED_MAX`.

    Raises:
        ModelError: there are too few.
    """
    with_posts = {
        row[0]
        for row in context.con.execute(
            "SELECT DISTINCT influencer_id FROM profiled_posts"
        ).fetchall()
    }
    rows = np.array(
        [
            row
            for row, (creator, label) in enumerate(zip(ids.tolist(), labels, strict=True))
            if label and creator in with_posts
        ],
        dtype=np.int64,
    )
    if len(rows) < _LABELLED_MIN:
        raise ModelError(
            f"Profiles need {_LABELLED_MIN} creators with posts and a category, found {len(rows)}."
        )
    if len(rows) <= _LABELLED_MAX:
        return rows
    rng = np.random.default_rng(context.config.seed)
    return np.sort(rng.choice(rows, _LABELLED_MAX, replace=False))


def _parts(
    context: BuildContext, creators: NDArray[np.object_], given: NDArray[np.object_]
) -> list[Tables]:
    """Creators that the model was not trained on, and their posts."""
    rows = pa.table(
        {
            CREATOR: np.arange(len(creators)),
            "influencer_id": pa.array(creators, pa.string()),
            "given_category": pa.array(given, pa.string()),
        }
    )
    posts = profiled_posts(context, creators)
    return creator_parts({"creators": rows, "posts": posts}, len(creators), _ROWS_AT_ONCE)


def _append(context: BuildContext, made: Tables) -> None:
    for table in _TABLES:
        tables.append_frame(context.con, table, made[table])


def _write_gap(context: BuildContext, reason: str) -> None:
    context.con.execute("DROP TABLE IF EXISTS profiled_posts")
    write_gap(
        context, _CAPABILITY, reason, "Add a category to more creators and import their posts."
    )
