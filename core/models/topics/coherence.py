"""Whether the leading words of a topic are used together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.models.topics.counts import Document


def npmi(
    topic_words: Sequence[Sequence[str]], documents: Sequence[Document]
) -> NDArray[np.float64]:
    """(topics,) mean normalised pointwise mutual information of the pairs of each topic's words.

    -1 never together, 0 as often as by chance, 1 always; 0 for a pair of which no document has a
    word, and for a topic of fewer than two words.

    Args:
        documents: counted by whether they have a word, however often.
    Source: Bouma 2009; as a coherence of topics: Lau, Newman and Baldwin 2014.
    """
    wanted = sorted({word for words in topic_words for word in words})
    places = {word: place for place, word in enumerate(wanted)}
    has_word = np.zeros((len(documents), len(wanted)), dtype=np.float32)
    for row, document in enumerate(documents):
        for word in set(document):
            if word in places:
                has_word[row, places[word]] = 1
    count = max(len(documents), 1)
    together = (has_word.T @ has_word).astype(np.float64) / count
    alone = np.diag(together)
    return np.array(
        [_mean_npmi(together, alone, [places[word] for word in words]) for words in topic_words]
    )


def _mean_npmi(
    together: NDArray[np.float64], alone: NDArray[np.float64], words: Sequence[int]
) -> float:
    values = []
    for number, left in enumerate(words):
        for right in words[number + 1 :]:
            joint = together[left, right]
            if joint > 0:
                # Together in every document: as coherent as can be, where the formula has 0 / 0.
                chance = np.log(joint / (alone[left] * alone[right]))
                values.append(1.0 if joint >= 1 else chance / -np.log(joint))
            else:
                values.append(-1.0 if alone[left] > 0 and alone[right] > 0 else 0.0)
    return float(np.mean(values)) if values else 0.0
