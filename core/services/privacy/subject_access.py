"""Everything that is held on one creator, gathered from builds, workspace and files."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from sqlalchemy import Engine

from core.errors import UNREADABLE, NotFoundError, StoreError
from core.services.build_rows import array
from core.services.privacy.mentions import mentions, rejected_rows
from core.services.privacy.needle import Needle
from core.services.privacy.target import Target, builds_holding, target, uploads_with
from core.services.privacy.traces import search_folder
from core.settings import Settings
from core.store import builds
from core.store.connect import open_store
from core.store.creator_rows import REJECTED, counts_by_table, rows_by_table
from core.workspace.database import has_workspace, workspace
from core.workspace.forgotten import (
    forgotten_hashes,
    id_hash,
    identity_hashes,
    is_forgotten,
    mention_hashes,
)
from core.workspace.kept_creators import rows_kept, shown_platform
from core.workspace.mentions import normal_handle

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Vector:
    """A row of numbers that a model made of the creator's texts or pictures.

    Attributes:
        file: array of the build it stands in.
        rows_count: of the creator.
        numbers_count: in each row.
    """

    file: str
    rows_count: int
    numbers_count: int


@dataclass(frozen=True)
class SubjectData:
    """What is held on a creator.

    Attributes:
        handle, platform, ids: whom it is about.
        made_at: UTC.
        build_id, as_of_day: of the build in use; None when there is none.
        is_demo: the build in use holds made-up data.
        tables: rows of the build in use, by table; BLOB values are bytes.
        mentions: texts of others that name the creator, see `mentions.mentions`.
        vectors: arrays of the build in use with rows of the creator.
        build_files: further files of that build that name the creator.
        workspace: rows of the workspace, by table.
        older_builds: build_id, built_at and rows by table, newest first.
        uploads: files dropped on the Data page that name the creator.
        was_forgotten: the creator was forgotten on request; what is told here holds it still.
    """

    handle: str
    platform: str
    ids: tuple[str, ...]
    made_at: datetime
    build_id: str | None
    as_of_day: str | None
    is_demo: bool
    tables: dict[str, Rows]
    mentions: Rows
    vectors: tuple[Vector, ...]
    build_files: tuple[str, ...]
    workspace: dict[str, Rows]
    older_builds: tuple[dict[str, Any], ...]
    uploads: tuple[str, ...]
    was_forgotten: bool = False


def subject_data(settings: Settings, handle: str, platform: str | None) -> SubjectData:
    """Everything that is held on the creator with this handle, else id.

    Raises:
        NotFoundError: nothing is held on it; says so when it was forgotten.
        AppError: the handle is empty or stands for accounts on several platforms.
        StoreError: the build in use cannot be read.
    """
    engine = workspace(settings)
    creator = _known(settings, engine, handle, platform)
    needle = Needle(creator.accounts)
    holding = builds_holding(settings, creator)
    current_id = builds.current_build_id(settings)
    current = next((build for build in holding if build.build_id == current_id), None)
    rows: dict[str, Rows] = {}
    named: Rows = []
    vectors: tuple[Vector, ...] = ()
    build_files: tuple[str, ...] = ()
    if current is not None:
        with closing(open_store(current.store_file, settings)) as con:
            rows = rows_by_table(con, creator.ids)
            rejected = rejected_rows(con, needle)
            rows |= {REJECTED: rejected} if rejected else {}
            named = mentions(con, creator)
            vectors = tuple(_vectors(con, current, creator.ids))
        traces = search_folder(current.folder, needle, settings).traces
        names = {str(one.file) for one in traces if not one.is_part}
        build_files = tuple(sorted(names - {builds.STORE_FILE}))
    return SubjectData(
        handle=creator.handle,
        platform=creator.platform,
        ids=tuple(creator.ids),
        made_at=datetime.now(UTC),
        build_id=current.build_id if current else None,
        as_of_day=current.manifest.get("as_of_day") if current else None,
        is_demo=current is not None and current.is_demo,
        tables=rows,
        mentions=named,
        vectors=vectors,
        build_files=build_files,
        workspace=_workspace_rows(settings, engine, creator),
        older_builds=tuple(
            _summary(build, creator, settings) for build in holding if build.build_id != current_id
        ),
        uploads=tuple(_below(file, settings) for file in uploads_with(settings, needle)),
        was_forgotten=has_workspace(settings)
        and any(
            is_forgotten(engine, one.influencer_id, one.handle, one.platform)
            for one in creator.accounts
        ),
    )


def _known(settings: Settings, engine: Engine, handle: str, platform: str | None) -> Target:
    name = normal_handle(handle)
    try:
        creator = target(settings, engine, handle, platform)
    except NotFoundError:
        creator = None
    if creator is not None and creator.is_known:
        return creator
    hashes = {*mention_hashes(handle), id_hash(handle.strip())}
    if platform:
        hashes |= set(identity_hashes(handle.strip(), handle, platform))
    if has_workspace(settings) and not forgotten_hashes(engine).isdisjoint(hashes):
        raise NotFoundError(
            f"'@{name[:80]}' was forgotten on request. All that is held is a one-way hash of the "
            "account and the time, by which later imports leave it out."
        )
    where = f" on {platform}" if platform else ""
    raise NotFoundError(
        f"There is no creator '@{name[:80]}'{where} in any build, campaign or shortlist. Check "
        "the spelling, or give the id."
    )


def _workspace_rows(settings: Settings, engine: Engine, creator: Target) -> dict[str, Rows]:
    kept: dict[str, Rows] = {}
    for account in creator.accounts if has_workspace(settings) else ():
        name, where = normal_handle(account.handle), shown_platform(account.platform)
        for table, rows in rows_kept(engine, account.influencer_id, name, where).items():
            known = kept.setdefault(table, [])
            known += [row for row in rows if row not in known]
    return kept


def _vectors(con: duckdb.DuckDBPyConnection, build: builds.Build, ids: list[str]) -> list[Vector]:
    """Arrays whose rows are creators, posts or pictures; those of brands name nobody."""
    counts = {
        "influencer_": "SELECT count(*) FROM influencers WHERE list_contains($ids, influencer_id)",
        "post_": "SELECT count(*) FROM posts WHERE list_contains($ids, influencer_id)",
        "picture_": """SELECT count(DISTINCT picture_id) FROM post_pictures
                       WHERE list_contains($ids, influencer_id)""",
    }
    vectors = []
    for file in sorted(build.folder.glob("*.npy")):
        query = next((sql for start, sql in counts.items() if file.name.startswith(start)), None)
        if query is None:
            continue
        row = con.execute(query, {"ids": ids}).fetchone()
        try:
            shape = np.shape(array(build.folder, file.stem))
        except UNREADABLE as error:
            raise StoreError(
                f"{file.name} of build '{build.build_id}' cannot be read. "
                "'python -m core doctor' says what helps."
            ) from error
        if row and row[0]:
            vectors.append(Vector(file.name, row[0], int(np.prod(shape[1:]))))
    return vectors


def _summary(build: builds.Build, creator: Target, settings: Settings) -> dict[str, Any]:
    with closing(open_store(build.store_file, settings)) as con:
        counts = counts_by_table(con, creator.ids)
    return {
        "build_id": build.build_id,
        "built_at": build.built_at.isoformat(timespec="seconds"),
        "rows": counts,
    }


def _below(file: Path, settings: Settings) -> str:
    return str(file.relative_to(settings.data_dir))
