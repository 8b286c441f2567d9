"""Who acts, and whether their role may: asked by everything that writes.

A write never asks a page. `require` stands where writes pass: in the transactions of the workspace
(`core.workspace.access.write_gate`), and in the store where jobs start and builds are put in use
or deleted. Without a login there is one person, who may do everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import IntEnum

from core.errors import AccessError
from core.settings import Settings


class Role(IntEnum):
    """What a person may do; a higher role may do everything that a lower one may."""

    VIEWER = 1  # changes nothing
    EDITOR = 2  # campaigns, shortlists, searches, brands, contacts
    ADMIN = 3  # imports, builds, publishes, deletes, resets the demo, users

    @property
    def label(self) -> str:
        """The role as people write it: 'viewer', 'editor', 'admin'."""
        return self.name.lower()


@dataclass(frozen=True)
class Actor:
    """Who acts.

    Attributes:
        name: of a user, or of what acts without one; stands in the audit log.
        role: None for somebody who is not logged in and may do nothing.
    """

    name: str
    role: Role | None


LOCAL = Actor("local user", Role.ADMIN)
COMMAND = Actor("command line", Role.ADMIN)
SERVER = Actor("server", Role.ADMIN)  # its own bookkeeping: tables, logins
NOBODY = Actor("nobody", None)


def _local_user() -> Actor:
    return LOCAL


def _no_build() -> str | None:
    return None


def _not_recorded(_settings: Settings, _what: str, _build_id: str | None) -> None:
    return None


@dataclass(frozen=True)
class Hooks:
    """How a process knows who acts, and where it notes what admins did.

    Attributes:
        actor: who acts now.
        build_in_use: id of the build that is looked at; None for none.
        record: writes a line on something that is not a row of the workspace: a job, a build.
    """

    actor: Callable[[], Actor] = _local_user
    build_in_use: Callable[[], str | None] = _no_build
    record: Callable[[Settings, str, str | None], None] = _not_recorded


_installed = Hooks()
_hooks: ContextVar[Hooks | None] = ContextVar("hooks", default=None)
_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


def install(hooks: Hooks) -> None:
    """Sets the hooks of all threads of this process: of a server."""
    global _installed  # noqa: PLW0603
    _installed = hooks


@contextmanager
def hooked(hooks: Hooks) -> Iterator[None]:
    """Other hooks inside the block: of a command."""
    token = _hooks.set(hooks)
    try:
        yield
    finally:
        _hooks.reset(token)


@contextmanager
def acting_as(actor: Actor) -> Iterator[None]:
    """Inside the block, this actor acts, whoever did outside."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


def current_actor() -> Actor:
    """Who acts now; `LOCAL` where nothing was said."""
    return _actor.get() or _current().actor()


def build_in_use() -> str | None:
    """Id of the build that is looked at; None for none, or where nothing was said."""
    return _current().build_in_use()


def allows(role: Role) -> bool:
    """Whether who acts has this role or a higher one."""
    actor = current_actor()
    return actor.role is not None and actor.role >= role


def require(role: Role) -> Actor:
    """Who acts, if they have this role or a higher one.

    Raises:
        AccessError: they may not; it says which role is needed.
    """
    actor = current_actor()
    if actor.role is None:
        raise AccessError("You are not logged in. Reload the page to log in.")
    if actor.role < role:
        raise AccessError(
            f"This takes the role {role.label}, yours is {actor.role.label}. Ask an admin to "
            "change your role."
        )
    return actor


def admin_act(settings: Settings, did: str, build_id: str | None = None) -> None:
    """Checks that an admin acts, and notes it, before something outside the workspace is done.

    Args:
        did: for the audit log, such as 'deleted a build'; neither file names nor anything else
            that may name a creator.
    Raises:
        AccessError: they may not.
        WorkspaceError: it could not be noted, and must not be done without.
    """
    require(Role.ADMIN)
    _current().record(settings, did, build_id)


def _current() -> Hooks:
    return _hooks.get() or _installed
