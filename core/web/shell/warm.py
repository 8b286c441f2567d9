"""What the first search, brief or typed brand needs, loaded while somebody reads the page.

The checksums of the build are compared then, too: opening compares sizes alone.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import streamlit as st
from streamlit import runtime

from core.errors import AppError, DamagedBuildError
from core.services import encoder
from core.services.brief.reading import load_word_lists
from core.services.search.creators import load_index
from core.services.session import settings_of_build
from core.settings import Settings
from core.store.builds import Build
from core.store.integrity import verify
from core.web.kit.cache import build_facts, settings
from core.web.shell.garbage import leave_modules_out

_LOG = logging.getLogger(__name__)


def warm_up(build: str) -> None:
    """Starts loading the encoder and the index of a build and the word lists, once a server."""
    if runtime.exists():
        facts = build_facts(build)
        _started(settings_of_build(settings(), facts), facts.folder, facts)


@st.cache_resource(max_entries=4, show_spinner=False)
def _started(chosen: Settings, folder: Path, _build: Build) -> threading.Thread:
    thread = threading.Thread(target=_load, args=(chosen, _build), daemon=True, name="warm-up")
    thread.start()
    return thread


def _load(chosen: Settings, build: Build) -> None:
    load_index(build.folder)
    try:
        verify(build, with_store=False)
        load_word_lists()
        encoder.text_vector("warm up", chosen)
    except DamagedBuildError:
        # The next page says so and shows another build.
        _LOG.warning("build %s is damaged", build.build_id, exc_info=True)
    except AppError:
        # Whoever needs it is told then.
        _LOG.info("encoder not loaded ahead", exc_info=True)
    leave_modules_out()
