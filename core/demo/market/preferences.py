"""What brands look for without saying so, and a year of what they did on such a dashboard."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.demo.config import DemoConfig
from core.demo.market.brands import Brands
from core.demo.market.prices import Prices
from core.demo.people.cast import Cast
from core.domain.interactions import CAMPAIGN, COLLABORATION, CONTACT, INFO, VIEW

# What a person does with a creator, from a glance to an agreement, and the chance of the next
# step for a creator that suits the brand as well as the median of those looked at.
_STEPS = (VIEW, INFO, CONTACT, CAMPAIGN)
_NEXT_STEP = (0.42, 0.45, 0.55)
_DAYS = 365
_STYLES = 8
_LOOKS_A_BRAND = 95  # median; 4,000 creators give some 45,000 interactions
_BUSY_HOURS = (8, 19)


@dataclass(frozen=True)
class Preferences:
    """Attributes:
    utility: (brands, creators) float64, how well a creator suits a brand.
    preferred_tier: (brands,) the size a brand thinks in, 0 nano ... 4 mega.
    appeal: (creators,) what everybody likes about a creator.
    """

    utility: np.ndarray
    preferred_tier: np.ndarray
    appeal: np.ndarray


def make_preferences(
    cast: Cast, brands: Brands, prices: Prices, niches_count: int, rng: np.random.Generator
) -> Preferences:
    """Niche, style, tier, country, price and a popularity that no table says."""
    n, m = len(brands.niche), len(cast)
    niche_style = rng.normal(size=(niches_count, _STYLES))
    brand_style = _unit(0.6 * niche_style[brands.niche] + rng.normal(size=(n, _STYLES)))
    creator_style = _unit(0.6 * niche_style[cast.main] + rng.normal(size=(m, _STYLES)))
    preferred_tier = np.clip(np.rint(rng.normal(1.4, 0.9, n)), 0, 4)
    thrift = rng.uniform(0.0, 0.5, n)
    appeal = rng.normal(size=m) + 0.4 * _standardised(np.log(cast.followers))
    price = _standardised(np.log(prices.post))
    utility = (
        2.2 * (cast.main[None, :] == brands.niche[:, None])
        + 1.0 * (cast.second[None, :] == brands.niche[:, None])
        + 2.2 * brand_style @ creator_style.T
        + 0.9 * (cast.audience_country[None, :] == brands.country[:, None])
        - 0.5 * np.abs(cast.tier[None, :] - preferred_tier[:, None])
        - thrift[:, None] * price[None, :]
        + 0.5 * appeal[None, :]
    )
    return Preferences(utility, preferred_tier, appeal)


def make_interactions(
    preferences: Preferences,
    cast: Cast,
    brands: Brands,
    collaborations: pd.DataFrame,
    config: DemoConfig,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """The table `interactions` of the year that ends on the last day, by time.

    A brand looks at creators drawn with the weight exp(utility); the better one suits, the more
    likely are the steps after the first look. Every agreed collaboration is one more step.
    """
    last = np.datetime64(config.last_day) + np.timedelta64(1, "D")
    ids = np.asarray(cast.ids, dtype=object)
    brand_ids = brands.frame["brand_id"].to_numpy()
    parts: list[pd.DataFrame] = []
    looks = np.exp(rng.normal(np.log(_LOOKS_A_BRAND), 0.6, len(brand_ids))).astype(int)
    for brand, looked in enumerate(np.clip(looks, 5, 600)):
        utility = preferences.utility[brand]
        weights = np.exp(utility - utility.max())
        chosen = rng.choice(len(ids), size=looked, p=weights / weights.sum())
        keen = utility[chosen] - np.median(utility[chosen])
        steps = np.ones(looked, dtype=int)
        for step, chance in enumerate(_NEXT_STEP):
            odds = chance / (1 - chance) * np.exp(keen)
            going_on = (steps == step + 1) & (rng.random(looked) < odds / (1 + odds))
            steps += going_on
        minutes = _minutes(looked, rng)
        for step, kind in enumerate(_STEPS):
            there = steps > step
            # A look leads to the profile within minutes, to a campaign within days.
            wait = rng.exponential((1, 4, 600, 2_500)[step], looked).astype(int) if step else 0
            minutes = minutes + wait
            parts.append(
                pd.DataFrame(
                    {
                        "brand_id": brand_ids[brand],
                        "influencer_id": ids[chosen[there]],
                        "kind": kind,
                        "minute": minutes[there],
                    }
                )
            )
    recorded = pd.concat(parts, ignore_index=True)
    recorded = recorded[recorded["minute"] < _DAYS * 1440]
    start = last - np.timedelta64(_DAYS, "D")
    recorded["happened_at"] = start.astype("datetime64[s]") + recorded[
        "minute"
    ].to_numpy() * np.timedelta64(60, "s")
    agreed = collaborations[["brand_id", "influencer_id"]].assign(
        kind=COLLABORATION,
        happened_at=collaborations["started_on"] + pd.Timedelta(hours=12),
    )
    agreed = agreed[(agreed["happened_at"] >= start) & (agreed["happened_at"] < last)]
    columns = ["brand_id", "influencer_id", "kind", "happened_at"]
    joined = pd.concat([recorded[columns], agreed[columns]], ignore_index=True)
    joined["happened_at"] = joined["happened_at"].astype("datetime64[s]")
    joined = joined.drop_duplicates().sort_values(
        ["happened_at", "brand_id", "influencer_id", "kind"]
    )
    return joined.reset_index(drop=True).astype(
        {"brand_id": "str", "influencer_id": "str", "kind": "str"}
    )


def _minutes(count: int, rng: np.random.Generator) -> np.ndarray:
    """Minutes of the year: working hours, few at weekends, more towards the end."""
    day = np.floor(_DAYS * rng.beta(1.3, 1.0, count)).astype(int)
    # Day 0 is some weekday; what falls on two days of seven moves to the next ones mostly.
    weekend = (day % 7 >= 5) & (rng.random(count) < 0.7)
    day = np.minimum(np.where(weekend, day + 2, day), _DAYS - 1)
    low, high = _BUSY_HOURS
    return day * 1440 + rng.integers(low * 60, high * 60, count)


def _standardised(values: np.ndarray) -> np.ndarray:
    """Mean 0 and spread 1; 0 where unknown, or where all are the same."""
    known = values[np.isfinite(values)]
    if not len(known) or known.std() < 1e-9:
        return np.zeros(len(values))
    return np.where(np.isfinite(values), (values - known.mean()) / known.std(), 0.0)


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)
