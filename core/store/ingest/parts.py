"""Typed rows of a file shared out to staging tables, one for each given table."""

from __future__ import annotations

from datetime import date

import duckdb

from core.store import tables
from core.store.ingest.columns import Plan
from core.store.ingest.values.typed import TYPED_TABLE

STAGED = tables.IMPORTED
KEYS = {
    "influencers": ("influencer_id",),
    "posts": ("post_id",),
    "follower_history": ("influencer_id", "day"),
    "brands": ("brand_id",),
    "ratings": ("brand_id", "influencer_id"),
    "collaborations": ("collaboration_id",),
    "interactions": ("brand_id", "influencer_id", "kind", "happened_at"),
}
# Posts of the files just loaded that name a picture: post_id and number of the file.
NAMED_PICTURES = "named_pictures"
# Creators of the files just loaded that name a profile picture: influencer_id, number of the file.
NAMED_AVATARS = "named_avatars"
_FINE = f"{TYPED_TABLE} WHERE problem IS NULL"
_PROFILE_FORMATS = ("influencers", "growth")
_TAGS_IN_TEXT = (
    r"list_transform(regexp_extract_all({}, '#([\p{{L}}\p{{N}}_]+)', 1), lambda tag: lower(tag))"
)
_MENTIONS_IN_TEXT = (
    r"list_transform(regexp_extract_all({}, "
    r"'(?:^|[^\w.@])@(\w(?:[\w.]*\w)?)', 1), lambda tag: lower(tag))"
)


def create_staging(con: duckdb.DuckDBPyConnection) -> None:
    """Empty temporary tables like the given ones, plus file_no, row_no and a few more."""
    con.execute("CREATE OR REPLACE TEMP TABLE new_rejected_rows AS FROM rejected_rows LIMIT 0")
    known = tables.schema_columns()
    for table in STAGED:
        columns = ", ".join(f'"{name}" {kind}' for name, kind in known[table].items())
        extra = {
            # is_stub: only referred to, not described.
            "influencers": ", total_likes BIGINT, is_stub BOOLEAN",
            "brands": ", is_stub BOOLEAN",
            # has_id: the file gave one; else it is a number that says something in this file alone.
            # is_recent: one of `recent_captions`, of which nothing else is known.
            "posts": ", has_id BOOLEAN, is_recent BOOLEAN",
        }.get(table, "")
        con.execute(
            f"""CREATE OR REPLACE TEMP TABLE new_{table} (
                    file_no INTEGER, row_no BIGINT, {columns}{extra})"""
        )


def drop_staging(con: duckdb.DuckDBPyConnection) -> None:
    """Removes the staging tables and the typed file."""
    for table in (*STAGED, "rejected_rows"):
        con.execute(f"DROP TABLE IF EXISTS temp.new_{table}")
    con.execute(f"DROP TABLE IF EXISTS temp.{TYPED_TABLE}")


def share_out(con: duckdb.DuckDBPyConnection, plan: Plan, file_no: int, as_of: date) -> None:
    """Adds the fine rows of `TYPED_TABLE` to the staging tables they belong to."""
    name = plan.format.name
    targets = {target.name for target in plan.format.targets}
    if "handle" in targets:
        _stage_influencers(con, plan, targets, file_no)
    if name in ("fifteen", "ratings", "brands", "collaborations", "interactions"):
        _stage_brands(con, name, targets, file_no)
    if name in _PROFILE_FORMATS:
        if plan.has("recent_captions"):
            _stage_captions(con, file_no)
        if plan.has("daily_followers"):
            _stage_daily(con, file_no, as_of)
    elif name == "posts":
        _stage_posts(con, plan, file_no)
    elif name == "follower_history":
        con.execute(
            f"""INSERT INTO new_follower_history BY NAME
                SELECT $file_no AS file_no, row_no, creator_id AS influencer_id, day,
                       followers_count
                FROM {_FINE}""",
            {"file_no": file_no},
        )
    elif name in ("fifteen", "ratings"):
        parts = ("category_points", "country_points", "hashtag_points", "engagement_points")
        points_columns = ", ".join(part for part in ("points", *parts) if part in targets)
        con.execute(
            f"""INSERT INTO new_ratings BY NAME
                SELECT $file_no AS file_no, row_no, brand_key AS brand_id,
                       creator_id AS influencer_id, {points_columns} FROM {_FINE}""",
            {"file_no": file_no},
        )
    elif name == "collaborations":
        con.execute(
            f"""INSERT INTO new_collaborations BY NAME
                SELECT $file_no AS file_no, row_no, brand_key AS brand_id, started_on, price,
                       creator_id AS influencer_id, post_id,
                       coalesce(collaboration_id, md5(concat_ws('|', brand_key, creator_id,
                           started_on, price, post_id))) AS collaboration_id
                FROM {_FINE}""",
            {"file_no": file_no},
        )
    elif name == "interactions":
        con.execute(
            f"""INSERT INTO new_interactions BY NAME
                SELECT $file_no AS file_no, row_no, brand_key AS brand_id,
                       creator_id AS influencer_id, kind, happened_at FROM {_FINE}""",
            {"file_no": file_no},
        )


def keep_named_pictures(con: duckdb.DuckDBPyConnection) -> None:
    """Fills `NAMED_PICTURES` and `NAMED_AVATARS`: pictures lie beside the file that names them."""
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE {NAMED_AVATARS} AS
            SELECT influencer_id, max(file_no) AS file_no FROM new_influencers
            WHERE avatar_path IS NOT NULL GROUP BY influencer_id"""
    )
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE {NAMED_PICTURES} AS
            SELECT post_id, file_no FROM new_posts
            WHERE image_path IS NOT NULL
            QUALIFY row_number() OVER (
                PARTITION BY post_id ORDER BY file_no DESC, row_no DESC) = 1"""
    )


def _stage_influencers(
    con: duckdb.DuckDBPyConnection, plan: Plan, targets: set[str], file_no: int
) -> None:
    """One row per creator; of several rows the last cell that is not empty counts."""
    form = plan.format.name
    computed = {"influencer_id", "handle", "platform", "url"}
    known = {*tables.schema_columns()["influencers"], "total_likes"}
    plain = [name for name in known & targets if name not in computed]
    if form in ("follower_history", "ratings", "collaborations", "interactions"):
        plain = []  # their followers_count and points are not the creator's
    if form == "posts":
        plain = [name for name in plain if name in ("category", "followers_count")]
    described = form in (*_PROFILE_FORMATS, "fifteen") or any(plan.has(name) for name in plain)
    columns = {
        "handle": "creator_handle",
        "platform": "nullif(creator_platform, 'unknown')",
        "url": "url.url",
        **{name: f'"{name}"' for name in sorted(plain)},
    }
    if "authentic_engagement" in columns:
        # A rate (per cent, or below 1) of the creator's followers; else already a count.
        columns["authentic_engagement"] = """CASE
            WHEN authentic_engagement > 0 AND authentic_engagement < 1
            THEN round(authentic_engagement * followers_count) ELSE authentic_engagement END"""
    picked = ", ".join(f'arg_max({sql}, row_no) AS "{name}"' for name, sql in columns.items())
    con.execute(
        f"""INSERT INTO new_influencers BY NAME
            SELECT $file_no AS file_no, max(row_no) AS row_no, creator_id AS influencer_id,
                   {str(not described).lower()} AS is_stub, {picked}
            FROM {_FINE} GROUP BY creator_id""",
        {"file_no": file_no},
    )


def _stage_brands(
    con: duckdb.DuckDBPyConnection, form: str, targets: set[str], file_no: int
) -> None:
    columns = {"name": "name" if form == "brands" else "brand_name"}
    described: tuple[str, ...] = ()
    if form == "brands":
        described = (
            "description",
            "category",
            "country",
            "keywords",
            "hashtags",
            "followers_count",
        )
        columns |= {name: name for name in described}
    elif form == "fifteen":
        described = ("category", "country", "hashtags", "followers_count")
        columns |= {name: f"brand_{name}" for name in described}
    picked = ", ".join(f'arg_max({sql}, row_no) AS "{name}"' for name, sql in columns.items())
    con.execute(
        f"""INSERT INTO new_brands BY NAME
            SELECT $file_no AS file_no, max(row_no) AS row_no, brand_key AS brand_id,
                   {str(form not in ("fifteen", "brands")).lower()} AS is_stub, {picked}
            FROM {_FINE} GROUP BY brand_key""",
        {"file_no": file_no},
    )


def _stage_captions(con: duckdb.DuckDBPyConnection, file_no: int) -> None:
    con.execute(
        f"""INSERT INTO new_posts BY NAME
            WITH last AS (
                SELECT creator_id, row_no, recent_captions FROM {_FINE} AND len(recent_captions) > 0
                QUALIFY row_number() OVER (PARTITION BY creator_id ORDER BY row_no DESC) = 1),
            single AS (
                SELECT creator_id, row_no, unnest(recent_captions) AS caption,
                       generate_subscripts(recent_captions, 1) AS number FROM last)
            SELECT $file_no AS file_no, row_no, creator_id AS influencer_id, caption,
                   creator_id || ':' || number AS post_id, false AS has_id, true AS is_recent,
                   {_TAGS_IN_TEXT.format("caption")} AS hashtags,
                   {_MENTIONS_IN_TEXT.format("caption")} AS mentions
            FROM single""",
        {"file_no": file_no},
    )


def _stage_daily(con: duckdb.DuckDBPyConnection, file_no: int, as_of: date) -> None:
    con.execute(
        f"""INSERT INTO new_follower_history BY NAME
            WITH last AS (
                SELECT creator_id, row_no, daily_followers FROM {_FINE} AND len(daily_followers) > 0
                QUALIFY row_number() OVER (PARTITION BY creator_id ORDER BY row_no DESC) = 1),
            single AS (
                SELECT creator_id, row_no, unnest(daily_followers) AS followers_count,
                       len(daily_followers) - generate_subscripts(daily_followers, 1) AS days_ago
                FROM last)
            SELECT $file_no AS file_no, row_no, creator_id AS influencer_id,
                   $as_of::DATE - days_ago::INTEGER AS day, followers_count
            FROM single WHERE followers_count IS NOT NULL""",
        {"file_no": file_no, "as_of": as_of},
    )


def _stage_posts(con: duckdb.DuckDBPyConnection, plan: Plan, file_no: int) -> None:
    tags = "hashtags" if plan.has("hashtags") else "NULL"
    mentions = "mentions" if plan.has("mentions") else "NULL"
    comments = "comment_texts" if plan.has("comment_texts") else "NULL"
    image = "image_path" if plan.has("image_path") else "NULL"
    con.execute(
        f"""INSERT INTO new_posts BY NAME
            SELECT $file_no AS file_no, row_no, creator_id AS influencer_id, posted_at, caption,
                   coalesce(post_id, creator_id || ':' || row_number() OVER (
                       PARTITION BY creator_id ORDER BY row_no)) AS post_id,
                   post_id IS NOT NULL AS has_id, false AS is_recent,
                   coalesce({tags}, {_TAGS_IN_TEXT.format("caption")}) AS hashtags,
                   coalesce({mentions}, {_MENTIONS_IN_TEXT.format("caption")}) AS mentions,
                   likes_count, comments_count, views_count, language, is_sponsored,
                   {comments} AS comment_texts, {image} AS image_path
            FROM {_FINE}""",
        {"file_no": file_no},
    )
