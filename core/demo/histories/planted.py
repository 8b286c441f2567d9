"""What was planted, for evaluation only: the store's tables never hold any of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.demo.config import DemoConfig
from core.demo.histories.events import Events, Purchase
from core.demo.histories.growth import PURGE_LOSS, Growth
from core.demo.market.brands import Brands
from core.demo.people.cast import PLATFORMS, Cast
from core.demo.words import Words
from core.demo.writing.texts import Texts


def truth(
    cast: Cast,
    brands: Brands,
    events: Events,
    growth: Growth,
    texts: Texts,
    post_ids: np.ndarray,
    words: Words,
    config: DemoConfig,
) -> dict[str, pd.DataFrame]:
    """Frames by name.

    creators: influencer_id, main_niche, second_niche (missing without one), main_share,
        second_share, chatter_share (of posts, 0-1), is_bursty.
    posts: post_id, topic (a niche or 'everyday').
    purchases: influencer_id, kind (step | step_decay | staircase | drip), first_day and last_day
        of delivery, size_fraction (of the count before), size_count, posted_before, peak_day and
        peak_count (most bought followers there at once during delivery), retained_7 and
        retained_30 (share of these left so many days later; NaN when the data ends before).
    bursts: influencer_id, post_id, first_day, last_day, size_fraction, size_count.
    risers: influencer_id, first_day.
    purges: platform, day.
    brands: brand_id, niche.
    """
    keys = np.array([niche.key for niche in words.niches], dtype=object)
    ids = np.array(cast.ids, dtype=object)
    topics = texts.topics.ravel()

    def date(day: int) -> pd.Timestamp:
        return pd.Timestamp(config.first_day) + pd.Timedelta(days=int(day))

    def before(creator: int, first_day: int) -> int:
        return int(growth.counts[creator, max(first_day - 1, 0)])

    def bought(purchase: Purchase) -> dict[str, object]:
        """The followers of an order over the days; a loss of the whole platform is left out."""
        there = growth.counts[purchase.creator] * (1 - growth.organic_share[purchase.creator])
        purged = cast.platform[purchase.creator] == events.purge_platform
        if purged and events.purge_day > purchase.first_day:
            there[events.purge_day :] /= 1 - PURGE_LOSS
        peak = purchase.first_day + int(
            np.argmax(there[purchase.first_day : purchase.last_day + 1])
        )
        share = np.concatenate([there[peak:] / max(there[peak], 1e-9), np.full(31, np.nan)])
        return {
            "peak_day": date(peak),
            "peak_count": round(there[peak]),
            "retained_7": share[7],
            "retained_30": share[30],
        }

    purchases = [
        {
            "influencer_id": ids[purchase.creator],
            "kind": purchase.kind,
            "first_day": date(purchase.first_day),
            "last_day": date(purchase.last_day),
            "size_fraction": purchase.size,
            "size_count": round(purchase.size * before(purchase.creator, purchase.first_day)),
            "posted_before": purchase.posted_before,
            **bought(purchase),
        }
        for purchase in events.purchases
    ]
    bursts = [
        {
            "influencer_id": ids[burst.creator],
            "post_id": post_ids[burst.creator, burst.post],
            "first_day": date(burst.first_day),
            "last_day": date(burst.last_day),
            "size_fraction": burst.size,
            "size_count": round(burst.size * before(burst.creator, burst.first_day)),
        }
        for burst in events.bursts
    ]
    risers = [
        {"influencer_id": ids[row], "first_day": date(day)} for row, day in events.risers.items()
    ]
    return {
        "creators": pd.DataFrame(
            {
                "influencer_id": cast.ids,
                "main_niche": keys[cast.main],
                "second_niche": pd.Series(np.where(cast.second >= 0, keys[cast.second], None)),
                "main_share": cast.main_share,
                "second_share": cast.second_share,
                "chatter_share": cast.chatter_share,
                "is_bursty": events.bursty,
            }
        ),
        "posts": pd.DataFrame(
            {
                "post_id": post_ids.ravel(),
                "topic": np.where(topics >= 0, keys[topics], "everyday"),
            }
        ),
        "purchases": pd.DataFrame(purchases, columns=list(_PURCHASE_COLUMNS)),
        "bursts": pd.DataFrame(bursts, columns=list(_BURST_COLUMNS)),
        "risers": pd.DataFrame(risers, columns=["influencer_id", "first_day"]),
        "purges": pd.DataFrame(
            {"platform": [PLATFORMS[events.purge_platform]], "day": [date(events.purge_day)]}
        ),
        "brands": pd.DataFrame({"brand_id": brands.frame["brand_id"], "niche": keys[brands.niche]}),
    }


_EVENT = ("first_day", "last_day", "size_fraction", "size_count")
_BURST_COLUMNS = ("influencer_id", "post_id", *_EVENT)
_PEAK = ("peak_day", "peak_count", "retained_7", "retained_30")
_PURCHASE_COLUMNS = ("influencer_id", "kind", *_EVENT, "posted_before", *_PEAK)
