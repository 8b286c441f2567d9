"""Captions with something in them, and hashtags that rise and fall, for tests of pages."""

from __future__ import annotations

from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.steps.post_texts import read_posts
from core.pipeline.steps.trends import find_trends
from core.progress import silent
from core.settings import Settings
from core.store import builds
from core.store.connect import open_store

SPEAKING = "c003"  # four posts of advertising, one of them with wine, in London


def plant_texts(settings: Settings) -> None:
    """Writes captions into the small build in use and reads all its posts."""
    build = builds.current_build(settings)
    con = open_store(build.store_file, settings, read_only=False)
    try:
        con.execute(
            """UPDATE posts SET is_sponsored = false,
                   caption = CASE WHEN number <= 4
                       THEN 'Ad | I love this glow with Luma Skincare in London. '
                            || CASE WHEN number = 1 THEN 'And wine.' ELSE '' END
                       ELSE 'What a wonderful glow day number ' || number END
               FROM (SELECT post_id AS numbered,
                            row_number() OVER (ORDER BY post_id) AS number
                     FROM posts WHERE influencer_id = $speaking)
               WHERE post_id = numbered""",
            {"speaking": SPEAKING},
        )
        con.execute("UPDATE posts SET language = 'en' WHERE influencer_id = 'c003'")
        read_posts(BuildContext(con, build.folder, settings, BuildConfig(), silent))
    finally:
        con.close()


def plant_trends(settings: Settings) -> None:
    """Writes a hashtag that rises, one that falls and one that stays into the small build."""
    build = builds.current_build(settings)
    con = open_store(build.store_file, settings, read_only=False)
    try:
        con.execute(
            """UPDATE posts SET hashtags = list_filter([
                   CASE WHEN hash(post_id) % 100 < 2 + 1.4 ** (age * -1 + 11) THEN 'slowglow' END,
                   CASE WHEN hash(post_id || 'x') % 100 < 1.5 ** age THEN 'megahaul' END,
                   CASE WHEN hash(post_id || 'y') % 100 < 25 THEN 'everyday' END],
                   lambda tag: tag IS NOT NULL)
               FROM (SELECT post_id AS aged,
                            date_diff('day', posted_at, max(posted_at) OVER ()) / 7.0 AS age
                     FROM posts)
               WHERE post_id = aged"""
        )
        context = BuildContext(con, build.folder, settings, BuildConfig(deep=False), silent)
        find_trends(context)
    finally:
        con.close()
