"""All that a search for creators needs, in a folder of a build: made once, then only read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from core.models.search.matching import Matching, Wording, tag_wordings, wordings
from core.models.search.meaning import Meaning
from core.models.search.names import NamedCreator, NameMatch, Names
from core.models.search.query import SearchQuery
from core.models.search.ranking import RankedList, Tier, fused
from core.models.search.text_index import Hits, hits

if TYPE_CHECKING:
    import tantivy

DEPTH = 500  # creators that a search lists at most
_DEPTH_TO_FILTER = 10_000  # of each list that a filter takes from
_NAME_WORDS = 6  # a longer text is nobody's name
_TIER_OF = {
    NameMatch.WHOLE: Tier.NAMED,
    NameMatch.BEGINNING: Tier.TYPED,
    NameMatch.INSIDE: Tier.TYPED,
    NameMatch.MISTYPED: Tier.CORRECTED,
}
# How a creator was found -> the fields of the index that say so.
_FIELDS_OF = {"name": ("who",), "words": ("bio", "captions", "stems"), "hashtag": ("tags",)}
KINDS = (*_FIELDS_OF, "meaning")


@dataclass(frozen=True)
class Ranked:
    """What a query finds.

    Attributes:
        creators: row, tier, score, a bool for each of `KINDS`, cosine (NaN when unknown); best
            first, `DEPTH` at most.
        named: creators that the whole query names, by row.
        words, tags: the words and hashtags of the query with what may stand for them.
        words_count: creators that hold all words as typed, also beyond those listed.
    """

    creators: pd.DataFrame
    named: dict[int, NamedCreator] = field(default_factory=dict)
    words: tuple[Wording, ...] = ()
    tags: tuple[Wording, ...] = ()
    words_count: int = 0


@dataclass(frozen=True)
class CreatorIndex:
    """The index of one build, open for reading; safe to use from several threads.

    Attributes:
        meaning: of the creators; None when the build does not know, and then nobody is found by it.
    """

    names: Names
    searcher: tantivy.Searcher
    matching: Matching
    meaning: Meaning | None

    def find(
        self,
        query: SearchQuery,
        cosines_of: Callable[[str], np.ndarray | None] | None = None,
        *,
        allowed: np.ndarray | None = None,
        weights: dict[str, float] | None = None,
    ) -> Ranked:
        """Creators that answer a query, best first; none for an empty one.

        Args:
            cosines_of: text -> similarities of all creators, see `Meaning`, None where it has none;
                it gets the query with typing errors corrected. None leaves meaning out.
            allowed: (n,) bool, creators that may be found; None for all.
            weights: of the lists, instead of those measured.
        """
        forms = wordings(query, self.matching.vocabulary)
        tags = tag_wordings(query, self.matching.vocabulary)
        named = {hit.row: hit for hit in self._named(query)}
        depth = DEPTH if allowed is None else _DEPTH_TO_FILTER
        by_words, words_count = self._by_words(query, forms, tags, depth)
        cosines = self._cosines(query, forms, cosines_of)
        meant = self._meant(cosines)
        by_meaning = [RankedList("meaning", Tier.CLOSE, meant[:depth])]
        lists = self._by_name(named) + by_words + by_meaning
        if query.handles:
            lists = _only(lists, set(named), by_words if _has_text(query) else None)
        if allowed is not None:
            lists = [part.among(allowed) for part in lists]
        creators = fused(lists, weights).head(DEPTH)
        rows = creators["row"].to_numpy()
        known = np.full(len(rows), np.nan) if cosines is None else cosines[rows]
        kinds = self._kinds(query, forms, tags, rows.tolist())
        kinds["name"] |= np.isin(rows, list(named))
        kinds["meaning"] = np.isin(rows, meant)
        return Ranked(
            creators.assign(**kinds, cosine=known), named, tuple(forms), tuple(tags), words_count
        )

    def _named(self, query: SearchQuery) -> list[NamedCreator]:
        if query.handles:
            every = [self.names.find(handle, handles_only=True) for handle in query.handles]
            return [hit for hits_of_one in every for hit in hits_of_one]
        if query.is_free and len(query.words) <= _NAME_WORDS:
            return self.names.find(query.text)
        return []

    def _by_name(self, named: dict[int, NamedCreator]) -> list[RankedList]:
        lists = []
        for tier in (Tier.NAMED, Tier.TYPED, Tier.CORRECTED):
            rows = [row for row, hit in named.items() if _TIER_OF[hit.match] == tier]
            lists.append(RankedList("names", tier, np.array(rows, dtype=np.int64)))
        return lists

    def _cosines(
        self,
        query: SearchQuery,
        forms: Sequence[Wording],
        cosines_of: Callable[[str], np.ndarray | None] | None,
    ) -> np.ndarray | None:
        if cosines_of is None or self.meaning is None or not query.is_free:
            return None
        if any(form.corrected for form in forms):
            return cosines_of(" ".join(form.likeliest for form in forms))
        return cosines_of(query.text)

    def _by_words(
        self, query: SearchQuery, forms: Sequence[Wording], tags: Sequence[Wording], depth: int
    ) -> tuple[list[RankedList], int]:
        """Lists of creators with the words, and how many hold all of them as typed."""
        if not _has_text(query):
            return [], 0
        make = self.matching
        typed = self._hits(make.all_words(query, forms, tags, with_corrections=False), depth)
        lists = [RankedList("words", Tier.TYPED, typed.rows)]
        if any(form.is_corrected for form in (*forms, *tags)):
            corrected = make.all_words(query, forms, tags, with_corrections=True)
            lists.append(RankedList("words", Tier.CORRECTED, self._hits(corrected, depth).rows))
        if sum(not form.is_common for form in forms) > 1 and len(typed.rows) < depth:
            some = self._hits(make.some_words(query, forms, tags), depth)
            lists.append(RankedList("words", Tier.CLOSE, some.rows))
        return lists, typed.total

    def _meant(self, cosines: np.ndarray | None) -> np.ndarray:
        if cosines is None or self.meaning is None:
            return np.empty(0, dtype=np.int64)
        return self.meaning.close(cosines)

    def _kinds(
        self,
        query: SearchQuery,
        forms: Sequence[Wording],
        tags: Sequence[Wording],
        rows: list[int],
    ) -> dict[str, np.ndarray]:
        """By which fields each of some creators is found."""
        kinds = {}
        for kind, fields in _FIELDS_OF.items():
            among = self.matching.in_fields(query, forms, tags, fields, rows)
            kinds[kind] = np.isin(rows, self._hits(among, max(len(rows), 1)).rows)
        return kinds

    def _hits(self, query: tantivy.Query, depth: int) -> Hits:
        return hits(self.searcher, query, depth)


def _has_text(query: SearchQuery) -> bool:
    return bool(query.words or query.phrases or query.tags)


def _only(
    lists: list[RankedList], named: set[int], by_words: list[RankedList] | None
) -> list[RankedList]:
    """The lists without creators that the handle, or the rest of the query, does not name."""
    rows = named
    if by_words is not None:
        rows = named & {int(row) for part in by_words for row in part.rows}
    keep = np.array(sorted(rows), dtype=np.int64)
    return [RankedList(part.name, part.tier, part.rows[np.isin(part.rows, keep)]) for part in lists]
