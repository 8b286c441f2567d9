"""Brands, niches, hashtags and campaigns by name, as the search for creators takes names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from core.formats import counted
from core.models.search.names import NameMatch, Names
from core.models.search.query import parsed
from core.models.search.words import joined, words
from core.queries.search.things import named_brands, named_niches, trending_tags
from core.services.build_rows import Unhashed
from core.services.search.creators import search_index
from core.services.session import BuildSession

BRAND, NICHE, HASHTAG, CAMPAIGN = "brand", "niche", "hashtag", "campaign"
THINGS_MAX = 3  # of each kind
_Thing = tuple[str, str, str, str]  # kind, id, name, note


@dataclass(frozen=True)
class NamedThing:
    """Something else than a creator that has a name.

    Attributes:
        kind: BRAND, NICHE, HASHTAG or CAMPAIGN.
        id: of the brand, niche or campaign; the hashtag without '#'.
        name: as shown.
        note: what it is, in a few words.
        match: how well the text names it.
        has_trend: for a hashtag, whether Trends knows it.
    """

    kind: str
    id: str
    name: str
    note: str
    match: NameMatch
    has_trend: bool = False


def named_things(
    session: BuildSession, text: str, others: Sequence[_Thing] = ()
) -> list[NamedThing]:
    """What a text names besides creators, best first, `THINGS_MAX` of a kind at most.

    Args:
        others: kind, id, name and note of what the build does not know: typed brands, campaigns.
    """
    query = parsed(text)
    if query.is_empty or query.handles or query.phrases:
        return []
    known = _known(session.folder, Unhashed(session.con))
    hashtags = _hashtags(session, known, query.tags[0] if query.tags else joined(query.text))
    if query.tags:
        return hashtags
    niches = named_niches(session.con)
    others = [*others, *((NICHE, *row[:3]) for row in niches)]
    things = [
        *_by_name(query.text, others, _names(others)),
        *_by_name(query.text, known.brands, known.brand_names),
        *_by_keyword(query.text, niches),
    ]
    return [*_first_of_each(sorted(things, key=lambda thing: thing.match)), *hashtags]


@dataclass(frozen=True)
class _KnownThings:
    """Attributes:
    trending: hashtags that Trends knows.
    """

    brands: tuple[_Thing, ...]
    brand_names: Names
    trending: frozenset[str]


@lru_cache(maxsize=4)
def _known(folder: Path, unhashed: Unhashed) -> _KnownThings:
    """Kept by folder, for a build never changes; people rename niches, which are not in it."""
    brands = tuple((BRAND, *row) for row in named_brands(unhashed.con))
    return _KnownThings(brands, _names(brands), trending_tags(unhashed.con))


def _by_keyword(text: str, niches: Sequence[tuple[str, str, str, list[str]]]) -> list[NamedThing]:
    said = set(words(text))
    return [
        NamedThing(NICHE, niche_id, name, note, NameMatch.INSIDE)
        for niche_id, name, note, keywords in niches
        if said & set(keywords)
    ]


def _names(things: Sequence[_Thing]) -> Names:
    return Names(
        tuple(joined(name) for _, _, name, _ in things),
        tuple(" ".join(words(name)) for _, _, name, _ in things),
        np.zeros(len(things)),
    )


def _by_name(text: str, things: Sequence[_Thing], names: Names) -> list[NamedThing]:
    return [NamedThing(*things[hit.row], hit.match) for hit in names.find(text)]


def _first_of_each(things: Iterable[NamedThing]) -> list[NamedThing]:
    counts: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    kept = []
    for thing in things:
        if (thing.kind, thing.id) in seen:
            continue
        seen.add((thing.kind, thing.id))
        counts[thing.kind] += 1
        if counts[thing.kind] <= THINGS_MAX:
            kept.append(thing)
    return kept


def _hashtags(session: BuildSession, known: _KnownThings, start: str) -> list[NamedThing]:
    index = search_index(session)
    if index is None or not start:
        return []
    vocabulary = index.matching.vocabulary
    whole = [start] if index.searcher.doc_freq("tags", start) else []
    tags = whole + vocabulary.beginning_with(start, "tags")
    things = []
    for tag in (tags or vocabulary.corrections(start, "tags"))[:THINGS_MAX]:
        count = index.searcher.doc_freq("tags", tag)
        match = NameMatch.BEGINNING if tag.startswith(start) else NameMatch.MISTYPED
        match = NameMatch.WHOLE if tag == start else match
        note = counted(count, "creator")
        things.append(NamedThing(HASHTAG, tag, f"#{tag}", note, match, tag in known.trending))
    return things
