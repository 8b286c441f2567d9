"""Read queries for the posts of one creator."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pandas as pd

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
