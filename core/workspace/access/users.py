"""The team: names, roles and password hashes of those who may log in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, delete, select, update

from core import access
from core.access import Role
from core.errors import LoginError
from core.workspace.access.user_names import check_letters, lookalike
from core.workspace.access.write_gate import write_line
from core.workspace.database import insert_new, reading, writing
from core.workspace.schema import logins, users
from core.workspace.values import clean, name_key, named, now


@dataclass(frozen=True)
class User:
    """Somebody who may log in.

    Attributes:
        password_hash: as argon2 writes it; None for who only logs in by OpenID Connect.
        disabled_at: UTC; None for who may log in.
    """

    user_id: int
    name: str
    role: Role
    password_hash: str | None = field(repr=False)
    created_at: datetime
    disabled_at: datetime | None


def role_named(label: str) -> Role:
    """The role of a label.

    Raises:
        LoginError: there is none.
    """
    for role in Role:
        if role.label == label.strip().lower():
            return role
    labels = ", ".join(role.label for role in Role)
    raise LoginError(f"Expected a role among {labels}, found '{label[:40]}'.")


def all_users(engine: Engine) -> list[User]:
    """Everybody, also who is disabled, by name."""
    return _users(engine, None)


def user_named(engine: Engine, name: str) -> User | None:
    """The user with this name in any case, also a disabled one; None for none."""
    return next(iter(_users(engine, users.c.name_key == name_key(name))), None)


_RESERVED = [one.name for one in (access.LOCAL, access.COMMAND, access.SERVER, access.NOBODY)]


def check_new_name(engine: Engine, name: str) -> None:
    """Returns when a user may be added with this name; `add_user` looks again.

    Raises:
        LoginError, WorkspaceError: as for `add_user`.
    """
    with reading(engine) as con:
        _check_new(con, named(name, "The name")["name"])


def add_user(engine: Engine, name: str, role: Role, password_hash: str | None) -> None:
    """Adds a user.

    Raises:
        LoginError: there is one with this name or one that looks like it, it mixes alphabets, or
            it is that of one who acts without a login.
        WorkspaceError: the name is empty or longer than 120 characters.
    """
    names = named(name, "The name")
    values = {
        **names,
        "role": role.label,
        "password_hash": password_hash,
        "created_at": now(),
    }
    with writing(engine) as con:
        _check_new(con, names["name"])
        if not insert_new(con, users, values):
            raise _taken(names["name"])  # in this moment
        _note(con, f"added user {names['name']} as {role.label}")


def _check_new(con: Connection, name: str) -> None:
    check_letters(name)
    if lookalike(name, _RESERVED) is not None:
        raise LoginError(
            f"'{name}' stands in the audit log for what happens without a login. Choose another "
            "name."
        )
    other = lookalike(name, con.execute(select(users.c.name)).scalars())
    if other is None:
        return
    if name_key(other) == name_key(name):
        raise _taken(name)
    raise LoginError(f"'{name}' looks like the user '{other}'. Choose a name that does not.")


def _taken(name: str) -> LoginError:
    return LoginError(
        f"There is a user '{name}' already. Change the role with 'users set-role', the password "
        "with 'users set-password'."
    )


def remove_user(engine: Engine, name: str) -> None:
    """Deletes a user with all logins; lines of the audit log keep the name.

    Raises:
        LoginError: there is none with this name.
    """
    with writing(engine) as con:
        gone = con.execute(delete(users).where(users.c.name_key == name_key(name)))
        if not gone.rowcount:
            raise _missing(name)
        _note(con, f"removed user {_shown(name)}")


def set_role(engine: Engine, name: str, role: Role) -> None:
    """Gives a user another role, from the next click on.

    Raises:
        LoginError: there is none with this name.
    """
    _change(
        engine, name, {"role": role.label}, f"made {_shown(name)} {role.label}", ends_logins=False
    )


def set_password_hash(engine: Engine, name: str, password_hash: str) -> None:
    """Gives a user another password, and ends all logins with the one before.

    Raises:
        LoginError: there is none with this name.
    """
    values = {"password_hash": password_hash}
    _change(engine, name, values, f"set the password of {_shown(name)}", ends_logins=True)


def set_disabled(engine: Engine, name: str, *, disabled: bool) -> None:
    """Keeps a user from logging in, and ends all logins; or lets them again.

    Raises:
        LoginError: there is none with this name.
    """
    values = {"disabled_at": now() if disabled else None}
    did = f"{'disabled' if disabled else 'enabled'} user {_shown(name)}"
    _change(engine, name, values, did, ends_logins=disabled)


def _change(
    engine: Engine, name: str, values: dict[str, Any], did: str, *, ends_logins: bool
) -> None:
    same = users.c.name_key == name_key(name)
    with writing(engine) as con:
        changed = con.execute(update(users).where(same).values(**values))
        if not changed.rowcount:
            raise _missing(name)
        if ends_logins:
            ids = select(users.c.user_id).where(same).scalar_subquery()
            con.execute(delete(logins).where(logins.c.user_id == ids))
        _note(con, did)


def _note(con: Connection, did: str) -> None:
    write_line(con, access.current_actor().name, did, access.build_in_use())


def _shown(name: str) -> str:
    """A name on one line, as the audit log has it."""
    return " ".join(clean(name).split())


def _missing(name: str) -> LoginError:
    return LoginError(f"There is no user '{name[:120]}'. List them: python -m core users list.")


def _users(engine: Engine, which: ColumnElement[bool] | None) -> list[User]:
    query = select(
        users.c.user_id,
        users.c.name,
        users.c.role,
        users.c.password_hash,
        users.c.created_at,
        users.c.disabled_at,
    ).order_by(users.c.name_key)
    if which is not None:
        query = query.where(which)
    with reading(engine) as con:
        rows = con.execute(query).all()
    return [User(row[0], row[1], role_named(row[2]), row[3], row[4], row[5]) for row in rows]
