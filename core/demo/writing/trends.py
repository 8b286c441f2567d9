"""Hashtags that come into and go out of fashion, added to captions that are already written."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.demo.config import DemoConfig
from core.demo.histories.schedule import Schedule
from core.demo.words import Words
from core.demo.writing.captions import Caption
from core.demo.writing.texts import EVERYDAY, Texts


@dataclass(frozen=True)
class Fashion:
    """Attributes:
    tag: hashtag without #.
    niches: keys of the topics whose posts carry it; none for posts about everyday life. More
        than one, so that no niche is named after a passing fashion.
    direction: rising | falling | steady.
    highest: share of those posts that carry it at the height of the fashion.
    middle_weeks: weeks before the last day at which half of the height is passed.
    """

    tag: str
    niches: tuple[str, ...]
    direction: str
    highest: float
    middle_weeks: float


FASHIONS = (
    Fashion("skinfasting", ("beauty", "fashion", "fitness"), "rising", 0.07, 4.0),
    Fashion("onepanweek", ("food", "parenting", "sustainability"), "rising", 0.06, 3.0),
    Fashion("slowtrains", ("travel", "sustainability", "books"), "rising", 0.06, 5.0),
    Fashion("postcardsunday", (), "rising", 0.08, 3.5),
    Fashion("megahaul", ("fashion", "beauty", "home"), "falling", 0.08, 7.0),
    Fashion("fiveamclub", ("fitness", "finance", "parenting"), "falling", 0.08, 6.0),
    Fashion("rgbsetup", ("gaming", "tech", "music"), "falling", 0.08, 8.0),
    Fashion("tidyshelf", ("books", "home", "music"), "steady", 0.04, 0.0),
    Fashion("tinywins", (), "steady", 0.05, 0.0),
)
_WIDTH_WEEKS = 1.2


def add_fashions(
    texts: Texts, schedule: Schedule, words: Words, config: DemoConfig, rng: np.random.Generator
) -> Texts:
    """The texts with the hashtags of `FASHIONS` at the end of some captions."""
    weeks_before = (config.days - 1 - schedule.days) / 7
    keys = [niche.key for niche in words.niches]
    captions = [list(captions_of_creator) for captions_of_creator in texts.captions]
    for fashion in FASHIONS:
        drawn = rng.random(weeks_before.shape)
        topics = [keys.index(niche) for niche in fashion.niches] or [EVERYDAY]
        chosen = np.isin(texts.topics, topics) & (drawn < _share(fashion, weeks_before))
        for row, post in np.argwhere(chosen):
            captions[row][post] = _tagged(captions[row][post], fashion.tag)
    return replace(texts, captions=captions)


def planted_trends() -> pd.DataFrame:
    """kind, item, direction of the fashions."""
    return pd.DataFrame(
        {
            "kind": ["hashtag"] * len(FASHIONS),
            "item": [fashion.tag for fashion in FASHIONS],
            "direction": [fashion.direction for fashion in FASHIONS],
        }
    )


def _share(fashion: Fashion, weeks_before: np.ndarray) -> np.ndarray:
    if fashion.direction == "steady":
        return np.full(weeks_before.shape, fashion.highest)
    sign = 1 if fashion.direction == "rising" else -1
    passed = sign * (weeks_before - fashion.middle_weeks) / _WIDTH_WEEKS
    share: np.ndarray = fashion.highest / (1 + np.exp(np.clip(passed, -50, 50)))
    return share


def _tagged(caption: Caption, tag: str) -> Caption:
    return replace(
        caption,
        text=f"{caption.text} #{tag}",
        hashtags=list(dict.fromkeys([*caption.hashtags, tag])),
    )
