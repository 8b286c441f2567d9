"""Which written words and hashtags answer a query."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from core.models.search.query import SearchQuery
from core.models.search.text_index import STEMMERS, stem
from core.models.search.words import joined, words, written_words
from core.services.search.creators import FoundCreators

_HASHTAG = re.compile(r"[#＃][^\s#＃]+")


@dataclass(frozen=True)
class LookedFor:
    """What counts as a word of a query.

    Attributes:
        spellings: folded spelling -> the word of the query that it stands for.
        stems: the same without endings.
        tags: folded hashtags that are asked for, or that the words may be.
        tag_starts: beginnings of hashtags that are asked for.
        phrases: folded words of each quotation.
    """

    spellings: dict[str, str]
    stems: dict[str, str]
    tags: frozenset[str]
    tag_starts: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    _known: dict[tuple[str, str | None], str | None] = field(default_factory=dict)

    @property
    def typed(self) -> frozenset[str]:
        """The words of the query."""
        return frozenset(self.spellings.values())

    def word(self, written: str, language: str | None) -> str | None:
        """The word of the query that a written one stands for; None for another word."""
        key = (written, language)
        if key not in self._known:
            self._known[key] = self._word(written, language)
        return self._known[key]

    def _word(self, written: str, language: str | None) -> str | None:
        parts = words(written)
        for part in parts:
            if part in self.spellings:
                return self.spellings[part]
        if len(parts) != 1:
            return None
        return self.stems.get(parts[0]) or self.stems.get(stem(written, language))

    def in_text(self, text: str, language: str | None) -> list[tuple[str, str]]:
        """Written words of a text that answer the query, each with the word it stands for."""
        return [
            (written, word)
            for written in written_words(text)
            if (word := self.word(written, language)) is not None
        ]

    def is_tag(self, tag: str) -> bool:
        """Whether a hashtag answers the query."""
        plain = joined(tag)
        return plain in self.tags or (bool(self.tag_starts) and plain.startswith(self.tag_starts))

    def has_phrases(self, text: str) -> bool:
        """Whether a text holds every quotation, and there is one."""
        if not self.phrases:
            return False
        said = f" {' '.join(words(text))} "
        return all(f" {' '.join(phrase)} " in said for phrase in self.phrases)


def looked_for(found: FoundCreators) -> LookedFor:
    """What answers the query of a search; words such as 'and' do not when there are others."""
    spellings: dict[str, str] = {}
    stems: dict[str, str] = {}
    for form in found.words:
        if form.is_common:
            continue
        begun = [text for _, text in form.begun]
        for text in (form.typed, *form.joins, *form.corrected, *(form.halves or ()), *begun):
            spellings.setdefault(text, form.typed)
        for text in (form.typed, *form.corrected):
            for language in STEMMERS:
                stems.setdefault(stem(text, language), form.typed)
    tags = set(spellings) | set(_tags(found.query, found))
    for phrase in found.query.phrases:
        spellings |= {text: text for text in phrase}
    return LookedFor(spellings, stems, frozenset(tags), found.query.tags, found.query.phrases)


def without_hashtags(text: str) -> str:
    """A caption without its hashtags, which are counted on their own."""
    return _HASHTAG.sub(" ", text)


def _tags(query: SearchQuery, found: FoundCreators) -> list[str]:
    return [*query.tags, *(text for tag in found.tags for text in tag.corrected)]
