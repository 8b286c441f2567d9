"""What several filters share: conditions with their values, and the table they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from core.domain.thresholds import WORTH_CHECKING
from core.queries.builds import MOMENTUM, has, has_tables
from core.store.facts.creator_facts import facts_sql

# Of creators `i` by `$ids`, in that order.
IS_LISTED = "i.influencer_id IN (SELECT unnest($ids::VARCHAR[]))"
AS_LISTED = "list_position($ids::VARCHAR[], i.influencer_id), i.influencer_id"

# More go in as one list, so that a selection of thousands is no long statement.
_VALUES_IN_PLAN = 50


@dataclass(frozen=True)
class Condition:
    """What rows must fulfil.

    Attributes:
        sql: one or more conditions joined by AND; 'true' where all rows pass.
        values: those that the SQL names, and no others.
    """

    sql: str = "true"
    values: Mapping[str, Any] = field(default_factory=dict)


def all_of(*conditions: Condition) -> Condition:
    """All of them at once."""
    asked = [condition for condition in conditions if condition != Condition()]
    return Condition(
        " AND ".join(condition.sql for condition in asked) or "true",
        {name: value for condition in asked for name, value in condition.values.items()},
    )


def where(is_asked: bool, sql: str, **values: Any) -> Condition:
    """A condition that holds only where it is asked for.

    Args:
        sql: in brackets if it has an OR.
        values: by the names in it.
    """
    return Condition(sql, values) if is_asked else Condition()


def any_of(name: str, values: Sequence[Any], column: str) -> Condition:
    """The column has one of the values; without values all rows pass.

    Args:
        name: that nothing else in the statement has.
    """
    if not values:
        return Condition()
    if len(values) > _VALUES_IN_PLAN:
        return Condition(f"{column} IN (SELECT unnest(${name}))", {name: list(values)})
    named = {f"{name}_{place}": value for place, value in enumerate(values)}
    return Condition(f"{column} IN ({', '.join(f'${key}' for key in named)})", named)


def none_of(name: str, values: Sequence[Any], column: str) -> Condition:
    """The column has none of the values; where it is not known, the row passes."""
    if not values:
        return Condition()
    found = any_of(name, values, column)
    return Condition(f"({found.sql}) IS NOT TRUE", found.values)


def without_unusual(is_asked: bool) -> Condition:
    """On `purchased_probability`: the growth is not worth checking, or nothing is known of it."""
    return where(
        is_asked,
        "coalesce(purchased_probability, 0) < $worth_checking",
        worth_checking=WORTH_CHECKING,
    )


def posts_often(con: duckdb.DuckDBPyConnection, least: float) -> Condition:
    """On `posts_a_week`: a creator posts at least so many times a week; 0 is no limit.

    Whose posts are not known posts 0 times. On builds of earlier versions everybody passes.
    """
    return where(
        least > 0 and has(con, MOMENTUM),
        "coalesce(posts_a_week, 0) >= $posts_a_week_min",
        posts_a_week_min=least,
    )


def activity(con: duckdb.DuckDBPyConnection, least: float) -> tuple[str, Condition]:
    """SQL that joins how often creators post to `influencers i`, and `posts_often` on it."""
    often = posts_often(con, least)
    join = "LEFT JOIN momentum w ON w.influencer_id = i.influencer_id"
    return "" if often == Condition() else join, often


def facts(con: duckdb.DuckDBPyConnection) -> str:
    """SQL that stands after FROM: the columns of `creator_facts`.

    Joined on the spot in builds of earlier versions, which lack the table or its rows.
    """
    if _is_filled(con):
        return "creator_facts"
    return f"({facts_sql(has_momentum=has(con, MOMENTUM))}) creator_facts"


def _is_filled(con: duckdb.DuckDBPyConnection) -> bool:
    if not has_tables(con, "creator_facts"):
        return False
    return con.execute("SELECT 1 FROM creator_facts LIMIT 1").fetchone() is not None


def page_of_ids(
    con: duckdb.DuckDBPyConnection,
    passing: Condition,
    order: str,
    *,
    page: int,
    page_size: int,
) -> list[str]:
    """Ids of one page of the creators that pass a condition on `creator_facts`.

    The columns a page shows are read for these alone: joining them for all creators before the
    order is known took twenty times as long at a million creators.

    Args:
        order: ORDER BY without the unique id, which is added.
        page: 1-based; beyond the last page there are none.
    """
    rows = con.execute(
        f"""SELECT influencer_id FROM {facts(con)} WHERE {passing.sql}
            ORDER BY {order}, influencer_id LIMIT $page_size OFFSET $skipped""",
        {**passing.values, "page_size": page_size, "skipped": (max(page, 1) - 1) * page_size},
    ).fetchall()
    return [influencer_id for (influencer_id,) in rows]
