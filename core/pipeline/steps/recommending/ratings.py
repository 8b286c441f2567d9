"""Step: the rule points of brand x creator pairs, with the parts that explain them."""

from __future__ import annotations

import duckdb

from core.features.rule_points import PART_SQL
from core.pipeline.context import BuildContext
from core.pipeline.sources import clear_results

_PAIRS = """ratings r
        JOIN influencers i USING (influencer_id)
        JOIN brands b ON b.brand_id = r.brand_id
        LEFT JOIN profile_stats s ON s.influencer_id = r.influencer_id"""
_SUM = """category_points + country_points + hashtag_points
                                + coalesce(engagement_points, 0)"""


def fill_points(context: BuildContext) -> None:
    """Fills the parts and the sum in `ratings` where the source gave none.

    10 for the same category, 5 for the same country, 1 for a shared hashtag, and the
    engagement rate in per cent. An unknown rate counts as 0 in the sum.
    """
    # One pass over the pairs; an INSERT of a joined copy is several times faster than UPDATE.
    filled = ", ".join(f"coalesce(r.{name}, {sql}) AS {name}" for name, sql in PART_SQL.items())
    context.con.execute(
        f"""
        CREATE TEMP TABLE filled AS
        SELECT r.brand_id, r.influencer_id, r.points, {filled} FROM {_PAIRS}
        """
    )
    clear_results(context, ("ratings",))
    context.con.execute(
        f"""
        INSERT INTO ratings BY NAME
        SELECT brand_id, influencer_id, category_points, country_points, hashtag_points,
               engagement_points, coalesce(points, {_SUM}) AS points
        FROM filled ORDER BY brand_id, influencer_id
        """
    )
    context.con.execute("DROP TABLE filled")


def clear_filled_points(con: duckdb.DuckDBPyConnection) -> None:
    """Empties the points of an earlier build that `fill_points` would fill in alike.

    With more data the same parts are others. Needs the `profile_stats` of that build.
    """
    emptied = ", ".join(f"nullif(r.{name}, {sql}) AS {name}" for name, sql in PART_SQL.items())
    con.execute(
        f"""
        CREATE TEMP TABLE emptied AS
        SELECT r.brand_id, r.influencer_id, nullif(r.points, {_SUM}) AS points, {emptied}
        FROM {_PAIRS}
        """
    )
    con.execute("DELETE FROM ratings")
    con.execute(
        "INSERT INTO ratings BY NAME SELECT * FROM emptied ORDER BY brand_id, influencer_id"
    )
    con.execute("DROP TABLE emptied")
