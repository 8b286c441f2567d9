"""Topic words of creators, with hashtags taken apart by the words that the others use."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from core.features.text import clean_text, ignored_words, split_hashtag, topic_words

_HASHTAG = re.compile(r"[##](\w+)")
_PLAIN = re.compile(r"[^\W\d_]{2,}")
_SHORTEST_COMPOUND = 6
_LONGEST_PART = 14
_MOST_PARTS = 4
_FREQUENT = 20  # a tag that so many write as a word is one


class HashtagSplitter:
    """Splits 'interiordesign' into 'interior', 'design' by the words of a body of texts."""

    def __init__(self, texts: Iterable[str]):
        """Counts in how many texts each plain word occurs; words of hashtags do not count."""
        counts: Counter[str] = Counter()
        for text in texts:
            counts.update(plain_words(without_hashtags(text)))
        self._learn(counts)

    @classmethod
    def of_counts(cls, counts: Mapping[str, int]) -> HashtagSplitter:
        """The splitter of texts, by the number of them that each of `plain_words` occurs in."""
        splitter = cls(())
        splitter._learn(counts)
        return splitter

    def _learn(self, counts: Mapping[str, int]) -> None:
        total = sum(counts.values())
        self._frequent = {word for word, n in counts.items() if n >= _FREQUENT}
        self._logs = {
            word: math.log(n / total)
            for word, n in counts.items()
            # Two letters join anything, so only very common words of two letters are parts.
            if (len(word) > 2 and n >= 5) or n >= 100
        }
        self._known: dict[str, tuple[str, ...]] = {}
        self._terms: dict[str, tuple[str, ...]] = {}

    def terms(self, tag: str) -> tuple[str, ...]:
        """Topic words of a hashtag as written, without #, and of its parts."""
        # The same few tags stand under most posts.
        if tag not in self._terms:
            ignored = ignored_words()
            self._terms[tag] = tuple(
                part
                for word in clean_text(split_hashtag(tag)).lower().split()
                for part in dict.fromkeys((word, *self.parts(word)))
                if part not in ignored and len(part) > 2 and not part.isdigit()
            )
        return self._terms[tag]

    def parts(self, tag: str) -> tuple[str, ...]:
        """The words of a tag in lower case; the tag itself when no split is likely."""
        if tag not in self._known:
            self._known[tag] = self._split(tag)
        return self._known[tag]

    def _split(self, tag: str) -> tuple[str, ...]:
        n = len(tag)
        if n < _SHORTEST_COMPOUND or n > 40 or tag in self._frequent:
            return (tag,)
        # The most likely sequence of words (Viterbi over unigrams).
        best = [0.0] + [-math.inf] * n
        start = [0] * (n + 1)
        for end in range(1, n + 1):
            for begin in range(max(0, end - _LONGEST_PART), end):
                log = self._logs.get(tag[begin:end])
                if log is not None and best[begin] + log > best[end]:
                    best[end], start[end] = best[begin] + log, begin
        if best[n] == -math.inf:
            return (tag,)
        parts = []
        end = n
        while end:
            parts.append(tag[start[end] : end])
            end = start[end]
        return tuple(reversed(parts)) if len(parts) <= _MOST_PARTS else (tag,)


def without_hashtags(text: str) -> str:
    """A raw text with a space for each hashtag."""
    return _HASHTAG.sub(" ", text)


def plain_words(sentences: str) -> set[str]:
    """The words of a text without hashtags that tell how those of others are split."""
    return set(_PLAIN.findall(sentences.lower()))


def whole_terms(text: str, sentences: str) -> list[str]:
    """Topic words of a raw text: of its sentences, then its hashtags as written, each with #.

    Args:
        sentences: the text as `without_hashtags` gives it.
    """
    return topic_words(sentences) + [f"#{tag}" for tag in _HASHTAG.findall(text)]


def split_term(term: str, splitter: HashtagSplitter) -> tuple[str, ...]:
    """What a term of `whole_terms` stands for: itself, or the topic words of the hashtag."""
    return splitter.terms(term[1:]) if term[0] == "#" else (term,)


def topic_terms(text: str, splitter: HashtagSplitter) -> list[str]:
    """Topic words of a raw text: of its sentences, its hashtags and the parts of these."""
    terms = whole_terms(text, without_hashtags(text))
    return [word for term in terms for word in split_term(term, splitter)]


def terms_of_creators(texts: Sequence[Sequence[str]]) -> list[list[str]]:
    """Topic terms of each creator's texts, with repeats; the hashtags are split by all texts."""
    splitter = HashtagSplitter(" ".join(parts) for parts in texts)
    return [[term for part in parts for term in topic_terms(part, splitter)] for parts in texts]
