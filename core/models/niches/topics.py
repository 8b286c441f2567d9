"""Which topic of the taxonomy a niche, or one text, is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.features.embeddings import normalised
from core.models.niches.taxonomy import Taxonomy

_SHRINKAGE = 50.0  # members of a language whose own mean counts as much as that of all


@dataclass(frozen=True)
class TopicsConfig:
    """Attributes:
    doubt: topic words per member that speak for no topic, so that a few words name nothing.
    least_score: of meaning and words together, -1 to 2; below, a niche is near no topic.
    least_words_score: of the words, 0-1, where there are no vectors.
    """

    # Seen in validation (demo seeds 1 to 3 and half of the captions' accounts, 8 to 24 niches):
    # right names score .66 and more but for one (.58); niches about nothing, and those whose own
    # topic was taken off the list, .57 and less but for near neighbours. By words alone .29 and
    # more against .28 and less.
    doubt: float = 0.5
    least_score: float = 0.6
    least_words_score: float = 0.3


@dataclass(frozen=True)
class TopicMatch:
    """Attributes:
    label: of the topic.
    score: cosine to its description plus share of the words; the share alone without vectors.
    """

    label: str
    score: float


@dataclass(frozen=True)
class Meanings:
    """Vectors of one encoder.

    Attributes:
        texts: (n, dimension) float32 unit rows; a zero row says nothing.
        topics: (topics, dimension) unit rows of `Taxonomy.texts`.
    """

    texts: np.ndarray
    topics: np.ndarray


def niche_topics(
    taxonomy: Taxonomy,
    terms: Sequence[Sequence[str]],
    niche_ids: np.ndarray,
    niches_count: int,
    *,
    meanings: Meanings | None = None,
    groups: Sequence[str] | None = None,
    config: TopicsConfig | None = None,
) -> list[TopicMatch | None]:
    """The nearest topic of each niche; None for a niche that is near none.

    Args:
        terms: topic words of each creator.
        niche_ids: (n,) niche of each; -1 is left out.
        meanings: vectors of the creators and topics; None to go by the words alone.
        groups: language of each, or None; what a language has in common is subtracted.
    """
    chosen = config or TopicsConfig()
    scores = word_scores(taxonomy, terms, niche_ids, niches_count, doubt=chosen.doubt)
    least = chosen.least_words_score
    # A single niche is the mean of all, so there is nothing that its vectors stand out from.
    if meanings is not None and niches_count > 1:
        scores = scores + _cosines(meanings, niche_ids, niches_count, groups)
        least = chosen.least_score
    return [_best(taxonomy, row, least) for row in scores]


def topic_of(
    taxonomy: Taxonomy,
    words: Sequence[str],
    *,
    meanings: Meanings | None = None,
    config: TopicsConfig | None = None,
) -> TopicMatch | None:
    """The nearest topic of one account or label, such as a given category; None for none.

    Args:
        words: its topic words, with repeats.
        meanings: vectors of its one text and of the topics; None to go by the words alone.
    """
    chosen = config or TopicsConfig()
    scores = word_shares(taxonomy, words, doubt=chosen.doubt)
    least = chosen.least_words_score
    if meanings is not None and meanings.texts.any():
        middle = meanings.topics.mean(axis=0)
        scores = scores + (
            normalised(meanings.texts[:1] - middle) @ normalised(meanings.topics - middle).T
        ).ravel().astype(np.float64)
        least = chosen.least_score
    return _best(taxonomy, scores, least)


def word_shares(taxonomy: Taxonomy, words: Sequence[str], *, doubt: float) -> np.ndarray:
    """(topics,), 0-1: share of the topic words of one text that speak for each topic.

    Args:
        words: with repeats; a word of several topics counts for each in part.
        doubt: topic words that speak for no topic.
    """
    counts = np.zeros(len(taxonomy.topics))
    for word in words:
        places = taxonomy.topics_of_word(word)
        for place in places:
            counts[place] += 1 / len(places)
    return counts / (counts.sum() + doubt)


def word_scores(
    taxonomy: Taxonomy,
    terms: Sequence[Sequence[str]],
    niche_ids: np.ndarray,
    niches_count: int,
    *,
    doubt: float,
) -> np.ndarray:
    """(niches, topics), 0-1: share of a niche's topic words that speak for each topic.

    A word counts once a creator, by the share of the members who use it and by how much it is
    the niche's own: 1 when nobody else uses it, 0 when the niche uses it no more than all do.
    """
    uses: list[Counter[str]] = [Counter() for _ in range(niches_count)]
    sizes = np.zeros(niches_count)
    places: dict[str, tuple[int, ...]] = {}
    for said, niche_id in zip(terms, niche_ids, strict=True):
        if niche_id < 0:
            continue
        sizes[niche_id] += 1
        for word in set(said):
            if word not in places:
                places[word] = taxonomy.topics_of_word(word)
            if places[word]:
                uses[niche_id][word] += 1
    overall: Counter[str] = Counter()
    for count in uses:
        overall.update(count)
    total = sizes.sum()
    evidence = np.zeros((niches_count, len(taxonomy.topics)))
    for niche_id, count in enumerate(uses):
        # Both sides are held back by five imagined creators, as in `niche_words`.
        highest = np.log((total + 5) / (sizes[niche_id] + 5))
        for word, n in count.items():
            lift = np.log((n + 1) / (sizes[niche_id] + 5) / ((overall[word] + 1) / (total + 5)))
            own = lift / highest if highest > 0 else 1.0
            for place in places[word] if own > 0 else ():
                evidence[niche_id, place] += own * n / sizes[niche_id] / len(places[word])
    return evidence / (evidence.sum(axis=1, keepdims=True) + doubt)


def _cosines(
    meanings: Meanings, niche_ids: np.ndarray, niches_count: int, groups: Sequence[str] | None
) -> np.ndarray:
    """(niches, topics) cosines of centres and descriptions, each less the mean of its kind.

    An encoder puts texts of one kind together, captions here and descriptions there, and texts
    of one language, whatever they are about.
    """
    texts = np.asarray(meanings.texts, dtype=np.float32)
    known = texts.any(axis=1)
    overall = texts[known].mean(axis=0) if known.any() else np.zeros(texts.shape[1], np.float32)
    labels = np.asarray(groups if groups is not None else [""] * len(texts), dtype=object)
    moved = texts - overall
    for name in set(labels[known].tolist()):
        members = known & (labels == name)
        share = members.sum() / (members.sum() + _SHRINKAGE)
        moved[members] -= np.float32(share) * moved[members].mean(axis=0)
    centres = np.zeros((niches_count, texts.shape[1]), dtype=np.float32)
    used = known & (niche_ids >= 0)
    np.add.at(centres, niche_ids[used], moved[used])
    descriptions = meanings.topics - meanings.topics.mean(axis=0)
    return (normalised(centres) @ normalised(descriptions).T).astype(np.float64)


def _best(taxonomy: Taxonomy, scores: np.ndarray, least: float) -> TopicMatch | None:
    place = int(scores.argmax())
    if scores[place] < least:
        return None
    return TopicMatch(taxonomy.topics[place].label, float(scores[place]))
