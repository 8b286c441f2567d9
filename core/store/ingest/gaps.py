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
        "They have no price per post or story.",
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

_NO_BRANDS = (
    "There are no brands.",
    "Import brands_data.csv, or type a brief on the Brand match page.",
)
_NO_RATINGS = (
    "There is no brand x creator table.",
    "Import the fifteen-column table (Account, Link, ... Puntos).",
)


def fill_data_gaps(con: duckdb.DuckDBPyConnection) -> None:
    """Writes `data_gaps` again from the given tables; a capability without gaps has no row."""
    con.execute("DELETE FROM data_gaps")
    gaps = [gap for table in ("influencers", "brands") for gap in _gaps(con, table)]
    ((creators_count, has_brands, has_ratings),) = con.execute(
        """SELECT count(*), EXISTS (SELECT 1 FROM brands), EXISTS (SELECT 1 FROM ratings)
           FROM influencers"""
    ).fetchall()
    if creators_count and not has_brands:
        gaps.append(("Brand matches", creators_count, creators_count, *_NO_BRANDS))
    if creators_count and not has_ratings:
        gaps.append(("Rule points", creators_count, creators_count, *_NO_RATINGS))
    if gaps:
        rows = ", ".join(["(?, ?, ?, ?, ?)"] * len(gaps))
        con.execute(
            f"INSERT INTO data_gaps VALUES {rows}", [value for gap in gaps for value in gap]
        )


def _gaps(con: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, int, int, str, str]]:
    """Rows of `data_gaps` on the rows of a table, which is read once for all of them."""
    checks = [check for check in _CHECKS if check[1] == table]
    counts = ", ".join(f"count(*) FILTER ({condition})" for _, _, condition, _, _ in checks)
    ((total, *missing),) = con.execute(f"SELECT count(*), {counts} FROM {table}").fetchall()
    return [
        (capability, count, total, reason, remedy)
        for (capability, _, _, reason, remedy), count in zip(checks, missing, strict=True)
        if count
    ]
