"""What others wrote about an account in a build, and rows about it that could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb

from core.services.privacy.needle import Needle
from core.services.privacy.target import Target
from core.store import tables
from core.store.creator_rows import CREATOR_ID, REJECTED, TEXT_TABLES, text_columns
from core.workspace.mentions import (
    ORDINARY_WORD_CREATORS,
    normal_handle,
    without_handle,
    without_mentions,
)

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
    found = [
        {"table": table, "column": column, "key": key, "written_by": writer, "text": value}
        for table, column, key, writer, value in _texts_with(con, creator, handle)
        if _is_named(value, handle, mentions_only=handle.isalpha() and column != "mentions")
    ]
    return found + list(_found_in_captions(con, creator, handle))


def is_ordinary_word(con: duckdb.DuckDBPyConnection, creator: Target) -> bool:
    """Whether a build leaves the handle in texts of others because it is a word they use."""
    handle = normal_handle(creator.handle)
    writers = {
        writer
        for _, column, _, writer, value in _texts_with(con, creator, handle)
        if column != "mentions" and _is_named(without_mentions(value, handle), handle)
    }
    return handle.isalpha() and len(writers) >= ORDINARY_WORD_CREATORS


def _is_named(text: str, handle: str, *, mentions_only: bool = False) -> bool:
    return without_handle(text, handle, mentions_only=mentions_only) != text


def _texts_with(
    con: duckdb.DuckDBPyConnection, creator: Target, handle: str
) -> Iterator[tuple[str, str, str, str, str]]:
    """Table, column, key of the row, writer and text, of texts of others that hold the letters."""
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
        for key, writer, value in rows:
            yield table, column, key, writer, value


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
