"""Background work on a page: start it, watch it, and what to show while there is no data."""

from __future__ import annotations

import streamlit as st

from core.access import Role
from core.progress.words import step_words
from core.store import jobs
from core.store.jobs import CANCELLED, DEMO_TITLE, DONE, REBUILD_TITLE, RUNNING, Job
from core.web.kit.cache import settings
from core.web.kit.formats import count, plain
from core.web.kit.team.offers import only

_WATCHED = "watched_job"
_CANCELLING = "Cancelling…"
_CANCEL_HELP = "Stops it and leaves nothing behind. The data in use stay as they are."


def start(title: str, arguments: list[str]) -> None:
    """Starts a command in the background; the next run of the page shows it."""
    st.session_state[_WATCHED] = jobs.start_job(settings(), title, arguments)


def running_jobs() -> list[Job]:
    """Jobs at work, newest first."""
    return [job for job in jobs.list_jobs(settings()) if job.state == RUNNING]


def show_job(job: Job) -> None:
    """One job: what it does, how far it is and how long it will take, or how it ended."""
    title = f"**{plain(job.title)}**"
    if job.state == RUNNING:
        _show_running(job, title)
    elif job.state == DONE:
        note = f" {plain(job.message).capitalize()}; see Builds." if job.message else ""
        st.success(f"{plain(job.title)}: done.{note}", icon=":material/check_circle:")
    elif job.state == CANCELLED:
        reason = f" {plain(job.message)}" if job.message else ""
        st.info(f"{title} was cancelled.{reason} Nothing was changed.", icon=":material/cancel:")
    else:
        st.warning(f"{title} stopped. {plain(job.message)}", icon=":material/error:")


def progress_words(job: Job) -> str:
    """How long a running job will take, for a line of text; "" while nobody knows."""
    return "cancelling…" if job.is_stopping else job.left


def _show_running(job: Job, title: str) -> None:
    if job.is_stopping:
        words = [_CANCELLING]
    else:
        of = f"{count(job.step_done)} of {count(job.step_total)}" if job.step_total > 1 else ""
        words = [word for word in (plain(step_words(job.step)), of, job.left) if word]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(min(job.share, 1.0), text=f"{title} · {' · '.join(words)}")
        st.button(
            "Cancel",
            key=f"cancel_{job.job_id}",
            icon=":material/close:",
            on_click=_cancel,
            args=(job.job_id,),
            **only(Role.ADMIN, disabled=job.is_stopping, help=_CANCEL_HELP),
        )


def _cancel(job_id: str) -> None:
    jobs.cancel_job(settings(), job_id)
    st.session_state[_WATCHED] = job_id  # whoever cancelled it is told how it ended


@st.fragment(run_every=1)
def watch_running() -> None:
    """The jobs at work, refreshed each second; the whole page runs again when one ends."""
    running = running_jobs()
    ids = {job.job_id for job in running}
    before = st.session_state.get("jobs_running", set())
    st.session_state["jobs_running"] = ids
    if before - ids:
        st.rerun()
    for job in running:
        show_job(job)


def watch() -> None:
    """The jobs at work, live, or nothing; then how the job started here ended."""
    if running_jobs():
        watch_running()
        return
    watched = st.session_state.get(_WATCHED)
    if watched:
        job = jobs.get_job(settings(), watched)
        if job.state != RUNNING:
            show_job(job)
            st.session_state[_WATCHED] = None


def no_build_page(message: str, *, is_damaged: bool = False, can_rebuild: bool = False) -> None:
    """What every page shows while no build can be: what this is, and the ways to start.

    Args:
        message: why there is none.
        is_damaged: the build in use cannot be read; the message then comes first.
        can_rebuild: the same data can be built again from what is there.
    """
    if is_damaged:
        st.warning(plain(message), icon=":material/error:")
        if can_rebuild and not running_jobs():
            st.button(
                "Rebuild from the same data",
                type="primary",
                icon=":material/refresh:",
                on_click=start,
                args=(REBUILD_TITLE, ["build", "--quick", "--then-deepen"]),
                **only(Role.ADMIN),
            )
        st.page_link("pages/data.py", label="Open the Data page", icon=":material/database:")
    st.title("Welcome to Influencer Scout", anchor=False)
    st.markdown("Find creators that fit a brand, and see whether their growth is real.")
    if running_jobs():
        with st.container(border=True):
            st.markdown("**Your data is being prepared.** This page opens when it is ready.")
            watch_running()
        return
    watch()
    left, right = st.columns(2)
    with left.container(border=True, height="stretch"):
        st.subheader(":material/science: Try it with demo data", anchor=False)
        st.markdown(
            "4,000 made-up creators on three platforms with posts, 90 days of growth and 250 "
            "brands, and a campaign half way. Pages open after a minute or two; every page says "
            "that it is demo data."
        )
        st.button(
            "Use demo data",
            type="primary",
            icon=":material/play_arrow:",
            on_click=start,
            args=(DEMO_TITLE, ["build", "--demo", "--quick"]),
            **only(Role.ADMIN),
        )
    with right.container(border=True, height="stretch"):
        st.subheader(":material/upload_file: Use your own data", anchor=False)
        st.markdown(
            "1. Drop CSV, XLSX or Parquet files of creators, growth and brands\n"
            "2. Check which column is what\n"
            "3. See which rows would be rejected, and why\n"
            "4. Import; sample files to try it with are there too\n\n"
            "Nothing leaves this machine."
        )
        if st.button("Import mine", icon=":material/arrow_forward:"):
            st.switch_page("pages/data.py")
    if not is_damaged:
        st.caption(plain(message))
