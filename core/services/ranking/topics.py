"""Topics of a brand or brief, what it shares with a creator, and objects in creators' pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from core.features.topic_terms import HashtagSplitter, topic_terms
from core.models.topics import files
from core.models.topics.model import Topics, score
from core.queries.views import account_views
from core.services.matching.query import MatchQuery, brand_row
from core.services.session import BuildSession

CREATOR_TOPICS, BRAND_TOPICS = "influencer_topics", "brand_topics"
# Both sides give a shared topic this share of their words, and so many times the mean creator's.
_LEAST_SHARE = 0.1
_TIMES_THE_MEAN = 2.0
# Below, the network names a garbage truck in a dark street.
_SAID_FROM = 0.3


@dataclass(frozen=True)
class SharedTopic:
    """A topic that a query and a creator have in common.

    Attributes:
        topic_id: of the build.
        words: that say most of it, most first.
        brand_share, creator_share: of their words, 0-1.
    """

    topic_id: int
    words: tuple[str, ...]
    brand_share: float
    creator_share: float


@dataclass(frozen=True)
class BriefWords:
    """Attributes:
    known: topic words of a brief that several accounts use.
    said: all its topic words.
    """

    known: tuple[str, ...]
    said: tuple[str, ...]


def query_topics(session: BuildSession, query: MatchQuery) -> NDArray[np.float32]:
    """(k,) shares of the topics of the build, summing to 1; NaN without a word they know.

    Stored for a brand of the build, made from its text for a typed brand or a brief. (1,) NaN
    where the build has too few texts for topics.

    Raises:
        StoreError: a build of an earlier version, which has no topics.
    """
    width = session.array(CREATOR_TOPICS).shape[1]
    row = None if query.brand is None else brand_row(session, query.brand)
    if row is not None:
        return np.array(session.array(BRAND_TOPICS)[row], dtype=np.float32)
    try:
        topics = _topics(session.folder)
    except ModelError:
        return np.full(width, np.nan, dtype=np.float32)
    return score(topics, [topic_terms(query.text, HashtagSplitter([]))])[0]


def shared_topics(
    session: BuildSession, query: MatchQuery, influencer_id: str, *, limit: int = 3
) -> tuple[SharedTopic, ...]:
    """Topics of which both sides have far more than the mean creator and the query says a leading
    word, most shared first.

    () in a build without topics, for an unknown creator and for a side without text.
    """
    place = int(np.searchsorted(session.creator_ids(), influencer_id))
    ids = session.creator_ids()
    if not session.has_array(CREATOR_TOPICS) or place >= len(ids) or ids[place] != influencer_id:
        return ()
    brand = query_topics(session, query)
    said = set(topic_terms(query.text, HashtagSplitter([])))
    creator = session.array(CREATOR_TOPICS)[place]
    shared = []
    for topic in account_views.topics(session.con):
        left, right = float(brand[topic.topic_id]), float(creator[topic.topic_id])
        least = max(_LEAST_SHARE, _TIMES_THE_MEAN * (topic.creators_share or 0.0))
        # A topic of everyday words may be near a text that says none of them.
        if left >= least and right >= least and said & set(topic.words):
            shared.append(SharedTopic(topic.topic_id, topic.words, left, right))
    shared.sort(key=lambda topic: (-topic.brand_share * topic.creator_share, topic.topic_id))
    return tuple(shared[:limit])


def words_of_brief(session: BuildSession, brief: str) -> BriefWords | None:
    """Which topic words of a brief the accounts of the build use; None without topics."""
    try:
        known = set(_topics(session.folder).words)
    except ModelError:
        return None
    words = said_words(brief)
    return BriefWords(tuple(word for word in words if word in known), words)


def said_words(brief: str) -> tuple[str, ...]:
    """The topic words of a brief, each once, in their order."""
    return tuple(dict.fromkeys(topic_terms(brief, HashtagSplitter([]))))


def picture_objects(
    session: BuildSession, influencer_ids: Sequence[str], *, limit: int = 3
) -> dict[str, tuple[str, ...]]:
    """influencer_id -> what its pictures seem to show, likeliest first; () without a likely one."""
    return account_views.creator_objects(
        session.con, influencer_ids, limit=limit, probability_min=_SAID_FROM
    )


@lru_cache(maxsize=4)
def _topics(folder: Path) -> Topics:
    return files.load(folder / "models" / files.FOLDER)
