"""Deletions of creators that have begun and not ended, kept so that they can be finished.

What is still to be deleted may be uploads or older builds that no other place leads to any more. So
the accounts are written down before the first is deleted, and stay until the last trace is.
"""

from __future__ import annotations

import json
import logging
import shlex
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine

from core.domain.accounts import Account
from core.errors import AppError
from core.services.accounts import several_platforms
from core.services.privacy.target import Target
from core.services.privacy.target import target as creator_meant
from core.settings import Settings
from core.store.atomic import replace_text
from core.store.temporary import FORGETTING, LOCK_FILE, RECORD_FILE, is_dead
from core.workspace.forgotten import account_hash
from core.workspace.mentions import normal_handle

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Unfinished:
    """A deletion that was cut off.

    Attributes:
        target: the creator, with all accounts that were known when it began.
        rebuild, purge: options of the command.
    """

    target: Target
    rebuild: bool
    purge: bool

    @property
    def command(self) -> str:
        """The command that finishes it."""
        words = ["python", "-m", "core", "forget", f"@{self.target.handle}"]
        words += ["--platform", self.target.platform]
        words += ["--rebuild"] if self.rebuild else []
        words += ["--purge"] if self.purge else []
        return shlex.join([*words, "--yes"])


@dataclass
class Progress:
    """How far a deletion is.

    Attributes:
        has_begun: something was deleted.
    """

    has_begun: bool = False


@contextmanager
def kept_until_done(
    settings: Settings, target: Target, *, rebuild: bool, purge: bool
) -> Iterator[Progress]:
    """Keeps who is being deleted until the block ends; after an error only if it has begun.

    Raises:
        AppError: another process is deleting the same creator.
    """
    folder = settings.data_dir / f"{FORGETTING}{account_hash(target.handle, target.platform)[:16]}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK_FILE)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise AppError(
            f"Another process is forgetting @{target.handle} on {target.platform}. Wait for it."
        ) from error
    # One that was cut off earlier has begun.
    progress = Progress((folder / RECORD_FILE).exists())
    try:
        record = asdict(Unfinished(target, rebuild, purge))
        replace_text(folder / RECORD_FILE, json.dumps(record))
        yield progress
        progress.has_begun = False
    finally:
        if not progress.has_begun:
            shutil.rmtree(folder, ignore_errors=True)
        lock.release(force=True)


def unfinished_deletions(settings: Settings) -> list[Unfinished]:
    """Deletions whose process has ended before they were done, by handle and platform."""
    found = [
        deletion
        for folder in settings.data_dir.glob(f"{FORGETTING}*")
        if is_dead(folder) and (deletion := _read(folder / RECORD_FILE)) is not None
    ]
    return sorted(found, key=lambda deletion: (deletion.target.handle, deletion.target.platform))


def target_or_unfinished(
    settings: Settings, engine: Engine, handle: str, platform: str | None
) -> Target:
    """As `target`; with the accounts of a deletion that was cut off, which nothing else may know.

    Raises:
        AppError, NotFoundError: as `target`.
    """
    cut_off = [
        deletion.target
        for deletion in unfinished_deletions(settings)
        if platform in (None, deletion.target.platform) and _is_meant(deletion.target, handle)
    ]
    if not cut_off:
        return creator_meant(settings, engine, handle, platform)
    if len(cut_off) > 1:
        raise several_platforms(cut_off[0].handle, {target.platform for target in cut_off})
    (begun,) = cut_off
    known = creator_meant(settings, engine, f"@{begun.handle}", begun.platform)
    accounts = begun.accounts
    if known.is_known:
        accounts += tuple(account for account in known.accounts if account not in accounts)
    return replace(begun, accounts=accounts)


def _is_meant(target: Target, handle: str) -> bool:
    return normal_handle(target.handle) == normal_handle(handle) or handle.strip() in target.ids


def _read(file: Path) -> Unfinished | None:
    """What was kept; None when there is nothing that can be read."""
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
        accounts = tuple(Account(**account) for account in record["target"].pop("accounts"))
        target = Target(accounts=accounts, **record["target"])
        return Unfinished(target, bool(record["rebuild"]), bool(record["purge"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        _LOG.warning("what was to be deleted cannot be read: %s", file.parent.name, exc_info=True)
        return None
