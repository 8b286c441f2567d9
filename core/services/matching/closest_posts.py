"""Posts of a creator that are nearest to a text or to the middle of its niche."""

from __future__ import annotations

import logging

import numpy as np
import pandas as pd

from core.errors import ModelError
from core.features.documents import LONGEST_CHARS, cut_at_word
from core.features.language import likely_language
from core.features.text import clean_text, shared_topic_words, topic_words
from core.services.encoder import encoder
from core.services.session import POST_VECTORS, BuildSession

_LOG = logging.getLogger(__name__)

POSTS_READ = 60  # newest posts of a creator looked at where vectors are stored
POSTS_ENCODED = 12  # where they must be made while a person waits (about 50 ms)
_COLUMNS = ["post_id", "caption", "posted_at", "similarity_score", "shared_words"]


def closest_posts(
    session: BuildSession,
    influencer_id: str,
    query_text: str,
    query_vector: np.ndarray,
    *,
    limit: int = 3,
) -> pd.DataFrame:
    """The posts of a creator most similar to a text, best first.

    Returns:
        Columns post_id, caption, posted_at, similarity_score (cosine x 100), shared_words
        (list); empty when the creator has no post with text or the query has no vector.
    """
    posts, vectors = _posts_with_vectors(session, influencer_id)
    if posts.empty or not np.any(query_vector):
        return pd.DataFrame(columns=_COLUMNS)
    posts["similarity_score"] = np.clip(vectors @ query_vector * 100, -100, 100).astype(float)
    posts["shared_words"] = [shared_topic_words(text, query_text) for text in posts["caption"]]
    return _best(posts, limit)


def niche_posts(session: BuildSession, influencer_id: str, limit: int = 5) -> pd.DataFrame:
    """The posts that put a creator into its niche, best first.

    Returns:
        Columns as `closest_posts`; similarity_score is the cosine x 100 to the niche's centre in
        the space of the niches, where 0 is the average post; shared_words are the niche's
        keywords in the post. Empty without posts, without a niche, or when the build keeps no
        niche model.
    """
    row = session.con.execute(
        """
        SELECT m.niche_id, n.keywords FROM influencer_niches m
        JOIN niches n ON n.niche_id = m.niche_id WHERE m.influencer_id = $id LIMIT 1
        """,
        {"id": influencer_id},
    ).fetchone()
    try:
        model = session.niche_model()
    except ModelError:
        _LOG.info("no posts shown for the niche", exc_info=True)
        return pd.DataFrame(columns=_COLUMNS)
    if row is None or row[0] >= model.niches_count:
        return pd.DataFrame(columns=_COLUMNS)
    posts, vectors = _posts_with_vectors(session, influencer_id)
    if posts.empty:
        return pd.DataFrame(columns=_COLUMNS)
    languages = [likely_language(clean_text(caption)) for caption in posts["caption"]]
    posts["similarity_score"] = model.closeness(vectors, row[0], languages) * 100
    keywords = set(row[1])
    posts["shared_words"] = [
        list(dict.fromkeys(word for word in topic_words(text) if word in keywords))
        for text in posts["caption"]
    ]
    return _best(posts, limit)


def _best(posts: pd.DataFrame, limit: int) -> pd.DataFrame:
    posts = posts.dropna(subset=["similarity_score"])
    ordered = posts.sort_values(
        ["similarity_score", "post_id"], ascending=[False, True], kind="stable"
    )
    return ordered[_COLUMNS].head(limit).reset_index(drop=True)


def _posts_with_vectors(
    session: BuildSession, influencer_id: str
) -> tuple[pd.DataFrame, np.ndarray]:
    """Newest posts of a creator that have text, and their unit vectors (n, dimension)."""
    posts = session.con.execute(
        """
        SELECT rowid AS row_number, post_id, caption, posted_at FROM posts
        WHERE influencer_id = $id AND caption <> ''
        ORDER BY posted_at DESC NULLS LAST, post_id LIMIT $most
        """,
        {"id": influencer_id, "most": POSTS_READ},
    ).df()
    if session.has_array(POST_VECTORS):
        rows = session.row_order("posts").array_rows[posts["row_number"].to_numpy()]
        vectors = np.asarray(session.array(POST_VECTORS)[rows], dtype=np.float32)
    else:
        posts = posts.head(POSTS_ENCODED)
        texts = [cut_at_word(clean_text(text), LONGEST_CHARS) for text in posts["caption"]]
        vectors = encoder(session.settings).encode(texts)
    known = vectors.any(axis=1) if len(vectors) else np.zeros(0, dtype=bool)
    return posts[known].reset_index(drop=True), vectors[known]
