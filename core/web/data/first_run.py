"""Help with a first import: the steps, and small files to try it with."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from core import access
from core.access import Role
from core.settings import ROOT
from core.web.kit.cache import settings

_STEPS = ("Drop files", "Check the columns", "See what would be rejected", "Import")
# Name of the file in `data/sample` -> what it holds. The first three belong together.
_SAMPLES = {
    "influencers_data.csv": "Creators with captions",
    "growth_data.csv": "Their growth",
    "brands_data.csv": "Brands",
    "fifteen_columns.csv": "Brand x creator table",
}
_TOGETHER = 3
_TRIED = "import_samples"


def steps(done: int) -> None:
    """The four steps of an import on one line, those behind ticked, the next one bold."""
    words = [
        f":material/check_circle: :gray[{step}]"
        if number < done
        else f"**{number + 1}. {step}**"
        if number == done
        else f":gray[{number + 1}. {step}]"
        for number, step in enumerate(_STEPS)
    ]
    with st.container(horizontal=True, gap="medium", key="import_steps"):
        for word in words:
            st.markdown(word, width="content")


def sample_files() -> None:
    """Small files to download, or to try an import with at once."""
    with st.container(border=True, gap="xsmall"):
        st.markdown("**No file at hand? Try it with made-up ones**")
        with st.container(horizontal=True, gap="small"):
            st.button(
                "Use three sample files",
                key="use_samples",
                icon=":material/science:",
                on_click=_use_samples,
                help="Puts creators, growth and brands below as if you had dropped them. Nothing "
                "is imported before you press Import.",
            )
            for name, words in _SAMPLES.items():
                st.download_button(
                    words,
                    (_folder() / name).read_bytes(),
                    file_name=name,
                    mime="text/csv",
                    key=f"sample_{name}",
                    icon=":material/download:",
                    type="tertiary",
                    on_click="ignore",
                )


def tried_samples() -> list[Path]:
    """The sample files that stand in for an upload; [] when they were not asked for."""
    return [path for path in map(Path, st.session_state.get(_TRIED, ())) if path.is_file()]


def drop_samples() -> None:
    """A button that takes the sample files out again."""
    st.button(
        "Take the sample files out",
        key="drop_samples",
        icon=":material/close:",
        type="tertiary",
        on_click=lambda: st.session_state.pop(_TRIED, None),
    )


def _use_samples() -> None:
    """Copies them to where uploads lie: an import writes beside its files."""
    access.require(Role.ADMIN)
    folder = settings().imports_dir / f"{datetime.now(UTC):%Y%m%dT%H%M%S}-samples"
    folder.mkdir(parents=True, exist_ok=True)
    st.session_state[_TRIED] = [
        str(shutil.copy(_folder() / name, folder / name)) for name in list(_SAMPLES)[:_TOGETHER]
    ]


def _folder() -> Path:
    return ROOT / "data" / "sample"
