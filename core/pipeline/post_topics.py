"""What each post is about: the nearest niche of the post, else the niche of its creator."""

from __future__ import annotations

import logging

import numpy as np
import pandas as pd

from core.errors import ModelError
from core.models.niches import files as niche_files
from core.pipeline.context import BuildContext
from core.pipeline.steps.text import POST_FILE
from core.services.session import NICHES_FOLDER

_LOG = logging.getLogger(__name__)

_ROWS_AT_ONCE = 50_000


def topics_of_posts(context: BuildContext, post_ids: pd.Series) -> pd.Series:
    """Name of the niche of each post; missing where neither post nor creator has one.

    Deep builds keep a vector a post, which decides; a post without one, and every post of a quick
    build, counts for the niche of its creator.

    Args:
        post_ids: posts.post_id in any order.
    """
    con = context.con
    of_creator = (
        con.execute(
            """SELECT p.post_id, n.name FROM posts p
               LEFT JOIN influencer_niches USING (influencer_id)
               LEFT JOIN niches n USING (niche_id) ORDER BY p.post_id"""
        )
        .df()
        .set_index("post_id")["name"]
    )
    of_post = _nearest_niches(context, of_creator.index)
    named = of_creator if of_post is None else of_post.fillna(of_creator)
    topics: pd.Series = named.reindex(post_ids).reset_index(drop=True)
    return topics


def _nearest_niches(context: BuildContext, post_ids: pd.Index) -> pd.Series | None:
    file = context.folder / POST_FILE
    if not context.config.deep or not file.exists():
        return None
    try:
        model = niche_files.load(context.folder / NICHES_FOLDER)
    except ModelError:
        _LOG.info("posts take the niche of their creator", exc_info=True)
        return None
    vectors = np.load(file, mmap_mode="r", allow_pickle=False)
    if len(vectors) != len(post_ids):
        return None
    names = dict(context.con.execute("SELECT niche_id, name FROM niches").fetchall())
    languages = [
        row[0] or ""
        for row in context.con.execute(
            """SELECT t.language FROM posts p LEFT JOIN post_texts t USING (post_id)
               ORDER BY p.post_id"""
        ).fetchall()
    ]
    niche_ids = np.empty(len(vectors), dtype=np.int64)
    for start in range(0, len(vectors), _ROWS_AT_ONCE):
        part = slice(start, start + _ROWS_AT_ONCE)
        rows = np.asarray(vectors[part], dtype=np.float32)
        niche_ids[part] = model.assign(rows, languages[part]).niche_ids
    return pd.Series(
        [names.get(niche_id) for niche_id in niche_ids.tolist()], index=post_ids, dtype="str"
    )
