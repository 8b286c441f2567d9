"""Topics that objects in pictures point to, on a made-up list of topics and objects."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.models.niches.picture_topics import (
    PictureTopic,
    PictureTopicsConfig,
    object_links,
    topic_scores,
    topics_of_pictures,
)
from core.models.niches.taxonomy import Taxonomy, Topic

OBJECTS = ("tabby", "espresso", "wall")
TAXONOMY = Taxonomy.of(
    [Topic("Pets", "Cats and dogs.", ("tabby", "cat")), Topic("Drinks", "Coffee.", ("espresso",))]
)
# What a link has to be where only the first object speaks for a topic, the second for the other.
LINKS = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
PLAIN = PictureTopicsConfig(power=1.0, least_score=0.3)


def test_a_link_is_the_cosine_of_what_tells_names_apart_and_the_share_of_topic_words() -> None:
    objects = np.array([[1, 0], [-1, 0], [0, 0]], dtype=np.float32) + 5
    topics = np.array([[1, 0], [-1, 0]], dtype=np.float32) + 9
    links = object_links(TAXONOMY, [["tabby"], ["espresso"], []], objects, topics, PLAIN)
    share = 1 / (1 + PLAIN.doubt)
    expected = np.array([[1 + share, -1], [-1, 1 + share], [0, 0]])
    np.testing.assert_allclose(links, expected, atol=1e-6)


def test_each_picture_points_to_one_topic_or_to_none() -> None:
    pictures = np.array([[0.9, 0.1, 0], [0.8, 0, 0.2], [0, 0.7, 0.3], [0.1, 0.1, 0.8]])
    assert topics_of_pictures(pictures, LINKS, TAXONOMY, OBJECTS, PLAIN) == (
        PictureTopic("Pets", 2, ("tabby",)),
        PictureTopic("Drinks", 1, ("espresso",)),
    )
    assert topics_of_pictures(pictures[:0], LINKS, TAXONOMY, OBJECTS, PLAIN) == ()


def test_less_likely_objects_count_for_more_with_a_smaller_power() -> None:
    picture = np.array([[0.8, 0.2, 0.0]])
    whole, root = (
        topic_scores(picture, LINKS, PictureTopicsConfig(power=power))[0] for power in (1.0, 0.5)
    )
    assert whole.tolist() == pytest.approx([0.8, 0.2])
    assert root.tolist() == pytest.approx([2 / 3, 1 / 3])


@given(
    arrays(np.float64, (4, 3), elements=st.floats(0, 1)).map(
        lambda rows: (rows + 1e-6) / (rows + 1e-6).sum(axis=1, keepdims=True)
    )
)
def test_the_order_of_pictures_changes_nothing_and_none_is_counted_twice(
    pictures: np.ndarray,
) -> None:
    topics = topics_of_pictures(pictures, LINKS, TAXONOMY, OBJECTS)
    assert sum(topic.pictures_count for topic in topics) <= len(pictures)
    backward = topics_of_pictures(pictures[::-1], LINKS, TAXONOMY, OBJECTS)
    assert {(topic.label, topic.pictures_count) for topic in topics} == {
        (topic.label, topic.pictures_count) for topic in backward
    }
