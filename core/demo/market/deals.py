"""Which posts are paid for by which brand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.demo.config import DemoConfig
from core.demo.histories.schedule import Schedule
from core.demo.market.brands import Brands
from core.demo.market.preferences import Preferences
from core.demo.market.prices import Prices, price_points
from core.demo.people.cast import Cast

# Brands that pay are choosier than brands that look: three deals in four lie within the creator's
# main niche.
_CHOOSINESS = 1.5
_DRAWN_AT_ONCE = 5_000


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


def make_deals(
    cast: Cast, preferences: Preferences, config: DemoConfig, rng: np.random.Generator
) -> Deals:
    """About one post in twelve is paid for, by a brand that the creator suits."""
    shape = (len(cast), config.posts_per_creator)
    willing = np.where(rng.random(len(cast)) < 0.45, rng.uniform(0.05, 0.35, len(cast)), 0.0)
    paid = rng.random(shape) < willing[:, None]
    brand = np.full(shape, -1)
    brand[paid] = _partners(np.nonzero(paid)[0], preferences, rng)
    marked = paid & (rng.random(shape) < 0.88)
    rows = np.flatnonzero(rng.random(len(cast)) < 0.22)
    before = rng.integers(5, 300, len(rows))
    partners = _partners(rows, preferences, rng)
    earlier = list(zip(rows.tolist(), partners.tolist(), before.tolist(), strict=True))
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
        float(price_points(prices.post[row] * spread[number]))
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


def _partners(
    creators: np.ndarray, preferences: Preferences, rng: np.random.Generator
) -> np.ndarray:
    """A brand for each of these creator rows, likelier the better the creator suits it."""
    partners = np.empty(len(creators), dtype=np.int64)
    draws = rng.random(len(creators))
    for start in range(0, len(creators), _DRAWN_AT_ONCE):
        part = slice(start, start + _DRAWN_AT_ONCE)
        keen = _CHOOSINESS * preferences.utility[:, creators[part]]
        share = np.cumsum(np.exp(keen - keen.max(axis=0)), axis=0)
        partners[part] = (share < draws[part] * share[-1]).sum(axis=0)
    return partners
