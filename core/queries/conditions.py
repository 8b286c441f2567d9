"""What several filters share: the table they read, conditions on it, and the values they need."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import duckdb

from core.queries.builds import MOMENTUM, has, has_tables
from core.store.facts.creator_facts import facts_sql

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

# Of creators `i` by `$ids`, in that order.
IS_LISTED = "i.influencer_id IN (SELECT unnest($ids::VARCHAR[]))"
AS_LISTED = "list_position($ids::VARCHAR[], i.influencer_id), i.influencer_id"


def any_of(name: str, column: str, kind: str = "VARCHAR") -> str:
    """SQL: the column is in the list `$name`, or the list is empty, which means any.

    Args:
        kind: SQL type of the list's values.
    """
    values = f"${name}::{kind}[]"
    return f"(len({values}) = 0 OR list_contains({values}, {column}))"


def is_active(con: duckdb.DuckDBPyConnection) -> str:
    """SQL on `posts_a_week`: a creator posts at least `$posts_a_week_min` times a week.

    Whose posts are not known posts 0 times. On builds of earlier versions everybody passes.
    """
    if not has(con, MOMENTUM):
        return "$posts_a_week_min >= 0"
    return "coalesce(posts_a_week, 0) >= $posts_a_week_min"


def activity(con: duckdb.DuckDBPyConnection) -> tuple[str, str]:
    """SQL that joins how often creators post to `influencers i`, and `is_active` on it."""
    if not has(con, MOMENTUM):
        return "", is_active(con)
    return "LEFT JOIN momentum w ON w.influencer_id = i.influencer_id", is_active(con)


def parameters_of(filters: DataclassInstance) -> dict[str, Any]:
    """Values of a filter by the names of its fields, as SQL takes them: tuples as lists."""
    values = {field.name: getattr(filters, field.name) for field in fields(filters)}
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in values.items()
    }


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
    where: str,
    order: str,
    parameters: dict[str, object],
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
        f"""SELECT influencer_id FROM {facts(con)} WHERE {where}
            ORDER BY {order}, influencer_id LIMIT $page_size OFFSET $skipped""",
        {**parameters, "page_size": page_size, "skipped": (max(page, 1) - 1) * page_size},
    ).fetchall()
    return [influencer_id for (influencer_id,) in rows]
