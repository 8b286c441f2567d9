"""The demo workspace comes with the first demo data and goes with the first data of one's own."""

from __future__ import annotations

import logging

from core.errors import AppError
from core.services.demo_workspace.seeding import seed_once
from core.services.session import open_session
from core.settings import Settings
from core.store.builds import Build
from core.workspace.database import has_workspace, workspace
from core.workspace.records.demo_rows import clear_demo

_LOG = logging.getLogger(__name__)


def keep_in_step(settings: Settings, build: Build) -> bool:
    """Lays the demo workspace out for a first demo build, or clears it for other data.

    A fault is logged and stops nothing: the build is worth having without it.

    Returns:
        Whether it was laid out.
    """
    try:
        if not build.is_demo:
            if has_workspace(settings):
                clear_demo(workspace(settings))
            return False
        with open_session(settings, build.build_id) as session:
            return seed_once(session, workspace(settings))
    except AppError:
        _LOG.warning("demo workspace left as it is", exc_info=True)
        return False
