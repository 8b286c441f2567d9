"""Words of documents as sparse counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Document = Sequence[str]


@dataclass(frozen=True)
class WordCounts:
    """Known words of n documents; what a document does not use takes no room.

    Attributes:
        starts: (n + 1,) int64, where the words of each document begin and end.
        places: (m,) int64 places of words in the vocabulary, ascending within a document.
        counts: (m,) float32 uses, at least 1.
    """

    starts: NDArray[np.int64]
    places: NDArray[np.int64]
    counts: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def parts(self, size: int) -> Iterator[tuple[slice, WordCounts]]:
        """The documents in parts of `size`, with their rows."""
        for first in range(0, len(self), size):
            rows = slice(first, min(first + size, len(self)))
            words = slice(self.starts[rows.start], self.starts[rows.stop])
            starts = self.starts[rows.start : rows.stop + 1] - self.starts[rows.start]
            yield rows, WordCounts(starts, self.places[words], self.counts[words])


def word_counts(documents: Sequence[Document], vocabulary: Sequence[str]) -> WordCounts:
    """Counts of the words of a vocabulary; other words are left out."""
    known = {word: place for place, word in enumerate(vocabulary)}
    starts = np.zeros(len(documents) + 1, dtype=np.int64)
    places: list[int] = []
    counts: list[int] = []
    for row, document in enumerate(documents):
        uses = Counter(known[word] for word in document if word in known)
        for place in sorted(uses):
            places.append(place)
            counts.append(uses[place])
        starts[row + 1] = len(places)
    return WordCounts(starts, np.array(places, dtype=np.int64), np.array(counts, dtype=np.float32))


def vocabulary_of(
    documents: Sequence[Document], *, fewest: int, largest_share: float, most: int
) -> tuple[str, ...]:
    """Words that enough documents use and not too many, in alphabetical order.

    Args:
        fewest: documents, at least.
        largest_share: of the documents, 0-1, at most.
        most: words; the most frequent are kept.
    """
    uses: Counter[str] = Counter()
    for document in documents:
        uses.update(set(document))
    limit = largest_share * len(documents)
    usable = [word for word, count in uses.items() if fewest <= count <= limit]
    usable.sort(key=lambda word: (-uses[word], word))
    return tuple(sorted(usable[:most]))
