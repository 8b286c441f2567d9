"""SQL conditions that several filters share, and the values they need."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import duckdb

from core.queries.builds import MOMENTUM, has

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def any_of(name: str, column: str, kind: str = "VARCHAR") -> str:
    """SQL: the column is in the list `$name`, or the list is empty, which means any.

    Args:
        kind: SQL type of the list's values.
    """
    values = f"${name}::{kind}[]"
    return f"(len({values}) = 0 OR list_contains({values}, {column}))"


def activity(con: duckdb.DuckDBPyConnection) -> tuple[str, str]:
    """SQL that joins how often creators post to `influencers i`, and the condition that they post
    at least `$posts_a_week_min` times a week.

    Whose posts are not known posts 0 times. On builds of earlier versions everybody passes.
    """
    if not has(con, MOMENTUM):
        return "", "$posts_a_week_min >= 0"
    return (
        "LEFT JOIN momentum w ON w.influencer_id = i.influencer_id",
        "coalesce(w.posts_a_week, 0) >= $posts_a_week_min",
    )


def parameters_of(filters: DataclassInstance) -> dict[str, Any]:
    """Values of a filter by the names of its fields, as SQL takes them: tuples as lists."""
    values = {field.name: getattr(filters, field.name) for field in fields(filters)}
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in values.items()
    }
