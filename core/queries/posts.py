"""Read queries for posts, one by one and with what they say in all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pandas as pd

from core.queries.builds import POST_TEXTS, has

POST_ORDERS: dict[str, str] = {
    "Newest": "posted_at DESC NULLS LAST",
    "Most likes": "likes_count DESC NULLS LAST",
    "Most comments": "comments_count DESC NULLS LAST",
}


@dataclass(frozen=True)
class PostsPage:
    """Some posts and how many there are.

    Attributes:
        posts: post_id, posted_at, caption, hashtags, likes_count, comments_count, views_count,
            is_sponsored.
        total_count: posts that pass the filter, on all pages.
    """

    posts: pd.DataFrame
    total_count: int


def posts_page(
    con: duckdb.DuckDBPyConnection,
    influencer_id: str,
    *,
    text: str = "",
    sponsored_only: bool = False,
    order: str = "Newest",
    page: int = 1,
    page_size: int = 10,
) -> PostsPage:
    """One page of a creator's posts.

    Args:
        text: words looked for in the caption, any case; '' for all.
        order: a name in `POST_ORDERS`.
        page: 1-based.
    """
    chosen = {"id": influencer_id, "text": text.strip().lower(), "sponsored": sponsored_only}
    where = """influencer_id = $id AND contains(lower(caption), $text)
               AND (NOT $sponsored OR coalesce(is_sponsored, false))"""
    total = con.execute(f"SELECT count(*) FROM posts WHERE {where}", chosen).fetchone()
    frame = con.execute(
        f"""SELECT post_id, posted_at, caption, hashtags, likes_count, comments_count,
                   views_count, is_sponsored
            FROM posts WHERE {where}
            ORDER BY {POST_ORDERS[order]}, post_id LIMIT $page_size OFFSET $skipped""",
        {**chosen, "page_size": page_size, "skipped": (max(page, 1) - 1) * page_size},
    ).df()
    return PostsPage(frame, total[0] if total else 0)


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


def text_chips(
    con: duckdb.DuckDBPyConnection, influencer_ids: Sequence[str]
) -> dict[str, list[str]]:
    """Short reasons from the posts: id -> chips, '+ ' is in favour, '! ' is worth checking.

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
