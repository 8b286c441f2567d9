"""Step: what the posts say - sentiment, disclosed advertising, brand safety, names."""

from __future__ import annotations

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
from core.pipeline.context import BuildContext
from core.pipeline.creator_texts import creator_rows
from core.pipeline.sources import clear_results
from core.progress import Report, silent
from core.store import tables

STEP = "posts"
_TABLES = ("post_texts", "post_entities", "creator_texts")
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
        """SELECT p.post_id, p.influencer_id, p.caption, p.comment_texts,
                  p.language AS given_language,
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
    read["comments_read"], read["comments_mean"] = _comments(
        posts["comment_texts"].tolist(), read["language"].tolist()
    )
    tables.append_frame(con, "post_texts", read)
    brands = [row[0] for row in con.execute("SELECT name FROM brands ORDER BY name").fetchall()]
    handles = [row[0] for row in con.execute("SELECT handle FROM influencers").fetchall()]
    known = KnownNames(brands, handles)
    entities = [known.entities(caption) for caption in posts["caption"].tolist()]
    rows = np.repeat(np.arange(len(posts)), [len(one) for one in entities])
    named = _entity_frame(posts.iloc[rows], [one for some in entities for one in some])
    tables.append_frame(con, "post_entities", named)
    tables.append_frame(con, "creator_texts", creator_rows(posts, read, named))


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
        unsafe = words.hits(caption, language)
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


def _comments(
    comments: Sequence[Sequence[str] | None], languages: Sequence[str | None]
) -> tuple[list[int], list[float]]:
    """How many comments of each post have a known tone, and its mean.

    A comment too short to tell is taken for the language of its post.
    """
    counts, means = [], []
    for texts, language in zip(comments, languages, strict=True):
        given = texts if isinstance(texts, (list, np.ndarray)) else ()
        scores = [
            found.score
            for text in given
            if (found := sentiment(text, likely_language(text) or language)).score is not None
        ]
        counts.append(len(scores))
        means.append(float(np.mean(scores)) if scores else np.nan)
    return counts, means


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
