"""Demo creators with planted purchases, to learn the model that comes along and to judge it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.demo.generator import DemoConfig, DemoData, generate
from core.demo.histories.orders import with_more_orders
from core.demo.histories.small_accounts import small_accounts
from core.domain.histories import Histories
from core.models.growth.evidence.reading import GrowthData, signals_by_creator
from core.models.growth.kinds import DRIP, ORGANIC, STAIRCASE, STEP, STEP_DECAY, VIRAL
from core.models.growth.learner import LabelledSignals
from core.models.growth.peers import PeerFigures, peer_figures

_EPOCH = pd.Timestamp("1970-01-01")
# The model that comes along must know small accounts, whose growth is a few whole followers.
_SMALLEST, _LARGEST = 150.0, 30_000.0
_WEEKLY_DAYS = 210
# Of the small accounts that stand among larger ones; alone they are all of them.
_SMALL_SHARE = 0.5
# Weights in training. Lookups and rounding hide most of a delivery: with equal shares these
# readings lose recall to small accounts, and small accounts lose precision to these readings.
_SMALL_WEIGHT, _ROUNDED_WEIGHT, _LOOKED_UP_WEIGHT = 2.0, 2.0, 3.0
# Posts that are stored begin in this part of the window at the latest.
_POSTS_BEGIN = (0.1, 0.8)
# What a post that brought followers reached, in median posts of its creator.
_REACH = (2.0, 12.0)
_SMALL_PATTERNS = {
    "step": STEP,
    "rounded step": STEP,
    "step_decay": STEP_DECAY,
    "staircase": STAIRCASE,
    "drip": DRIP,
    "wave after a post": VIRAL,
}


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
    """

    creator_ids: list[str]
    given: GrowthData
    purchased: NDArray[np.bool_]
    patterns: NDArray[np.object_]
    days: dict[str, tuple[int, int]]
    bursty: NDArray[np.bool_]
    purged: NDArray[np.bool_]
    small_kinds: NDArray[np.object_] | None = None


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


def with_small_accounts(
    planted: PlantedGrowth, rng: np.random.Generator, *, share: float = 1.0
) -> PlantedGrowth:
    """The same creators, a share of them with the histories of small accounts.

    Their posts stay, and one that brought followers reached far. Without comparisons of
    profiles, which would not fit.
    """
    histories = planted.given.histories
    n, days = len(planted.creator_ids), int(histories.starts[1])
    accounts = small_accounts(n, days=days, rng=rng)
    small = rng.random(n) < share
    day = np.broadcast_to(np.arange(days), (n, days))
    first_known = np.where(small, accounts.first_known, 0)
    known = day >= first_known[:, None]
    counts = np.where(small[:, None], accounts.counts, histories.counts.reshape(n, days))
    first_day = int(histories.days[0])
    spans = {
        planted.creator_ids[row]: (
            first_day + int(accounts.first_days[row]),
            first_day + int(accounts.last_days[row]),
        )
        for row in np.flatnonzero(small & accounts.purchased)
    }
    kept = {
        creator: span
        for creator, span in planted.days.items()
        if not small[planted.creator_ids.index(creator)]
    }
    patterns = [_SMALL_PATTERNS.get(str(kind), ORGANIC) for kind in accounts.kinds]
    posts = planted.given.posts
    if posts is not None:
        posts = _with_reach(posts, np.where(small, accounts.post_days, -1), first_day, rng)
    data = replace(
        planted.given,
        histories=Histories(
            np.concatenate([[0], np.cumsum(known.sum(axis=1))]).astype(np.int64),
            (day + first_day)[known],
            counts[known],
        ),
        posts=posts,
        collaborations=None,
        peers=None,
    )
    return replace(
        planted,
        given=data,
        purchased=np.where(small, accounts.purchased, planted.purchased),
        patterns=np.where(small, np.array(patterns, dtype=object), planted.patterns),
        days=kept | spans,
        bursty=planted.bursty & ~small,
        small_kinds=np.where(small, accounts.kinds, ""),
    )


def _with_reach(
    posts: pd.DataFrame, post_days: NDArray[np.int64], first_day: int, rng: np.random.Generator
) -> pd.DataFrame:
    """The posts with one more of each creator that a post brought followers."""
    creators = np.flatnonzero(post_days >= 0)
    usual = posts.groupby("creator")["engagements"].median().reindex(creators).to_numpy(float)
    low, high = np.log(_REACH)
    reach = np.exp(rng.uniform(low, high, len(creators)))
    more = pd.DataFrame(
        {
            "creator": creators,
            "day_number": post_days[creators] + first_day,
            "engagements": np.nan_to_num(usual, nan=1.0) * reach,
        }
    )
    return pd.concat([posts, more], ignore_index=True)


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


def learning_rows(seeds: tuple[int, ...], *, creators_count: int) -> LabelledSignals:
    """Signals of demo creators of several seeds, each read in several ways.

    As they are, with posts that are stored late, without posts, with small sizes (without posts,
    as their likes would not fit), with several purchases in place of one, with counts rounded as
    platforms show them (with posts and without) or looked up every third day, and over a longer
    time by weekly counts, so that the model knows what it does not see. Small and still accounts
    come alone and among the others.
    Every second seed has purchases and bursts of all paces. Readings that are hard to tell weigh
    more than the others, whose weight is 1.
    """
    # With a group for each data set, as its creators must not stand on both sides of a split,
    # and the weight of its rows.
    planted: list[tuple[int, PlantedGrowth, float]] = []
    for number, seed in enumerate(seeds):
        config = DemoConfig(creators_count=creators_count, all_shapes=number % 2 == 0)
        data = generate(config, seed=seed)

        def draws(part: int, seed: int = seed) -> np.random.Generator:
            return np.random.default_rng([seed, part])

        without_posts = planted_growth(data, with_posts=False)
        small_among_others = with_small_accounts(
            planted_growth(data), draws(12), share=_SMALL_SHARE
        )
        planted += [
            (2 * number, reading, weight)
            for reading, weight in (
                (planted_growth(data), 1.0),
                (without_posts, 1.0),
                (planted_growth(data, with_posts=False, small=draws(7)), 1.0),
                (planted_growth(data, more_orders=draws(8)), 1.0),
                (planted_growth(data, rounded=True), 1.0),
                (planted_growth(data, with_posts=False, rounded=True), _ROUNDED_WEIGHT),
                (planted_growth(data, with_posts=False, held_days=3), _LOOKED_UP_WEIGHT),
                (planted_growth(data, late_posts=draws(10)), 1.0),
                (with_small_accounts(without_posts, draws(11)), _SMALL_WEIGHT),
                (small_among_others, _SMALL_WEIGHT),
            )
        ]
        longer = replace(config, days=_WEEKLY_DAYS, creators_count=max(creators_count // 3, 1))
        weekly = planted_growth(generate(longer, seed=seed + 1000), every=7)
        planted.append((2 * number + 1, weekly, 1.0))
    tables, purchased, patterns, groups, weights = [], [], [], [], []
    for group, reading, weight in planted:
        signals = signals_by_creator(reading.given)
        if reading.small_kinds is not None:
            # The others stand there for comparison, and come in the other readings.
            signals = signals[reading.small_kinds[signals.index] != ""]
        rows = signals.index.to_numpy(np.int64)
        tables.append(signals)
        purchased.append(reading.purchased[rows])
        patterns.append(reading.patterns[rows])
        groups.append(rows + group * creators_count)
        weights.append(np.full(len(rows), weight))
    return LabelledSignals(
        pd.concat(tables, ignore_index=True),
        np.concatenate(purchased),
        np.concatenate(patterns),
        np.concatenate(groups),
        np.concatenate(weights),
    )
