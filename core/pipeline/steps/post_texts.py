"""Step: what the posts say - sentiment, disclosed advertising, brand safety, names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.features.language import likely_language
from core.models.posts_text.captions import own_safety_list, read_captions
from core.models.posts_text.entities import Entity, KnownNames
from core.models.posts_text.safety import safety_words
from core.models.posts_text.sentiment import sentiment
from core.pipeline.context import BuildContext
from core.pipeline.creator_texts import creator_rows
from core.pipeline.sources import clear_results
from core.store import tables

_TABLES = ("post_texts", "post_entities", "creator_texts")


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
    rows = np.repeat(np.arange(len(posts)), [len(of_post) for of_post in entities])
    named = _entity_frame(posts.iloc[rows], [of_post for some in entities for of_post in some])
    tables.append_frame(con, "post_entities", named)
    tables.append_frame(con, "creator_texts", creator_rows(posts, read, named))


def _comments(
    comments: Sequence[Sequence[str] | None], languages: Sequence[str | None]
) -> tuple[list[int], list[float]]:
    """How many comments of each post have a known tone, and its mean.

    A comment too short to tell is taken for the language of its post.
    """
    counts, means = [], []
    for texts, language in zip(comments, languages, strict=True):
        comment_list = texts if isinstance(texts, (list, np.ndarray)) else ()
        scores = [
            tone.score
            for text in comment_list
            if (tone := sentiment(text, likely_language(text) or language)).score is not None
        ]
        counts.append(len(scores))
        means.append(float(np.mean(scores)) if scores else np.nan)
    return counts, means


def _entity_frame(posts: pd.DataFrame, entities: Sequence[Entity]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "post_id": posts["post_id"].to_numpy(),
            "influencer_id": posts["influencer_id"].to_numpy(),
            "entity": [entity.name for entity in entities],
            "kind": [entity.kind for entity in entities],
            "source": [entity.source for entity in entities],
        }
    ).drop_duplicates(["post_id", "entity", "kind"])
