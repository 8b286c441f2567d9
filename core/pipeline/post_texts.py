"""Step: what the posts say - sentiment, disclosed advertising, brand safety, names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd

from core.features.language import likely_language
from core.models.posts_text.disclosure import disclosure_terms
from core.models.posts_text.entities import Entity, KnownNames
from core.models.posts_text.safety import OWN_WORDS, SafetyWords, safety_words
from core.models.posts_text.sentiment import sentiment
from core.models.posts_text.sponsored import sponsored_ratio
from core.pipeline.context import BuildContext
from core.pipeline.sources import clear_results
from core.progress import Report, silent
from core.store import tables

VERSION = "posts-1"
STEP = "posts"
_TABLES = ("post_texts", "post_entities", "creator_texts")
_SENTIMENT_MIN = 3
_SHOWN = 8
_CHUNK = 5_000
_WORTH_PROCESSES = 100_000  # captions; below, starting processes takes longer than it saves
_PROCESSES_MAX = 8


def own_safety_list(data_dir: Path) -> Path | None:
    """The installation's own list of brand-safety words, when it has one."""
    file = data_dir / OWN_WORDS
    return file if file.exists() else None


def read_posts(context: BuildContext) -> None:
    """Writes `post_texts`, `post_entities` and `creator_texts`."""
    clear_results(context, _TABLES)
    con = context.con
    posts = con.execute(
        """SELECT p.post_id, p.influencer_id, p.caption, p.language AS given_language,
                  i.language AS creator_language, coalesce(p.is_sponsored, false) AS is_sponsored,
                  CASE WHEN coalesce(likes_count, comments_count) IS NOT NULL
                       THEN (coalesce(likes_count, 0) + coalesce(comments_count, 0))::DOUBLE
                  END AS engagements
           FROM posts p JOIN influencers i USING (influencer_id)
           ORDER BY p.influencer_id, p.post_id"""
    ).df()
    if posts.empty:
        return
    words = safety_words(own_safety_list(context.settings.data_dir))
    read = read_captions(
        posts["caption"].tolist(),
        posts["given_language"].astype(object).where(posts["given_language"].notna(), None),
        posts["creator_language"].astype(object).where(posts["creator_language"].notna(), None),
        words,
        threads=context.settings.threads,
        report=context.report,
    )
    read.insert(0, "influencer_id", posts["influencer_id"])
    read.insert(0, "post_id", posts["post_id"])
    tables.append_frame(con, "post_texts", read)
    brands = [row[0] for row in con.execute("SELECT name FROM brands ORDER BY name").fetchall()]
    handles = [row[0] for row in con.execute("SELECT handle FROM influencers").fetchall()]
    known = KnownNames(brands, handles)
    entities = [known.found(caption) for caption in posts["caption"].tolist()]
    rows = np.repeat(np.arange(len(posts)), [len(one) for one in entities])
    named = _entity_frame(posts.iloc[rows], [one for some in entities for one in some])
    tables.append_frame(con, "post_entities", named)
    tables.append_frame(con, "creator_texts", _creators(posts, read, named))


def read_captions(
    captions: Sequence[str | None],
    given: Sequence[str | None],
    usual: Sequence[str | None],
    words: SafetyWords,
    *,
    threads: int = 1,
    report: Report = silent,
) -> pd.DataFrame:
    """What captions say, a row each: the columns of `post_texts` without the ids.

    Args:
        given: language of the caption as the source says it, None when it does not.
        usual: language of the creator, for captions whose own cannot be told; None when unknown.
        threads: processes that may share the work; only for many captions.
    """
    whole = list(zip(captions, given, usual, strict=True))
    parts = [whole[start : start + _CHUNK] for start in range(0, len(whole), _CHUNK)]
    rows: list[tuple[object, ...]] = []
    work = partial(_read_part, words)
    if threads > 1 and len(whole) >= _WORTH_PROCESSES:
        # Processes, since all of this is Python; not forked ones, since DuckDB has threads here.
        with ProcessPoolExecutor(
            min(threads, _PROCESSES_MAX), mp_context=get_context("spawn")
        ) as pool:
            for part in pool.map(work, parts):
                rows += part
                report(STEP, len(rows), len(whole), "reading captions")
    else:
        for one in parts:
            rows += work(one)
            report(STEP, len(rows), len(whole), "reading captions")
    return pd.DataFrame(rows, columns=list(_READ_COLUMNS))


def _read_part(
    words: SafetyWords, part: Sequence[tuple[str | None, str | None, str | None]]
) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for caption, said, fallback in part:
        language = said or likely_language(caption or "") or fallback or None
        feeling = sentiment(caption, language)
        terms = disclosure_terms(caption, language)
        unsafe = words.found(caption, language)
        rows.append(
            (
                language,
                feeling.score,
                feeling.label,
                feeling.source,
                bool(terms),
                terms,
                list(dict.fromkeys(one.category for one in unsafe)),
                list(dict.fromkeys(one.word for one in unsafe)),
            )
        )
    return rows


_READ_COLUMNS = (
    "language",
    "sentiment",
    "sentiment_label",
    "sentiment_source",
    "is_disclosed",
    "disclosure_terms",
    "safety_categories",
    "safety_words",
)


def _entity_frame(posts: pd.DataFrame, entities: Sequence[Entity]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "post_id": posts["post_id"].to_numpy(),
            "influencer_id": posts["influencer_id"].to_numpy(),
            "entity": [one.name for one in entities],
            "kind": [one.kind for one in entities],
            "source": [one.source for one in entities],
        }
    ).drop_duplicates(["post_id", "entity", "kind"])


def _creators(posts: pd.DataFrame, read: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    sponsored = (posts["is_sponsored"] | read["is_disclosed"]).to_numpy(bool)
    score = read["sentiment"].astype(float)
    frame = pd.DataFrame(
        {
            "influencer_id": posts["influencer_id"],
            "score": score,
            "is_positive": (read["sentiment_label"] == "positive").where(score.notna()),
            "is_negative": (read["sentiment_label"] == "negative").where(score.notna()),
            "is_disclosed": read["is_disclosed"],
            "is_sponsored": sponsored,
            "is_unsafe": read["safety_words"].map(len) > 0,
        }
    ).astype({"is_positive": float, "is_negative": float})
    groups = frame.groupby("influencer_id", sort=True)
    found = groups.agg(
        posts_count=("is_sponsored", "size"),
        sentiment_count=("score", "count"),
        sentiment_mean=("score", "mean"),
        positive_share=("is_positive", "mean"),
        negative_share=("is_negative", "mean"),
        disclosed_count=("is_disclosed", "sum"),
        sponsored_count=("is_sponsored", "sum"),
        safety_count=("is_unsafe", "sum"),
    )
    few = found["sentiment_count"] < _SENTIMENT_MIN
    found.loc[few, ["sentiment_mean", "positive_share", "negative_share"]] = np.nan
    engaged = posts["engagements"].to_numpy(float)
    ratios = [
        sponsored_ratio(engaged[rows][sponsored[rows]], engaged[rows][~sponsored[rows]])
        for rows in (groups.indices[name] for name in found.index)
    ]
    for name, field in (("ratio", "ratio"), ("low", "low"), ("high", "high")):
        found[f"sponsored_{name}"] = [getattr(one, field) for one in ratios]
    ids = posts["influencer_id"].tolist()
    for column in ("safety_categories", "safety_words"):
        found[column] = _most_used(ids, read[column].tolist(), list(found.index))
    for column, kind in (("brands", "brand"), ("places", "place"), ("people", "person")):
        some = named[named["kind"] == kind]
        found[column] = _most_used(
            some["influencer_id"].tolist(),
            [[one] for one in some["entity"].tolist()],
            list(found.index),
        )
    return found.reset_index().assign(model_version=VERSION)


def _most_used(
    ids: Sequence[str], values: Sequence[Sequence[str]], wanted: Sequence[str]
) -> list[list[str]]:
    counts: dict[str, Counter[str]] = {}
    for one, some in zip(ids, values, strict=True):
        if some:
            counts.setdefault(one, Counter()).update(some)
    return [
        [
            name
            for name, _ in sorted(counts[one].items(), key=lambda pair: (-pair[1], pair[0]))[
                :_SHOWN
            ]
        ]
        if one in counts
        else []
        for one in wanted
    ]
