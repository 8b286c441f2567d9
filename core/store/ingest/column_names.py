"""Which column of a file may fill which target, by its name."""

from __future__ import annotations

import difflib
import functools
import re
import unicodedata
from collections.abc import Sequence

from core.store.ingest.formats import Format
from core.store.ingest.model import Match
from core.store.ingest.targets import NAME

_SIMILAR = 0.86  # difflib ratio from which two names look like variants of one
_NAME_AS_HANDLE = 0.5
_CREATOR = ("influencer_id", "handle", "url")


@functools.lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A header name without case, accents, spaces and punctuation: 'País_co ' -> 'paisco'."""
    text = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[\W_]", "", "".join(c for c in text if not unicodedata.combining(c)))


def propose(form: Format, header: Sequence[str], *, similar: bool = True) -> dict[str, Match]:
    """Best column for each target that has one; no column is used twice.

    Args:
        similar: also columns whose name is only like that of the target.
    """
    candidates = []
    for index, column in enumerate(header):
        name = plain(column)
        if not name:
            continue
        for order, target in enumerate(form.targets):
            confidence = _confidence(name, target.name, target.aliases, similar=similar)
            if not confidence and similar and _has_word(column, target.aliases):
                confidence = 0.4
            if confidence:
                candidates.append((-confidence, index, order, target.name, column))
    proposed: dict[str, Match] = {}
    taken: set[int] = set()
    for negative, index, _, target_name, column in sorted(candidates):
        if index not in taken and target_name not in proposed:
            taken.add(index)
            proposed[target_name] = Match(column, -negative)
    return proposed


def suggested(form: Format, header: Sequence[str]) -> dict[str, Match]:
    """`propose`, and a name as the handle when nothing else tells whose row it is.

    Such a suggestion has a confidence of `_NAME_AS_HANDLE`: it is shown, not used by itself.
    """
    proposed = propose(form, header)
    if form.target("handle") is None or set(_CREATOR) & set(proposed):
        return proposed
    names = {plain(alias) for alias in ("name", *NAME.aliases)}
    column = next((name for name in header if plain(name) in names), None)
    return {**proposed, "handle": Match(column, _NAME_AS_HANDLE)} if column else proposed


def _confidence(name: str, target: str, aliases: Sequence[str], *, similar: bool) -> float:
    if name == plain(target):
        return 1.0
    known = [plain(alias) for alias in aliases]
    if name in known:
        return 0.9 - 0.001 * known.index(name)  # the commonest other name stands first
    if not similar:
        return 0.0
    best = max(_ratio(name, other) for other in [plain(target), *known])
    if best >= _SIMILAR:
        return round(0.6 * best, 2)
    # 'followersinstagram' holds 'followers'; short names such as 'id' are in too many words.
    inside = any(len(other) >= 6 and other in name for other in [plain(target), *known])
    return 0.4 if inside else 0.0


@functools.lru_cache(maxsize=65_536)
def _ratio(name: str, other: str) -> float:
    """How alike two names are, 0 to 1; 0 where they cannot be `_SIMILAR`."""
    matcher = difflib.SequenceMatcher(None, name, other)
    if matcher.real_quick_ratio() < _SIMILAR or matcher.quick_ratio() < _SIMILAR:
        return 0.0
    return matcher.ratio()


def _has_word(column: str, aliases: Sequence[str]) -> bool:
    """Whether a name of one word, such as 'fans', is a word of the header 'Fans (M)'."""
    words = set(re.split(r"[\W_]+", column.casefold()))
    return any(len(alias) >= 4 and alias in words for alias in aliases)
