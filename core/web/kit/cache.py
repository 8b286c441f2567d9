"""Access to builds from a page: which one is in use, its facts, a cursor, a session."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import duckdb
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.errors import UNREADABLE, AppError, StoreError
from core.services.niche_names import given_names, show_names
from core.services.session import BuildSession, session_of
from core.settings import Settings
from core.store import builds
from core.store.builds import MANIFEST_FILE, Build, UsableBuild
from core.store.connect import open_build_store
from core.store.integrity import check_files
from core.web.kit.messages import run_with_flash

_LOG = logging.getLogger(__name__)
# Streamlit warns of every cached function imported before the server runs. All of ours are.
logging.getLogger("streamlit.runtime.caching.cache_data_api").addFilter(
    lambda record: not record.getMessage().startswith("No runtime found")
)

_LEFT = "builds_left"  # that were deleted while a page of this session read them
_DAMAGE = (duckdb.IOException, duckdb.FatalException, duckdb.SerializationException)


def settings() -> Settings:
    """The settings of this process."""
    return Settings.from_env()


def current() -> str:
    """Id of the build that pages show. Reads the pointer each time, so a publish shows at once.

    Raises:
        StoreError: as `usable`. `app.py` never opens a data page then.
    """
    return usable().build.build_id


def usable() -> UsableBuild:
    """The build in use, or the newest whole one with what is damaged.

    Raises:
        NoBuildError: nothing is published.
        StoreError: the build in use is damaged, and no other build is whole.
    """
    return builds.usable_build(settings(), _open)


def _open(build: Build) -> None:
    """Raises StoreError when the build cannot be shown, also once it could."""
    check_files(build)
    _connection(build.build_id)


def build_in_use() -> Build | None:
    """The build that pages show, or None when there is none that can be shown."""
    try:
        return usable().build
    except StoreError:
        return None


@st.cache_resource(max_entries=16, show_spinner=False)
def build_facts(build: str) -> Build:
    """The build with its manifest.

    Raises:
        UnknownBuildError: no complete build has this id.
    """
    return builds.get_build(settings(), build)


# Not closed when it is let go of: a page may be about to take a cursor of it. The file is closed
# with the last of its cursors.
@st.cache_resource(max_entries=4, show_spinner=False)
def _connection(build: str) -> duckdb.DuckDBPyConnection:
    return open_build_store(build_facts(build), settings())


def niche_names() -> dict[str, str]:
    """Found name -> name that people gave to a niche; {} when none was renamed."""
    return _niche_names(settings().workspace_url)


@st.cache_data(max_entries=4, ttl=60, show_spinner=False)
def _niche_names(workspace_url: str) -> dict[str, str]:
    return given_names(replace(settings(), workspace_url=workspace_url))


@contextmanager
def cursor(build: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor of its own for one call, so that threads never share one.

    When the build was deleted meanwhile, the page runs again, on the one that is in use by now.
    """
    try:
        con = _connection(build).cursor()
        try:
            show_names(con, niche_names())
            yield con
        finally:
            con.close()
    except (AppError, duckdb.Error, *UNREADABLE) as error:
        _rerun_if_deleted(build)
        if not isinstance(error, _DAMAGE):
            raise
        raise StoreError(
            f"The store of build '{build}' is damaged ({str(error).splitlines()[0][:120]}). "
            "Put another build in use on the Data page, or make a new one."
        ) from error


def _rerun_if_deleted(build: str) -> None:
    """Ends the run of the page, which begins again, once for each build that was deleted."""
    left: set[str] | None = None
    if get_script_run_ctx(suppress_warning=True) is not None:
        left = st.session_state.setdefault(_LEFT, set())
    if left is None or build in left or (settings().builds_dir / build / MANIFEST_FILE).exists():
        return
    left.add(build)
    _LOG.info("build %s was deleted while a page read it", build, exc_info=True)
    run_with_flash(lambda: "Other data is in use now.")
    st.rerun()


@contextmanager
def open_build(build: str) -> Iterator[BuildSession]:
    """A session on a build for one call; see `cursor`."""
    with cursor(build) as con:
        yield session_of(build_facts(build), con, settings())
