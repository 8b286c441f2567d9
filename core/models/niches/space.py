"""The space in which creators are grouped: what their texts mean and which words they use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from core.features.embeddings import normalised
from core.models.niches.linear_space import LinearConfig, LinearSpace, empty_space, fit_linear
from core.models.niches.word_space import WordSpace, WordSpaceConfig, fit_words


@dataclass(frozen=True)
class SpaceConfig:
    """Attributes:
    words_share: weight of the words against the sentence vectors, 0-1, in squared distances.
    smallest_fit: with fewer creators the vectors stay as they are and words do not count.
    """

    words_share: float = 0.3
    smallest_fit: int = 200
    text: LinearConfig = field(default_factory=lambda: LinearConfig(100, noise_ratio=3.0))
    words: LinearConfig = field(
        default_factory=lambda: LinearConfig(60, noise_ratio=0.0, whitening=0.25)
    )
    vocabulary: WordSpaceConfig = field(default_factory=WordSpaceConfig)


@dataclass(frozen=True)
class NicheSpace:
    """Attributes:
    text: of the sentence vectors.
    vocabulary, words: of the words; without vocabulary they do not count.
    words_share: weight of the words in squared distances.
    """

    text: LinearSpace
    vocabulary: WordSpace
    words: LinearSpace
    words_share: float

    @property
    def uses_words(self) -> bool:
        """Whether words count beside the embeddings; False when there were too few texts."""
        return bool(self.vocabulary.vocabulary)

    def points(
        self,
        vectors: np.ndarray,
        groups: Sequence[str] | None = None,
        terms: Sequence[Sequence[str]] | None = None,
        *,
        words_doubt: float = 0.0,
    ) -> np.ndarray:
        """(n, dimensions) float32 unit rows; a zero row for a zero vector.

        Without known words a row lies in the part of the vectors only.

        Args:
            words_doubt: the words of a text with so many different known ones count half as much
                as they otherwise do. One word of a short text says little: its writers may use it
                in another sense.
        """
        text = self.text.points(vectors, groups)
        if not self.uses_words:
            return text
        if terms is None:
            words = np.zeros((len(text), self.words_dimensions), np.float32)
        else:
            words = self.words.points(self.vocabulary.vectors(terms), groups)
        words[~text.any(axis=1)] = 0.0
        share = np.full((len(text), 1), self.words_share)
        if words_doubt > 0 and terms is not None:
            counts = self.vocabulary.counts(terms)[:, None]
            share = share * counts / (counts + words_doubt)
        return normalised(
            np.hstack([text * (1 - share) ** 0.5, words * share**0.5]).astype(np.float32)
        )

    @property
    def words_dimensions(self) -> int:
        """Width of the part of a row that comes from words."""
        return self.words.projection.shape[1] or self.vocabulary.components.shape[1]


def fit_space(
    vectors: np.ndarray,
    groups: Sequence[str] | None,
    terms: Sequence[Sequence[str]] | None,
    config: SpaceConfig,
    *,
    seed: int,
) -> NicheSpace:
    """The space of unit rows (n, dimension) and their words; zero rows left out by the caller.

    Sentence vectors tell what is meant, words tell it where the encoder knows no better (brand
    names, hashtags, other languages): together they agree with given categories better than
    either alone, see bench/niches_quality.py.
    """
    dimension = vectors.shape[1] if vectors.ndim == 2 else 0
    no_words = WordSpace((), np.zeros(0, np.float32), np.zeros((0, 0), np.float32))
    if len(vectors) < config.smallest_fit:
        return NicheSpace(empty_space(dimension), no_words, empty_space(0), 0.0)
    text = fit_linear(vectors, groups, config.text)
    if terms is None or config.words_share <= 0:
        return NicheSpace(text, no_words, empty_space(0), 0.0)
    vocabulary = fit_words(terms, config.vocabulary, seed=seed, groups=groups)
    if not vocabulary.vocabulary:
        return NicheSpace(text, no_words, empty_space(0), 0.0)
    word_vectors = vocabulary.vectors(terms)
    known = word_vectors.any(axis=1)
    labels = None if groups is None else [groups[row] for row in np.flatnonzero(known).tolist()]
    words = fit_linear(word_vectors[known], labels, config.words)
    return NicheSpace(text, vocabulary, words, config.words_share)
