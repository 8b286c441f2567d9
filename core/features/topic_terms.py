"""Topic words of creators, with hashtags taken apart by the words that the others use."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

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
            counts.update(set(_PLAIN.findall(_HASHTAG.sub(" ", text).lower())))
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


def topic_terms(text: str, splitter: HashtagSplitter) -> list[str]:
    """Topic words of a raw text: of its sentences, its hashtags and the parts of these."""
    terms = topic_words(_HASHTAG.sub(" ", text))
    for tag in _HASHTAG.findall(text):
        terms += splitter.terms(tag)
    return terms


def terms_of_creators(texts: Sequence[Sequence[str]]) -> list[list[str]]:
    """Topic terms of each creator's texts, with repeats; the hashtags are split by all texts."""
    splitter = HashtagSplitter(" ".join(parts) for parts in texts)
    return [[term for part in parts for term in topic_terms(part, splitter)] for parts in texts]
