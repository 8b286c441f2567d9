"""Step: what the posts say - sentiment, disclosed advertising, brand safety, names."""

from __future__ import annotations

from core.models.posts_text.captions import STEP, own_safety_list
from core.models.posts_text.safety import safety_words
from core.pipeline.context import BuildContext
from core.pipeline.engines.work import Work, creator_parts
from core.pipeline.growth_days import POSITIONS
from core.pipeline.kernels.posts import PostsKernel
from core.pipeline.sources import clear_results
from core.store import tables

_TABLES = ("post_texts", "post_entities", "creator_texts")
_ROWS_AT_ONCE = 5_000


def read_posts(context: BuildContext) -> None:
    """Writes `post_texts`, `post_entities` and `creator_texts`."""
    clear_results(context, _TABLES)
    con = context.con
    posts = con.sql(
        f"""WITH {POSITIONS}
            SELECT creator, p.post_id, p.influencer_id, p.caption, p.comment_texts,
                   p.language AS given_language, i.language AS creator_language,
                   coalesce(p.is_sponsored, false) AS is_sponsored,
                   CASE WHEN coalesce(likes_count, comments_count) IS NOT NULL
                        THEN (coalesce(likes_count, 0) + coalesce(comments_count, 0))::DOUBLE
                   END AS engagements
            FROM posts p JOIN influencers i USING (influencer_id)
            JOIN positions USING (influencer_id)
            ORDER BY creator, p.post_id"""
    ).to_arrow_table()
    brands = con.execute("SELECT name FROM brands ORDER BY name").fetchall()
    handles = con.execute("SELECT handle FROM influencers").fetchall()
    kernel = PostsKernel(
        safety_words(own_safety_list(context.settings.data_dir)),
        tuple(row[0] for row in brands),
        tuple(row[0] for row in handles),
    )
    parts = creator_parts({"posts": posts}, context.creators_count(), _ROWS_AT_ONCE)
    parts = [part for part in parts if part["posts"].num_rows]
    for made in context.results(Work(STEP, kernel, parts, "reading captions", is_python=True)):
        for table in _TABLES:
            tables.append_frame(con, table, made[table])
