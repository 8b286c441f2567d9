"""Hashtags that rise or fall in any table of dated posts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from core.domain.histories import EPOCH
from core.errors import InputFileError
from core.features.text import hashtags, listed_hashtags
from core.models.trends.found import HASHTAG, DatedPosts, Uses, found_trends
from core.store.ingest.reading import small_table

_ACCOUNT = ("influencer_id", "account_id", "handle")
_POSTED = ("posted_at", "date", "timestamp", "day")
_CAPTION = ("caption", "captions", "text")
_DAY_SECONDS = 86_400
MOVING = ("rising", "falling")
DIRECTIONS = (*MOVING, "steady", "too few")


@dataclass(frozen=True)
class HashtagTrends:
    """Attributes:
    frame: one row per hashtag, those that move first: item, direction (of `DIRECTIONS`),
        growth_percent a week with low_percent and high_percent (90% interval), q_value,
        share_before and share_now (0-1), creators_count, posts_count, first_seen (ISO date).
    undated_count: rows left out, without an account or a date.
    """

    frame: pd.DataFrame
    undated_count: int


def hashtag_trends(path: Path) -> HashtagTrends:
    """Which hashtags of a file of posts rise or fall.

    Raises:
        InputFileError: it cannot be read, has no dated row, or covers too short a time.
        ColumnError: a column is missing.
    """
    posts, uses, undated_count = _read(path)
    trends = found_trends(posts, uses).trends
    if trends.empty:
        raise InputFileError(
            f"{path.name}: expected hashtags in at least one whole week in which ten "
            "creators post, found none. Give posts over a longer time."
        )
    return HashtagTrends(_shown(trends), undated_count)


def _read(path: Path) -> tuple[DatedPosts, Uses, int]:
    """Posts, their hashtags, and how many rows lack an account or a date.

    Raises:
        InputFileError: it cannot be read or has no dated row.
        ColumnError: a column is missing.
    """
    with small_table.opened(path) as table:
        account, posted = table.place(_ACCOUNT), table.place(_POSTED)
        tags, caption = table.optional(("hashtags",)), table.optional(_CAPTION)
        if tags is None:
            caption = table.place(_CAPTION)
        rows = table.rows(
            table.id(account),
            _day_sql(table, posted),
            "NULL" if tags is None else f"c{tags}::VARCHAR",
            "NULL" if caption is None else f"c{caption}::VARCHAR",
        )
    used = [row for row in rows if row[0] and row[1] is not None]
    if not used:
        raise InputFileError(
            f"{path.name}: expected rows with an account and a date, found none among "
            f"{len(rows):,}."
        )
    lists = [_tags(listed, text) for _, _, listed, text in used]
    names, codes = np.unique([tag for tags in lists for tag in tags] or [""], return_inverse=True)
    if not any(lists):
        raise InputFileError(f"{path.name}: expected hashtags, found none in {len(used):,} posts.")
    creators, _ = pd.factorize(pd.Series([row[0] for row in used]))
    dated = DatedPosts(
        creators.astype(np.int64),
        np.array([int(row[1]) for row in used], dtype=np.int64),
        np.full(len(used), np.nan),
    )
    at = np.repeat(np.arange(len(used)), [len(tags) for tags in lists])
    return dated, Uses(HASHTAG, at, codes, names.tolist()), len(rows) - len(used)


def _day_sql(table: small_table.SmallTable, place: int) -> str:
    """Days since 1970; whole numbers of nine digits and more are seconds since then."""
    cell = table.text(place)
    return (
        f"CASE WHEN regexp_full_match({cell}, '[0-9]{{9,11}}') "
        f"THEN {cell}::BIGINT // {_DAY_SECONDS} ELSE {table.days(place)} END"
    )


def _tags(listed: str | None, caption: str | None) -> list[str]:
    return list(dict.fromkeys([*listed_hashtags(listed), *hashtags(caption)]))


def _shown(trends: pd.DataFrame) -> pd.DataFrame:
    def percent(name: str) -> pd.Series:
        values: pd.Series = ((np.exp(trends[name]) - 1) * 100).round(3)
        return values

    frame = pd.DataFrame(
        {
            "item": trends["item"],
            "direction": trends["direction"],
            "growth_percent": percent("weekly_growth"),
            "low_percent": percent("growth_low"),
            "high_percent": percent("growth_high"),
            "q_value": trends["q_value"].round(6),
            "share_before": trends["share_before"].round(6),
            "share_now": trends["share_now"].round(6),
            "creators_count": trends["creators_count"],
            "posts_count": trends["posts_count"],
            "first_seen": (
                EPOCH + pd.to_timedelta(trends["first_seen_number"], unit="D")
            ).dt.strftime("%Y-%m-%d"),
        }
    )
    moving = frame["direction"].isin(MOVING)
    order = np.lexsort(
        (frame["item"], -frame["creators_count"], -frame["growth_percent"].abs(), ~moving)
    )
    return frame.iloc[order].reset_index(drop=True)
