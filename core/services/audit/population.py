"""Whether a table of profiles can be a sample of followers, or is a list of influencers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.errors import InputFileError
from core.formats import short_name
from core.services.audit.table import ProfilesTable
from core.store.ingest.column_names import propose
from core.store.ingest.formats import FORMATS

# Columns that lists of influencers have and exports of followers do not.
_INFLUENCER_COLUMNS = (
    "avg_likes",
    "avg_comments",
    "avg_views",
    "authentic_engagement",
    "story_price",
    "post_price",
    "audience_country",
    "recent_captions",
    "daily_followers",
    "category",
)
_COLUMNS_ENOUGH = 2
# Medians of the genuine accounts of two public labelled sets are 345 and 421; of 5,000 samples of
# 30 of them the highest median was 1,453. Creators of the smallest tier have 2,300 to 9,100.
_MEDIAN_MAX = 5_000
_MEDIAN_WITH_COLUMN_MAX = 2_500
_COUNTS_MIN = 10  # a median of fewer says little


def refuse_influencers(table: ProfilesTable) -> None:
    """Returns when the profiles of a table can be followers, most of them ordinary accounts.

    Raises:
        InputFileError: the columns or the follower counts are those of a list of influencers;
            the message says which.
    """
    telling = influencer_columns(table.ignored)
    median = _median_followers(table)
    limit = _MEDIAN_WITH_COLUMN_MAX if telling else _MEDIAN_MAX
    has_many = median is not None and median > limit
    if len(telling) < _COLUMNS_ENOUGH and not has_many:
        return
    signs = []
    if telling:
        named = ", ".join(f"'{short_name(name)}'" for name in telling[:5])
        signs.append(f"the column{'s' if len(telling) > 1 else ''} {named}")
    if has_many:
        signs.append(f"a median of {median:,.0f} followers (expected {limit:,} or fewer)")
    raise InputFileError(
        f"{table.name}: expected a sample of one creator's followers, most of them ordinary "
        f"accounts, found what looks like a list of influencers: {' and '.join(signs)}. Export "
        "the followers of one creator, one row per follower. To add influencers, import the file "
        "on the Data page."
    )


def influencer_columns(header: Sequence[str]) -> list[str]:
    """Columns of the file that only a list of influencers has, in the order of the file."""
    proposed = propose(FORMATS["influencers"], header, similar=False)
    sources = {proposed[name].source for name in _INFLUENCER_COLUMNS if name in proposed}
    return [name for name in header if name in sources]


def _median_followers(table: ProfilesTable) -> float | None:
    if "followers_count" not in table.profiles:
        return None
    counts = table.profiles["followers_count"].dropna()
    return float(np.median(counts)) if len(counts) >= _COUNTS_MIN else None
