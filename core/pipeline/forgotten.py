"""Creators that asked to be forgotten are left out of a build, with what others say of them."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import duckdb
import pandas as pd

from core.errors import NotFoundError
from core.evaluation.truth import read_truth, write_truth
from core.pipeline.context import BuildContext
from core.pipeline.forgotten_texts import clear_file_names, clear_texts
from core.pipeline.pictures.rows import drop_unused_pictures
from core.settings import Settings
from core.store import builds, tables
from core.store.connect import create_schema, open_store
from core.store.creator_rows import delete_rows
from core.store.ingest import fill_data_gaps
from core.workspace.database import has_workspace, workspace
from core.workspace.forgotten import (
    forgotten_hashes,
    forgotten_ids,
    id_hash,
    mention_hashes,
)

_NOT_SAID = ", found .*$"
# DuckDB fills the gaps inside these with whatever its memory held before, up to seven bytes of a
# forgotten handle (seen in 3 of 500 files; https://github.com/duckdb/duckdb/issues/23382).
_COMPRESSIONS_WITH_GAPS = "dictionary,fsst,dict_fsst"


def leave_out_forgotten(context: BuildContext) -> bool:
    """Takes forgotten creators out of the given tables; True when the store had something of them.

    Their rows go from each table, their handles from all texts of others (see
    `core.pipeline.forgotten_texts`), and the raw text from rejected rows that name them. The store
    is then written again, for freed blocks of a file still hold what they held, and results of an
    earlier build are emptied: they were computed with the creator.

    Raises:
        WorkspaceError: the list of the forgotten cannot be read. No build is made then, for it
            might hold somebody it must not.
    """
    hashes = context.forgotten = _hashes(context.settings)
    if not hashes:
        return False
    ids = forgotten_ids(tables.accounts(context.con), hashes)
    post_ids = _remove_rows(context.con, ids)
    texts_count = clear_texts(context.con, hashes)
    rejected_count = _clear_rejected(context.con, hashes)
    names_count = clear_file_names(context.con, hashes)
    if not (ids or texts_count or rejected_count or names_count):
        return False
    for table in tables.DERIVED:
        context.con.execute(f"DELETE FROM {table}")
    fill_data_gaps(context.con)
    _remove_files(context, ids, post_ids)
    _write_store_anew(context)
    before = context.facts.get("forgotten", {})
    counts = {
        "creators_left_out": len(ids),
        "texts_cleared": texts_count,
        "rejected_rows_cleared": rejected_count,
    }
    context.facts["forgotten"] = {
        name: count + before.get(name, 0) for name, count in counts.items()
    }
    return True


def somebody_was_forgotten(context: BuildContext) -> bool:
    """Whether somebody was forgotten since the given tables of this build were cleared."""
    return not _hashes(context.settings) <= context.forgotten


def forgotten_count(settings: Settings, build: builds.Build) -> int:
    """How many creators of a build have been forgotten since it was made."""
    hashes = _hashes(settings)
    if not hashes:
        return 0
    con = open_store(build.store_file, settings)
    try:
        return len(forgotten_ids(tables.accounts(con), hashes))
    finally:
        con.close()


def _hashes(settings: Settings) -> frozenset[str]:
    if not has_workspace(settings):
        return frozenset()
    return forgotten_hashes(workspace(settings))


def _remove_rows(con: duckdb.DuckDBPyConnection, ids: list[str]) -> list[str]:
    """Removes all rows of these creators; returns the ids of their posts."""
    posts = con.execute(
        """SELECT post_id FROM posts WHERE list_contains($ids::VARCHAR[], influencer_id)
           ORDER BY post_id""",
        {"ids": ids},
    ).fetchall()
    delete_rows(con, ids, (*tables.IMPORTED, *tables.PICTURES))
    drop_unused_pictures(con)
    return [row[0] for row in posts]


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
    con = _open_without_gaps(fresh_file, context.settings)
    try:
        create_schema(con)
        tables.copy_from(con, file, tables.ALL)
        con.execute("CHECKPOINT")
    finally:
        con.close()
    os.replace(fresh_file, file)
    context.con = _open_without_gaps(file, context.settings)


def _open_without_gaps(file: Path, settings: Settings) -> duckdb.DuckDBPyConnection:
    con = open_store(file, settings, read_only=False)
    con.execute(f"SET disabled_compression_methods = '{_COMPRESSIONS_WITH_GAPS}'")
    return con
