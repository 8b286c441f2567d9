"""Which posts say nothing of a collaboration: who is recommended to whom must not follow from the
answer."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher

import duckdb

from core.features.brand_names import BrandNames

_ALMOST = 0.8  # likeness of a tag and the name of its brand


def plain_name_sql(column: str) -> str:
    """A SQL expression for the letters and digits of a handle, lower case without accents."""
    return f"regexp_replace(strip_accents(lower({column})), '[^a-z0-9]', '', 'g')"


# A common table expression: posts marked as advertising, named by a collaboration, or with a
# mention of a brand. $brand_names: as from `brand_names`.
PAID_POSTS = f"""
    paid_posts AS (
        WITH named AS (SELECT post_id, unnest(mentions) AS name FROM posts),
        of_brands AS (
            SELECT name FROM (SELECT DISTINCT name FROM named)
            WHERE list_contains(
                $brand_names::VARCHAR[],
                {plain_name_sql("name")}))
        SELECT post_id FROM named SEMI JOIN of_brands USING (name)
        UNION SELECT post_id FROM collaborations WHERE post_id IS NOT NULL
        UNION SELECT post_id FROM posts WHERE coalesce(is_sponsored, false))"""


def plain_name(name: str) -> str:
    """Letters and digits of a name or handle, lower case without accents."""
    letters = unicodedata.normalize("NFKD", name.lower())
    return "".join(char for char in letters if char.isascii() and char.isalnum())


def brand_names(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Names of all brands as a handle or tag would spell them, and tags that are almost one."""
    names = set()
    for name, tags in con.execute("SELECT name, hashtags FROM brands ORDER BY brand_id").fetchall():
        plain = plain_name(name)
        names.add(plain)
        # 'Zaunkönig' may be @zaunkoenig: then a tag of the brand is almost its name.
        names.update(
            tag
            for tag in map(plain_name, tags or ())
            if SequenceMatcher(None, tag, plain).ratio() > _ALMOST
        )
    names.discard("")
    return sorted(names)


def names_in_texts(con: duckdb.DuckDBPyConnection) -> BrandNames:
    """Finds the names of all brands in texts; what brands say tells which words are ordinary."""
    rows = con.execute(
        "SELECT name, description, category, keywords FROM brands ORDER BY brand_id"
    ).fetchall()
    return BrandNames(
        (name, " ".join([description or "", category or "", *(keywords or [])]))
        for name, description, category, keywords in rows
    )
