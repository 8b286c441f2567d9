"""The audit log: who changed what, when, and with which build in use.

Lines on rows of the workspace are written by `write_gate`, in the transaction that changes them.
Here is what admins did elsewhere, and reading.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, select

from core import access
from core.errors import WorkspaceError
from core.settings import Settings
from core.workspace.access.write_gate import write_line
from core.workspace.database import has_workspace, reading, workspace, writing
from core.workspace.schema import audit_log
from core.workspace.values import now

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class AuditLine:
    """One change.

    Attributes:
        happened_at: UTC, without a zone.
        actor: name of a user, or of what acted without one.
        what: what was done.
        build_id: in use then, or that it was about; None for none.
    """

    happened_at: datetime
    actor: str
    what: str
    build_id: str | None


def record(settings: Settings, what: str, build_id: str | None) -> None:
    """A line on something that is not a row of the workspace.

    Raises:
        WorkspaceError: it cannot be written, and pages ask for a login. Without a login a
            workspace that cannot be written keeps nobody from putting a build in use.
    """
    try:
        with writing(workspace(settings)) as con:
            actor = access.current_actor()
            write_line(con, actor.name, what, build_id or access.build_in_use())
    except WorkspaceError:
        if settings.public:
            raise
        _LOG.info("no line of the audit log", exc_info=True)


def lines(engine: Engine, *, since: datetime | None = None, limit: int = 1_000) -> list[AuditLine]:
    """The newest lines first.

    Args:
        since: UTC without a zone; leaves out what is older.
        limit: at most so many.
    """
    query = select(
        audit_log.c.happened_at, audit_log.c.actor, audit_log.c.what, audit_log.c.build_id
    )
    if since is not None:
        query = query.where(audit_log.c.happened_at >= since)
    query = query.order_by(audit_log.c.audit_id.desc()).limit(limit)
    with reading(engine) as con:
        return [AuditLine(*row) for row in con.execute(query).all()]


def remove_old_lines(settings: Settings) -> int:
    """Deletes lines that are older than `Settings.keep_days`; how many went."""
    if not settings.keep_days or not has_workspace(settings):
        return 0
    oldest = now() - timedelta(days=settings.keep_days)
    with access.acting_as(access.SERVER), writing(workspace(settings)) as con:
        gone = con.execute(delete(audit_log).where(audit_log.c.happened_at < oldest))
    return max(gone.rowcount, 0)
