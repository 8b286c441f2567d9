"""The whole demo data set from one seed."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.demo import frames
from core.demo.config import DemoConfig
from core.demo.hashing import content_hash
from core.demo.histories import planted
from core.demo.histories.engagement import make_engagement
from core.demo.histories.events import make_events
from core.demo.histories.growth import make_growth
from core.demo.histories.schedule import make_schedule
from core.demo.market.brands import make_brands
from core.demo.market.deals import collaborations, make_deals
from core.demo.market.preferences import make_interactions, make_preferences
from core.demo.market.prices import make_prices
from core.demo.market.ratings import make_ratings
from core.demo.people.cast import make_cast
from core.demo.words import load_words
from core.demo.writing.pictures import choose_pictures
from core.demo.writing.texts import write_texts
from core.demo.writing.trends import add_fashions, planted_trends
from core.progress import Report, silent

__all__ = ["DemoConfig", "DemoData", "generate"]

STEP = "demo data"
_PARTS = 6


@dataclass(frozen=True)
class DemoData:
    """Tables for the store and, apart from them, what was planted.

    Attributes:
        tables: `influencers, posts, follower_history, brands, ratings, collaborations,
            interactions`, with the
            columns of schema.sql, each ordered by its key.
        truth: `creators, posts, purchases, bursts, risers, purges, brands`, see planted.py,
            and `trends`, see trends.py.
        content_hash: of tables and truth; the same for the same config and seed.
    """

    tables: dict[str, pd.DataFrame]
    truth: dict[str, pd.DataFrame]
    content_hash: str


def generate(config: DemoConfig, *, seed: int, report: Report = silent) -> DemoData:
    """Creators, posts, follower counts, brands and their dealings, all fictional.

    Each part draws from a stream of its own, so that more words in a caption do not change
    a follower count.
    """
    words = load_words()
    stream = _streams(seed)
    report(STEP, 0, _PARTS, "creators and brands")
    cast = make_cast(config, words, stream("cast"))
    brands = make_brands(config, words, stream("brands"), _plain("brand names", seed))
    prices = make_prices(cast, stream("prices"))
    report(STEP, 1, _PARTS, "follower counts")
    schedule = make_schedule(cast, config, words, stream("schedule"))
    events = make_events(cast, schedule, config, stream("events"))
    growth = make_growth(cast, schedule, events, config, stream("growth"))
    report(STEP, 2, _PARTS, "posts")
    preferences = make_preferences(cast, brands, prices, len(words.niches), stream("preferences"))
    deals = make_deals(cast, preferences, config, stream("deals"))
    engagement = make_engagement(cast, schedule, growth, deals.brand >= 0, stream("engagement"))
    report(STEP, 3, _PARTS, "captions")
    texts = write_texts(
        cast, brands, deals, words, stream("topics"), _plain("texts", seed), _plain("wording", seed)
    )
    texts = add_fashions(texts, schedule, words, config, stream("trends"))
    pictures = choose_pictures(texts.topics, words, stream("pictures"))
    report(STEP, 4, _PARTS, "brand x creator pairs")
    post_ids = frames.post_ids(cast, config)
    influencers = frames.influencers(
        cast, engagement, prices, texts, events, words, config, stream("profiles")
    )
    made_deals = collaborations(
        cast, schedule, brands, prices, deals, post_ids, config, stream("collaborations")
    )
    tables = {
        "influencers": influencers,
        "posts": frames.posts(cast, schedule, engagement, deals, texts, pictures, post_ids, config),
        "follower_history": frames.follower_history(cast, growth, config),
        "brands": brands.frame,
        "ratings": make_ratings(cast, brands, influencers, config, stream("pairs")),
        "collaborations": made_deals,
        "interactions": make_interactions(
            preferences, cast, brands, made_deals, config, stream("interactions")
        ),
    }
    truth = planted.truth(cast, brands, events, growth, texts, post_ids, words, config)
    truth["trends"] = planted_trends()
    report(STEP, 5, _PARTS, "content hash")
    marked = {f"truth {name}": frame for name, frame in truth.items()}
    return DemoData(tables, truth, content_hash({**tables, **marked}))


def _streams(seed: int) -> Callable[[str], np.random.Generator]:
    def stream(name: str) -> np.random.Generator:
        return np.random.default_rng([seed, *name.encode()])

    return stream


def _plain(name: str, seed: int) -> random.Random:
    """Python's generator is five times faster than numpy's for single draws."""
    return random.Random(f"{seed} {name}")
