"""Which posts are paid for by which brand, and at what price."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.demo.config import DemoConfig
from core.demo.histories.schedule import Schedule
from core.demo.market.brands import Brands
from core.demo.people.cast import Cast

# EUR a post by tier as published (nano 10-100 ... mega above 10,000); the spread is ours.
_PRICE_MEDIANS = (38, 230, 1_500, 7_000, 21_000)
_PRICE_BOUNDS = ((10, 100), (100, 500), (500, 5_000), (5_000, 10_000), (10_000, 180_000))


@dataclass(frozen=True)
class Prices:
    """EUR, (n,) float64; NaN where a creator names no price."""

    post: np.ndarray
    story: np.ndarray


@dataclass(frozen=True)
class Deals:
    """Paid posts.

    Attributes:
        brand: (creators, posts) row of the brand that paid for a post; -1 where none did.
        is_marked: (creators, posts) the post says that it is advertising.
        earlier: creator row, brand row and days before the history of deals without a post here.
    """

    brand: np.ndarray
    is_marked: np.ndarray
    earlier: list[tuple[int, int, int]]


def make_prices(cast: Cast, rng: np.random.Generator) -> Prices:
    """Prices by tier; more for engaged followers, some outside the published ranges."""
    n = len(cast)
    medians, bounds = np.array(_PRICE_MEDIANS), np.array(_PRICE_BOUNDS)
    liked = (cast.engagement / np.median(cast.engagement)) ** 0.25
    post = medians[cast.tier] * liked * np.exp(rng.normal(0, 0.5, n))
    inside = np.clip(post, bounds[cast.tier, 0], bounds[cast.tier, 1])
    post = np.where(rng.random(n) < 0.9, inside, post)
    story = post * rng.uniform(0.25, 0.6, n)
    silent = rng.random(n) < 0.14
    story_silent = silent | (rng.random(n) < 0.08)
    return Prices(
        post=np.where(silent, np.nan, _price_points(post)),
        story=np.where(story_silent, np.nan, _price_points(story)),
    )


def make_deals(cast: Cast, brands: Brands, config: DemoConfig, rng: np.random.Generator) -> Deals:
    """About one post in twelve is paid for, mostly by a brand of the creator's niche."""
    shape = (len(cast), config.posts_per_creator)
    willing = np.where(rng.random(len(cast)) < 0.45, rng.uniform(0.05, 0.35, len(cast)), 0.0)
    paid = rng.random(shape) < willing[:, None]
    brand = np.full(shape, -1)
    for row, post in zip(*np.nonzero(paid), strict=True):
        brand[row, post] = _choose(int(row), cast, brands, rng)
    marked = paid & (rng.random(shape) < 0.88)
    earlier = [
        (int(row), _choose(int(row), cast, brands, rng), int(rng.integers(5, 300)))
        for row in np.flatnonzero(rng.random(len(cast)) < 0.22)
    ]
    return Deals(brand, marked, earlier)


def collaborations(
    cast: Cast,
    schedule: Schedule,
    brands: Brands,
    prices: Prices,
    deals: Deals,
    post_ids: np.ndarray,
    config: DemoConfig,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """The table `collaborations`, by creator and time."""
    first = np.datetime64(config.first_day)
    rows: list[tuple[int, int, int, str | None]] = [
        (row, brand, -before, None) for row, brand, before in deals.earlier
    ]
    for row, post in zip(*np.nonzero(deals.brand >= 0), strict=True):
        day = int(schedule.days[row, post]) - int(rng.integers(0, 15))
        rows.append((int(row), int(deals.brand[row, post]), day, str(post_ids[row, post])))
    rows.sort(key=lambda entry: (entry[0], entry[2], entry[3] or ""))
    spread = np.exp(rng.normal(0, 0.22, len(rows)))
    price = [
        float(_price_points(prices.post[row] * spread[number]))
        if brands.tells_prices[brand] and np.isfinite(prices.post[row])
        else None
        for number, (row, brand, _, _) in enumerate(rows)
    ]
    width = max(5, len(str(len(rows))))
    brand_ids = brands.frame["brand_id"].tolist()
    return pd.DataFrame(
        {
            "collaboration_id": [f"k{number:0{width}d}" for number in range(1, len(rows) + 1)],
            "brand_id": pd.Series([brand_ids[brand] for _, brand, _, _ in rows], dtype="str"),
            "influencer_id": pd.Series([cast.ids[row] for row, _, _, _ in rows], dtype="str"),
            "started_on": pd.to_datetime([first + np.timedelta64(day, "D") for *_, day, _ in rows]),
            "price": pd.Series(price, dtype="float64"),
            "post_id": pd.Series([post for *_, post in rows], dtype="str"),
        }
    )


def _choose(row: int, cast: Cast, brands: Brands, rng: np.random.Generator) -> int:
    """A brand of the main niche (two in three), of the second, or any; of the country if so."""
    drawn = rng.random()
    niche = cast.main[row] if drawn < 0.66 else cast.second[row] if drawn < 0.8 else -1
    fitting = np.flatnonzero(brands.niche == niche)
    if not len(fitting):
        fitting = np.arange(len(brands.niche))
    weights = np.where(brands.country[fitting] == cast.audience_country[row], 4.0, 1.0)
    return int(rng.choice(fitting, p=weights / weights.sum()))


def _price_points(price: np.ndarray) -> np.ndarray:
    """Prices as people name them: in fives below 100, then with two digits."""
    steps = np.where(price < 100, 5, 10.0 ** np.floor(np.log10(np.maximum(price, 1))) / 10)
    return np.maximum(np.rint(price / steps) * steps, 5)
