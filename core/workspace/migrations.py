"""Changes of the workspace tables since version 1: what brings an older database up to date."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, text

from core.workspace.schema import workspace_schema

# One entry per version, from version 2: SQL that SQLite and PostgreSQL both understand. An entry
# that was released is never edited. `schema` describes the tables after the last one; a test
# compares a migrated file of version 1 with new tables.
MIGRATIONS: tuple[Sequence[str], ...] = ()


def newest_version() -> int:
    """The version of the tables in `schema`, from 1."""
    return 1 + len(MIGRATIONS)


def migrate(con: Connection, version: int) -> None:
    """Changes the tables of a database to the newest version.

    Runs inside the caller's transaction: an error leaves the database as it was.

    Args:
        version: of the tables in the database, from 1.
    """
    for statements in MIGRATIONS[version - 1 :]:
        for statement in statements:
            con.execute(text(statement))
    con.execute(workspace_schema.update().values(version=newest_version()))
