"""Panels about builds: list, put in use, delete, rebuild, rejected rows, past jobs."""

from __future__ import annotations

import math
from contextlib import suppress

import streamlit as st

from core.access import Role
from core.errors import AppError
from core.queries import builds as build_queries
from core.services.encoder import has_fast_encoder
from core.store import builds, jobs, publishing, retention, tables
from core.store.builds import Build
from core.store.jobs import Job
from core.web.kit.cache import build_facts, build_in_use, cursor, settings
from core.web.kit.cached import cached_read
from core.web.kit.formats import counted
from core.web.kit.team.offers import only
from core.web.kit.widgets import count, data_badges, moment, plain
from core.web.shell import jobs as shell_jobs
from core.workspace.database import has_workspace, workspace
from core.workspace.forgotten import forgotten_hashes, forgotten_ids

_SHOWN_BUILDS = 12
_REJECTS_PAGE = 50
_STATE_WORDS = {
    "running": "at work", "done": "done", "failed": "stopped", "cancelled": "cancelled"
}  # fmt: skip


@st.cache_data(max_entries=64, show_spinner=False)
def _size_bytes(build: str) -> int:
    with suppress(FileNotFoundError):  # deleted at this moment
        files = build_facts(build).folder.rglob("*")
        return sum(file.stat().st_size for file in files if file.is_file())
    return 0


def _size_words(size: int) -> str:
    return f"{size / 1e6:,.0f} MB" if size < 1e9 else f"{size / 1e9:.1f} GB"


def _publish(build_id: str) -> None:
    try:
        build = publishing.put_in_use(settings(), build_id)
        st.toast("This build is in use now.", icon=":material/check_circle:")
        if forgotten := _forgotten_count(build):
            st.toast(
                f"It still includes {counted(forgotten, 'creator')} you have deleted since. "
                "Rebuild to leave them out.",
                icon=":material/warning:",
            )
    except AppError as error:
        st.toast(plain(str(error)), icon=":material/error:")


def _forgotten_count(build: Build) -> int:
    if not has_workspace(settings()):
        return 0
    hashes = forgotten_hashes(workspace(settings()))
    with cursor(build.build_id) as con:
        return len(forgotten_ids(tables.accounts(con), hashes)) if hashes else 0


def _delete(build_id: str) -> None:
    try:
        retention.remove_build(settings(), build_id)
        st.toast("The build is deleted.", icon=":material/delete:")
    except AppError as error:
        st.toast(plain(str(error)), icon=":material/error:")


def builds_panel() -> None:
    """Complete builds, newest first; any of them can be put in use."""
    all_builds = builds.list_builds(settings())
    if not all_builds:
        st.caption("There are no builds yet.")
        return
    used = build_in_use()
    st.caption(
        "A build is never changed once it is complete. When you put an older one in "
        "use, every page shows it from the next click on."
    )
    for build in all_builds[:_SHOWN_BUILDS]:
        _build_row(build, is_used=used is not None and build.build_id == used.build_id)
    if len(all_builds) > _SHOWN_BUILDS:
        st.caption(
            f"{count(len(all_builds) - _SHOWN_BUILDS)} older builds: 'python -m core builds' lists "
            "them, 'python -m core prune' deletes them."
        )


def _build_row(build: Build, *, is_used: bool) -> None:
    counts = build.manifest.get("row_counts", {})
    seconds = sum(build.manifest.get("timings_s", {}).values())
    with st.container(border=True):
        facts, size, actions = st.columns([5, 2, 2], vertical_alignment="center")
        with facts:
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                st.markdown(f"**{moment(build.built_at)}**", width="content")
                if is_used:
                    st.badge("In use", icon=":material/check:", color="green")
                data_badges(build)
                deep = build.manifest.get("is_deep")
                state = "First look" if build.steps_left else "Quick"
                st.badge("Every post read" if deep else state, color="gray")
                if has_fast_encoder(build):
                    st.badge("Fast encoder", color="gray")
                if build.unpublished_reason:
                    st.badge("Waiting", icon=":material/pending:", color="orange")
            st.caption(
                " · ".join(
                    counted(counts.get(table, 0), noun)
                    for table, noun in (
                        ("influencers", "creator"),
                        ("posts", "post"),
                        ("brands", "brand"),
                        ("niches", "niche"),
                        ("rejected_rows", "rejected row"),
                    )
                )
            )
            if build.unpublished_reason:
                st.caption(
                    f"{plain(build.unpublished_reason).capitalize()}. "
                    "To use it anyway, choose Put in use."
                )
        size.caption(
            f"{_size_words(_size_bytes(build.build_id))} · made in {seconds:.0f} s  \n"
            f"{build.build_id}"
        )
        if is_used:
            return
        with actions.container(horizontal=True, gap="small", horizontal_alignment="right"):
            st.button(
                "Put in use",
                key=f"publish_{build.build_id}",
                on_click=_publish,
                args=(build.build_id,),
                **only(Role.ADMIN),
            )
            with st.popover(
                "", icon=":material/delete:", **only(Role.ADMIN, help="Delete this build")
            ):
                st.markdown("Delete this build permanently?")
                st.button(
                    "Delete",
                    key=f"delete_{build.build_id}",
                    on_click=_delete,
                    args=(build.build_id,),
                    **only(Role.ADMIN),
                )


def rebuild_panel() -> None:
    """Computes everything again from the data in use, in the background."""
    build = build_in_use()
    if build is None:
        st.button(
            jobs.DEMO_TITLE,
            type="primary",
            icon=":material/play_arrow:",
            on_click=shell_jobs.start,
            args=(jobs.DEMO_TITLE, ["build", "--demo", "--quick"]),
            **only(Role.ADMIN),
        )
        return
    with st.form("rebuild", border=True):
        st.markdown("**Compute everything again** from the data in use; pages stay open meanwhile.")
        left, middle, right = st.columns([2, 3, 2], vertical_alignment="bottom")
        niches = left.selectbox("Niches", ["auto", *map(str, range(2, 31))])
        deep = middle.toggle(
            "Read every post",
            value=bool(build.manifest.get("is_deep")),
            help="Slower, better.",
        )
        if right.form_submit_button(
            "Rebuild", icon=":material/refresh:", width="stretch", **only(Role.ADMIN)
        ):
            shell_jobs.start(
                jobs.REBUILD_TITLE, ["build", "--k", niches, *([] if deep else ["--quick"])]
            )
            st.rerun()
    if not build.is_demo:
        st.button(
            "Go back to demo data",
            icon=":material/science:",
            on_click=shell_jobs.start,
            args=(jobs.DEMO_TITLE, ["build", "--demo", "--quick"]),
            **only(Role.ADMIN),
        )


def rejects_panel() -> None:
    """Rows of the data in use that could not be used, by reason and one by one."""
    build = build_in_use()
    if build is None:
        st.caption("There is no data in use.")
        return
    total = cached_read(build_queries.rejected_count, build.build_id)
    if not total:
        st.caption("No row was rejected: every row of every file is in use.")
        return
    st.markdown(f"**{counted(total, 'row')} could not be used.** Kept here, and not in the data.")
    st.dataframe(
        cached_read(build_queries.reject_reasons, build.build_id),
        hide_index=True,
        height="content",
        column_order=["rows_count", "source_file", "table_name", "example"],
        column_config={
            "rows_count": st.column_config.NumberColumn("Rows", format="localized", width="small"),
            "source_file": "File",
            "table_name": "Meant for",
            "example": st.column_config.TextColumn("Why, for example", width="large"),
        },
        placeholder="-",
    )
    pages = math.ceil(total / _REJECTS_PAGE)
    place = st.container()
    page = st.pagination(pages, key="rejects_page") if pages > 1 else 1
    place.dataframe(
        cached_read(
            build_queries.rejected_rows, build.build_id, page=page, page_size=_REJECTS_PAGE
        ),
        hide_index=True,
        column_config={
            "source_file": "File",
            "line_number": st.column_config.NumberColumn("Line", width="small"),
            "table_name": st.column_config.TextColumn("Meant for", width="small"),
            "reason": st.column_config.TextColumn("Why", width="large"),
            "raw": st.column_config.TextColumn("Row as given", width="large"),
        },
    )


def jobs_panel() -> None:
    """The last background jobs and how they ended."""
    all_jobs = jobs.list_jobs(settings())
    if not all_jobs:
        return
    st.markdown("**Background work**")
    for job in all_jobs[:6]:
        words = f" {plain(job.message).capitalize()}." if job.message else ""
        if job.state == jobs.FAILED:
            words = f" {plain(job.message)}"
        st.caption(
            f"{moment(job.started_at)} · {plain(job.title)} · {_starter(job)}"
            f"{_STATE_WORDS.get(job.state, job.state)}.{words}"
        )


def _starter(job: Job) -> str:
    """Who started a job, where there is more than one who could."""
    return f"{plain(job.started_by)} · " if settings().public and job.started_by else ""


def source_words(build: Build) -> str:
    """Where the data of a build comes from, as Markdown."""
    source = build.manifest.get("source", {})
    files = source.get("files", [])
    if not files and build.is_pseudonymised:
        return "A copy of other data, in which creators have made-up names."
    if not files:
        return (
            "Demo data, generated from a seed." if build.is_demo else plain(source.get("kind", ""))
        )
    return "  \n".join(
        # In full: rounded to three digits, a few rejected rows would not show.
        f"{plain(file['name'])}: {count(file['rows_used'])} of {counted(file['rows_read'], 'row')}"
        for file in files
    )
