"""Logins: whether somebody can get in who may do everything, and whether the keys are kept safe."""

from __future__ import annotations

from collections.abc import Iterator

from core.access import Role
from core.errors import LoginError, WorkspaceError
from core.services.doctor.check import NOTE, WELL, WRONG, Check, finding_and_advice
from core.services.team import cookie_key, openid
from core.services.team.readiness import check_logins, who_can_log_in
from core.settings import Settings
from core.workspace.access.users import all_users
from core.workspace.database import has_workspace, workspace


def logins(settings: Settings) -> Iterator[Check]:
    """One check for each fault, or one for all when there is none."""
    faults = 0
    for look in (openid.auth_section, cookie_key.check_file):
        try:
            look(settings)
        except LoginError as error:
            faults += 1
            yield Check("logins", WRONG, *finding_and_advice(error))
    if not faults:
        yield _users(settings)


def _users(settings: Settings) -> Check:
    try:
        if settings.public:
            check_logins(settings)
        users = all_users(workspace(settings)) if has_workspace(settings) else []
        able = who_can_log_in(settings) if users else []
    except LoginError as error:
        return Check("logins", WRONG, *finding_and_advice(error))
    except WorkspaceError:
        return Check("logins", NOTE, "The users cannot be read, for the workspace cannot.")
    if not users:
        return Check("logins", WELL, "No users: one person on this machine, without a login.")
    if not any(user.role is Role.ADMIN for user in able):
        return Check(
            "logins",
            WRONG,
            "There are users, and no admin among them who can log in.",
            "Add one, or give somebody the role: python -m core users set-role NAME admin",
        )
    return Check("logins", WELL, f"{len(able)} of {len(users)} users can log in.")
