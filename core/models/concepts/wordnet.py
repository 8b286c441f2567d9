"""Nouns of WordNet 3.1 that people use: their senses, and what is a kind of what."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core.models.concepts.lists import added_concepts

NOUNS_FILE = Path(__file__).parent / "shipped" / "wordnet_nouns.tsv.gz"
_ENDINGS = (("ies", "y"), ("ves", "f"), ("men", "man"), ("s", ""), ("es", ""))
_SHORTEST_STEM = 3


@dataclass(frozen=True)
class Sense:
    """One meaning of a word: the synset and the share of its uses, 0-1, in tagged English text."""

    synset: int
    share: float


@dataclass(frozen=True)
class Nouns:
    """Attributes:
    senses: lemma, with _ between two words -> its senses, the most frequent first.
    hypernyms: (synsets,) what each is a kind of; () at the top.
    glosses: (synsets,) what each means; '' for one that only stands above others.
    depths: (synsets,) steps from the top by the shortest way, 0 for 'entity'.
    """

    senses: Mapping[str, tuple[Sense, ...]]
    hypernyms: tuple[tuple[int, ...], ...]
    glosses: tuple[str, ...]
    depths: tuple[int, ...]

    def lemma(self, word: str) -> str | None:
        """The noun that a lower-case word is a form of; None for no noun."""
        if word in self.senses:
            return word
        for ending, stem in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
                base = word.removesuffix(ending) + stem
                if base in self.senses:
                    return base
        return None

    def above(self, synset: int, most: int) -> dict[int, int]:
        """Synsets at most so many steps above one, itself included -> steps."""
        steps = {synset: 0}
        level = [synset]
        for step in range(1, most + 1):
            level = [above for below in level for above in self.hypernyms[below]]
            for above in level:
                steps.setdefault(above, step)
        return steps


@lru_cache(maxsize=1)
def nouns() -> Nouns:
    """The shipped table and the concepts of `words.toml`, which come after it."""
    found: dict[str, list[tuple[int, int, int]]] = {}
    hypernyms: list[tuple[int, ...]] = []
    glosses: list[str] = []
    with gzip.open(NOUNS_FILE, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            lemmas, above, gloss = line.rstrip("\n").split("\t")
            for entry in lemmas.split():
                lemma, rank, count = entry.split(":")
                found.setdefault(lemma, []).append((int(rank), number, int(count)))
            hypernyms.append(tuple(int(place) for place in above.split()))
            glosses.append(gloss)
    senses = {lemma: _by_rank(entries) for lemma, entries in found.items()}
    for name, (kind, forms) in added_concepts().items():
        number = len(glosses)
        glosses.append(f"a kind of {kind.replace('_', ' ')}")
        hypernyms.append((senses[kind][0].synset,))
        for form in (name, *forms):
            senses[form] = (Sense(number, 1.0),)  # in place of what WordNet says
    return Nouns(senses, tuple(hypernyms), tuple(glosses), tuple(_depths(hypernyms)))


def _by_rank(entries: list[tuple[int, int, int]]) -> tuple[Sense, ...]:
    """One more use each than were tagged: an untagged sense is rare, not impossible."""
    total = sum(count + 1 for _, _, count in entries)
    return tuple(Sense(number, (count + 1) / total) for _, number, count in sorted(entries))


def _depths(hypernyms: list[tuple[int, ...]]) -> list[int]:
    below: list[list[int]] = [[] for _ in hypernyms]
    for number, above in enumerate(hypernyms):
        for place in above:
            below[place].append(number)
    depths = [-1] * len(hypernyms)
    level = [number for number, above in enumerate(hypernyms) if not above]
    depth = 0
    while level:
        for number in level:
            depths[number] = depth
        depth += 1
        level = sorted({child for number in level for child in below[number] if depths[child] < 0})
    return depths
