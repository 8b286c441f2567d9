"""Points of creators by the words they use: TF-IDF, reduced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from core.features.embeddings import normalised


@dataclass(frozen=True)
class WordSpaceConfig:
    """Attributes:
    dimensions: of the reduced space.
    most_words: of the vocabulary, the most frequent ones.
    fewest_creators: a word of fewer creators is left out.
    largest_share: a word of a larger share of all creators is left out.
    largest_group_share, smallest_group: so is a word of a larger share of the creators of one
        language with so many creators: it is that language's small talk.
    """

    dimensions: int = 64
    most_words: int = 20_000
    fewest_creators: int = 3
    largest_share: float = 0.2
    largest_group_share: float = 0.08
    smallest_group: int = 50


@dataclass(frozen=True)
class WordSpace:
    """Attributes:
    vocabulary: words.
    weights: (words,) inverse document frequency.
    components: (words, dimensions) float32.
    """

    vocabulary: tuple[str, ...]
    weights: np.ndarray
    components: np.ndarray

    def vectors(self, texts: Sequence[Sequence[str]]) -> np.ndarray:
        """(n, dimensions) float32 unit rows; a zero row for a text without a known word."""
        if not self.vocabulary:
            return np.zeros((len(texts), 0), dtype=np.float32)
        places = {word: number for number, word in enumerate(self.vocabulary)}
        return normalised(np.asarray(_table(texts, places, self.weights) @ self.components))

    def counts(self, texts: Sequence[Sequence[str]]) -> np.ndarray:
        """(n,) int64 different known words of each text."""
        known = set(self.vocabulary)
        return np.array([len(known.intersection(text)) for text in texts], dtype=np.int64)


def fit_words(
    texts: Sequence[Sequence[str]],
    config: WordSpaceConfig,
    *,
    seed: int,
    groups: Sequence[str] | None = None,
) -> WordSpace:
    """The space of the texts' words: sublinear TF-IDF and its first singular vectors.

    Args:
        groups: language of each text, or None.
    Source: latent semantic analysis (Deerwester et al. 1990).
    """
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(text))
    most = config.largest_share * len(texts)
    common = small_talk(texts, groups, config) if groups is not None else set()
    kept = [
        (word, n)
        for word, n in counts.items()
        if config.fewest_creators <= n <= most and word not in common
    ]
    kept.sort(key=lambda item: (-item[1], item[0]))
    kept = kept[: config.most_words]
    vocabulary = tuple(word for word, _ in kept)
    frequencies = np.array([n for _, n in kept], dtype=np.float64)
    weights = (np.log((1 + len(texts)) / (1 + frequencies)) + 1).astype(np.float32)
    dimensions = min(config.dimensions, len(vocabulary) // 2, len(texts) // 4)
    if dimensions < 2:
        return WordSpace((), np.zeros(0, np.float32), np.zeros((0, 0), np.float32))
    from sklearn.utils.extmath import randomized_svd

    table = _table(texts, {word: number for number, word in enumerate(vocabulary)}, weights)
    _, _, right = randomized_svd(table, n_components=dimensions, n_iter=5, random_state=seed)
    return WordSpace(vocabulary, weights, np.ascontiguousarray(right.T, dtype=np.float32))


def small_talk(
    texts: Sequence[Sequence[str]],
    groups: Sequence[str],
    config: WordSpaceConfig | None = None,
    *,
    least_foreign: float = 0.0,
) -> set[str]:
    """Words that a large share of one language's creators use, whatever they are about.

    Args:
        least_foreign: least share of a word's users outside the commonest language. In that
            language a word that many use may well be a topic, and elsewhere if they share it.
    """
    chosen = config or WordSpaceConfig()
    counts: dict[str, Counter[str]] = {}
    overall: Counter[str] = Counter()
    for text, group in zip(texts, groups, strict=True):
        words = set(text)
        counts.setdefault(group, Counter()).update(words)
        overall.update(words)
    sizes = Counter(groups)
    commonest = max(sizes, key=lambda name: (sizes[name], name), default="")
    at_home = counts.get(commonest, Counter())
    return {
        word
        for group, count in counts.items()
        if sizes[group] >= chosen.smallest_group
        for word, n in count.items()
        if n > chosen.largest_group_share * sizes[group]
        and overall[word] - at_home[word] >= least_foreign * overall[word]
    }


def _table(texts: Sequence[Sequence[str]], places: dict[str, int], weights: np.ndarray) -> Any:
    """Sparse (n, words) unit rows of (1 + log count) x weight."""
    from scipy.sparse import csr_array

    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for text in texts:
        counts = Counter(places[word] for word in text if word in places)
        row = np.array([_damped(n) for n in counts.values()]) * weights[list(counts)]
        length = float(np.sqrt((row**2).sum())) or 1.0
        columns += list(counts)
        values += (row / length).tolist()
        ends.append(len(columns))
    return csr_array(
        (np.array(values, np.float32), np.array(columns, np.int32), np.array(ends, np.int64)),
        shape=(len(texts), len(places)),
    )


@cache
def _damped(count: int) -> float:
    # Asked for each word of each text, and nearly always of the same few counts.
    return float(1 + np.log(count))
