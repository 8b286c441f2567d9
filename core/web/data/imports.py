"""Panels of an import: drop files, see what they hold, map columns, see rejects, start."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import streamlit as st

from core import access
from core.access import Role
from core.errors import AppError, DiskFullError, InputFileError
from core.store.disk import DISK_FULL, is_full
from core.store.ingest import FILE_KINDS, TABLE_NAMES, ImportFile, Preview, preview
from core.store.ingest.import_plan import write_plan
from core.store.ingest.table_choice import BY_FILE_NAME
from core.store.uploads import keep_upload, remove_old_uploads
from core.web.data import first_run
from core.web.data.mapping_form import KIND_WORDS, TABLE_WORDS, mapping_form
from core.web.data.pictures import pictures_upload
from core.web.kit.cache import build_in_use, settings
from core.web.kit.formats import counted
from core.web.kit.team.offers import may, only
from core.web.kit.widgets import count, percent, plain
from core.web.shell import jobs as shell_jobs

_SAVED = "saved_uploads"
_TITLE = "Import"
_NOT_YOURS = "Importing data takes the role admin. Ask one of them to bring your files in."


def import_panel() -> None:
    """Everything from dropping files to starting the import; a note for who may not."""
    if not may(Role.ADMIN):
        st.info(_NOT_YOURS, icon=":material/lock:")
        return
    # Drawn first, filled when it is known how far the files are.
    steps_place = st.container()
    uploaded = st.file_uploader(
        "CSV, XLSX or Parquet: creators, growth, posts, brands, or the fifteen-column table",
        type=list(FILE_KINDS),
        accept_multiple_files=True,
        key="import_files",
    )
    samples = [] if uploaded else first_run.tried_samples()
    if not uploaded and not samples:
        with steps_place:
            first_run.steps(0)
        first_run.sample_files()
        _what_can_be_imported()
        return
    if samples:
        first_run.drop_samples()
    dropped = [
        (upload.file_id, upload.name, path)
        for upload in uploaded
        if (path := _saved_or_warned(upload)) is not None
    ]
    dropped += [(f"sample_{path.name}", path.name, path) for path in samples]
    read = [_one_file(*file) for file in dropped]
    usable = [file for file in read if file is not None]
    if len(usable) < len(read):
        st.warning(
            "A file that cannot be read or lacks a needed column is left out of the import. "
            "Correct its mapping above, or remove it.",
            icon=":material/rule:",
        )
    with steps_place:
        first_run.steps(3 if len(usable) == len(uploaded or samples) else 1)
    if usable:
        has_pictures = any(_may_name_pictures(file) for file in usable)
        _start_form(usable, pictures_upload(_saved) if has_pictures else None)


def _may_name_pictures(file: ImportFile) -> bool:
    mapping = tuple(sorted(file.mapping.items()))
    read = _preview(str(file.path), file.shown_name, file.table, mapping)
    return read.kind == "table:posts" or "avatar_path" in read.proposed


def _what_can_be_imported() -> None:
    st.caption(
        "Headers are recognised in several languages and orders; numbers such as 1.2M, 3,4 % and "
        "€1.200 are read. Nothing changes before you have seen a preview and pressed Import."
    )
    for title, words in (
        (
            "Three files",
            "**Creators** (influencer_id, name, bio, recent_captions), **growth** (influencer_id, "
            "followers, avg_likes, avg_comments, daily_followers) and **brands** (brand_id, "
            "brand_name, description, keywords).",
        ),
        (
            "Brand x creator table",
            "The fifteen columns Account, Link, Followers, Audience Country, Authentic engagement, "
            "Category1, Hashtags, Cost Story, Cost Post, Name_co, Category_co, Hashtags_co, "
            "Country_co, Followers_co, Puntos.",
        ),
        ("Any table of the store", "From one row up to millions: " + ", ".join(TABLE_NAMES) + "."),
    ):
        with st.container(border=True, gap="xxsmall"):
            st.markdown(f"**{title}**")
            st.markdown(words.replace("_", r"\_"))


def _saved_or_warned(uploaded: Any) -> Path | None:
    """Where the upload lies; None, and a warning with a way out, when there is no room for it."""
    try:
        return _saved(uploaded)
    except (InputFileError, DiskFullError) as error:
        with st.container(border=True):
            st.warning(plain(str(error)), icon=":material/error:")
            st.button(
                "Remove earlier uploads",
                key=f"remove_uploads_{uploaded.file_id}",
                icon=":material/delete:",
                on_click=_remove_uploads,
                **only(
                    Role.ADMIN,
                    disabled=bool(shell_jobs.running_jobs()),
                    help="Builds keep what they read. Not while background work may read them.",
                ),
            )
        return None


def _remove_uploads() -> None:
    access.require(Role.ADMIN)
    remove_old_uploads(settings().imports_dir, kept_hours=0)


def _saved(uploaded: Any) -> Path:
    """Where the upload lies under data/imports; written once.

    Raises:
        InputFileError, DiskFullError: there is no room for it.
    """
    saved: dict[str, str] = st.session_state.setdefault(_SAVED, {})
    known = saved.get(uploaded.file_id)
    if known and Path(known).is_file():
        return Path(known)
    target = keep_upload(settings(), uploaded.file_id, uploaded.name, uploaded, uploaded.size)
    saved[uploaded.file_id] = str(target)
    return target


@st.cache_data(max_entries=64, show_spinner="Reading the file…")
def _preview(
    path: str, shown_name: str, table: str | None, mapping: tuple[tuple[str, str], ...]
) -> Preview:
    chosen = settings()
    return preview(
        Path(path),
        mapping=dict(mapping),
        table=table,
        shown_name=shown_name,
        threads=chosen.threads,
    )


def _one_file(file_id: str, name: str, path: Path) -> ImportFile | None:
    """One file with its preview and mapping; None when it cannot be imported as it is."""
    with st.container(border=True):
        head = st.columns([3, 2], vertical_alignment="bottom")
        table = head[1].selectbox(
            "File contents",
            [None, *TABLE_NAMES],
            format_func=lambda table: TABLE_WORDS.get(table, str(table)),
            key=f"table_{file_id}",
        )
        try:
            plain_view = _preview(str(path), name, table, ())
            head[0].markdown(
                f"**{plain(name)}**  \n:gray[{counted(plain_view.rows_count, 'row')} · "
                f"{plain(KIND_WORDS.get(plain_view.kind, plain_view.kind))}]"
            )
            if plain_view.table_reason.startswith(BY_FILE_NAME):
                st.caption(f"Read as this table {plain_view.table_reason}.")
            st.dataframe(
                plain_view.first_rows.head(8), hide_index=True, height="content", placeholder="-"
            )
            mapping = mapping_form(file_id, plain_view)
            view = _preview(str(path), name, table, tuple(sorted(mapping.items())))
        except AppError as error:
            head[0].markdown(f"**{plain(name)}**")
            st.warning(plain(str(error)), icon=":material/error:")
            return None
        return _verdict(path, name, table, mapping, view)


def _verdict(
    path: Path, name: str, table: str | None, mapping: Mapping[str, str], view: Preview
) -> ImportFile | None:
    if view.kind == "unknown":
        st.warning(
            "The header does not tell what this file holds. Choose it under **File contents**.",
            icon=":material/rule:",
        )
        return None
    if view.required:
        needed = " and ".join(" or ".join(f"**{plain(n)}**" for n in g) for g in view.required)
        st.warning(f"A column for {needed} is needed. Choose it above.", icon=":material/rule:")
        return None
    used = view.checked_count - view.rejected_count
    words = f"{count(used)} of {counted(view.checked_count, 'row')} can be used"
    if view.checked_count < view.rows_count:
        words += f" (checked the first {count(view.checked_count)} of {count(view.rows_count)})"
    if view.rejected_count:
        share = view.rejected_count / max(view.checked_count, 1)
        st.markdown(
            f":material/rule: {words}; **{count(view.rejected_count)} ({percent(share)}) would be "
            "rejected**, for example:"
        )
        st.dataframe(
            view.rejects,
            hide_index=True,
            height="content",
            column_config={
                "line_number": st.column_config.NumberColumn("Line", width="small"),
                "reason": st.column_config.TextColumn("Why", width="large"),
                "raw": st.column_config.TextColumn("Row", width="large"),
            },
            placeholder="-",
        )
    else:
        st.markdown(f":material/check_circle: {words}.")
    st.markdown(plain(view.usage.words))
    for warning in view.warnings[:8]:
        st.caption(plain(warning))
    return ImportFile(path, name, table, mapping) if used else None


def _start_form(files: list[ImportFile], pictures: Path | None) -> None:
    build = build_in_use()
    can_add = build is not None and not build.is_demo
    with st.form("start_import", border=True):
        columns = st.columns([3, 2, 2, 2], vertical_alignment="bottom")
        how = columns[0].radio(
            "What happens to the data in use",
            ["Replace it", "Add to it"],
            horizontal=True,
            disabled=not can_add,
            help="Demo data is never mixed with your own. The build in use is kept and can be "
            "put back under Builds.",
        )
        niches = columns[1].selectbox("Niches", ["auto", *map(str, range(2, 31))])
        as_of = columns[2].date_input(
            "Last day of daily counts",
            value=datetime.now(UTC).date(),
            help="For files that list daily counts without dates.",
        )
        deep = columns[3].toggle(
            "Read every post",
            value=True,
            help="About 100 posts per second. When off, one short text per creator is read.",
        )
        submitted = st.form_submit_button(
            f"Import {len(files)} file{'s' if len(files) > 1 else ''}",
            type="primary",
            icon=":material/upload:",
        )
    if submitted:
        is_added = how == "Add to it" and can_add
        try:
            _start(files, pictures, add=is_added, k=niches, as_of=as_of, deep=deep)
        except OSError as error:
            if not is_full(error):
                raise
            st.warning(plain(DISK_FULL), icon=":material/error:")


def _start(
    files: list[ImportFile],
    pictures: Path | None,
    *,
    add: bool,
    k: str,
    as_of: Any,
    deep: bool,
) -> None:
    plan = files[0].path.parent / "plan.json"
    write_plan(plan, files, pictures)
    day = as_of if isinstance(as_of, date) else datetime.now(UTC).date()
    arguments = ["import", *(str(file.path) for file in files), "--plan", str(plan)]
    arguments += ["--pictures", str(pictures)] if pictures else []
    arguments += ["--k", k, "--as-of", day.isoformat()]
    arguments += (["--add"] if add else []) + ([] if deep else ["--quick"])
    shell_jobs.start(f"{_TITLE} {', '.join(file.shown_name for file in files)}"[:120], arguments)
    st.rerun()
