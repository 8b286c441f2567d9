"""What could not be computed from the data given, why, and what to add."""

from __future__ import annotations

import duckdb

_NO_TEXT = (
    "coalesce(trim(bio), '') = '' AND influencer_id NOT IN "
    "(SELECT influencer_id FROM posts WHERE trim(caption) <> '')"
)

# (capability, table it is counted in, condition of a row without it, reason, remedy)
_CHECKS = (
    (
        "Niches",
        "influencers",
        f"{_NO_TEXT} AND coalesce(category, '') = '' AND coalesce(len(hashtags), 0) = 0",
        "They have no profile text, captions, category or hashtags.",
        "Import profile texts (bio) or posts with captions.",
    ),
    (
        "Profile texts",
        "influencers",
        f"{_NO_TEXT} AND (coalesce(category, '') <> '' OR coalesce(len(hashtags), 0) > 0)",
        "They have no profile text or captions; their niche rests on category and hashtags.",
        "Import profile texts (bio) or posts with captions.",
    ),
    (
        "Captions",
        "influencers",
        "influencer_id NOT IN (SELECT influencer_id FROM posts)",
        "They have no posts, so niches and matches rest on the profile alone.",
        "Import posts (influencer_id, caption) or a recent_captions column.",
    ),
    (
        "Growth",
        "influencers",
        "influencer_id NOT IN (SELECT influencer_id FROM follower_history "
        "GROUP BY influencer_id HAVING count(*) >= 3)",
        "They have fewer than 3 daily follower counts.",
        "Import growth_data.csv (daily_followers) or a follower_history table (day, followers).",
    ),
    (
        "Engagement",
        "influencers",
        "coalesce(followers_count, 0) = 0 "
        "OR coalesce(avg_likes, avg_comments, authentic_engagement) IS NULL",
        "They have no followers, or neither likes, comments nor authentic engagement.",
        "Import avg_likes, avg_comments and followers, or posts with likes and comments.",
    ),
    (
        "Followers",
        "influencers",
        "followers_count IS NULL",
        "They have no follower count, so no tier.",
        "Import a followers column or daily counts.",
    ),
    (
        "Prices",
        "influencers",
        "post_price IS NULL AND story_price IS NULL",
        "They have no price of a post or a story.",
        "Import post_price or story_price in EUR.",
    ),
    (
        "Audience country",
        "influencers",
        "audience_country IS NULL AND country IS NULL",
        "Neither the country of the audience nor that of the creator is given.",
        "Import audience_country or country.",
    ),
    (
        "Categories",
        "influencers",
        "category IS NULL",
        "No category is given, so their niches cannot be compared with one.",
        "Import a category column.",
    ),
    (
        "Brand texts",
        "brands",
        "coalesce(description, '') = '' AND coalesce(len(keywords), 0) = 0 "
        "AND coalesce(category, '') = '' AND coalesce(len(hashtags), 0) = 0",
        "They have no description, keywords, category or hashtags.",
        "Import brands_data.csv (brand_name, description, keywords).",
    ),
)


def fill_data_gaps(con: duckdb.DuckDBPyConnection) -> None:
    """Writes `data_gaps` again from the given tables; a capability without gaps has no row."""
    con.execute("DELETE FROM data_gaps")
    for capability, table, condition, reason, remedy in _CHECKS:
        con.execute(
            f"""INSERT INTO data_gaps
                SELECT $capability, count(*) FILTER ({condition}), count(*), $reason, $remedy
                FROM {table} HAVING count(*) FILTER ({condition}) > 0""",
            {"capability": capability, "reason": reason, "remedy": remedy},
        )
    con.execute(
        """INSERT INTO data_gaps
           SELECT 'Brand matches', count(*), count(*), 'There are no brands.',
                  'Import brands_data.csv, or type a brief on the Brand match page.'
           FROM influencers HAVING count(*) > 0 AND NOT EXISTS (SELECT 1 FROM brands)"""
    )
    con.execute(
        """INSERT INTO data_gaps
           SELECT 'Rule points', count(*), count(*), 'There is no brand x creator table.',
                  'Import the fifteen-column table (Account, Link, ... Puntos).'
           FROM influencers HAVING count(*) > 0 AND NOT EXISTS (SELECT 1 FROM ratings)"""
    )
