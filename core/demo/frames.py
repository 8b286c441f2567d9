"""The cast, its posts and its history as tables of the schema."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from core.demo.config import DemoConfig
from core.demo.histories.engagement import Engagement
from core.demo.histories.events import Events
from core.demo.histories.growth import Growth
from core.demo.histories.schedule import Schedule
from core.demo.market.deals import Deals, Prices
from core.demo.people.cast import PLATFORMS, Cast
from core.demo.words import Words
from core.demo.writing.texts import Texts

TAGS_A_CREATOR = 8


def post_ids(cast: Cast, config: DemoConfig) -> np.ndarray:
    """(creators, posts) ids such as 'c00001:03', which sort by creator and time."""
    width = len(str(config.posts_per_creator))
    numbers = range(1, config.posts_per_creator + 1)
    return np.array(
        [[f"{creator_id}:{number:0{width}d}" for number in numbers] for creator_id in cast.ids]
    )


def influencers(
    cast: Cast,
    engagement: Engagement,
    prices: Prices,
    texts: Texts,
    events: Events,
    words: Words,
    config: DemoConfig,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """The table `influencers`; averages are the means of the creator's own posts."""
    n = len(cast)
    likes = engagement.likes.mean(axis=1).round(2)
    comments = engagement.comments.mean(axis=1).round(2)
    codes = np.array([country.code for country in words.countries])
    handles = [person.handle for person in texts.people]
    platforms = np.array(PLATFORMS)[cast.platform]
    return pd.DataFrame(
        {
            "influencer_id": cast.ids,
            "handle": handles,
            "name": [person.name for person in texts.people],
            "platform": platforms,
            # A domain that can never exist: a made-up handle may be a real person's elsewhere.
            "url": [
                f"https://{platform}.example/{handle}"
                for platform, handle in zip(platforms, handles, strict=True)
            ],
            "bio": pd.Series([person.bio for person in texts.people], dtype="str"),
            "category": pd.Series(_categories(cast, words, rng), dtype="str"),
            "country": pd.Series(np.where(rng.random(n) < 0.03, None, codes[cast.country])).astype(
                "str"
            ),
            "audience_country": codes[cast.audience_country],
            "language": cast.language,
            "followers_count": cast.followers,
            "following_count": np.exp(rng.normal(np.log(420), 0.9, n)).astype(np.int64),
            "posts_count": config.posts_per_creator
            + np.exp(rng.normal(np.log(280), 0.9, n)).astype(np.int64),
            "avg_likes": likes,
            "avg_comments": comments,
            "avg_views": _mean_views(engagement.views),
            "authentic_engagement": _authentic(likes + comments, events, rng),
            "story_price": prices.story,
            "post_price": prices.post,
            "hashtags": [_most_used(captions) for captions in texts.captions],
            # Portraits are drawn from the id where they are shown.
            "avatar_path": pd.Series([None] * n, dtype="str"),
        }
    )


def posts(
    cast: Cast,
    schedule: Schedule,
    engagement: Engagement,
    deals: Deals,
    texts: Texts,
    pictures: list[str | None],
    ids: np.ndarray,
    config: DemoConfig,
) -> pd.DataFrame:
    """The table `posts`, by creator and time."""
    start = np.datetime64(config.first_day, "s")
    captions = [caption for captions_of in texts.captions for caption in captions_of]
    views = pd.Series(engagement.views.ravel(), dtype="Int64")
    return pd.DataFrame(
        {
            "post_id": ids.ravel(),
            "influencer_id": np.repeat(np.array(cast.ids), ids.shape[1]),
            "posted_at": start + schedule.minutes.ravel().astype("timedelta64[m]"),
            "caption": [caption.text for caption in captions],
            "hashtags": [caption.hashtags for caption in captions],
            "mentions": [caption.mentions for caption in captions],
            "likes_count": engagement.likes.ravel(),
            "comments_count": engagement.comments.ravel(),
            "views_count": views.mask(views < 0),
            "language": [caption.language for caption in captions],
            "is_sponsored": deals.is_marked.ravel(),
            "comment_texts": pd.Series([None] * len(captions), dtype=object),
            "image_path": pd.Series(pictures, dtype="str"),
        }
    )


def follower_history(cast: Cast, growth: Growth, config: DemoConfig) -> pd.DataFrame:
    """The table `follower_history`, by creator and day."""
    days = np.datetime64(config.first_day) + np.arange(config.days)
    return pd.DataFrame(
        {
            "influencer_id": np.repeat(np.array(cast.ids), config.days),
            "day": np.tile(days.astype("datetime64[s]"), len(cast)),
            "followers_count": growth.counts.ravel(),
        }
    )


def _categories(cast: Cast, words: Words, rng: np.random.Generator) -> list[str | None]:
    """As sources give them: mostly right, some coarse, some the second niche, some missing."""
    categories: list[str | None] = []
    for row, drawn in enumerate(rng.random(len(cast))):
        main = words.niches[cast.main[row]]
        if drawn < 0.10:
            categories.append(None)
        elif drawn < 0.18:
            categories.append(main.coarse)
        elif drawn < 0.24 and cast.second[row] >= 0:
            categories.append(words.niches[cast.second[row]].label)
        else:
            categories.append(main.label)
    return categories


def _mean_views(views: np.ndarray) -> np.ndarray:
    """Mean over posts with views; NaN without any."""
    known = views >= 0
    counts = known.sum(axis=1)
    sums = np.where(known, views, 0).sum(axis=1)
    return np.where(counts > 0, (sums / np.maximum(counts, 1)).round(2), np.nan)


def _authentic(engaged: np.ndarray, events: Events, rng: np.random.Generator) -> np.ndarray:
    """What a source would call authentic: most of it; NaN for one creator in ten."""
    share = rng.beta(14, 2.2, len(engaged))
    for purchase in events.purchases:
        share[purchase.creator] *= rng.uniform(0.7, 1.0)
    return np.where(rng.random(len(engaged)) < 0.1, np.nan, np.rint(engaged * share))


def _most_used(captions: list) -> list[str]:
    """Tags by use, then by first use."""
    counts = Counter(tag for caption in captions for tag in caption.hashtags)
    return [tag for tag, _ in counts.most_common(TAGS_A_CREATOR)]
