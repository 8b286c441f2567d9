"""Read queries for trends: the table, curves of chosen items, who rides them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import pandas as pd

from core.queries.conditions import Condition, all_of, any_of, where
from core.queries.growth.evidence import evidence_join

# Name on the page -> order; every order ends in the unique key.
TREND_ORDERS: dict[str, str] = {
    "Strongest movement": "abs(t.weekly_growth) DESC NULLS LAST, t.creators_count DESC",
    "Fastest rise": "t.weekly_growth DESC NULLS LAST, t.creators_count DESC",
    "Fastest fall": "t.weekly_growth ASC NULLS LAST, t.creators_count DESC",
    "Most creators": "t.creators_count DESC",
    "Newest": "t.first_seen DESC, t.creators_count DESC",
}
RIDER_ORDERS: dict[str, str] = {
    "Earliest": "r.early_rank ASC, r.posts_count DESC",
    "Best engagement with it": "r.engagement_ratio DESC NULLS LAST, r.early_rank ASC",
    "Most posts": "r.posts_count DESC, r.early_rank ASC",
    "Most followers": "i.followers_count DESC NULLS LAST",
}


@dataclass(frozen=True)
class TrendFilter:
    """Which items stand in the table; an empty tuple means any.

    Attributes:
        kinds: hashtag, topic.
        directions: rising, falling, steady, too few.
        niche_ids, platforms, languages: at least three of the creators who used it recently are
            like that; the growth stays that of all creators.
        words: parts of hashtags or topics, any case; any of them.
        items: exactly these hashtags or topics.
    """

    kinds: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    niche_ids: tuple[int, ...] = ()
    platforms: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    items: tuple[str, ...] | None = None

    @property
    def narrows_creators(self) -> bool:
        """Whether some creators are filtered out."""
        return bool(self.niche_ids or self.platforms or self.languages)

    def creators(self) -> Condition:
        """On `influencers i` and `influencer_niches m`: the creator is like that."""
        return all_of(
            any_of("niche_ids", self.niche_ids, "m.niche_id"),
            any_of("platforms", self.platforms, "i.platform"),
            any_of("languages", self.languages, "i.language"),
        )


@dataclass(frozen=True)
class TrendSummary:
    """Counts over all items.

    Attributes:
        rising_count, falling_count, steady_count, few_count: items by direction.
        first_day, last_day: window; None without any item.
    """

    rising_count: int
    falling_count: int
    steady_count: int
    few_count: int
    first_day: date | None
    last_day: date | None


def trend_summary(con: duckdb.DuckDBPyConnection) -> TrendSummary:
    """Items by direction, whatever the filter; zeros when there are none."""
    row = con.execute(
        """SELECT count(*) FILTER (direction = 'rising'), count(*) FILTER (direction = 'falling'),
                  count(*) FILTER (direction = 'steady'), count(*) FILTER (direction = 'too few'),
                  min(first_day), max(last_day) FROM trends"""
    ).fetchone()
    return TrendSummary(*row) if row else TrendSummary(0, 0, 0, 0, None, None)


def trend_languages(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Languages of creators, by code."""
    rows = con.execute(
        "SELECT DISTINCT language FROM influencers WHERE language IS NOT NULL ORDER BY 1"
    ).fetchall()
    return [row[0] for row in rows]


def trend_table(
    con: duckdb.DuckDBPyConnection,
    chosen: TrendFilter,
    *,
    order: str = "Strongest movement",
    limit: int = 200,
) -> pd.DataFrame:
    """Items that pass, best first.

    Returns:
        kind, item, direction, weekly_growth, growth_low, growth_high (log change a week),
        share_before, share_now, weekly_shares, first_seen, is_new, creators_count, posts_count.
    """
    words = [word.lower() for word in chosen.words]
    passing = all_of(
        any_of("kinds", chosen.kinds, "t.kind"),
        any_of("directions", chosen.directions, "t.direction"),
        where(
            bool(words),
            "len(list_filter($words::VARCHAR[], lambda w: contains(lower(t.item), w))) > 0",
            words=words,
        ),
        where(
            chosen.items is not None,
            "t.item IN (SELECT unnest($items::VARCHAR[]))",
            items=list(chosen.items or ()),
        ),
        _used_by(chosen.creators()) if chosen.narrows_creators else Condition(),
    )
    return con.execute(
        f"""SELECT t.kind, t.item, t.direction, t.weekly_growth, t.growth_low, t.growth_high,
                   t.share_before, t.share_now, t.weekly_shares, t.first_seen, t.is_new,
                   t.creators_count, t.posts_count
            FROM trends t WHERE {passing.sql}
            ORDER BY {TREND_ORDERS[order]}, t.kind, t.item LIMIT $limit""",
        {**passing.values, "limit": limit},
    ).df()


def _used_by(creators: Condition) -> Condition:
    # Items that do not move have no riders stored, so their users come from the posts.
    return Condition(
        f"""(t.kind, t.item) IN (
            SELECT kind, item FROM (
                SELECT 'hashtag' AS kind, unnest(p.hashtags) AS item, p.influencer_id
                FROM posts p JOIN influencers i USING (influencer_id)
                LEFT JOIN influencer_niches m USING (influencer_id) WHERE {creators.sql}
                UNION ALL
                SELECT 'topic', n.name, i.influencer_id FROM influencers i
                JOIN influencer_niches m USING (influencer_id) JOIN niches n USING (niche_id)
                WHERE {creators.sql})
            GROUP BY kind, item HAVING count(DISTINCT influencer_id) >= 3)""",
        creators.values,
    )


def trend_curves(con: duckdb.DuckDBPyConnection, items: Sequence[tuple[str, str]]) -> pd.DataFrame:
    """kind, item, week (first day), share, creators_count, active_count, by item and week."""
    return con.execute(
        """SELECT kind, item, week, share, creators_count, active_count FROM trend_weeks
           WHERE list_contains($keys::VARCHAR[], kind || ':' || item)
           ORDER BY kind, item, week""",
        {"keys": [f"{kind}:{item}" for kind, item in items]},
    ).df()


def trend_riders(
    con: duckdb.DuckDBPyConnection,
    kind: str,
    item: str,
    chosen: TrendFilter,
    *,
    order: str = "Earliest",
    limit: int = 50,
) -> pd.DataFrame:
    """Creators who use an item that rises or falls.

    Returns:
        influencer_id, name, handle, platform, niche, followers_count, engagement_rate, first_use,
        early_rank, posts_count, engagement_ratio, purchased_probability.
    """
    join, evidence = evidence_join(con)
    creators = chosen.creators()
    return con.execute(
        f"""SELECT i.influencer_id, i.name, i.handle, i.platform, n.name AS niche,
                   i.followers_count, s.engagement_rate, r.first_use, r.early_rank,
                   r.posts_count, r.engagement_ratio, {evidence}
            FROM trend_riders r JOIN influencers i USING (influencer_id)
            {join}
            LEFT JOIN profile_stats s ON s.influencer_id = i.influencer_id
            LEFT JOIN influencer_niches m ON m.influencer_id = i.influencer_id
            LEFT JOIN niches n ON n.niche_id = m.niche_id
            WHERE r.kind = $kind AND r.item = $item AND {creators.sql}
            ORDER BY {RIDER_ORDERS[order]}, i.influencer_id LIMIT $limit""",
        {"kind": kind, "item": item, "limit": limit, **creators.values},
    ).df()


def brand_items(con: duckdb.DuckDBPyConnection, brand_id: str) -> tuple[str, ...]:
    """Topics of the creators matched to a brand, and hashtags that are at home there.

    The two most frequent niches among its stored matches; a hashtag is at home there when at
    least three of their creators use it, and twice as many of them as of all creators.
    """
    rows = con.execute(
        """WITH close AS (SELECT influencer_id FROM brand_matches WHERE brand_id = $id),
           niche AS (SELECT m.niche_id FROM close JOIN influencer_niches m USING (influencer_id)
                     GROUP BY m.niche_id ORDER BY count(*) DESC, m.niche_id LIMIT 2),
           used AS (SELECT unnest(p.hashtags) AS item, p.influencer_id FROM posts p
                    JOIN influencer_niches m USING (influencer_id) JOIN niche USING (niche_id)),
           counts AS (SELECT item, count(DISTINCT influencer_id) AS users FROM used GROUP BY item),
           size AS (SELECT (SELECT count(*) FROM influencer_niches JOIN niche USING (niche_id))
                           / (SELECT greatest(count(*), 1) FROM influencers) AS share)
           SELECT c.item FROM counts c JOIN trends t ON t.kind = 'hashtag' AND t.item = c.item,
                size WHERE c.users >= 3 AND c.users >= 2 * size.share * t.creators_count
           UNION ALL SELECT n.name FROM niches n JOIN niche USING (niche_id)
           ORDER BY 1""",
        {"id": brand_id},
    ).fetchall()
    return tuple(row[0] for row in rows)
