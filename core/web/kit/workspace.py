"""The database of what people do, for the pages."""

from __future__ import annotations

from core.web.kit.cache import settings
from core.workspace.database import Engine, workspace


def engine() -> Engine:
    """The workspace of this process; made at first use.

    Raises:
        WorkspaceError: it cannot be reached.
    """
    return workspace(settings())
