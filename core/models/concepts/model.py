"""Concepts of accounts: which there are, how they are linked, and accounts as their means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.models.concepts.embedding import WINDOW, node_vectors
from core.models.concepts.graph import Links, concept_links
from core.models.concepts.senses import (
    Encode,
    SenseTexts,
    fit_sense_texts,
    foreign_words,
    gloss_texts,
    used_synsets,
)
from core.models.concepts.uses import WordUses
from core.models.concepts.vocabulary import Vocabulary, find_vocabulary
from core.models.concepts.wordnet import nouns
from core.progress import Report, silent

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

MODEL_VERSION = "concepts-2"
_STEPS_UP = 2
_BROADER_WEIGHT = 0.5  # of a word that is no concept itself, but a kind of one


@dataclass(frozen=True)
class ConceptsConfig:
    """Attributes:
    fewest_accounts: brands and creators without which there is nothing to learn from.
    fewest_uses: creators that a concept needs; twice as many for a word outside WordNet.
    most_concepts: those of most accounts are kept.
    dimension: length of a vector.
    window: steps of a walk.
    kind_shares: of all weight of the edges: co-use, related, mention.
    most_links: strongest edges of each kind for each concept.
    """

    fewest_accounts: int = 100
    fewest_uses: int = 4
    most_concepts: int = 700
    dimension: int = 128
    window: int = WINDOW
    kind_shares: tuple[float, float, float] = (0.7, 0.2, 0.1)
    most_links: int = 15


@dataclass(frozen=True)
class ConceptModel:
    """Attributes:
    config: it was fitted with.
    vocabulary: the concepts.
    links: the graph's edges.
    vectors: (concepts, dimension) float32 unit rows; 0 for a concept without an edge.
    foreign: words that are read as they are, not as an English noun.
    sense_texts: to choose senses by.
    version: of the model.
    """

    config: ConceptsConfig
    vocabulary: Vocabulary
    links: Links
    vectors: NDArray[np.float32]
    foreign: frozenset[str]
    sense_texts: SenseTexts = field(default_factory=SenseTexts)
    version: str = MODEL_VERSION

    @cached_property
    def rarity(self) -> NDArray[np.float64]:
        """(concepts,) weight of a use: 1 for a concept of one account, less the more have it.

        It does not depend on how many accounts there are, so that an account that comes or goes
        changes the weights of its own concepts alone.
        """
        return np.asarray(1 / (1 + np.log(self.vocabulary.accounts_counts)))

    def weights(
        self, uses: WordUses, account_vectors: NDArray[np.float32] | None = None
    ) -> csr_matrix:
        """(accounts, concepts) float64, 0 or more: how much each account is about each concept.

        Args:
            account_vectors: (accounts, dimension of the encoder) to choose senses by.
        """
        concepts = concepts_of_uses(
            uses, self.foreign, account_vectors, self.sense_texts, self.vocabulary
        )
        return _summed(
            uses, concepts.numbers, concepts.shares * self.rarity[concepts.numbers], len(self)
        )

    def rows(self, weights: csr_matrix) -> NDArray[np.float32]:
        """(accounts, dimension) weighted mean of the vectors of each account's concepts.

        NaN for an account without a concept that has an edge.
        """
        linked = self.vectors.any(axis=1)
        totals = weights @ linked.astype(np.float64)
        sums = np.asarray(weights @ self.vectors.astype(np.float64))
        rows = np.full(sums.shape, np.nan)
        known = totals > 0
        rows[known] = sums[known] / totals[known, None]
        return rows.astype(np.float32)

    def __len__(self) -> int:
        return len(self.vocabulary.labels)


@dataclass(frozen=True)
class UsedConcepts:
    """Attributes:
    numbers: (u,) concept of each use; -1 for none.
    shares: (u,) how much it counts, 0-1.
    """

    numbers: NDArray[np.int64]
    shares: NDArray[np.float64]


def fit(
    uses: WordUses,
    mentions: NDArray[np.int64],
    config: ConceptsConfig | None = None,
    *,
    creators: NDArray[np.bool_] | None = None,
    account_vectors: NDArray[np.float32] | None = None,
    encode: Encode | None = None,
    seed: int,
    report: Report = silent,
) -> ConceptModel | None:
    """Concepts and their graph; None with too few accounts or fewer than three concepts.

    Args:
        uses: words of all accounts.
        mentions: (m, 2) rows of accounts that mention and are mentioned. The caller leaves out
            the relation to be predicted.
        creators: (accounts,) True for creators, whose concepts these are; all by default.
        account_vectors: (accounts, dimension) unit rows of their texts, 0 without; with `encode`
            they choose senses.
        encode: texts -> (n, dimension) unit rows, as the account vectors were made.
        seed: unused so far; nothing here is drawn.
    """
    del seed
    config = config or ConceptsConfig()
    if uses.accounts_count < config.fewest_accounts or not len(uses.names):
        return None
    foreign = foreign_words(uses)
    report("concepts", 0, 3, "")
    counted = np.ones(uses.accounts_count, dtype=bool) if creators is None else creators
    sense_texts = fit_sense_texts(
        uses,
        foreign,
        account_vectors,
        encode,
        counted,
        fewest=config.fewest_uses,
        most=config.most_concepts,
    )
    report("concepts", 1, 3, "")
    synsets = used_synsets(uses, foreign, account_vectors, sense_texts)
    vocabulary = find_vocabulary(
        uses, synsets, counted, fewest=config.fewest_uses, most=config.most_concepts
    )
    if len(vocabulary.labels) < 3:
        return None
    direct = vocabulary.direct(uses, synsets)
    members = _summed(uses, direct, np.ones(len(direct)), len(vocabulary.labels))
    leading = _leading(members)
    members.data[:] = 1
    report("concepts", 2, 3, "")
    links = concept_links(
        members,
        leading,
        uses.languages,
        mentions,
        vocabulary.synsets,
        _text_vectors(vocabulary, encode),
        most_per_concept=config.most_links,
    )
    adjacency = links.adjacency(len(vocabulary.labels), config.kind_shares)
    vectors = node_vectors(adjacency, config.dimension, window=config.window)
    return ConceptModel(config, vocabulary, links, vectors.astype(np.float32), foreign, sense_texts)


def concepts_of_uses(
    uses: WordUses,
    foreign: frozenset[str],
    account_vectors: NDArray[np.float32] | None,
    texts: SenseTexts,
    vocabulary: Vocabulary,
) -> UsedConcepts:
    """The concept of each use; for a rare word the nearest of which it is a kind."""
    synsets = used_synsets(uses, foreign, account_vectors, texts)
    numbers = vocabulary.direct(uses, synsets)
    shares = np.ones(len(numbers))
    places = vocabulary.places
    missing = (numbers < 0) & (synsets >= 0)
    broader = {
        synset: _nearest_above(synset, places) for synset in np.unique(synsets[missing]).tolist()
    }
    for place in np.flatnonzero(missing).tolist():
        numbers[place] = broader[int(synsets[place])]
        shares[place] = _BROADER_WEIGHT
    return UsedConcepts(numbers, shares)


def _nearest_above(synset: int, places: Mapping[int, int]) -> int:
    steps = nouns().above(synset, _STEPS_UP)
    concepts = sorted((count, places[above]) for above, count in steps.items() if above in places)
    return concepts[0][1] if concepts else -1


def _summed(
    uses: WordUses, numbers: NDArray[np.int64], factors: NDArray[np.float64], concepts_count: int
) -> csr_matrix:
    """(accounts, concepts) the weights of the uses times `factors`, added up."""
    from scipy.sparse import coo_matrix

    kept = numbers >= 0
    table = coo_matrix(
        (uses.weights[kept] * factors[kept], (uses.accounts[kept], numbers[kept])),
        shape=(uses.accounts_count, concepts_count),
    ).tocsr()
    table.sum_duplicates()
    return table


_LEADING = 8  # concepts of an account that its mentions speak for; all of them cost minutes


def _leading(weights: csr_matrix) -> csr_matrix:
    """(accounts, concepts) 1 for the heaviest concepts of each account; ties by number."""
    from scipy.sparse import csr_matrix

    counts = np.diff(weights.indptr)
    accounts = np.repeat(np.arange(weights.shape[0]), counts)
    order = np.lexsort((weights.indices, -weights.data, accounts))
    places = np.arange(len(order)) - np.repeat(weights.indptr[:-1], counts)
    chosen = order[places < _LEADING]
    return csr_matrix(
        (np.ones(len(chosen)), (accounts[chosen], weights.indices[chosen])), shape=weights.shape
    )


def _text_vectors(vocabulary: Vocabulary, encode: Encode | None) -> NDArray[np.float32] | None:
    if encode is None:
        return None
    texts = list(vocabulary.labels)
    known = vocabulary.synsets >= 0
    glosses = gloss_texts(vocabulary.synsets[known].tolist())
    for place, text in zip(np.flatnonzero(known).tolist(), glosses, strict=True):
        texts[place] = text
    return np.asarray(encode(texts), dtype=np.float32)
