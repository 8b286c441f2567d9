"""What pages offer to the role of who looks at them.

A button that a role cannot use is disabled and says why. It is `core.access` that refuses a write,
whatever a page offers.
"""

from __future__ import annotations

from typing import TypedDict

import streamlit as st

from core import access
from core.access import Actor, Role

_ACTOR = "actor_of_this_run"
_TAKES = {
    Role.EDITOR: "Takes the role editor or admin",
    Role.ADMIN: "Takes the role admin",
}


class Offer(TypedDict):
    """Arguments of a button."""

    disabled: bool
    help: str | None


def keep_actor(actor: Actor) -> None:
    """Keeps who looks at the page for this run."""
    st.session_state[_ACTOR] = actor


def shown_actor() -> Actor:
    """Who looks at the page, as it was at the start of the run."""
    actor: Actor | None = st.session_state.get(_ACTOR)
    return actor or access.current_actor()


def may(role: Role) -> bool:
    """Whether who looks at the page has this role or a higher one."""
    actor = shown_actor()
    return actor.role is not None and actor.role >= role


def may_administer() -> bool:
    """Whether who looks at the page is an admin."""
    return may(Role.ADMIN)


def only(role: Role, *, disabled: bool = False, help: str | None = None) -> Offer:
    """Arguments of a button that takes a role: `st.button("Save", **only(Role.EDITOR))`.

    Args:
        disabled: for another reason.
        help: what the button says otherwise.
    """
    if may(role):
        return {"disabled": disabled, "help": help}
    actor = shown_actor()
    mine = f"; yours is {actor.role.label}" if actor.role else ""
    return {"disabled": True, "help": f"{_TAKES[role]}{mine}."}
