"""Creators that asked to be forgotten: gone from here, and left out of every build to come.

Only hashes are kept, so that the list of the forgotten names nobody. A hash of a public handle can
still be found by trying handles: it hides a name from readers of the file, not from a search.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, select

from core.domain.accounts import Account
from core.errors import WorkspaceError
from core.workspace.database import insert_new, reading, sweep_deleted, writing
from core.workspace.kept_creators import UNKNOWN, RemovedRows, remove_rows, shown_platform
from core.workspace.mentions import normal_handle
from core.workspace.schema import forgotten
from core.workspace.values import identifier, kept_account, now, one_line

_ANY = "any"
_SWEEP_TRIES = 3


@dataclass(frozen=True)
class ForgetReport(RemovedRows):
    """What was removed from the workspace.

    Attributes:
        is_swept: no file of the database holds the rows any more; False while another program
            reads it (the next one to write empties the log then).
    """

    is_swept: bool


def identity_hashes(influencer_id: str, handle: str, platform: str) -> tuple[str, ...]:
    """The hashes to look for in `forgotten_hashes`: any of them there means left out.

    By the id, by the account (platform and handle in any case, with or without @), and by the
    handle alone for someone who was forgotten while the platform was not known.
    """
    name = normal_handle(handle)
    return (
        id_hash(influencer_id),
        account_hash(handle, platform),
        _hash("account", _ANY, name),
    )


def id_hash(influencer_id: str) -> str:
    """The hash by which a forgotten creator's id is known."""
    return _hash("id", influencer_id)


def account_hash(handle: str, platform: str) -> str:
    """The hash by which an account that was forgotten is known: of platform and handle."""
    return _hash("account", shown_platform(platform), normal_handle(handle))


def mention_hashes(handle: str) -> tuple[str, ...]:
    """The hashes to look for when a text names a handle without saying where."""
    name = normal_handle(handle)
    return (_hash("account", UNKNOWN, name), _hash("account", _ANY, name))


def forgotten_hashes(engine: Engine) -> frozenset[str]:
    """The hashes of all who were forgotten."""
    with reading(engine) as con:
        return frozenset(con.execute(select(forgotten.c.identity_hash)).scalars())


def is_forgotten(engine: Engine, influencer_id: str, handle: str, platform: str) -> bool:
    """Whether this creator was forgotten."""
    return not forgotten_hashes(engine).isdisjoint(identity_hashes(influencer_id, handle, platform))


def keepable(engine: Engine, accounts: Iterable[Account]) -> list[Account]:
    """Accounts as the workspace keeps them, when it may keep them all.

    Raises:
        WorkspaceError: an id or a handle is empty, or a creator was forgotten.
    """
    kept = [kept_account(account) for account in accounts]
    refuse_forgotten(engine, kept)
    return kept


def refuse_forgotten(engine: Engine, accounts: Iterable[Account]) -> None:
    """Raises when one of these accounts was forgotten, and must not be kept again.

    Raises:
        WorkspaceError: it names the first one.
    """
    hashes = forgotten_hashes(engine)
    for account in accounts:
        identity = identity_hashes(account.influencer_id, account.handle, account.platform)
        if not hashes.isdisjoint(identity):
            raise WorkspaceError(
                f"@{account.handle} was forgotten on request and cannot be added. A new build "
                "leaves the creator out."
            )


def forget(
    engine: Engine,
    influencer_id: str,
    handle: str,
    platform: str,
    *,
    remember_id: bool = True,
) -> ForgetReport:
    """`forget_accounts` of one account."""
    account = Account(influencer_id, handle, handle, platform)
    return forget_accounts(engine, [account], remember_id=remember_id)


def forget_accounts(
    engine: Engine, accounts: Sequence[Account], *, remember_id: bool = True
) -> ForgetReport:
    """Removes a creator from the workspace and remembers it by hashes alone; safe to repeat.

    All accounts or none, in one transaction. The rows of the same account under another id go as
    well, and '@handle' in notes on others.

    Args:
        accounts: of one creator, at least one.
        remember_id: False where ids mean nothing outside, as in demo data: another source may
            call somebody else 'c00001'.
    Raises:
        WorkspaceError: an id or a handle is empty, or the database says no.
    """
    handles = [
        one_line(normal_handle(account.handle), "The handle", longest=300) for account in accounts
    ]
    for account in accounts:
        identifier(account.influencer_id, "creator")
    named = list(zip(accounts, handles, strict=True))
    hashes = {each for account, name in named for each in _remembered(account, name, remember_id)}
    time_now = now()
    with writing(engine) as con:
        removed = [
            remove_rows(con, account.influencer_id, name, shown_platform(account.platform))
            for account, name in named
        ]
        for identity_hash in sorted(hashes):
            insert_new(con, forgotten, {"identity_hash": identity_hash, "forgotten_at": time_now})
    return ForgetReport(
        campaigns=tuple(sorted({name for rows in removed for name in rows.campaigns})),
        shortlists=tuple(sorted({name for rows in removed for name in rows.shortlists})),
        searches_count=sum(rows.searches_count for rows in removed),
        interactions_count=sum(rows.interactions_count for rows in removed),
        shown_count=sum(rows.shown_count for rows in removed),
        notes_count=sum(rows.notes_count for rows in removed),
        is_swept=_swept(engine),
    )


def _remembered(account: Account, handle: str, remember_id: bool) -> set[str]:
    """The hashes that are kept of an account; `handle` is its handle on one line."""
    is_anywhere = shown_platform(account.platform) == UNKNOWN
    return {
        *({id_hash(account.influencer_id)} if remember_id else ()),
        account_hash(account.handle, account.platform),
        # A later file may name the handle without the platform.
        _hash("account", UNKNOWN, handle),
        *((_hash("account", _ANY, handle),) if is_anywhere else ()),
    }


def forgotten_ids(accounts: Iterable[tuple[str, str, str]], hashes: frozenset[str]) -> list[str]:
    """Ids of the forgotten among accounts of influencer_id, handle and platform."""
    return [account[0] for account in accounts if not hashes.isdisjoint(identity_hashes(*account))]


def _hash(*parts: str) -> str:
    # The parts are joined by what no id holds, so that no two lists of parts look the same.
    return hashlib.sha256("\x1f".join(("influencer-scout", *parts)).encode()).hexdigest()


def _swept(engine: Engine) -> bool:
    # A page reads for milliseconds: a few tries meet a moment without readers.
    for _ in range(_SWEEP_TRIES):
        if sweep_deleted(engine):
            return True
        time.sleep(0.05)
    return False
