"""Does once what every dashboard does first; dashboards are forked off after that."""

from __future__ import annotations

import gc
import importlib
from functools import cache

from streamlit.components.v2 import manifest_scanner
from streamlit.env_util import is_repl

from core.features.sentence_models import MULTILINGUAL, load_model

# The server imports these when it starts.
for name in (
    "streamlit.web.bootstrap", "streamlit.web.server.starlette.starlette_app",
    "streamlit.web.server.starlette.starlette_server", "uvicorn.lifespan.on",
    "uvicorn.loops.auto", "uvicorn.protocols.http.h11_impl",
    "uvicorn.protocols.websockets.websockets_sansio_impl",
):  # fmt: skip
    importlib.import_module(name)
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
manifest_scanner.scan_component_manifests()
is_repl()  # reads the sources of all that is imported
load_model(MULTILINGUAL, max_tokens=128)
gc.collect()
gc.freeze()
