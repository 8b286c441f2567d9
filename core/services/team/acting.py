"""Who acts in a process, and with which build in use."""

from __future__ import annotations

from collections.abc import Callable

from core.access import Actor, Hooks
from core.errors import StoreError
from core.settings import Settings
from core.store.builds import current_build_id


def hooks(settings: Callable[[], Settings], actor: Callable[[], Actor]) -> Hooks:
    """The hooks of a server or a command.

    Args:
        settings: of now.
        actor: who acts now.
    """

    def build_in_use() -> str | None:
        try:
            return current_build_id(settings())
        except StoreError:
            return None  # the pointer is damaged, which pages and commands say

    return Hooks(actor, build_in_use, _record)


def _record(settings: Settings, did: str, build_id: str | None) -> None:
    # Here alone: it brings in the database, which most commands do without.
    from core.workspace.access.audit import record

    record(settings, did, build_id)
