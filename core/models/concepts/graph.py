"""Edges between concepts: used by the same accounts, related in meaning, joined by mentions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.models.concepts.wordnet import nouns

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

CO_USE, RELATED, MENTION = "co-use", "related", "mention"
KINDS = (CO_USE, RELATED, MENTION)

_FEWEST = 3  # accounts, or mentions, that an edge rests on
_ERRORS = 3.0  # standard errors above what chance would give
_STEPS_UP = 2
_STEP_DECAY = 0.6
_CLOSEST = 0.7  # cosine of two texts, lemma and gloss, from which they are called related


@dataclass(frozen=True)
class Links:
    """Edges, each once.

    Attributes:
        left, right: (e,) numbers of concepts, left < right.
        kinds: (e,) places in `KINDS`.
        weights: (e,) above 0, at most 1.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    kinds: NDArray[np.int64]
    weights: NDArray[np.float64]

    def adjacency(self, count: int, shares: tuple[float, ...]) -> NDArray[np.float64]:
        """(count, count) symmetric: the kinds together, each with its share of all weight."""
        total = np.zeros((count, count))
        for kind, share in enumerate(shares):
            chosen = self.kinds == kind
            weight = self.weights[chosen].sum()
            if weight > 0 and share > 0:
                np.add.at(
                    total,
                    (self.left[chosen], self.right[chosen]),
                    self.weights[chosen] * share / weight,
                )
        return np.asarray(total + total.T)


def concept_links(
    members: csr_matrix,
    leading: csr_matrix,
    languages: Sequence[str],
    mentions: NDArray[np.int64],
    synsets: NDArray[np.int64],
    text_vectors: NDArray[np.float32] | None,
    *,
    most_per_concept: int,
) -> Links:
    """All edges between concepts, of each kind the strongest of each concept.

    Args:
        members: (accounts, concepts) 1 where an account has the concept.
        leading: the same for its heaviest concepts alone, which mentions speak for.
        languages: (accounts,) what only shares a language is no edge.
        mentions: (m, 2) accounts that mention and are mentioned. None of them may be the relation
            that is to be predicted.
        synsets: (concepts,) of WordNet; -1 for a word that is none.
        text_vectors: (concepts, dimension) unit rows of what each concept means; 0 for unknown.
    """
    found = [
        co_use(members, languages),
        np.maximum(related(synsets), similar(text_vectors, len(synsets))),
        mentioned(leading, mentions),
    ]
    parts = [_strongest(weights, most_per_concept) for weights in found]
    return Links(
        np.concatenate([left for left, _, _ in parts]),
        np.concatenate([right for _, right, _ in parts]),
        np.concatenate([np.full(len(left), kind) for kind, (left, _, _) in enumerate(parts)]),
        np.concatenate([weights for _, _, weights in parts]),
    )


def co_use(members: csr_matrix, languages: Sequence[str]) -> NDArray[np.float64]:
    """(c, c) how much more often two concepts are of one account than chance would have it.

    Chance within each language: two words of one language meet often, whatever they mean.
    """
    names = np.asarray(languages, dtype=object)
    expected = np.zeros((members.shape[1],) * 2)
    for language in sorted(set(languages)):
        group = members[names == language]
        counts = np.asarray(group.sum(axis=0)).ravel()
        expected += np.outer(counts, counts) / group.shape[0]
    return association((members.T @ members).toarray(), expected, members.shape[0])


def mentioned(members: csr_matrix, mentions: NDArray[np.int64]) -> NDArray[np.float64]:
    """(c, c) how much more often accounts with one concept mention such with the other."""
    from scipy.sparse import coo_matrix

    accounts, concepts = members.shape
    if not len(mentions):
        return np.zeros((concepts, concepts))
    edges = coo_matrix(
        (np.ones(len(mentions)), (mentions[:, 0], mentions[:, 1])), shape=(accounts, accounts)
    ).tocsr()
    edges.data[:] = 1  # a pair counts once, however often it is mentioned
    total = edges.nnz
    out_counts = members.T @ np.asarray(edges.sum(axis=1)).ravel()
    in_counts = members.T @ np.asarray(edges.sum(axis=0)).ravel()
    expected = np.outer(out_counts, in_counts) / total
    weights = association((members.T @ (edges @ members)).toarray(), expected, total)
    return np.asarray(np.maximum(weights, weights.T))


def association(
    joint: NDArray[np.float64], expected: NDArray[np.float64], total: float
) -> NDArray[np.float64]:
    """(c, c) normalised pointwise mutual information, 0-1, where it is more than chance.

    Args:
        joint: (c, c) how often both come together; expected: how often they would by chance.
        total: of how many.
    Source: Bouma (2009). What rests on under `_FEWEST`, or stands less than `_ERRORS` standard
    errors of a Poisson count above the expected one, is 0.
    """
    kept = (joint >= _FEWEST) & (joint - expected > _ERRORS * np.sqrt(expected))
    np.fill_diagonal(kept, False)
    weights = np.zeros(expected.shape)
    share = joint[kept] / total
    # Where both always come together, everywhere, the measure is 0 / 0: then it is 1.
    bits = -np.log(np.minimum(share, 1 - 1e-12))
    weights[kept] = np.clip(np.log(joint[kept] / expected[kept]) / bits, 0, 1)
    return weights


def related(synsets: NDArray[np.int64]) -> NDArray[np.float64]:
    """(c, c) cosine of what stands at most two steps above two synsets, near and rare most.

    A kind of the other, or two kinds of the same; what stands above much counts little.
    """
    from scipy.sparse import coo_matrix

    known = nouns()
    rows, columns, values = [], [], []
    for number, synset in enumerate(synsets.tolist()):
        if synset < 0:
            continue
        for above, steps in known.above(synset, _STEPS_UP).items():
            rows.append(number)
            columns.append(above)
            values.append(_STEP_DECAY**steps)
    shape = (len(synsets), len(known.glosses))
    table = coo_matrix((values, (rows, columns)), shape=shape).tocsr()
    held = np.bincount(np.array(columns, dtype=np.int64), minlength=shape[1])
    rarity = 1 / (1 + np.log(np.maximum(held, 1)))
    table = table.multiply(rarity[None, :]).tocsr()
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    cosine = (table @ table.T).toarray() / np.maximum(np.outer(lengths, lengths), 1e-12)
    np.fill_diagonal(cosine, 0)
    cosine[cosine < 0.15] = 0
    return np.asarray(cosine)


def similar(vectors: NDArray[np.float32] | None, count: int) -> NDArray[np.float64]:
    """(c, c) cosine of the texts of two concepts from `_CLOSEST` on, else 0."""
    if vectors is None or not len(vectors):
        return np.zeros((count, count))
    cosine = np.asarray(vectors @ vectors.T, dtype=np.float64)
    np.fill_diagonal(cosine, 0)
    return np.where(cosine >= _CLOSEST, np.minimum(cosine, 1.0), 0.0)


def _strongest(
    weights: NDArray[np.float64], most: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Edges among the `most` strongest of one of their ends; ties by number."""
    count = len(weights)
    if not count:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    order = np.argsort(-weights, axis=1, kind="stable")[:, :most]
    kept = np.zeros_like(weights, dtype=bool)
    np.put_along_axis(kept, order, True, axis=1)
    kept = np.triu(kept | kept.T, k=1) & (weights > 0)
    left, right = np.nonzero(kept)
    return left, right, weights[left, right]
