"""The rule points of brand x creator pairs: what they are, in SQL, and for all creators at once."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np

from core.domain.thresholds import CATEGORY_POINTS, COUNTRY_POINTS, HASHTAG_POINTS

PARTS = ("category_points", "country_points", "hashtag_points", "engagement_points")

# Of a row i of influencers, b of brands and s of profile_stats. Gates read them as well.
SAME_CATEGORY_SQL = "lower(trim(i.category)) = lower(trim(b.category))"
# Where most of the audience is; the creator's own country where that is not known.
MARKET_SQL = "coalesce(i.audience_country, i.country)"
PART_SQL: dict[str, str] = {
    "category_points": f"CASE WHEN {SAME_CATEGORY_SQL} THEN {CATEGORY_POINTS} ELSE 0 END",
    "country_points": f"CASE WHEN {MARKET_SQL} = b.country THEN {COUNTRY_POINTS} ELSE 0 END",
    "hashtag_points": "CASE WHEN list_has_any(i.hashtags, b.hashtags) "
    f"THEN {HASHTAG_POINTS} ELSE 0 END",
    "engagement_points": "s.engagement_rate * 100",
}


def same_category(creator: str | None, brand: str | None) -> bool:
    """Whether `SAME_CATEGORY_SQL` holds; False when either is not known."""
    return bool(creator and brand) and creator.strip().lower() == brand.strip().lower()  # type: ignore[union-attr]


def rule_points(
    con: duckdb.DuckDBPyConnection,
    category: str | None,
    country: str | None,
    hashtags: Sequence[str] | None,
) -> dict[str, np.ndarray]:
    """Points of every creator for one brand, in the order of influencer_id.

    Returns:
        The four `PARTS` and their sum 'points', (n,) float64 each; an unknown engagement rate is
        NaN in its part and 0 in the sum.
    """
    selected = ", ".join(f"({sql})::DOUBLE AS {name}" for name, sql in PART_SQL.items())
    columns = con.execute(
        f"""
        SELECT {selected}
        FROM influencers i
        CROSS JOIN (SELECT $category::VARCHAR AS category, $country::VARCHAR AS country,
                           $hashtags::VARCHAR[] AS hashtags) b
        LEFT JOIN profile_stats s ON s.influencer_id = i.influencer_id
        ORDER BY i.influencer_id
        """,  # the fragments are those above
        {"category": category, "country": country, "hashtags": list(hashtags or ())},
    ).fetchnumpy()
    parts = {
        name: np.ma.filled(np.ma.asarray(columns[name], dtype=np.float64), np.nan) for name in PARTS
    }
    parts["points"] = np.sum([np.nan_to_num(parts[name]) for name in PARTS], axis=0)
    return parts
