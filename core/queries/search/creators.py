"""Who may be found, who they are, and what they wrote."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from core.queries.conditions import all_of, any_of, without_unusual
from core.queries.growth.evidence import evidence_join


@dataclass(frozen=True)
class SearchFilter:
    """Whom a search may find; an empty tuple means any.

    Attributes:
        kinds: how they are found: name, words, hashtag, meaning; any of them.
        hide_unusual: leave out growth that is worth checking.
    """

    kinds: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    hide_unusual: bool = False

    @property
    def narrows_creators(self) -> bool:
        """Whether some creators cannot be found, however they match."""
        return bool(self.platforms or self.hide_unusual)


def allowed_creators(con: duckdb.DuckDBPyConnection, chosen: SearchFilter) -> list[bool]:
    """Whether each creator may be found, in the order of their ids."""
    join, evidence = evidence_join(con)
    passing = all_of(
        any_of("platforms", chosen.platforms, "platform"),
        without_unusual(chosen.hide_unusual),
    )
    rows = con.execute(
        f"""SELECT ({passing.sql}) IS TRUE
            FROM (SELECT i.influencer_id, i.platform, {evidence} FROM influencers i {join})
            ORDER BY influencer_id""",
        dict(passing.values),
    ).fetchall()
    return [row[0] for row in rows]


def platform_counts(con: duckdb.DuckDBPyConnection, ids: tuple[str, ...]) -> dict[str, int]:
    """How many of some creators are on which platform, by platform."""
    rows = con.execute(
        """SELECT platform, count(*) FROM influencers
           WHERE influencer_id IN (SELECT unnest($ids::VARCHAR[]))
           GROUP BY platform ORDER BY platform""",
        {"ids": list(ids)},
    ).fetchall()
    return dict(rows)


def accounts(con: duckdb.DuckDBPyConnection, ids: list[str]) -> list[tuple[str, str, str]]:
    """Id, handle and platform of some creators, by id."""
    return con.execute(
        """SELECT influencer_id, handle, platform FROM influencers
           WHERE influencer_id IN (SELECT unnest($ids::VARCHAR[])) ORDER BY influencer_id""",
        {"ids": ids},
    ).fetchall()


def profiles(
    con: duckdb.DuckDBPyConnection, ids: list[str]
) -> dict[str, tuple[str, str, str | None, list[str]]]:
    """Handle, name, bio and hashtags of the profile of some creators, by id."""
    rows = con.execute(
        """SELECT influencer_id, handle, name, bio, coalesce(hashtags, []) FROM influencers
           WHERE influencer_id IN (SELECT unnest($ids::VARCHAR[])) ORDER BY influencer_id""",
        {"ids": ids},
    ).fetchall()
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


def captions(
    con: duckdb.DuckDBPyConnection, ids: list[str]
) -> dict[str, list[tuple[str, list[str], str | None]]]:
    """Caption, hashtags and language of the posts of some creators, newest first, by creator."""
    # In two steps: one would read the captions of all creators, which takes twice as long.
    rowids = con.execute(
        """SELECT rowid FROM posts
           WHERE influencer_id IN (SELECT unnest($ids::VARCHAR[])) ORDER BY rowid""",
        {"ids": ids},
    ).fetchall()
    rows = con.execute(
        """SELECT influencer_id, caption, coalesce(hashtags, []), language
           FROM posts WHERE rowid IN (SELECT unnest($rowids::BIGINT[]))
           ORDER BY influencer_id, posted_at DESC NULLS LAST, post_id""",
        {"rowids": [row[0] for row in rowids]},
    ).fetchall()
    posts: dict[str, list[tuple[str, list[str], str | None]]] = {}
    for influencer_id, caption, hashtags, language in rows:
        posts.setdefault(influencer_id, []).append((caption, hashtags, language))
    return posts
