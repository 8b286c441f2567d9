"""The ZIP of pictures that belongs to files of posts and creators."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from core.errors import DiskFullError, InputFileError
from core.store.picture_files import picture_files
from core.web.kit.widgets import count, plain


def pictures_upload(saved: Callable[[Any], Path]) -> Path | None:
    """Where the dropped ZIP lies; None when there is none or it cannot be used.

    Args:
        saved: writes an upload to disk; raises InputFileError or DiskFullError when there is no
            room for it.
    """
    upload = st.file_uploader(
        "Pictures of posts and creators, as one ZIP (optional)",
        type=["zip"],
        key="import_pictures",
        help="JPEG, PNG, WebP or GIF, up to 20 MB each. Column image_path of the posts and "
        "avatar_path of the creators name the file, with its folder where two files have the same "
        "name.",
    )
    if upload is None:
        st.caption(
            "Pack the pictures that the columns image_path and avatar_path name into one ZIP and "
            "drop it here. Posts and creators without a picture are imported all the same."
        )
        return None
    try:
        file = saved(upload)
        files_count = _files_count(str(file))
    except (InputFileError, DiskFullError) as error:
        st.warning(
            f"{plain(str(error))} Without it the rows are imported without pictures.",
            icon=":material/error:",
        )
        return None
    st.markdown(
        f":material/image: **{plain(upload.name)}**: {count(files_count)} files. Pictures that "
        "cannot be used are listed under Rejected rows after the import."
    )
    return file


@st.cache_data(max_entries=16, show_spinner=False)
def _files_count(path: str) -> int:
    return picture_files(Path(path)).files_count
