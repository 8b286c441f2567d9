"""Read queries for what posts say: of one creator, of some, and the values of filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pandas as pd

from core.queries.builds import POST_TEXTS, has


@dataclass(frozen=True)
class CreatorTexts:
    """What a creator's posts say; fields as in the table `creator_texts`, None when unknown."""

    posts_count: int
    sentiment_count: int
    sentiment_mean: float | None
    positive_share: float | None
    negative_share: float | None
    comments_read: int
    comments_mean: float | None
    disclosed_count: int
    sponsored_count: int
    sponsored_ratio: float | None
    sponsored_low: float | None
    sponsored_high: float | None
    safety_count: int
    safety_categories: list[str]
    safety_words: list[str]
    brands: list[str]
    places: list[str]
    people: list[str]


def creator_texts(con: duckdb.DuckDBPyConnection, influencer_id: str) -> CreatorTexts | None:
    """What the posts of a creator say; None without posts or in an older build."""
    if not has(con, POST_TEXTS):
        return None
    names = ", ".join(CreatorTexts.__dataclass_fields__)
    row = con.execute(
        f"SELECT {names} FROM creator_texts WHERE influencer_id = $id LIMIT 1",
        {"id": influencer_id},
    ).fetchone()
    return None if row is None else CreatorTexts(*row)


def telling_posts(
    con: duckdb.DuckDBPyConnection, influencer_id: str, *, limit: int = 12
) -> pd.DataFrame:
    """Posts that carry a mark, newest first.

    Returns:
        posted_at, caption, sentiment, disclosure_terms, safety_words; only posts that disclose
        advertising, hold a word of the brand-safety list or sound negative.
    """
    return con.execute(
        """SELECT p.posted_at, p.caption, t.sentiment, t.disclosure_terms, t.safety_words
           FROM post_texts t JOIN posts p USING (post_id)
           WHERE t.influencer_id = $id
                 AND (t.is_disclosed OR len(t.safety_words) > 0 OR t.sentiment_label = 'negative')
           ORDER BY p.posted_at DESC NULLS LAST, p.post_id LIMIT $limit""",
        {"id": influencer_id, "limit": limit},
    ).df()


def safety_categories(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Headings of the brand-safety list that occur in posts, by name; none in older builds."""
    if not has(con, POST_TEXTS):
        return []
    return [
        row[0]
        for row in con.execute(
            """SELECT DISTINCT unnest(safety_categories) AS category FROM creator_texts
               ORDER BY category"""
        ).fetchall()
    ]


def text_chips(
    con: duckdb.DuckDBPyConnection, influencer_ids: Sequence[str]
) -> dict[str, list[str]]:
    """Short reasons from the posts: id -> chips, '+ ' speaks for, '! ' is worth checking.

    Advertising is only mentioned when the whole interval lies on one side of 1.
    """
    if not has(con, POST_TEXTS):
        return {}
    rows = con.execute(
        """SELECT influencer_id, sponsored_ratio, sponsored_low, sponsored_high, safety_count,
                  posts_count, safety_categories
           FROM creator_texts WHERE list_contains($ids::VARCHAR[], influencer_id)
           ORDER BY influencer_id""",
        {"ids": list(influencer_ids)},
    ).fetchall()
    chips_by_id: dict[str, list[str]] = {}
    for influencer_id, ratio, low, high, unsafe, posts, categories in rows:
        chips = []
        if low is not None and low > 1:
            chips.append(f"+ advertising gets {ratio - 1:.0%} more engagement than other posts")
        if high is not None and high < 1:
            chips.append(f"! advertising gets {1 - ratio:.0%} less engagement than other posts")
        if unsafe:
            chips.append(f"! {', '.join(categories[:2])} in {unsafe} of {posts} posts")
        chips_by_id[influencer_id] = chips
    return chips_by_id
