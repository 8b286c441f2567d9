"""What the first search, brief or typed brand needs, loaded while somebody reads the page."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import streamlit as st
from streamlit import runtime

from core.errors import AppError
from core.services import encoder
from core.services.brief.reading import load_word_lists
from core.services.search.creators import load_index
from core.services.session import settings_of_build
from core.settings import Settings
from core.web.kit.cache import build_facts, settings

_LOG = logging.getLogger(__name__)


def warm_up(build: str) -> None:
    """Starts loading the encoder and the index of a build and the word lists, once a server."""
    if runtime.exists():
        facts = build_facts(build)
        _started(settings_of_build(settings(), facts), facts.folder)


@st.cache_resource(max_entries=4, show_spinner=False)
def _started(chosen: Settings, folder: Path) -> threading.Thread:
    thread = threading.Thread(target=_load, args=(chosen, folder), daemon=True, name="warm-up")
    thread.start()
    return thread


def _load(chosen: Settings, folder: Path) -> None:
    load_index(folder)
    try:
        load_word_lists()
        encoder.text_vector("warm up", chosen)
    except AppError:
        # Whoever needs it is told then.
        _LOG.info("encoder not loaded ahead", exc_info=True)
