"""What the objects in pictures of anybody point to, without any labelled picture."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.features.pictures.network import class_names, look, middle_square
from core.features.pictures.reading import read_picture
from core.features.text import topic_words
from core.models.niches.picture_topics import (
    PictureTopic,
    PictureTopicsConfig,
    object_links,
    topics_of_pictures,
)
from core.models.niches.taxonomy import Taxonomy, own_taxonomy, read_taxonomy
from core.services.encoder import encoder
from core.settings import Settings

_LINKING = threading.Lock()


@dataclass(frozen=True)
class _Links:
    """Attributes:
    taxonomy: that the columns are of.
    values: (objects, topics) of `object_links`.
    """

    taxonomy: Taxonomy
    values: NDArray[np.float64]


def picture_topics(pictures: Sequence[bytes], settings: Settings) -> tuple[PictureTopic, ...]:
    """The topics that the objects in readable pictures point to, most pictures first.

    The first call of a process reads the names of 1,000 objects, which takes some seconds.

    Args:
        pictures: files that `describe` could read.
    Raises:
        PictureError: one cannot be read.
        InputFileError: the installation's own list of topics is broken.
        ModelError: `settings.embedder` is not a model on this machine.
    """
    if not pictures:
        return ()
    pixels = np.stack([middle_square(read_picture(content)) for content in pictures])
    links = _links(settings)
    return topics_of_pictures(
        look(pixels).probabilities, links.values, links.taxonomy, class_names()
    )


def _links(settings: Settings) -> _Links:
    file = own_taxonomy(settings.data_dir)
    changed = file.stat().st_mtime_ns if file else 0
    with _LINKING:  # what two visitors ask for at once is made once
        return _made_links(settings, file, changed)


@lru_cache(maxsize=2)
def _made_links(settings: Settings, file: Path | None, _changed: int) -> _Links:
    taxonomy, model = read_taxonomy(file), encoder(settings)
    labels = [topic.label for topic in taxonomy.topics]
    # The description says more, the label weighs more: together they were better than either.
    topics = model.encode(taxonomy.texts) + model.encode(labels)
    words = [topic_words(name) for name in class_names()]
    return _Links(
        taxonomy,
        object_links(
            taxonomy, words, model.encode(list(class_names())), topics, PictureTopicsConfig()
        ),
    )
