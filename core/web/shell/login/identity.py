"""Who looks at a page: the user of the login, or the one person of a dashboard without one."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core import access
from core.access import Actor
from core.errors import WorkspaceError
from core.services.team.acting import hooks
from core.services.team.login import idle_time
from core.services.team.readiness import is_local
from core.web.kit.cache import settings
from core.web.kit.formats import plain
from core.web.kit.team.offers import keep_actor, shown_actor
from core.web.kit.workspace import engine
from core.web.shell.login import words
from core.web.shell.login.cookies import LOGIN, token_of
from core.workspace.access import logins


def install() -> None:
    """Has everything that writes in this process ask who is logged in."""
    access.install(hooks(settings, _actor))


def is_logged_in() -> bool:
    """Whether the page may be drawn for who looks at it; says so when it may not.

    To be called at the start of each run; what pages offer goes by the role of then.
    """
    if not settings().public and not is_local(str(st.get_option("server.address") or "")):
        st.error(words.OPEN, icon=":material/lock_open:")
        return False
    actor = access.current_actor()
    keep_actor(actor)
    if actor.role is None:
        st.info(words.ENDED, icon=":material/lock:")
        return False
    return True


def user_note() -> None:
    """Name and role of who is logged in, and the way out; nothing without a login."""
    if not settings().public:
        return
    actor = shown_actor()
    role = actor.role.label if actor.role else ""
    with st.container(horizontal=True, vertical_alignment="center", key="user_note"):
        st.caption(f":material/person: {plain(actor.name)} · {role}", width="stretch")
        st.button(
            words.LOG_OUT,
            key="log_out",
            icon=":material/logout:",
            type="tertiary",
            on_click=_log_out,
        )


def _actor() -> Actor:
    """Who runs this script; nobody in a thread of no visitor."""
    if not settings().public:
        return access.LOCAL
    token = _token()
    if token is None:
        return access.NOBODY
    try:
        actor = logins.logged_in(engine(), token, idle=idle_time(settings()))
    except WorkspaceError:
        return access.NOBODY  # the page says what is wrong with the workspace
    return actor or access.NOBODY


def _token() -> str | None:
    if get_script_run_ctx(suppress_warning=True) is None:
        return None
    return token_of(st.context.cookies.get(LOGIN), settings())


def _log_out() -> None:
    token = _token()
    if token is not None:
        logins.end(engine(), token)
    # Leads the browser away in this tab; our gate then shows the login.
    st.logout()
