"""The words of an index: how many creators use one, what it begins, what a mistyped one meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from core.models.search.spelling import allowed_errors, closest
from core.models.search.text_index import stem
from core.models.search.words import is_unspaced, words

if TYPE_CHECKING:
    import tantivy

_PREFIX_SHORTEST = 2
_PREFIX_WORDS = 12  # words that begin with the last one, most used first
_CORRECTIONS = 3
# A word this much rarer than a similar one may be a typing error of somebody who posts.
_RARE_SHARE, _MUCH_MORE = 0.002, 25
_FIELDS = ("who", "bio", "captions", "tags")


@dataclass(frozen=True)
class Vocabulary:
    """Attributes:
    searcher: of the index.
    schema: of its fields.
    languages: of its texts (ISO 639-1), whose endings are taken off.
    """

    searcher: tantivy.Searcher
    schema: tantivy.Schema
    languages: tuple[str, ...]

    def is_common(self, word: str) -> bool:
        """Whether it is a word such as 'and', in a language of the texts."""
        return word in self._stop_words

    def count(self, word: str) -> int:
        """Creators that are called so or write the word, or one with another ending."""
        counts = [self.searcher.doc_freq(field, word) for field in _FIELDS]
        counts += [self.searcher.doc_freq("stems", form) for form in self.stems(word)]
        return max(counts)

    def stems(self, word: str) -> tuple[str, ...]:
        """The word without its ending, in each of the languages, and as it stands."""
        return tuple(dict.fromkeys([word, *(stem(word, name) for name in self.languages)]))

    def beginning_with(self, start: str, field: str) -> list[str]:
        """The most used words of a field that begin so, without the start itself."""
        if len(start) < _PREFIX_SHORTEST and not is_unspaced(start):
            return []
        terms = self.searcher.terms_with_prefix(field, start)
        ordered = sorted(terms, key=lambda term: (-term[1], term[0]))
        return [word for word, _ in ordered if word != start][:_PREFIX_WORDS]

    def corrections(self, word: str, field: str | None = None) -> list[str]:
        """What a word may have meant, likeliest first; [] for one that is used much or too short.

        Args:
            field: where it is looked for; None for anywhere.
        """
        count = self.searcher.doc_freq(field, word) if field else self.count(word)
        if count > max(1, _RARE_SHARE * self.searcher.num_docs):
            return []
        errors = allowed_errors(word) if count == 0 else min(allowed_errors(word), 1)
        matches = [
            (errors, -self._counts[text], text)
            for text, errors in closest(word, self._by_length, errors)
            if self._counts[text] >= max(1, count * _MUCH_MORE)
            and (field is None or self.searcher.doc_freq(field, text))
        ]
        fewest = min(matches, default=(0, 0, ""))[0]
        return [text for errors, _, text in sorted(matches) if errors == fewest][:_CORRECTIONS]

    def halves(self, word: str) -> tuple[str, str] | None:
        """Two known words that the word runs together: 'glowskin' -> ('glow', 'skin')."""
        splits = [(word[:cut], word[cut:]) for cut in range(3, len(word) - 2)]
        known = [pair for pair in splits if pair[0] in self._counts and pair[1] in self._counts]
        return max(
            known,
            key=lambda pair: (min(self._counts[pair[0]], self._counts[pair[1]]), pair),
            default=None,
        )

    @cached_property
    def _stop_words(self) -> frozenset[str]:
        import stopwordsiso

        languages = [name for name in self.languages if stopwordsiso.has_lang(name)]
        stop_words = stopwordsiso.stopwords(languages) if languages else set()
        return frozenset(part for word in stop_words for part in words(word))

    @cached_property
    def _counts(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for field in _FIELDS:
            for word, count in self.searcher.terms_with_prefix(field, ""):
                counts[word] = max(count, counts.get(word, 0))
        return counts

    @cached_property
    def _by_length(self) -> dict[int, Sequence[str]]:
        known: dict[int, list[str]] = defaultdict(list)
        for word in self._counts:
            known[len(word)].append(word)
        return dict(known)

    def warm_up(self) -> None:
        """Reads the words now rather than at the first typing error."""
        self.corrections("warmup")
