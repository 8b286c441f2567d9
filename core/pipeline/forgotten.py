"""Creators that asked to be forgotten are left out of a build, with what others say of them."""

from __future__ import annotations

import os
import re
import shutil

import duckdb
import pandas as pd

from core.errors import NotFoundError
from core.evaluation.truth import read_truth, write_truth
from core.pipeline.context import BuildContext
from core.store import builds, tables
from core.store.connect import create_schema, open_store
from core.store.ingest import fill_data_gaps
from core.workspace.database import has_workspace, workspace
from core.workspace.forgotten import (
    forgotten_hashes,
    id_hash,
    identity_hashes,
    mention_hashes,
    without_mentions,
)

_HANDLE = r"[\p{L}\p{N}_.\-]+"
# Table, key, text column, and how a row finds the platform that its mentions are of.
_TEXTS = (
    ("posts", "post_id", "caption", "SELECT platform FROM influencers i "
     "WHERE i.influencer_id = t.influencer_id"),
    ("influencers", "influencer_id", "bio", "SELECT t.platform"),
    ("brands", "brand_id", "description", "SELECT 'unknown'"),
)  # fmt: skip
_NOT_SAID = ", found .*$"


def leave_out_forgotten(context: BuildContext) -> bool:
    """Takes forgotten creators out of the given tables; True when the store had something of them.

    Their rows go from each table, '@handle' from captions, mentions and descriptions of others,
    and the raw text from rejected rows that name them. The store is then written anew, for freed
    blocks of a file still hold what they held, and results of an earlier build are emptied: they
    were computed with the creator.

    Raises:
        WorkspaceError: the list of the forgotten cannot be read. No build is made then, for it
            might hold somebody it must not.
    """
    if not has_workspace(context.settings):
        return False
    hashes = forgotten_hashes(workspace(context.settings))
    if not hashes:
        return False
    ids = _forgotten_ids(context.con, hashes)
    post_ids = _remove_rows(context.con, ids)
    texts_count = sum(_clear_mentions(context.con, hashes, *text) for text in _TEXTS)
    texts_count += _clear_mention_lists(context.con, hashes)
    rejected_count = _clear_rejected(context.con, hashes)
    if not (ids or texts_count or rejected_count):
        return False
    for table in tables.DERIVED:
        context.con.execute(f"DELETE FROM {table}")
    fill_data_gaps(context.con)
    _remove_files(context, ids, post_ids)
    _write_store_anew(context)
    context.facts["forgotten"] = {
        "creators_left_out": len(ids),
        "texts_cleared": texts_count,
        "rejected_rows_cleared": rejected_count,
    }
    return True


def _forgotten_ids(con: duckdb.DuckDBPyConnection, hashes: frozenset[str]) -> list[str]:
    rows = con.execute(
        "SELECT influencer_id, handle, platform FROM influencers ORDER BY influencer_id"
    ).fetchall()
    return [row[0] for row in rows if not hashes.isdisjoint(identity_hashes(*row))]


def _remove_rows(con: duckdb.DuckDBPyConnection, ids: list[str]) -> list[str]:
    """Removes all rows of these creators; returns the ids of their posts."""
    wanted = {"ids": ids}
    posts = con.execute(
        """SELECT post_id FROM posts WHERE list_contains($ids::VARCHAR[], influencer_id)
           ORDER BY post_id""",
        wanted,
    ).fetchall()
    for table in tables.IMPORTED:
        if ids and "influencer_id" in tables.columns(con, table):
            con.execute(
                f"""DELETE FROM {table}
                    WHERE influencer_id IN (SELECT unnest($ids::VARCHAR[]))""",
                wanted,
            )
    return [row[0] for row in posts]


def _clear_mentions(
    con: duckdb.DuckDBPyConnection,
    hashes: frozenset[str],
    table: str,
    key: str,
    column: str,
    platform_sql: str,
) -> int:
    """Takes '@handle' of the forgotten out of a text column; returns the number of texts."""
    found = con.execute(
        f"""SELECT platform, handle FROM (
                SELECT DISTINCT ({platform_sql}) AS platform,
                       lower(unnest(regexp_extract_all({column}, '@({_HANDLE})', 1))) AS handle
                FROM {table} t WHERE contains({column}, '@'))
            ORDER BY handle, platform"""
    ).fetchall()
    count = 0
    for platform, token in found:
        handle = token.rstrip(".-")
        if not _is_mentioned(hashes, handle, platform):
            continue
        rows = con.execute(
            f"""SELECT {key}, {column} FROM {table} t
                WHERE contains(lower({column}), $mention)
                  AND ({platform_sql}) IS NOT DISTINCT FROM $platform ORDER BY {key}""",
            {"mention": f"@{handle}", "platform": platform},
        ).fetchall()
        cleared = [(one, without_mentions(text, handle)) for one, text in rows]
        changed = [
            (text, one) for (one, text), (_, old) in zip(cleared, rows, strict=True) if text != old
        ]
        if changed:
            con.executemany(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", changed)
        count += len(changed)
    return count


def _clear_mention_lists(con: duckdb.DuckDBPyConnection, hashes: frozenset[str]) -> int:
    found = con.execute(
        """SELECT platform, mention FROM (
               SELECT DISTINCT i.platform, unnest(p.mentions) AS mention
               FROM posts p JOIN influencers i USING (influencer_id))
           WHERE mention IS NOT NULL ORDER BY mention, platform"""
    ).fetchall()
    count = 0
    for platform, mention in found:
        if _is_mentioned(hashes, mention, platform):
            count += len(
                con.execute(
                    """UPDATE posts
                       SET mentions = list_filter(mentions, lambda one: one <> $mention)
                       FROM influencers i
                       WHERE i.influencer_id = posts.influencer_id AND i.platform = $platform
                         AND list_contains(posts.mentions, $mention) RETURNING post_id""",
                    {"mention": mention, "platform": platform},
                ).fetchall()
            )
    return count


def _is_mentioned(hashes: frozenset[str], handle: str, platform: str | None) -> bool:
    if platform in (None, "unknown"):
        return not hashes.isdisjoint(mention_hashes(handle))
    return not hashes.isdisjoint(identity_hashes("", handle, str(platform)))


def _clear_rejected(con: duckdb.DuckDBPyConnection, hashes: frozenset[str]) -> int:
    """Takes the raw text from rows that name a forgotten creator, and what their reason quotes."""
    rows = con.execute(
        """SELECT rowid, raw, reason FROM rejected_rows
           WHERE raw IS NOT NULL OR regexp_matches(reason, $said) ORDER BY rowid""",
        {"said": _NOT_SAID},
    ).fetchall()
    verdicts: dict[str, bool] = {}
    changes = []
    for rowid, raw, reason in rows:
        tokens = {
            token.strip(".-") for token in re.findall(r"[\w.\-]+", f"{raw or ''} {reason}".lower())
        } | set(re.split(r"[,;\t| \"]+", raw or ""))
        for token in tokens - verdicts.keys():
            verdicts[token] = bool(token) and not hashes.isdisjoint(
                (*mention_hashes(token), id_hash(token))
            )
        if any(verdicts[token] for token in tokens):
            changes.append((re.sub(_NOT_SAID, "", reason, flags=re.DOTALL), rowid))
    if changes:
        con.executemany("UPDATE rejected_rows SET raw = NULL, reason = ? WHERE rowid = ?", changes)
    return len(changes)


def _remove_files(context: BuildContext, ids: list[str], post_ids: list[str]) -> None:
    """Arrays and models of an earlier build, and what was planted for the creators."""
    for file in context.folder.glob("*.npy"):
        file.unlink()
    shutil.rmtree(context.folder / "models", ignore_errors=True)
    try:
        truth = read_truth(context.folder)
    except NotFoundError:
        return
    write_truth(
        context.folder,
        {name: _without(_without(frame, "influencer_id", ids), "post_id", post_ids)
         for name, frame in truth.items()},
    )  # fmt: skip


def _without(frame: pd.DataFrame, column: str, ids: list[str]) -> pd.DataFrame:
    return frame[~frame[column].isin(ids)] if column in frame.columns else frame


def _write_store_anew(context: BuildContext) -> None:
    file = context.folder / builds.STORE_FILE
    fresh_file = file.with_name(f"fresh-{file.name}")
    context.con.close()
    con = open_store(fresh_file, context.settings, read_only=False)
    try:
        create_schema(con)
        tables.copy_from(con, file, tables.ALL)
        con.execute("CHECKPOINT")
    finally:
        con.close()
    os.replace(fresh_file, file)
    context.con = open_store(file, context.settings, read_only=False)
