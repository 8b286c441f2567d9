"""The frame around every page: navigation, sidebar, and what to do when there is no data."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from core import logs
from core.errors import AppError, NoBuildError, StoreError
from core.settings import ROOT
from core.store.builds import UsableBuild
from core.web.kit.brief.box import brief_box
from core.web.kit.cache import settings, usable
from core.web.kit.formats import moment, plain
from core.web.kit.matching.held_list import no_list_shown
from core.web.kit.matching.renamed_links import follow_renamed
from core.web.kit.messages import show_messages, undo_bar
from core.web.kit.search.box import search_box
from core.web.kit.selection.tray import tray
from core.web.kit.state import brand_picker, url_id
from core.web.shell.first_look import first_look_note
from core.web.shell.garbage import leave_modules_out
from core.web.shell.jobs import no_build_page, progress_words, running_jobs
from core.web.shell.login import identity
from core.web.shell.old_links import FORWARDED
from core.web.shell.scripts import run_scripts
from core.web.shell.warm import warm_up

_LOG = logging.getLogger(__name__)
# section -> file, title, icon; the order is that of the sidebar.
PAGES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "Find": (
        ("overview", "Overview", "space_dashboard"),
        ("search", "Search", "search"),
        ("brief", "Brief", "edit_note"),
        ("niches", "Niches", "bubble_chart"),
        ("brand_match", "Brand match", "handshake"),
        ("trends", "Trends", "trending_up"),
    ),
    "Check": (
        ("authenticity", "Authenticity", "query_stats"),
        ("creator", "Creator", "person_search"),
        ("rising", "Rising", "rocket_launch"),
        ("compare", "Compare", "compare_arrows"),
        ("follower_audit", "Follower audit", "group_search"),
    ),
    "Plan": (
        ("recommendations", "Recommendations", "recommend"),
        ("campaigns", "Campaigns", "campaign"),
        ("saved", "Saved", "bookmarks"),
    ),
    "About": (
        ("data", "Data", "database"),
        ("model_report", "Model report", "fact_check"),
        ("about", "About", "info"),
    ),
}
# Reached by the box in the sidebar, which stands on every page.
_UNLISTED = {"search"}
_FRAMED = "frame_is_drawn"
_WITHOUT_DATA = {"data", "about"}


def navigation() -> StreamlitPage:
    """The page that the URL asks for.

    Streamlit draws the links, which closes the sidebar of a phone after a click; `app.css` puts
    the brand picker above them.
    """
    pages = {
        section: [
            st.Page(
                f"pages/{name}.py",
                title=title,
                icon=f":material/{icon}:",
                url_path=name,
                default=name == "overview",
                visibility="hidden" if name in _UNLISTED else "visible",
            )
            for name, title, icon in entries
        ]
        for section, entries in PAGES.items()
    }
    pages["About"] += [
        st.Page(forward, url_path=name, title="Compare", visibility="hidden")
        for name, forward in FORWARDED.items()
    ]
    return st.navigation(pages, expanded=True)


def configure_page() -> None:
    """Title, icon and layout of every page; the first call of a run."""
    st.set_page_config(
        page_title="Influencer Scout",
        page_icon="static/icon.svg",
        layout="wide",
        menu_items={"About": "Influencer Scout. Everything runs on this machine."},
    )


@contextmanager
def drawn_frame() -> Iterator[None]:
    """Marks that the frame stands around the page that runs inside."""
    st.session_state[_FRAMED] = True
    try:
        yield
    finally:
        st.session_state.pop(_FRAMED, None)


def ensure_frame() -> None:
    """The first call of every page: runs it again inside the frame when it stands alone.

    A folder called `pages` next to the main script makes Streamlit run the page file by itself
    when the first visitor of a fresh server follows a deep link. `st.navigation` ends that for
    the whole server, so the run after this one goes through `app.py`.
    """
    if not st.session_state.get(_FRAMED):
        # Without an icon of its own, a page gets that of the navigation, from a server of Google.
        configure_page()
        navigation()
        st.rerun()


def sidebar(build: str | None, page: str = "") -> None:
    """Name, brand picker, search, a box for a brief and background work.

    Args:
        build: in use; None when nothing is published.
        page: path of the page below; Search and Brief have a box of their own.
    """
    st.logo("static/logo.svg", size="large", icon_image="static/icon.svg")
    with st.sidebar:
        if build is not None:
            _brand_picker(build)
            run_scripts()
            if page != "search":
                search_box(build, (page, url_id("creator")))
            if page != "brief":
                _brief_entry()
        _work_note()
        identity.user_note()


def _brand_picker(build: str) -> None:
    try:
        brand_picker(build)
    except StoreError as error:
        # The links must stay: the Data page is where another build can be put in use.
        st.warning(plain(str(error)), icon=":material/error:")


def _brief_entry() -> None:
    with st.popover("Type a brief", icon=":material/edit_note:", width="stretch"):
        brief_box(key="sidebar_brief", label="What do you need?", button="Find creators")


def _work_note() -> None:
    if running_jobs():
        _live_work_note()


@st.fragment(run_every=5)
def _live_work_note() -> None:
    """The jobs at work, so that what is said beside a page does not fall behind the page."""
    for job in running_jobs():
        words = ", ".join(part for part in (plain(job.title), progress_words(job)) if part)
        st.caption(f":material/progress_activity: {words}, see Data")


def _damage_note(shown: UsableBuild) -> None:
    st.warning(
        f"{plain(shown.damage)}  \nShowing the latest complete build instead, made "
        f"{moment(shown.build.built_at)}. To keep it, put it in use on the Data page under Builds.",
        icon=":material/error:",
    )


def run(page: StreamlitPage) -> None:
    """Runs the page in its frame; without data, a page that needs some gives way."""
    if logs.configure(settings(), "dashboard"):
        logs.event(_LOG, "started")
    st.html(ROOT / "static" / "app.css")
    identity.install()
    if not identity.is_logged_in():
        return
    shown = None
    try:
        shown = usable()
    except StoreError as error:
        sidebar(None)
        if page.url_path not in _WITHOUT_DATA:
            no_build_page(
                str(error),
                is_damaged=not isinstance(error, NoBuildError),
                can_rebuild=error.can_rebuild,
            )
            return
        if not isinstance(error, NoBuildError):
            _LOG.warning("no build can be shown", exc_info=True)
            st.warning(plain(str(error)), icon=":material/error:")
    else:
        sidebar(shown.build.build_id, page.url_path)
        if shown.damage is not None:
            _damage_note(shown)
        show_messages()
        if shown.build.steps_left and page.url_path not in _WITHOUT_DATA:
            first_look_note(shown.build.build_id)
        no_list_shown()
        tray(shown.build.build_id)
    follow_renamed()
    undo_bar(page.url_path)
    try:
        with drawn_frame():
            page.run()
    except AppError as error:
        _LOG.info("page %s refused", page.url_path or "overview", exc_info=True)
        st.warning(plain(str(error)), icon=":material/error:")
    finally:
        # Last, since it would share the processor with the page.
        if shown is not None:
            warm_up(shown.build.build_id)
        leave_modules_out()
