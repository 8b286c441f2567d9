"""What others wrote about an account in a build, and rows about it that could not be read."""

from __future__ import annotations

from typing import Any

import duckdb

from core.services.privacy.target import Target
from core.services.privacy.traces import Needle
from core.store import tables
from core.store.creator_rows import CREATOR_ID, REJECTED, TEXT_TABLES, text_columns
from core.workspace.mentions import normal_handle, without_handle

# Columns that a step filled with handles found in captions of others.
_FOUND_IN_CAPTIONS = (
    ("post_entities", "entity", "kind = 'person'"),
    ("creator_texts", "people", ""),
)


def mentions(con: duckdb.DuckDBPyConnection, creator: Target) -> list[dict[str, Any]]:
    """Texts of other creators and of brands that name the creator, by table, key and column.

    A handle of letters alone may be a word: then only '@handle' counts, and the column of mentions.

    Returns:
        table, column, key (of the row), written_by (id of the creator or brand), text.
    """
    handle = normal_handle(creator.handle)
    found = []
    for table, column, is_list in text_columns(con):
        where = TEXT_TABLES[table]
        text = f"array_to_string({column}, ' ')" if is_list else column
        rows = con.execute(
            f"""SELECT {where.key}, {where.writer}, {text} FROM {table} t
                WHERE contains(lower({text}), $handle)
                  AND NOT list_contains($ids::VARCHAR[], {where.writer})
                  AND ($platform = 'unknown' OR {where.platform} IN ($platform, 'unknown'))
                ORDER BY {where.key}""",
            {"handle": handle, "ids": creator.ids, "platform": creator.platform},
        ).fetchall()
        is_word = handle.isalpha() and column != "mentions"
        found += [
            {"table": table, "column": column, "key": key, "written_by": writer, "text": value}
            for key, writer, value in rows
            if without_handle(value, handle, mentions_only=is_word) != value
        ]
    return found + list(_found_in_captions(con, creator, handle))


def _found_in_captions(
    con: duckdb.DuckDBPyConnection, creator: Target, handle: str
) -> list[dict[str, Any]]:
    found = []
    for table, column, condition in _FOUND_IN_CAPTIONS:
        kind = tables.columns(con, table).get(column)
        if kind is None:
            continue
        is_named = (
            f"list_contains({column}, $handle)"
            if kind.endswith("[]")
            else f"lower({column}) = $handle AND {condition}"
        )
        key = "post_id" if table == "post_entities" else CREATOR_ID
        rows = con.execute(
            f"""SELECT {key}, {CREATOR_ID} FROM {table}
                WHERE {is_named} AND NOT list_contains($ids::VARCHAR[], {CREATOR_ID})
                ORDER BY {key}""",
            {"handle": handle, "ids": creator.ids},
        ).fetchall()
        found += [
            {"table": table, "column": column, "key": key_value, "written_by": writer,
             "text": creator.handle}
            for key_value, writer in rows
        ]  # fmt: skip
    return found


def rejected_rows(con: duckdb.DuckDBPyConnection, needle: Needle) -> list[dict[str, Any]]:
    """Rows of files that could not be read and name the creator."""
    rows = con.execute(
        f"""SELECT source_file, line_number, table_name, reason, raw FROM {REJECTED}
            ORDER BY source_file, line_number, table_name, reason, raw"""
    ).fetchall()
    names = ("source_file", "line_number", "table_name", "reason", "raw")
    return [
        dict(zip(names, row, strict=True))
        for row in rows
        if needle.is_named(f"{row[4] or ''} {row[3]}")
    ]
