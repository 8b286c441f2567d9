"""`users`: who may log in to a dashboard that is open to a network, and with which role."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from core.access import Role
from core.cli.running import DataOption, JsonOption, command
from core.services.team.passwords import password_hash
from core.workspace.access import users
from core.workspace.database import workspace

_ROLES = ", ".join(role.label for role in Role)
NameArgument = Annotated[
    str, typer.Argument(help="Name of the user; for OpenID Connect the e-mail address.")
]
RoleArgument = Annotated[str, typer.Argument(help=f"One of {_ROLES}.")]

_group = typer.Typer(
    name="users",
    help="Users of a dashboard that is open to a network: list, add, change, remove.",
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    """Adds users and what stands under it."""
    app.add_typer(_group)


@_group.command("list")
def list_users(data: DataOption = None, as_json: JsonOption = False) -> None:
    """List users with their roles."""
    with command("Users", data=data, as_json=as_json) as running:
        rows = [
            {
                "name": user.name,
                "role": user.role.label,
                "has_password": user.password_hash is not None,
                "is_disabled": user.disabled_at is not None,
                "created_at": user.created_at.isoformat(timespec="seconds"),
            }
            for user in users.all_users(workspace(running.settings))
        ]
        if not rows:
            running.say("No users yet. Add one: python -m core users add NAME --role admin")
        for row in rows:
            how = "password" if row["has_password"] else "OpenID Connect only"
            disabled = ", disabled" if row["is_disabled"] else ""
            running.say(f"{row['name']}: {row['role']}, {how}{disabled}")
        running.finish(users=rows)


@_group.command("add")
def add(
    name: NameArgument,
    role: Annotated[str, typer.Option(help=f"One of {_ROLES}.")] = Role.VIEWER.label,
    password: Annotated[
        bool, typer.Option(help="Ask for a password; without one, only OpenID Connect lets in.")
    ] = True,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add a user. The password is asked for, or read from the first line of stdin."""
    with command("Add a user", data=data, as_json=as_json) as running:
        chosen = users.role_named(role)
        engine = workspace(running.settings)
        users.check_new_name(engine, name)  # before a password is asked for
        kept = password_hash(_asked_password()) if password else None
        users.add_user(engine, name, chosen, kept)
        running.say(f"{name} may log in as {chosen.label}.")
        running.finish(name=name, role=chosen.label)


@_group.command("remove")
def remove(name: NameArgument, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Remove a user and end all their logins; the audit log keeps the name."""
    with command("Remove a user", data=data, as_json=as_json) as running:
        users.remove_user(workspace(running.settings), name)
        running.say(f"{name} is removed and logged out everywhere.")
        running.finish(name=name)


@_group.command("set-role")
def set_role(
    name: NameArgument, role: RoleArgument, data: DataOption = None, as_json: JsonOption = False
) -> None:
    """Give a user another role, from the next click on."""
    with command("Set a role", data=data, as_json=as_json) as running:
        chosen = users.role_named(role)
        users.set_role(workspace(running.settings), name, chosen)
        running.say(f"{name} is {chosen.label} from the next click on.")
        running.finish(name=name, role=chosen.label)


@_group.command("set-password")
def set_password(name: NameArgument, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Give a user another password and end all their logins."""
    with command("Set a password", data=data, as_json=as_json) as running:
        engine = workspace(running.settings)
        users.set_password_hash(engine, name, password_hash(_asked_password()))
        running.say(f"{name} has a new password and is logged out everywhere.")
        running.finish(name=name)


@_group.command("disable")
def disable(name: NameArgument, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Keep a user from logging in, and end all their logins."""
    with command("Disable a user", data=data, as_json=as_json) as running:
        users.set_disabled(workspace(running.settings), name, disabled=True)
        running.say(f"{name} can no longer log in. To let them again: users enable.")
        running.finish(name=name)


@_group.command("enable")
def enable(name: NameArgument, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Let a disabled user log in again."""
    with command("Enable a user", data=data, as_json=as_json) as running:
        users.set_disabled(workspace(running.settings), name, disabled=False)
        running.say(f"{name} can log in again.")
        running.finish(name=name)


def _asked_password() -> str:
    """What is typed twice at a terminal without being shown, else the first line of stdin."""
    if sys.stdin.isatty():
        asked: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return asked
    return sys.stdin.readline().rstrip("\r\n")
