"""The orders in which Brand match lists creators."""

from __future__ import annotations

BEST, POSTS, COLLABORATIONS = "best", "posts", "collaborations"
MATCH_ORDERS: tuple[str, ...] = (BEST, POSTS, COLLABORATIONS)
ORDER_LABELS = {
    BEST: "Best overall",
    POSTS: "Their posts",
    COLLABORATIONS: "Similar brands",
}
