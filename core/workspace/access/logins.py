"""Logins: who is logged in, since when, and when they were last seen.

A cookie holds a random text of 256 bits; here is only its SHA-256, so that whoever reads the
database cannot log in with it.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import Engine, delete, select, update

from core import access
from core.access import Actor
from core.workspace.access.users import User, role_named
from core.workspace.access.write_gate import write_line
from core.workspace.database import reading, writing
from core.workspace.schema import logins, users
from core.workspace.values import now

LONGEST = timedelta(days=7)  # after which everybody logs in again
_SEEN_EVERY = timedelta(minutes=1)


def begin(engine: Engine, user: User, *, how: str) -> str:
    """Logs a user in; returns what the cookie is to hold.

    Args:
        how: for the audit log: 'by password'.
    """
    token = secrets.token_urlsafe(32)
    time_now = now()
    with access.acting_as(access.SERVER), writing(engine) as con:
        con.execute(delete(logins).where(logins.c.started_at < time_now - LONGEST))
        con.execute(
            logins.insert().values(
                login_hash=_hash(token),
                user_id=user.user_id,
                started_at=time_now,
                seen_at=time_now,
            )
        )
        write_line(con, user.name, f"logged in {how}", None)
    return token


def logged_in(
    engine: Engine, token: str, *, idle: timedelta, clicked: bool = False
) -> Actor | None:
    """Whose login it is, with the role of now; None when it ended, or the user is disabled.

    Args:
        token: as the cookie holds it.
        idle: how long a login lasts without a click.
        clicked: the user does something now, from which the time without a click counts.
    """
    time_now = now()
    query = (
        select(users.c.name, users.c.role, logins.c.seen_at)
        .join(users, users.c.user_id == logins.c.user_id)
        .where(
            logins.c.login_hash == _hash(token),
            logins.c.started_at > time_now - LONGEST,
            logins.c.seen_at > time_now - idle,
            users.c.disabled_at.is_(None),
        )
    )
    with reading(engine) as con:
        row = con.execute(query).first()
    if row is None:
        return None
    if clicked and row.seen_at < time_now - _SEEN_EVERY:
        with access.acting_as(access.SERVER), writing(engine) as con:
            same = logins.c.login_hash == _hash(token)
            con.execute(update(logins).where(same).values(seen_at=time_now))
    return Actor(row.name, role_named(row.role))


def end(engine: Engine, token: str) -> None:
    """Logs out: the cookie is worth nothing from now on, wherever it is."""
    with access.acting_as(access.SERVER), writing(engine) as con:
        name = con.execute(
            select(users.c.name)
            .join(logins, users.c.user_id == logins.c.user_id)
            .where(logins.c.login_hash == _hash(token))
        ).scalar()
        con.execute(delete(logins).where(logins.c.login_hash == _hash(token)))
        if name is not None:
            write_line(con, name, "logged out", None)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
