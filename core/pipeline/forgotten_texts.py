"""Handles of the forgotten in texts that others wrote: found by their hashes, then taken out."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

import duckdb

from core.store.creator_rows import TEXT_TABLES, text_columns
from core.workspace.forgotten import identity_hashes, mention_hashes
from core.workspace.mentions import ORDINARY_WORD_CREATORS, without_handle

_TOKEN = r"[@#]?[\p{L}\p{N}_.\-]+"
_PYTHON_TOKEN = re.compile(r"[\w.\-]+")


def clear_texts(con: duckdb.DuckDBPyConnection, hashes: frozenset[str]) -> int:
    """Takes forgotten handles out of every text column of the given tables; returns texts changed.

    '@handle' always goes; the handle alone or as a hashtag goes unless it is an ordinary word:
    letters only, and used by `ORDINARY_WORD_CREATORS` creators or more.
    """
    columns = list(text_columns(con))
    tokens = [
        (table, column, is_list, platform, token, count)
        for table, column, is_list in columns
        for platform, token, count in _forgotten_tokens(con, hashes, table, column, is_list)
    ]
    ordinary = {
        (platform, _bare(token))
        for *_, platform, token, count in tokens
        if token[0] != "@" and count >= ORDINARY_WORD_CREATORS and _bare(token).isalpha()
    }
    changed: set[tuple[str, str, str]] = set()
    for table, column, is_list, platform, token, _ in tokens:
        is_mention = token[0] == "@" or column == "mentions"
        handle = _bare(token)
        if not is_mention and (platform, handle) in ordinary:
            continue
        mentions_only = (platform, handle) in ordinary and column != "mentions"
        for key in _clear(con, table, column, is_list, platform, handle, mentions_only):
            changed.add((table, column, key))
    return len(changed)


def clear_file_names(con: duckdb.DuckDBPyConnection, hashes: frozenset[str]) -> int:
    """Takes forgotten handles out of the names of files that rows were rejected from."""
    rows = con.execute("SELECT DISTINCT source_file FROM rejected_rows ORDER BY 1").fetchall()
    changes = [(cleared_facts(name, hashes), name) for (name,) in rows]
    changes = [(new, old) for new, old in changes if new != old]
    if changes:
        con.executemany("UPDATE rejected_rows SET source_file = ? WHERE source_file = ?", changes)
    return len(changes)


def cleared_facts(value: Any, hashes: frozenset[str]) -> Any:
    """What a manifest says, without forgotten handles in its texts, file names included."""
    if isinstance(value, dict):
        return {name: cleared_facts(item, hashes) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [cleared_facts(item, hashes) for item in value]
    if not isinstance(value, str):
        return value
    for token in set(_PYTHON_TOKEN.findall(value)):
        for handle in (token.strip(".-"), PurePath(token).stem):
            if is_named(hashes, handle, None):
                value = re.sub(re.escape(handle), "…", value)
    return value


def is_named(hashes: frozenset[str], handle: str, platform: str | None) -> bool:
    """Whether this is the handle of a forgotten account on that platform, None for any text."""
    if not handle:
        return False
    if platform in (None, "unknown"):
        return not hashes.isdisjoint(mention_hashes(handle))
    return not hashes.isdisjoint(identity_hashes("", handle, str(platform)))


def _bare(token: str) -> str:
    return token.lstrip("@#")


def _forgotten_tokens(
    con: duckdb.DuckDBPyConnection,
    hashes: frozenset[str],
    table: str,
    column: str,
    is_list: bool,
) -> list[tuple[str | None, str, int]]:
    """Platform, token in lower case (with its @ or #) and how many people wrote it."""
    where = TEXT_TABLES[table]
    text = f"array_to_string({column}, ' ')" if is_list else column
    rows = con.execute(
        f"""SELECT platform, token, count(DISTINCT writer) FROM (
                SELECT {where.platform} AS platform, {where.writer} AS writer,
                       unnest(list_distinct(regexp_extract_all(lower({text}), $token))) AS token
                FROM {table} t WHERE {column} IS NOT NULL)
            GROUP BY ALL ORDER BY token, platform""",
        {"token": _TOKEN},
    ).fetchall()
    found: dict[tuple[str | None, str], int] = {}
    for platform, token, count in rows:
        sign = token[0] if token[0] in "@#" else ""
        name = _bare(token)
        for handle in dict.fromkeys((name, name.rstrip(".-"), name.strip("._-"))):
            if is_named(hashes, handle, platform):
                known = found.get((platform, sign + handle), 0)
                found[platform, sign + handle] = known + count
    return [(platform, token, count) for (platform, token), count in found.items()]


def _clear(
    con: duckdb.DuckDBPyConnection,
    table: str,
    column: str,
    is_list: bool,
    platform: str | None,
    handle: str,
    mentions_only: bool,
) -> list[str]:
    """Clears one handle from a column; returns the keys of the rows that changed.

    Of a list, an item that is nothing but the handle goes.
    """
    where = TEXT_TABLES[table]
    key = where.key
    text = f"array_to_string({column}, ' ')" if is_list else column
    rows = con.execute(
        f"""SELECT {key}, {column} FROM {table} t
            WHERE contains(lower({text}), $handle)
              AND {where.platform} IS NOT DISTINCT FROM $platform ORDER BY {key}""",
        {"handle": handle, "platform": platform},
    ).fetchall()

    def cleared(item: str) -> str:
        return without_handle(item, handle, mentions_only=mentions_only)

    def cleared_list(items: list[str | None]) -> list[str | None]:
        return [
            None if item is None else cleared(item)
            for item in items
            if mentions_only or item is None or _bare(item.strip()).lower() != handle
        ]

    pairs = [(row_id, old, cleared_list(old) if is_list else cleared(old)) for row_id, old in rows]
    changes = [(new, row_id) for row_id, old, new in pairs if new != old]
    if changes:
        con.executemany(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", changes)
    return [row_id for _, row_id in changes]
