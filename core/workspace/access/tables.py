"""Tables of users, their logins, and the audit log; part of `core.workspace.schema`."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, ForeignKey, Index, MetaData, String, Table, Text
from sqlalchemy.types import TypeEngine


def access_tables(metadata: MetaData, key: TypeEngine[int]) -> tuple[Table, Table, Table]:
    """Adds users, logins and audit_log to the tables of the workspace.

    Args:
        key: type of a number that the database gives.
    """
    users = Table(
        "users",
        metadata,
        Column("user_id", key, primary_key=True, comment="number, never used twice"),
        Column("name", String, nullable=False, comment="as typed; an e-mail address for OIDC"),
        Column("name_key", String, nullable=False, unique=True, comment="name without its case"),
        Column("role", String, nullable=False, comment="viewer | editor | admin"),
        Column("password_hash", String, comment="argon2id; NULL for who only logs in by OIDC"),
        Column("created_at", DateTime, nullable=False, comment="UTC"),
        Column("disabled_at", DateTime, comment="UTC; NULL for who may log in"),
        sqlite_autoincrement=True,
    )
    logins = Table(
        "logins",
        metadata,
        Column("login_hash", String, primary_key=True, comment="SHA-256 of what the cookie holds"),
        Column(
            "user_id",
            ForeignKey("users.user_id", ondelete="CASCADE"),
            nullable=False,
            index=True,
            comment="users.user_id",
        ),
        Column("started_at", DateTime, nullable=False, comment="UTC"),
        Column("seen_at", DateTime, nullable=False, comment="UTC of the last click, to a minute"),
    )
    audit_log = Table(
        "audit_log",
        metadata,
        Column("audit_id", key, primary_key=True, comment="in the order of writing"),
        Column("happened_at", DateTime, nullable=False, comment="UTC"),
        Column("actor", String, nullable=False, comment="name of a user, or 'command line', ..."),
        Column("what", Text, nullable=False, comment="verbs, counts and numbers; no creators"),
        Column("build_id", String, comment="build in use then, or that it was about; NULL: none"),
        Index("audit_log_by_time", "happened_at"),
        sqlite_autoincrement=True,
    )
    return users, logins, audit_log
