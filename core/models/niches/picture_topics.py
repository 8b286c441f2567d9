"""Topics of the taxonomy that the objects in pictures point to; no labelled picture is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.features.embeddings import normalised
from core.models.niches.taxonomy import Taxonomy
from core.models.niches.topics import TopicsConfig, word_shares

_OBJECTS = 3
_LEAST_PART = 0.1  # of the strongest object; one that adds less explains nothing


@dataclass(frozen=True)
class PictureTopicsConfig:
    """Attributes:
    power: of the probability of an object; below 1 the less likely ones count for more.
    words_weight: of a topic's word in the name of an object, beside the cosine of the two.
    doubt: as for niches.
    least_score: below, a picture points to no topic.
    """

    # Chosen on halves of the demo photographs and measured on the others: bench.picture_topics.
    power: float = 0.5
    words_weight: float = 1.0
    doubt: float = TopicsConfig.doubt
    least_score: float = 0.03


@dataclass(frozen=True)
class PictureTopic:
    """Attributes:
    label: of the topic.
    pictures_count: pictures that point to it first of all.
    objects: names of the objects in them that say so, at most three, the strongest first.
    """

    label: str
    pictures_count: int
    objects: tuple[str, ...]


def object_links(
    taxonomy: Taxonomy,
    words: Sequence[Sequence[str]],
    object_vectors: NDArray[np.float32],
    topic_vectors: NDArray[np.float32],
    config: PictureTopicsConfig,
) -> NDArray[np.float64]:
    """(objects, topics) how far the name of each object speaks for each topic.

    Args:
        words: topic words in the name of each object.
        object_vectors: (objects, d) of their names by a sentence encoder.
        topic_vectors: (topics, d) of the topics by the same.
    """
    shares = np.stack([word_shares(taxonomy, name, doubt=config.doubt) for name in words])
    # Names of objects have something in common, and so have topics: what tells them apart counts.
    cosines = (
        normalised(object_vectors - object_vectors.mean(axis=0))
        @ normalised(topic_vectors - topic_vectors.mean(axis=0)).T
    )
    return np.asarray(cosines + config.words_weight * shares, dtype=np.float64)


def topic_scores(
    probabilities: NDArray[np.floating], links: NDArray[np.float64], config: PictureTopicsConfig
) -> NDArray[np.float64]:
    """(pictures, topics): the mean link of the objects in each picture.

    Args:
        probabilities: (pictures, objects), rows that add up to 1.
    """
    return np.asarray(_shares(probabilities, config) @ links, dtype=np.float64)


def topics_of_pictures(
    probabilities: NDArray[np.floating],
    links: NDArray[np.float64],
    taxonomy: Taxonomy,
    objects: Sequence[str],
    config: PictureTopicsConfig | None = None,
) -> tuple[PictureTopic, ...]:
    """The topics that pictures point to, each picture to one or none; most pictures first.

    Args:
        probabilities: (pictures, objects), rows that add up to 1.
        links: of `object_links`.
        objects: names, in the order of the columns.
    Returns:
        () where no picture scores `least_score`, or without a picture.
    """
    chosen = config or PictureTopicsConfig()
    scores = topic_scores(probabilities, links, chosen)
    shares = _shares(probabilities, chosen)
    best = scores.argmax(axis=1)
    is_clear = scores.max(axis=1) >= chosen.least_score
    topics = {}
    for place in np.unique(best[is_clear]).tolist():
        rows = is_clear & (best == place)
        parts = shares[rows].sum(axis=0) * links[:, place]
        order = np.argsort(-parts, kind="stable")[:_OBJECTS]
        names = [objects[row] for row in order if parts[row] >= parts[order[0]] * _LEAST_PART]
        topic = PictureTopic(taxonomy.topics[place].label, int(rows.sum()), tuple(names))
        topics[topic] = float(scores[rows, place].sum())
    return tuple(sorted(topics, key=lambda topic: (-topic.pictures_count, -topics[topic])))


def _shares(
    probabilities: NDArray[np.floating], config: PictureTopicsConfig
) -> NDArray[np.float64]:
    powers = np.asarray(probabilities, dtype=np.float64) ** config.power
    return powers / np.maximum(powers.sum(axis=1, keepdims=True), 1e-12)
