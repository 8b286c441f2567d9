"""Which photograph a post shows, if any."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from core.demo.words import Words
from core.demo.writing.texts import EVERYDAY

PICTURES = Path(__file__).parents[1] / "pictures"
_EVERYDAY = "everyday"
# Share of a creator's posts that show a picture, one drawn for each creator: the mean is .36.
_SHARES = (0.1, 0.25, 0.35, 0.45, 0.65)
# Of the pictures of a post about a topic; the rest show something else than it says.
_ON_TOPIC, _OF_THE_DAY = 0.7, 0.18


def photographs() -> dict[str, list[str]]:
    """File names by the key of a niche, and by 'everyday'; in order of their names."""
    names: dict[str, list[str]] = {}
    for file in sorted(PICTURES.glob("*.jpg")):
        names.setdefault(file.stem.rsplit("_", 1)[0], []).append(file.name)
    return names


def choose_pictures(topics: np.ndarray, words: Words, rng: np.random.Generator) -> list[str | None]:
    """The picture of each post, creator by creator; None for most.

    No creator shows a picture twice. Posts about a topic that has no photograph show none. Three
    of ten pictures are off topic, so that pictures inform about a creator without giving the niche
    away.

    Args:
        topics: (creators, posts) index of the niche, -1 for everyday life.
    """
    by_key = photographs()
    keys = [niche.key for niche in words.niches]
    everything = [name for names in by_key.values() for name in names]
    shares = rng.choice(_SHARES, size=len(topics))
    shown = rng.random(topics.shape) < shares[:, None]
    kinds = rng.random(topics.shape)
    picks = rng.random(topics.shape)
    chosen: list[str | None] = []
    for row in range(len(topics)):
        used: set[str] = set()
        for post, topic in enumerate(topics[row].tolist()):
            own = by_key.get(_EVERYDAY if topic == EVERYDAY else keys[topic], [])
            if not own or not shown[row, post]:
                chosen.append(None)
                continue
            kind = kinds[row, post]
            pool = own if kind < _ON_TOPIC else by_key[_EVERYDAY]
            if kind >= _ON_TOPIC + _OF_THE_DAY:
                pool = everything
            left = [name for name in pool if name not in used]
            name = left[int(picks[row, post] * len(left))] if left else None
            chosen.append(name)
            if name is not None:
                used.add(name)
    return chosen
