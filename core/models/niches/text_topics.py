"""Which niches the topic words of a text speak for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.models.niches.taxonomy import Taxonomy

# Topic words that speak for no niche, so that one word is no certainty.
_DOUBT = 0.5


def niches_of_words(
    taxonomy: Taxonomy, words: Sequence[str], niche_topics: Sequence[str | None]
) -> np.ndarray:
    """(k,) float64, 0-1: share of the topic words of a text that speak for each niche.

    A word speaks for the niches that are named by one of its topics, or by what that topic is
    near to. Zeros without a word of the taxonomy.

    Args:
        words: lower case, as of `topic_terms`.
        niche_topics: label of the topic that each niche is named by; None for none.
    """
    speaks = np.zeros(len(niche_topics))
    count = 0.0
    for word in words:
        places = taxonomy.topics_of_word(word)
        for place in places:
            topic = taxonomy.topics[place]
            niches = _named(niche_topics, topic.label) or _named(niche_topics, topic.near)
            count += 1 / len(places)
            for niche in niches:
                speaks[niche] += 1 / len(places) / len(niches)
    return speaks / (count + _DOUBT)


def _named(niche_topics: Sequence[str | None], label: str) -> list[int]:
    return [niche for niche, topic in enumerate(niche_topics) if label and topic == label]
