"""The brand x creator table with its rule points."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.demo.config import DemoConfig
from core.demo.market.brands import Brands
from core.demo.people.cast import Cast
from core.domain.thresholds import CATEGORY_POINTS, COUNTRY_POINTS, HASHTAG_POINTS


def make_ratings(
    cast: Cast,
    brands: Brands,
    influencers: pd.DataFrame,
    config: DemoConfig,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """`config.ratings_per_brand` creators for each brand, by brand and creator.

    Creators of the brand's niche and country are drawn more often; the rest are any. Points
    follow the given columns, so a creator without a category gets no category points.
    """
    brand_rows, creator_rows = _pairs(cast, brands, config, rng)
    category = _same(influencers["category"], brands.frame["category"])
    country = _same(influencers["audience_country"], brands.frame["country"])
    shared = _shared_tags(influencers["hashtags"], brands.frame["hashtags"])
    rate = (
        (influencers["avg_likes"] + influencers["avg_comments"])
        / influencers["followers_count"]
        * 100
    ).to_numpy()
    points = {
        "category_points": float(CATEGORY_POINTS) * category[creator_rows, brand_rows],
        "country_points": float(COUNTRY_POINTS) * country[creator_rows, brand_rows],
        "hashtag_points": float(HASHTAG_POINTS) * shared[creator_rows, brand_rows],
        "engagement_points": rate[creator_rows],
    }
    return pd.DataFrame(
        {
            "brand_id": brands.frame["brand_id"].to_numpy()[brand_rows],
            "influencer_id": np.array(cast.ids)[creator_rows],
            "points": np.sum(list(points.values()), axis=0),
            **points,
        }
    )


def _pairs(
    cast: Cast, brands: Brands, config: DemoConfig, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Rows of brands and creators, sorted; drawn without replacement by exponential races."""
    n, per_brand = len(cast), config.ratings_per_brand
    creators = []
    for niche, country in zip(brands.niche, brands.country, strict=True):
        weight = 1.0 + 6.0 * (cast.main == niche) + 2.0 * (cast.second == niche)
        weight = weight * np.where(cast.audience_country == country, 2.5, 1.0)
        arrival = rng.exponential(size=n) / weight
        chosen = np.argpartition(arrival, per_brand - 1)[:per_brand]
        creators.append(np.sort(chosen))
    return np.repeat(np.arange(len(brands.niche)), per_brand), np.concatenate(creators)


def _same(left: pd.Series, right: pd.Series) -> np.ndarray:
    """(left, right) True where both are known and equal."""
    codes, _ = pd.factorize(pd.concat([left, right], ignore_index=True))
    left_codes, right_codes = codes[: len(left)], codes[len(left) :]
    return (left_codes[:, None] == right_codes[None, :]) & (left_codes[:, None] >= 0)


def _shared_tags(left: pd.Series, right: pd.Series) -> np.ndarray:
    """(left, right) True where the two lists share an entry."""
    holders: dict[str, list[int]] = {}
    for row, tags in enumerate(left):
        for tag in tags:
            holders.setdefault(tag, []).append(row)
    shared = np.zeros((len(left), len(right)), dtype=bool)
    for column, tags in enumerate(right):
        for tag in tags:
            shared[holders.get(tag, []), column] = True
    return shared
