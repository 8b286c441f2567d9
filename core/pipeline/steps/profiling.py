"""Step "profiling": what each creator is about, and the posts that decide it."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from core.models.profiling import files
from core.models.profiling.posts import Posts
from core.models.profiling.profiler import Profiler, ProfilerConfig, Profiles, fit
from core.pipeline.context import BuildContext
from core.pipeline.profile_rows import creator_rows, metric_rows, top_posts
from core.pipeline.profiled_posts import collect_posts, posts_of
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
_CREATORS_AT_ONCE = 5_000


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
    try:
        chosen = _training_rows(context, ids, labels)
        posts, post_ids = posts_of(context, ids[chosen])
        config = ProfilerConfig() if context.config.deep else ProfilerConfig.quick()
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
    _write(context, profiler, held_out, posts, post_ids, ids[chosen], given[chosen].tolist())
    metrics = metric_rows(profiler.classes, held_out, posts, [labels[row] for row in chosen])
    tables.append_frame(con, "metrics", metrics.assign(model=_METRIC))
    for start in range(0, len(others), _CREATORS_AT_ONCE):
        rows = others[start : start + _CREATORS_AT_ONCE]
        posts, post_ids = posts_of(context, ids[rows])
        _write(
            context,
            profiler,
            profiler.score(posts),
            posts,
            post_ids,
            ids[rows],
            given[rows].tolist(),
        )
        context.report("profiling", start + len(rows), len(others), "")
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


def _write(
    context: BuildContext,
    profiler: Profiler,
    profiles: Profiles,
    posts: Posts,
    post_ids: NDArray[np.object_],
    creators: NDArray[np.object_],
    given: Sequence[str | None],
) -> None:
    frame = creator_rows(profiler.classes, profiles, posts, creators, given)
    frame = frame.assign(model_version=profiler.model_version)
    tables.append_frame(context.con, "creator_profiles", frame)
    frame = top_posts(profiler.classes, profiles, posts, post_ids, creators)
    tables.append_frame(context.con, "profile_posts", frame)


def _write_gap(context: BuildContext, reason: str) -> None:
    context.con.execute("DROP TABLE IF EXISTS profiled_posts")
    write_gap(
        context, _CAPABILITY, reason, "Add a category to more creators and import their posts."
    )
