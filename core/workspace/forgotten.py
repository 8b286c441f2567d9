"""Creators that asked to be forgotten: gone from here, and left out of every build to come.

Only hashes are kept, so that the list of the forgotten names nobody. A hash of a public handle can
still be found by trying handles: it hides a name from readers of the file, not from a search.
"""

from __future__ import annotations

import hashlib
import re
import time
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, delete, select, update

from core.workspace.database import insert_new, reading, sweep_deleted, writing
from core.workspace.interactions import changed
from core.workspace.schema import campaign_members, campaigns, exploration, forgotten, interactions
from core.workspace.values import identifier, now, one_line

UNKNOWN = "unknown"
_ANY = "any"
_SWEEP_TRIES = 3
REMOVED = "…"


@dataclass(frozen=True)
class ForgetReport:
    """What was removed from the workspace.

    Attributes:
        campaigns: names of the campaigns the creator was in.
        interactions_count, shown_count: recorded interactions, and times shown by chance.
        notes_count: notes about others in which the handle stood, and stands no more.
        is_swept: no file of the database holds the rows any more; False while another program
            reads it (the next one to write empties the log then).
    """

    campaigns: tuple[str, ...]
    interactions_count: int
    shown_count: int
    notes_count: int
    is_swept: bool


def identity_hashes(influencer_id: str, handle: str, platform: str) -> tuple[str, ...]:
    """The hashes to look for in `forgotten_hashes`: any of them there means left out.

    By the id, by the account (platform and handle in any case, with or without @), and by the
    handle alone for someone who was forgotten while the platform was not known.
    """
    name = normal_handle(handle)
    return (
        id_hash(influencer_id),
        _hash("account", _platform(platform), name),
        _hash("account", _ANY, name),
    )


def id_hash(influencer_id: str) -> str:
    """The hash by which a forgotten creator's id is known."""
    return _hash("id", influencer_id)


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


def forget(
    engine: Engine,
    influencer_id: str,
    handle: str,
    platform: str,
    *,
    remember_id: bool = True,
) -> ForgetReport:
    """Removes a creator from the workspace and remembers it by hashes alone; safe to repeat.

    The rows of the same account under another id go as well, and '@handle' in notes on others.

    Args:
        remember_id: False where ids mean nothing outside, as in demo data: another source may
            call somebody else 'c00001'.
    Raises:
        WorkspaceError: the id or the handle is empty, or the database says no.
    """
    name = one_line(normal_handle(handle), "The handle", longest=300)
    identifier(influencer_id, "creator")
    known = _platform(platform)
    hashes = {
        *({id_hash(influencer_id)} if remember_id else ()),
        _hash("account", known, name),
        # A later file may name the handle without the platform.
        _hash("account", UNKNOWN, name),
        *((_hash("account", _ANY, name),) if known == UNKNOWN else ()),
    }
    time_now = now()
    with writing(engine) as con:
        ids = {influencer_id, *_other_ids(con, name, known)}
        campaign_names = _remove_members(con, ids)
        counts = [_remove_of_brands(con, table, ids) for table in (interactions, exploration)]
        notes_count = _clear_notes(con, name)
        for identity_hash in sorted(hashes):
            insert_new(con, forgotten, {"identity_hash": identity_hash, "forgotten_at": time_now})
    return ForgetReport(campaign_names, counts[0], counts[1], notes_count, _swept(engine))


def accounts_in_campaigns(engine: Engine, handle: str) -> list[tuple[str, str, str, str]]:
    """Members of campaigns with this handle, else id: influencer_id, handle, name, platform."""
    members = campaign_members.c
    query = (
        select(members.influencer_id, members.handle, members.name, members.platform)
        .distinct()
        .order_by(members.influencer_id, members.handle, members.name, members.platform)
    )
    with reading(engine) as con:
        rows = [(row[0], row[1], row[2], row[3]) for row in con.execute(query)]
    by_handle = [row for row in rows if normal_handle(row[1]) == normal_handle(handle)]
    return by_handle or [row for row in rows if row[0] == handle.strip()]


def normal_handle(handle: str) -> str:
    """The handle in the one spelling that is compared: lower case, no @ and no spaces."""
    return unicodedata.normalize("NFKC", handle).strip().lstrip("@").strip().casefold()


def without_mentions(text: str, handle: str) -> str:
    """The text with `REMOVED` in place of each '@handle', in any case; '@handle.other' stays."""
    pattern = rf"@{re.escape(normal_handle(handle))}(?!\w)(?![.\-]+\w)"
    return re.sub(pattern, REMOVED, text, flags=re.IGNORECASE)


def without_handle(text: str, handle: str, *, mentions_only: bool = False) -> str:
    """The text with `REMOVED` in place of the handle, alone or after @ or #, in any case.

    A longer name that holds it, such as 'handle.other' or 'my_handle', stays.

    Args:
        handle: as the text spells it.
        mentions_only: only '@handle' goes, for a handle that is an ordinary word.
    """
    name = re.escape(handle)
    forms = rf"@{name}" if mentions_only else rf"[@#]?{name}|_+{name}_+"
    pattern = rf"(?<!\w)(?<!\w[.\-])(?:{forms})(?!\w)(?![.\-]+\w)"
    return re.sub(pattern, REMOVED, text, flags=re.IGNORECASE)


def forgotten_ids(accounts: Iterable[tuple[str, str, str]], hashes: frozenset[str]) -> list[str]:
    """Ids of the forgotten among accounts of influencer_id, handle and platform."""
    return [account[0] for account in accounts if not hashes.isdisjoint(identity_hashes(*account))]


def _hash(*parts: str) -> str:
    # The parts are joined by what no id holds, so that no two lists of parts look the same.
    return hashlib.sha256("\x1f".join(("influencer-scout", *parts)).encode()).hexdigest()


def _platform(platform: str) -> str:
    return platform.strip().lower() or UNKNOWN


def _other_ids(con: Connection, handle: str, platform: str) -> Iterator[str]:
    query = select(
        campaign_members.c.influencer_id, campaign_members.c.handle, campaign_members.c.platform
    ).distinct()
    # Compared here: databases differ in what a small letter is beyond a to z.
    for influencer_id, other, where in con.execute(query):
        same_place = UNKNOWN in (platform, _platform(where)) or _platform(where) == platform
        if same_place and normal_handle(other) == handle:
            yield influencer_id


def _remove_members(con: Connection, ids: set[str]) -> tuple[str, ...]:
    names = con.execute(
        select(campaigns.c.name)
        .join(campaign_members, campaign_members.c.campaign_id == campaigns.c.campaign_id)
        .where(campaign_members.c.influencer_id.in_(ids))
        .order_by(campaigns.c.name, campaigns.c.campaign_id)
    ).scalars()
    campaign_names = tuple(dict.fromkeys(names))
    con.execute(delete(campaign_members).where(campaign_members.c.influencer_id.in_(ids)))
    return campaign_names


def _remove_of_brands(con: Connection, table: Any, ids: set[str]) -> int:
    gone = con.execute(
        delete(table).where(table.c.influencer_id.in_(ids)).returning(table.c.brand_id)
    ).scalars()
    brands = list(gone)
    for brand_id in sorted(set(brands)):
        changed(con, brand_id)
    return len(brands)


def _clear_notes(con: Connection, handle: str) -> int:
    members = campaign_members.c
    rows = con.execute(
        select(members.campaign_id, members.influencer_id, members.note).where(
            members.note.contains("@", autoescape=True)
        )
    ).all()
    count = 0
    for campaign_id, influencer_id, note in rows:
        cleared = without_mentions(note, handle)
        if cleared != note:
            count += 1
            con.execute(
                update(campaign_members)
                .where(members.campaign_id == campaign_id, members.influencer_id == influencer_id)
                .values(note=cleared)
            )
    return count


def _swept(engine: Engine) -> bool:
    # A page reads for milliseconds: a few tries meet a moment without readers.
    for _ in range(_SWEEP_TRIES):
        if sweep_deleted(engine):
            return True
        time.sleep(0.05)
    return False
