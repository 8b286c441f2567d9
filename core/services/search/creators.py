"""Creators that answer a typed text: by name, by what they write, by what it means."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
import pandas as pd

from core.errors import AppError, ModelError
from core.models.search import files
from core.models.search.creator_index import DEPTH, CreatorIndex
from core.models.search.matching import Wording
from core.models.search.names import NamedCreator
from core.models.search.query import SearchQuery, parsed
from core.queries.creators import found_creators
from core.queries.search.creators import SearchFilter, accounts, allowed_creators
from core.services.encoder import text_vector
from core.services.session import CREATOR_VECTORS, BuildSession
from core.workspace.database import has_workspace, workspace
from core.workspace.forgotten import forgotten_hashes, forgotten_ids

_LOG = logging.getLogger(__name__)
LIST_MAX = DEPTH
EVERYBODY = SearchFilter()
_COLUMNS = ("influencer_id", "tier", "name", "words", "hashtag", "meaning", "cosine")


@dataclass(frozen=True)
class FoundCreators:
    """What a search finds among creators.

    Attributes:
        query: what was typed, taken apart.
        creators: influencer_id, tier (see `core.models.search.ranking.Tier`), name, words, hashtag
            and meaning (bool: found by it), cosine (NaN when unknown); best first, `LIST_MAX` at
            most.
        words_count: creators that hold all words as typed, also beyond those listed.
        words, tags: the words and hashtags with what may stand for them.
        named: how the whole query names a creator, by id.
        is_indexed: False for a build of an earlier version: handles and names alone were searched.
    """

    query: SearchQuery
    creators: pd.DataFrame
    words_count: int
    words: tuple[Wording, ...]
    tags: tuple[Wording, ...]
    named: dict[str, NamedCreator]
    is_indexed: bool

    @property
    def corrections(self) -> dict[str, tuple[str, ...]]:
        """Words that were taken for others, and for which."""
        return {
            form.typed: form.corrected or (" ".join(form.halves or ()),)
            for form in (*self.words, *self.tags)
            if form.is_corrected
        }


def search_creators(
    session: BuildSession,
    text: str,
    chosen: SearchFilter = EVERYBODY,
    *,
    with_meaning: bool = True,
    limit: int = LIST_MAX,
) -> FoundCreators:
    """Creators that answer a text, best first; none for an empty one.

    Whoever was forgotten is not found, also before the build is made again.

    Args:
        text: words, "exact phrases", #hashtags and @handles, in any script; read as far as
            `core.models.search.query.LONGEST_QUERY`.
        chosen: whom the search may find.
        with_meaning: compare the meaning too, which takes the encoder.
    """
    query = parsed(text)
    index = search_index(session)
    if index is None:
        return _by_substring(session, query, limit)
    allowed = None
    if chosen.narrows_creators:
        allowed = np.array(allowed_creators(session.con, chosen), dtype=bool)
    cosines_of = partial(_cosines, session, index) if with_meaning else None
    ranked = index.find(query, cosines_of, allowed=allowed)
    ids = session.creator_ids()
    frame = ranked.creators.assign(influencer_id=ids[ranked.creators["row"].to_numpy()])
    frame = frame[~frame["influencer_id"].isin(_forgotten(session, list(frame["influencer_id"])))]
    if chosen.kinds:
        frame = frame[frame[list(chosen.kinds)].any(axis=1)]
    return FoundCreators(
        query,
        frame[list(_COLUMNS)].head(limit).reset_index(drop=True),
        ranked.words_count,
        ranked.words,
        ranked.tags,
        {str(ids[row]): hit for row, hit in ranked.named.items()},
        is_indexed=True,
    )


def search_index(session: BuildSession) -> CreatorIndex | None:
    """The index of a build; None where an earlier version made the build, or it is damaged."""
    return _index(session.folder / "models" / files.FOLDER)


def load_index(folder: Path) -> None:
    """Reads what the first search of the build in a folder needs, so that nobody waits for it."""
    index = _index(folder / "models" / files.FOLDER)
    if index is not None:
        index.matching.vocabulary.warm_up()
        index.names.find("warm up")


@lru_cache(maxsize=2)
def _index(folder: Path) -> CreatorIndex | None:
    if not folder.is_dir():
        return None
    try:
        return files.load(folder)
    except ModelError:
        _LOG.warning("a search index cannot be read", exc_info=True)
        return None


def _cosines(session: BuildSession, index: CreatorIndex, text: str) -> np.ndarray | None:
    try:
        vector = text_vector(text, session.settings)
        vectors = session.array(CREATOR_VECTORS)
    except AppError:
        _LOG.info("searched without meaning", exc_info=True)
        return None
    if index.meaning is None or not vector.any() or len(index.meaning.mean) != len(vector):
        return None
    return index.meaning.similarities(vectors, vector)


def _by_substring(session: BuildSession, query: SearchQuery, limit: int) -> FoundCreators:
    hits = found_creators(session.con, query.text, limit=limit if query.text else 0)
    hits = hits[~hits["influencer_id"].isin(_forgotten(session, list(hits["influencer_id"])))]
    frame = pd.DataFrame({"influencer_id": hits["influencer_id"], "tier": 1, "name": True})
    frame = frame.assign(words=False, hashtag=False, meaning=False, cosine=np.nan)
    return FoundCreators(query, frame[list(_COLUMNS)], len(frame), (), (), {}, is_indexed=False)


def _forgotten(session: BuildSession, ids: list[str]) -> list[str]:
    """Those of some creators that were forgotten since the build was made."""
    if not ids or not has_workspace(session.settings):
        return []
    hashes = forgotten_hashes(workspace(session.settings))
    return forgotten_ids(accounts(session.con, ids), hashes) if hashes else []
