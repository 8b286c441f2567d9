"""Who uses an item: since when, how early, and with what engagement."""

from __future__ import annotations

import numpy as np
import pandas as pd


def item_riders(
    creators: np.ndarray,
    days: np.ndarray,
    engagements: np.ndarray,
    use_posts: np.ndarray,
    use_items: np.ndarray,
    items: np.ndarray,
) -> pd.DataFrame:
    """Creators who use the wanted items.

    Args:
        creators, days, engagements: (n,) of each post; engagements NaN when unknown.
        use_posts, use_items: (m,) post and item of each use.
        wanted: items to look at.
    Returns:
        item, creator, posts_count, first_day_number, early_rank (1 is the first; same days share
        the better rank), engagement_ratio (median of the posts with the item over the median of
        the creator's others; NaN without either).
    """
    chosen = np.isin(use_items, items)
    uses = pd.DataFrame({"item": use_items[chosen], "post": use_posts[chosen]}).drop_duplicates()
    if uses.empty:
        return pd.DataFrame(columns=list(_COLUMNS))
    uses["creator"] = creators[uses["post"]]
    uses["day"] = days[uses["post"]]
    riders = uses.groupby(["item", "creator"], as_index=False).agg(
        posts_count=("post", "size"), first_day_number=("day", "min")
    )
    riders["early_rank"] = (
        riders.groupby("item")["first_day_number"].rank(method="min").astype(np.int64)
    )
    riders["engagement_ratio"] = _ratios(riders, uses, creators, engagements)
    return riders[list(_COLUMNS)]


_COLUMNS = (
    "item",
    "creator",
    "posts_count",
    "first_day_number",
    "early_rank",
    "engagement_ratio",
)


def _ratios(
    riders: pd.DataFrame, uses: pd.DataFrame, creators: np.ndarray, engagements: np.ndarray
) -> np.ndarray:
    order = np.argsort(creators, kind="stable")
    starts = np.searchsorted(creators[order], riders["creator"])
    ends = np.searchsorted(creators[order], riders["creator"], side="right")
    with_item = {key: set(posts) for key, posts in uses.groupby(["item", "creator"])["post"]}
    ratios = np.full(len(riders), np.nan)
    for row, (item, creator, start, end) in enumerate(
        zip(riders["item"], riders["creator"], starts.tolist(), ends.tolist(), strict=True)
    ):
        posts = order[start:end]
        has = np.fromiter((post in with_item[item, creator] for post in posts), bool, len(posts))
        values = engagements[posts]
        known = ~np.isnan(values)
        if (has & known).any() and (~has & known).any():
            middle = np.median(values[~has & known])
            ratios[row] = np.median(values[has & known]) / middle if middle > 0 else np.nan
    return ratios
