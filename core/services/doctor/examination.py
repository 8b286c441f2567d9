"""All checks of `doctor`, in the order in which they are told."""

from __future__ import annotations

from core.services.doctor import data, logins, machine
from core.services.doctor.check import Check
from core.settings import Settings


def examined(settings: Settings) -> list[Check]:
    """What was found out about machine and data; reads the builds whole, about a second per GB."""
    return [
        machine.versions(),
        machine.chosen_settings(settings),
        machine.disk(settings),
        machine.clock(settings),
        data.build_in_use(settings),
        *data.other_builds(settings),
        data.saved_work(settings),
        *logins.logins(settings),
        data.models(settings),
        data.uploads(settings),
        data.locks(settings),
        *data.deletions(settings),
        data.background_jobs(settings),
    ]
