"""What an account says of itself, as a view: category, country, size, engagement, price."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from core.domain.tiers import tier_of
from core.models.ranking.views import Vectors

_MOST_NAMES = 40
_NAMED = ("category", "country", "language", "platform", "tier")
_COUNTED = ("followers", "engagement_rate", "post_price")

Scales = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class AccountColumns:
    """Which columns the view has, the same for brands and creators.

    Attributes:
        names: fact -> its 40 most frequent names, one column each.
        brand_scales, creator_scales: count -> mean and spread of its logarithm on this side; what
            nobody of a side has is missing.
    """

    names: Mapping[str, tuple[str, ...]]
    brand_scales: Scales
    creator_scales: Scales

    def brands(self, frame: pd.DataFrame) -> Vectors:
        """(brands, d) rows; see `creators`."""
        return self._rows(frame, self.brand_scales)

    def creators(self, frame: pd.DataFrame) -> Vectors:
        """(creators, d) rows; NaN for an account of which no fact is known.

        A column per name and one per count, on a logarithmic scale with mean 0 and spread 1; a
        fact that is not known is 0. What a brand has no such fact of, as a price, is 0 for all
        brands: shared directions can still relate the price of creators to the category of brands.

        Args:
            frame: one row per account; columns as in `core.queries.collaborations`, any of which
                may be missing.
        """
        return self._rows(frame, self.creator_scales)

    def _rows(self, frame: pd.DataFrame, scales: Scales) -> Vectors:
        facts = _with_tier(frame)
        blocks = [
            (_texts(facts, name).to_numpy()[:, None] == np.array(names, dtype=object)).astype(float)
            for name, names in self.names.items()
        ]
        blocks += [_scaled(facts, name, scales)[:, None] for name in _COUNTED]
        rows = np.hstack(blocks)
        rows[~rows.any(axis=1)] = np.nan
        return rows


def fit_account_columns(brands: pd.DataFrame, creators: pd.DataFrame) -> AccountColumns:
    """The columns that these brands and creators need; see `AccountColumns.creators`."""
    sides = [_with_tier(frame) for frame in (brands, creators)]
    names = {}
    for name in _NAMED:
        counts = pd.concat([_texts(side, name) for side in sides]).value_counts()
        names[name] = tuple(counts.index[:_MOST_NAMES].tolist())
    return AccountColumns(names, *(_scales(side) for side in sides))


def _with_tier(frame: pd.DataFrame) -> pd.DataFrame:
    counts: Iterable[Any] = frame.get("followers", [None] * len(frame))
    tiers = [tier_of(None if pd.isna(count) else int(count)) for count in counts]
    return frame.assign(tier=pd.Series(tiers, dtype=object, index=frame.index))


def _texts(frame: pd.DataFrame, name: str) -> pd.Series:
    if name not in frame.columns:
        return pd.Series([None] * len(frame), dtype=object)
    return frame[name].astype(object).where(frame[name].notna(), None).reset_index(drop=True)


def _scales(frame: pd.DataFrame) -> dict[str, tuple[float, float]]:
    scales = {}
    for name in _COUNTED:
        logs = _logs(frame, name)
        known = logs[np.isfinite(logs)]
        if len(known):
            spread = float(known.std())
            scales[name] = (float(known.mean()), spread if spread > 0 else 1.0)
    return scales


def _scaled(frame: pd.DataFrame, name: str, scales: Scales) -> Vectors:
    if name not in scales:
        return np.zeros(len(frame))
    mean, spread = scales[name]
    return np.nan_to_num((_logs(frame, name) - mean) / spread)


def _logs(frame: pd.DataFrame, name: str) -> Vectors:
    if name not in frame.columns:
        return np.full(len(frame), np.nan)
    values = frame[name].to_numpy(dtype=np.float64, na_value=np.nan)
    # A rate of 0 or a price of 0 says as little as a missing one on this scale.
    return np.log(np.where(values > 0, values, np.nan))
