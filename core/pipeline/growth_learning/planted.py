"""Demo creators with planted purchases, to learn the model that comes along and to judge it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.demo.generator import DemoConfig, DemoData
from core.demo.histories.orders import with_more_orders
from core.domain.histories import Histories
from core.models.growth.evidence.reading import GrowthData
from core.models.growth.kinds import ORGANIC, VIRAL
from core.models.growth.peers import PeerFigures, peer_figures

_EPOCH = pd.Timestamp("1970-01-01")
# The model that comes along must know small accounts, whose growth is a few whole followers.
_SMALLEST, _LARGEST = 150.0, 30_000.0
# Posts that are stored begin in this part of the window at the latest.
_POSTS_BEGIN = (0.1, 0.8)


@dataclass(frozen=True)
class PlantedGrowth:
    """Attributes:
    creator_ids: sorted.
    given: what the model may read.
    purchased: (n,) bool. patterns: (n,) kind of purchase, 'viral' with a planted burst, else
        'organic'.
    days: creator -> (first, last) day number of the purchase.
    bursty: (n,) bool; grows in bursts with nearly every post.
    purged: (n,) bool; on the platform that removed accounts.
    small_kinds: (n,) kind of small account, '' for those of the demo; None when all are.
    changed: (n,) bool; got another history than in the demo; None when nobody did.
    """

    creator_ids: list[str]
    given: GrowthData
    purchased: NDArray[np.bool_]
    patterns: NDArray[np.object_]
    days: dict[str, tuple[int, int]]
    bursty: NDArray[np.bool_]
    purged: NDArray[np.bool_]
    small_kinds: NDArray[np.object_] | None = None
    changed: NDArray[np.bool_] | None = None


def planted_growth(
    data: DemoData,
    *,
    with_posts: bool = True,
    every: int = 1,
    small: np.random.Generator | None = None,
    more_orders: np.random.Generator | None = None,
    rounded: bool = False,
    held_days: int = 1,
    looked_up: np.random.Generator | None = None,
    late_posts: np.random.Generator | None = None,
) -> PlantedGrowth:
    """The growth of demo creators and what was planted in it.

    Args:
        with_posts: False leaves out posts and profiles.
        every: keep every so many days; 7 makes weekly counts.
        small: draws new sizes of 150 to 30,000 followers; None keeps those of the demo.
        more_orders: draws further purchases for those who bought; None leaves it at one.
        rounded: counts as platforms show them, 12,345 as 12.3k.
        held_days: a count is looked up every so many days and repeated in between.
        looked_up: draws for each creator days without a look, on which the count is repeated.
        late_posts: draws for each creator the day from which posts are stored; those before it
            are left out.
    """
    profiles = data.tables["influencers"]
    ids = profiles["influencer_id"].tolist()
    place = {creator_id: number for number, creator_id in enumerate(ids)}
    history = data.tables["follower_history"]
    counts = history["followers_count"].to_numpy(np.int64, copy=True).reshape(len(ids), -1)
    first = int((history["day"].iloc[0] - _EPOCH).days)
    days = np.arange(counts.shape[1], dtype=np.int64) + first
    if small is not None:
        sizes = np.exp(small.uniform(np.log(_SMALLEST), np.log(_LARGEST), len(ids)))
        counts = np.rint(counts / counts[:, -1:] * sizes[:, None]).astype(np.int64)
    bought = np.isin(ids, data.truth["purchases"]["influencer_id"])
    if more_orders is not None:
        config = DemoConfig(days=counts.shape[1], all_shapes=True)
        counts[bought] = with_more_orders(counts[bought], config, more_orders)
    if rounded:
        counts = as_shown(counts)
    counts = counts[:, np.arange(counts.shape[1]) // held_days * held_days]
    if looked_up is not None:
        seen = looked_up.random(counts.shape) < looked_up.uniform(0.3, 1.0, (len(counts), 1))
        seen[:, 0] = True
        last = np.maximum.accumulate(np.where(seen, np.arange(counts.shape[1]), 0), axis=1)
        counts = np.take_along_axis(counts, last, axis=1)
    counts, days = counts[:, ::every], days[::every]
    names = sorted(set(profiles["platform"]))
    platforms = np.searchsorted(names, profiles["platform"]).astype(np.int64)
    patterns = np.full(len(ids), ORGANIC, dtype=object)
    patterns[[place[creator_id] for creator_id in data.truth["bursts"]["influencer_id"]]] = VIRAL
    purchases = data.truth["purchases"]
    patterns[[place[creator_id] for creator_id in purchases["influencer_id"]]] = purchases["kind"]
    purged = set(data.truth["purges"]["platform"])
    posts = _posts(data, place) if with_posts else None
    if posts is not None and late_posts is not None:
        begin = days[0] + late_posts.uniform(*_POSTS_BEGIN, len(ids)) * (days[-1] - days[0])
        posts = posts[posts["day_number"].to_numpy() >= begin[posts["creator"]]]
    given = GrowthData(
        Histories(
            np.arange(len(ids) + 1, dtype=np.int64) * counts.shape[1],
            np.tile(days, len(ids)),
            counts.ravel(),
        ),
        platforms,
        posts=posts,
        collaborations=_deals(data, place) if with_posts else None,
        peers=_peers(profiles) if with_posts else None,
    )
    return PlantedGrowth(
        ids,
        given,
        bought,
        patterns,
        {
            row.influencer_id: ((row.first_day - _EPOCH).days, (row.last_day - _EPOCH).days)
            for row in purchases.itertuples()
        },
        data.truth["creators"].set_index("influencer_id").loc[ids, "is_bursty"].to_numpy(bool),
        profiles["platform"].isin(purged).to_numpy(),
    )


def as_shown(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Counts with three digits, from 10,000 on, as platforms show them."""
    digits = np.floor(np.log10(np.maximum(counts, 1))).astype(np.int64)
    unit = np.where(digits >= 4, 10 ** np.maximum(digits - 2, 0), 1)
    return counts // unit * unit


def _posts(data: DemoData, place: dict[str, int]) -> pd.DataFrame:
    posts = data.tables["posts"]
    return pd.DataFrame(
        {
            "creator": posts["influencer_id"].map(place).to_numpy(np.int64),
            "day_number": (posts["posted_at"].dt.normalize() - _EPOCH).dt.days.to_numpy(np.int64),
            "engagements": (posts["likes_count"] + posts["comments_count"]).to_numpy(float),
        }
    )


def _deals(data: DemoData, place: dict[str, int]) -> pd.DataFrame:
    deals = data.tables["collaborations"].dropna(subset=["started_on"])
    started = pd.to_datetime(deals["started_on"])
    return pd.DataFrame(
        {
            "creator": deals["influencer_id"].map(place).to_numpy(np.int64),
            "day_number": (started - _EPOCH).dt.days.to_numpy(np.int64),
        }
    )


def _peers(profiles: pd.DataFrame) -> PeerFigures:
    return peer_figures(profiles.assign(niche=profiles["category"]))
