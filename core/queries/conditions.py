"""SQL conditions that several filters share, and the values they need."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def any_of(name: str, column: str, kind: str = "VARCHAR") -> str:
    """SQL: the column is in the list `$name`, or the list is empty, which means any.

    Args:
        kind: SQL type of the list's values.
    """
    values = f"${name}::{kind}[]"
    return f"(len({values}) = 0 OR list_contains({values}, {column}))"


def parameters_of(filters: DataclassInstance) -> dict[str, Any]:
    """Values of a filter by the names of its fields, as SQL takes them: tuples as lists."""
    values = {field.name: getattr(filters, field.name) for field in fields(filters)}
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in values.items()
    }
