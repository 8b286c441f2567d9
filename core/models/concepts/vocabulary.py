"""The concepts of a body of accounts: nouns of WordNet that they use, and words outside of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.models.concepts.senses import lemmas_by_synset
from core.models.concepts.splitting import is_english
from core.models.concepts.uses import WordUses
from core.models.concepts.wordnet import nouns

NOUN, WORD = "noun", "word"


@dataclass(frozen=True)
class Vocabulary:
    """Attributes:
    labels: (concepts,) what people read, each once: the word that accounts use most for it.
    synsets: (concepts,) of WordNet; -1 for a word outside of it.
    words: (concepts,) the word outside of WordNet; '' for a noun of it.
    accounts_counts: (concepts,) accounts that use it, at least 1.
    """

    labels: tuple[str, ...]
    synsets: NDArray[np.int64]
    words: tuple[str, ...]
    accounts_counts: NDArray[np.int64]

    @property
    def kinds(self) -> list[str]:
        """NOUN of WordNet, or WORD outside of it, for each concept."""
        return [NOUN if synset >= 0 else WORD for synset in self.synsets.tolist()]

    @cached_property
    def places(self) -> Mapping[int, int]:
        """Synset -> its concept."""
        return {
            synset: number for number, synset in enumerate(self.synsets.tolist()) if synset >= 0
        }

    @cached_property
    def word_places(self) -> Mapping[str, int]:
        """Word outside of WordNet -> its concept."""
        return {word: number for number, word in enumerate(self.words) if word}

    def direct(self, uses: WordUses, synsets: NDArray[np.int64]) -> NDArray[np.int64]:
        """(u,) concept that each use names itself; -1 for none.

        Args:
            synsets: (u,) of the uses; -1 for a word outside of WordNet.
        """
        by_word = np.array([self.word_places.get(name, -1) for name in uses.names] or [-1])
        numbers = np.where(synsets < 0, by_word[uses.words], -1)
        if len(nouns().glosses):
            by_synset = np.full(len(nouns().glosses), -1)
            for synset, number in self.places.items():
                by_synset[synset] = number
            numbers = np.where(synsets >= 0, by_synset[synsets], numbers)
        return np.asarray(numbers, dtype=np.int64)


def find_vocabulary(
    uses: WordUses,
    synsets: NDArray[np.int64],
    counted: NDArray[np.bool_],
    *,
    fewest: int,
    most: int,
) -> Vocabulary:
    """Concepts of at least `fewest` accounts, words outside WordNet of twice as many.

    Args:
        counted: (accounts,) those that count. What creators never say cannot tell them apart, and
            brands write much that is about none of their goods: 'team', 'budget', 'close'.
        synsets: (u,) of the uses; -1 for a word outside of WordNet.
        most: concepts; those of most accounts are kept, ties by synset and word.
    """
    is_counted = counted[uses.accounts]
    known = is_counted & (synsets >= 0)
    pairs = np.unique(np.column_stack([synsets[known], uses.accounts[known]]), axis=0)
    found, counts = np.unique(pairs[:, 0], return_counts=True)
    candidates = [
        (int(count), int(synset), "")
        for synset, count in zip(found, counts, strict=True)
        if count >= fewest
    ]
    words = uses.words[is_counted & (synsets < 0)]
    word_counts = np.bincount(words, minlength=len(uses.names))
    candidates += [
        (int(count), -1, name)
        for name, count in zip(uses.names, word_counts.tolist(), strict=True)
        # An English word that is no noun says how, not what: 'tiny', 'slow', 'based'.
        if count >= 2 * fewest and not is_english(name)
    ]
    candidates.sort(key=lambda entry: (-entry[0], entry[1], entry[2]))
    kept = candidates[:most]
    names = _names(uses, synsets)
    labels = _unique([name or names[synset] for _, synset, name in kept], [c[1] for c in kept])
    return Vocabulary(
        tuple(labels),
        np.array([synset for _, synset, _ in kept], dtype=np.int64),
        tuple(name for _, _, name in kept),
        np.array([count for count, _, _ in kept], dtype=np.int64),
    )


def _names(uses: WordUses, synsets: NDArray[np.int64]) -> dict[int, str]:
    """Synset -> the word that most uses give it; ties by word."""
    known = synsets >= 0
    pairs = Counter(zip(synsets[known].tolist(), uses.words[known].tolist(), strict=True))
    best: dict[int, tuple[int, str]] = {}
    for (synset, word), count in pairs.items():
        entry = (-count, uses.names[word].replace("_", " "))
        if synset not in best or entry < best[synset]:
            best[synset] = entry
    return {synset: name for synset, (_, name) in best.items()}


def _unique(labels: list[str], synsets: list[int]) -> list[str]:
    """Labels, of which those that occur twice say what they are a kind of.

    The first, which most accounts have, stays as it is.
    """
    above = lemmas_by_synset()
    taken: set[str] = set()
    unique = []
    for label, synset in zip(labels, synsets, strict=True):
        name = label
        if name in taken and synset >= 0:
            kinds = [above[kind] for kind in nouns().hypernyms[synset] if above[kind]]
            name = f"{label} ({kinds[0]})" if kinds else label
        number = 2
        while name in taken:
            name = f"{label} ({number})"
            number += 1
        taken.add(name)
        unique.append(name)
    return unique
