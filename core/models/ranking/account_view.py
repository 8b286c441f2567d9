"""What an account says of itself, as a view: category, country, size, engagement, price."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.domain.tiers import tier_of
from core.models.ranking.views import Vectors

_MOST_NAMES = 40
_NAMED = ("category", "country", "language", "platform", "tier")
_COUNTED = ("followers", "engagement_rate", "post_price")


def account_view(brands: pd.DataFrame, creators: pd.DataFrame) -> tuple[Vectors, Vectors]:
    """(brands, d) and (creators, d) rows of the same columns; 0 where a side does not know one.

    A column for each of the 40 most frequent names of category, country, language, platform and
    tier, and one for each count, on a logarithmic scale with mean 0 and spread 1. What a brand has
    no such fact of, as a price, is 0 for all brands: shared directions can still relate the price
    of creators to the category of brands.

    Args:
        brands, creators: one row an account; columns as in `core.queries.collaborations`, any of
            which may be missing.
    """
    sides = [frame.assign(tier=_tiers(frame)) for frame in (brands, creators)]
    blocks: list[list[Vectors]] = [[], []]
    for name in _NAMED:
        texts = [_texts(side, name) for side in sides]
        common = pd.concat(texts).value_counts().index[:_MOST_NAMES].tolist()
        for block, text in zip(blocks, texts, strict=True):
            block.append((text.to_numpy()[:, None] == np.array(common, dtype=object)).astype(float))
    for name in _COUNTED:
        for block, side in zip(blocks, sides, strict=True):
            block.append(_scaled(side, name)[:, None])
    return np.hstack(blocks[0]), np.hstack(blocks[1])


def _texts(frame: pd.DataFrame, name: str) -> pd.Series:
    if name not in frame.columns:
        return pd.Series([None] * len(frame), dtype=object)
    return frame[name].astype(object).where(frame[name].notna(), None).reset_index(drop=True)


def _tiers(frame: pd.DataFrame) -> list[str | None]:
    return [tier_of(None if pd.isna(count) else int(count)) for count in frame["followers"]]


def _scaled(frame: pd.DataFrame, name: str) -> Vectors:
    if name not in frame.columns:
        return np.zeros(len(frame))
    values = frame[name].to_numpy(dtype=np.float64, na_value=np.nan)
    # A rate of 0 or a price of 0 says as little as a missing one on this scale.
    logs = np.log(np.where(values > 0, values, np.nan))
    known = np.isfinite(logs)
    if not known.any():
        return np.zeros(len(frame))
    spread = logs[known].std()
    scaled = (logs - logs[known].mean()) / (spread if spread > 0 else 1.0)
    return np.where(known, scaled, 0.0)
