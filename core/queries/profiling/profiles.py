"""Read queries for profiles: what creators are about, judged from all their posts."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pandas as pd

# Each ends in the unique key.
_SUREST = "p.probability DESC, p.influencer_id"
# What most creators of a niche are about, by their profiles; ties by name.
_LEADING = """
    held AS (
        SELECT m.niche_id, p.category, count(*) AS creators_count
        FROM influencer_niches m JOIN creator_profiles p USING (influencer_id)
        GROUP BY m.niche_id, p.category),
    shares AS (
        SELECT niche_id, category, creators_count,
               creators_count / sum(creators_count) OVER (PARTITION BY niche_id) AS share,
               row_number() OVER (PARTITION BY niche_id
                                  ORDER BY creators_count DESC, category) AS place
        FROM held),
    majorities AS (SELECT niche_id, category, share FROM shares WHERE place = 1)"""


@dataclass(frozen=True)
class CreatorProfile:
    """What a creator is about; units and missing values as in table creator_profiles."""

    influencer_id: str
    category: str
    probability: float
    second_category: str
    second_probability: float
    given_category: str | None
    text_category: str | None
    text_probability: float | None
    picture_category: str | None
    picture_probability: float | None
    picture_share: float
    posts_read: int
    pictures_read: int
    is_out_of_fold: bool
    model_version: str


def profiles_count(con: duckdb.DuckDBPyConnection) -> int:
    """Creators whose category is known from their posts; 0 when the build learned no categories."""
    row = con.execute("SELECT count(*) FROM creator_profiles").fetchone()
    return row[0] if row else 0


def creator_profile(con: duckdb.DuckDBPyConnection, influencer_id: str) -> CreatorProfile | None:
    """The profile of a creator; None when nothing of it could be read, or for an unknown id."""
    row = con.execute(
        """SELECT influencer_id, category, probability, second_category, second_probability,
                  given_category, text_category, text_probability, picture_category,
                  picture_probability, picture_share, posts_read, pictures_read, is_out_of_fold,
                  model_version
           FROM creator_profiles WHERE influencer_id = $id LIMIT 1""",
        {"id": influencer_id},
    ).fetchone()
    return None if row is None else CreatorProfile(*row)


def deciding_posts(con: duckdb.DuckDBPyConnection, influencer_id: str) -> pd.DataFrame:
    """The posts with most weight in the profile of a creator, at most 8, most weight first.

    Returns:
        place (from 1), post_id, weight (0-1, share of all posts), category and probability (what
        the post alone says), caption, posted_at.
    """
    return con.execute(
        """SELECT d.place, d.post_id, d.weight, d.category, d.probability,
                  coalesce(p.caption, '') AS caption, p.posted_at
           FROM profile_posts d LEFT JOIN posts p ON p.post_id = d.post_id
           WHERE d.influencer_id = $id ORDER BY d.place""",
        {"id": influencer_id},
    ).df()


def niche_categories(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What the creators of each niche are about, largest niche first, then by share.

    Returns:
        niche_id, niche, category, creators_count, share (0-1 of the creators of the niche whose
        category is known).
    """
    return con.execute(
        f"""WITH {_LEADING}
            SELECT s.niche_id, n.name AS niche, s.category, s.creators_count, s.share
            FROM shares s JOIN niches n USING (niche_id)
            ORDER BY n.creators_count DESC, s.niche_id, s.place"""
    ).df()


def category_counts(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """How often each category is given in the data and read from posts, most frequent first.

    Returns:
        category, given_count, judged_count (given, with posts to read), predicted_count,
        both_count (given and read alike).
    """
    return con.execute(
        """SELECT category, sum(is_given)::BIGINT AS given_count,
                  sum(is_judged)::BIGINT AS judged_count,
                  sum(is_predicted)::BIGINT AS predicted_count,
                  sum(is_both)::BIGINT AS both_count
           FROM (SELECT category, 0 AS is_given, 0 AS is_judged, 1 AS is_predicted,
                        (given_category IS NOT DISTINCT FROM category)::INTEGER AS is_both
                 FROM creator_profiles
                 UNION ALL
                 SELECT i.category, 1, (p.influencer_id IS NOT NULL)::INTEGER, 0, 0
                 FROM influencers i LEFT JOIN creator_profiles p USING (influencer_id)
                 WHERE i.category IS NOT NULL)
           GROUP BY category ORDER BY predicted_count DESC, given_count DESC, category"""
    ).df()


def disagreements_count(con: duckdb.DuckDBPyConnection, *, majority: float) -> int:
    """How many creators `disagreements` lists in all."""
    row = con.execute(
        f"""WITH {_LEADING} SELECT count(*)
            FROM creator_profiles p JOIN influencer_niches m USING (influencer_id)
            JOIN majorities l USING (niche_id)
            WHERE p.category <> l.category AND l.share >= $majority""",
        {"majority": majority},
    ).fetchone()
    return row[0] if row else 0


def disagreements(
    con: duckdb.DuckDBPyConnection, *, majority: float, page: int = 1, page_size: int = 15
) -> pd.DataFrame:
    """Creators whose category is not that of their niche, the most certain first; one page.

    Args:
        majority: 0-1; niches in which no category has this share are mixed and left out.
        page: 1-based; beyond the last page the frame is empty.
    Returns:
        influencer_id, name, handle, platform, niche, niche_category (what most creators of the
        niche are about), niche_share (0-1), category, probability, second_category,
        given_category, followers_count.
    """
    return con.execute(
        f"""WITH {_LEADING}
            SELECT p.influencer_id, i.name, i.handle, i.platform, n.name AS niche,
                   l.category AS niche_category, l.share AS niche_share, p.category,
                   p.probability, p.second_category, p.given_category, i.followers_count
            FROM creator_profiles p
            JOIN influencers i USING (influencer_id)
            JOIN influencer_niches m USING (influencer_id)
            JOIN niches n USING (niche_id)
            JOIN majorities l USING (niche_id)
            WHERE p.category <> l.category AND l.share >= $majority
            ORDER BY {_SUREST} LIMIT $limit OFFSET $offset""",
        {
            "majority": majority,
            "limit": page_size,
            "offset": (max(page, 1) - 1) * page_size,
        },
    ).df()


def judged_profiles(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Creators with a given category and a profile that their own category did not decide.

    Returns:
        given_category, category, probability, text_category, picture_category (NULL without that
        side); by influencer_id.
    """
    return con.execute(
        """SELECT given_category, category, probability, text_category, picture_category
           FROM creator_profiles
           WHERE is_out_of_fold AND given_category IS NOT NULL
           ORDER BY influencer_id"""
    ).df()
