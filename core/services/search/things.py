"""Brands, niches, hashtags and campaigns by name, as the search for creators takes names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.models.search.names import NameMatch, Names
from core.models.search.query import parsed
from core.models.search.words import joined, words
from core.queries.search.things import named_brands, named_niches, trending_tags
from core.services.search.creators import search_index
from core.services.session import BuildSession

BRAND, NICHE, HASHTAG, CAMPAIGN = "brand", "niche", "hashtag", "campaign"
THINGS_MAX = 3  # of each kind


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
    session: BuildSession, text: str, others: Sequence[tuple[str, str, str, str]] = ()
) -> list[NamedThing]:
    """What a text names besides creators, best first, `THINGS_MAX` of a kind at most.

    Args:
        others: kind, id, name and note of what the build does not know: typed brands, campaigns.
    """
    query = parsed(text)
    if query.is_empty or query.handles or query.phrases:
        return []
    hashtags = _hashtags(session, query.tags[0] if query.tags else joined(query.text))
    if query.tags:
        return hashtags
    brands = [(BRAND, *row) for row in named_brands(session.con)]
    niches = named_niches(session.con)
    known = [
        *others,
        *brands,
        *((NICHE, niche_id, name, note) for niche_id, name, note, _ in niches),
    ]
    keywords = {niche_id: list(more) for niche_id, _, _, more in niches}
    things = _by_name(query.text, known, keywords)
    return sorted([*things, *hashtags], key=lambda thing: thing.match)


def _by_name(
    text: str,
    known: Sequence[tuple[str, str, str, str]],
    keywords: Mapping[str, Sequence[str]],
) -> list[NamedThing]:
    handles = tuple(joined(name) for _, _, name, _ in known)
    names = tuple(" ".join(words(name)) for _, _, name, _ in known)
    things = []
    for hit in Names(handles, names, np.zeros(len(known))).find(text):
        kind, thing_id, name, note = known[hit.row]
        things.append(NamedThing(kind, thing_id, name, note, hit.match))
    seen = {(thing.kind, thing.id) for thing in things}
    for kind, thing_id, name, note in known:
        is_keyword = kind == NICHE and set(words(text)) & set(keywords.get(thing_id, ()))
        if is_keyword and (kind, thing_id) not in seen:
            things.append(NamedThing(kind, thing_id, name, note, NameMatch.INSIDE))
    of_kind: dict[str, int] = {}
    kept = []
    for thing in things:
        of_kind[thing.kind] = of_kind.get(thing.kind, 0) + 1
        if of_kind[thing.kind] <= THINGS_MAX:
            kept.append(thing)
    return kept


def _hashtags(session: BuildSession, start: str) -> list[NamedThing]:
    index = search_index(session)
    if index is None or not start:
        return []
    vocabulary = index.matching.vocabulary
    whole = [start] if index.searcher.doc_freq("tags", start) else []
    tags = whole + vocabulary.beginning_with(start, "tags")
    tags = (tags or vocabulary.corrections(start, "tags"))[:THINGS_MAX]
    trends = trending_tags(session.con, tags)
    things = []
    for tag in tags:
        count = index.searcher.doc_freq("tags", tag)
        match = NameMatch.WHOLE if tag == start else NameMatch.BEGINNING
        if not tag.startswith(start):
            match = NameMatch.MISTYPED
        if count:
            note = f"{count:,} creator{'s' if count != 1 else ''}"
            things.append(NamedThing(HASHTAG, tag, f"#{tag}", note, match, tag in trends))
    return things
