"""Creators in a campaign: the status of each, its price, a note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Connection, Engine, Row, delete, select, update

from core.domain.accounts import Account
from core.domain.interactions import CAMPAIGN, COLLABORATION, CONTACT
from core.errors import NotFoundError, WorkspaceError
from core.workspace.database import insert_new, reading, writing
from core.workspace.forgotten import keepable
from core.workspace.interactions import record_within
from core.workspace.schema import campaign_members, campaigns, interactions
from core.workspace.values import MONEY_MAX, note_text, now, number

if TYPE_CHECKING:
    import pandas as pd

STATES = ("lead", "contacted", "agreed", "posted", "done")
POSTS_MAX = 1_000
_AGREED = STATES[STATES.index("agreed") :]
_COLUMNS = (
    campaign_members.c.campaign_id,
    campaign_members.c.influencer_id,
    campaign_members.c.handle,
    campaign_members.c.name,
    campaign_members.c.platform,
    campaign_members.c.state,
    campaign_members.c.note,
    campaign_members.c.price,
    campaign_members.c.posts_count,
    campaign_members.c.added_at,
    campaign_members.c.changed_at,
)


@dataclass(frozen=True)
class Member:
    """A creator in a campaign.

    Attributes:
        handle, name, platform: as they were when the creator was added; the build in use may not
            know the creator any more.
        state: one of `STATES`.
        note: free text, '' for none.
        price: EUR agreed for one post; None when not known.
        posts_count: posts planned, >= 1.
        added_at, changed_at: UTC without a zone.
    """

    campaign_id: int
    influencer_id: str
    handle: str
    name: str
    platform: str
    state: str
    note: str
    price: float | None
    posts_count: int
    added_at: datetime
    changed_at: datetime


def add_member(
    engine: Engine, campaign_id: int, influencer_id: str, *, handle: str, name: str, platform: str
) -> bool:
    """Adds one creator as `add_members` does; False when it is in the campaign already."""
    account = Account(influencer_id, handle, name, platform)
    return bool(add_members(engine, campaign_id, [account]))


def add_members(engine: Engine, campaign_id: int, accounts: Sequence[Account]) -> list[str]:
    """Adds creators as leads, or as contacted where the brand noted that before; all or none.

    The same transaction records the interaction 'campaign' when the campaign has a brand.

    Returns:
        Ids of those that were not in the campaign yet.
    Raises:
        NotFoundError: there is no such campaign.
        WorkspaceError: an id or a handle is empty, or a creator was forgotten.
    """
    kept = keepable(engine, accounts)
    with writing(engine) as con:
        brand_id = brand_of(con, campaign_id)
        return [
            account.influencer_id
            for account in kept
            if _add_within(con, campaign_id, brand_id, account)
        ]


def _add_within(con: Connection, campaign_id: int, brand_id: str | None, account: Account) -> bool:
    time = now()
    was_contacted = brand_id is not None and _was_contacted(con, brand_id, account.influencer_id)
    values = {
        "campaign_id": campaign_id,
        **asdict(account),
        "state": "contacted" if was_contacted else STATES[0],
        "note": "",
        "price": None,
        "posts_count": 1,
        "added_at": time,
        "changed_at": time,
        "contact_recorded": was_contacted,
        "collaboration_recorded": False,
    }
    is_new = insert_new(con, campaign_members, values)
    if is_new and brand_id is not None:
        record_within(con, brand_id, account.influencer_id, CAMPAIGN, at=time)
    return is_new


def _was_contacted(con: Connection, brand_id: str, influencer_id: str) -> bool:
    query = select(interactions.c.interaction_id).where(
        interactions.c.brand_id == brand_id,
        interactions.c.influencer_id == influencer_id,
        interactions.c.kind == CONTACT,
    )
    return con.execute(query.limit(1)).first() is not None


def set_state(engine: Engine, campaign_id: int, influencer_id: str, state: str) -> None:
    """Moves a member to a state; any order is allowed, also back.

    The same transaction records 'contact' on reaching contacted and 'collaboration' on reaching
    agreed or later, each once a member, when the campaign has a brand.

    Raises:
        WorkspaceError: the state is not in `STATES`.
        NotFoundError: there is no such campaign, or the creator is not in it.
    """
    if state not in STATES:
        raise WorkspaceError(f"Expected a state among {', '.join(STATES)}, found '{state}'.")
    time = now()
    with writing(engine) as con:
        brand_id = brand_of(con, campaign_id)
        row = _locked(con, campaign_id, influencer_id)
        if row.state == state:
            return
        changes: dict[str, Any] = {"state": state, "changed_at": time}
        if brand_id is not None and state == "contacted" and not row.contact_recorded:
            record_within(con, brand_id, influencer_id, CONTACT, at=time)
            changes["contact_recorded"] = True
        if brand_id is not None and state in _AGREED and not row.collaboration_recorded:
            record_within(con, brand_id, influencer_id, COLLABORATION, at=time)
            changes["collaboration_recorded"] = True
        _change(con, campaign_id, influencer_id, changes)


def set_member(
    engine: Engine,
    campaign_id: int,
    influencer_id: str,
    *,
    note: str | None = None,
    price: float | Literal["unknown"] | None = None,
    posts_count: int | None = None,
) -> None:
    """Changes what is given; None leaves a value as it is.

    Args:
        price: EUR for one post, or "unknown" to take a price away.
        posts_count: posts planned, from 1 to 1,000.
    Raises:
        WorkspaceError: a value is out of its range.
        NotFoundError: there is no such campaign, or the creator is not in it.
    """
    changes: dict[str, Any] = {}
    if note is not None:
        changes["note"] = note_text(note)
    if price == "unknown":
        changes["price"] = None
    elif isinstance(price, str):
        raise WorkspaceError(f"Price: expected a number or 'unknown', found '{price[:40]}'.")
    elif price is not None:
        changes["price"] = number(price, "Price", highest=MONEY_MAX, unit=" EUR")
    if posts_count is not None:
        if not 1 <= posts_count <= POSTS_MAX or posts_count != int(posts_count):
            raise WorkspaceError(
                f"Posts: expected a whole number from 1 to {POSTS_MAX:,}, found {posts_count}."
            )
        changes["posts_count"] = int(posts_count)
    with writing(engine) as con:
        brand_of(con, campaign_id)
        row = _locked(con, campaign_id, influencer_id)
        if any(getattr(row, name) != value for name, value in changes.items()):
            _change(con, campaign_id, influencer_id, {**changes, "changed_at": now()})


def remove_member(engine: Engine, campaign_id: int, influencer_id: str) -> None:
    """Takes a creator out of a campaign; recorded interactions stay.

    Raises:
        NotFoundError: there is no such campaign, or the creator is not in it.
    """
    with writing(engine) as con:
        brand_of(con, campaign_id)
        _locked(con, campaign_id, influencer_id)
        con.execute(delete(campaign_members).where(*_key(campaign_id, influencer_id)))


def members(engine: Engine, campaign_id: int) -> list[Member]:
    """The creators of a campaign in the order in which they were added; [] when there are none."""
    query = (
        select(*_COLUMNS)
        .where(campaign_members.c.campaign_id == campaign_id)
        .order_by(campaign_members.c.added_at, campaign_members.c.influencer_id)
    )
    with reading(engine) as con:
        return [Member(*row) for row in con.execute(query).all()]


def in_campaigns(engine: Engine, brand_id: str) -> frozenset[str]:
    """Ids of the creators in any campaign of the brand."""
    query = (
        select(campaign_members.c.influencer_id)
        .join(campaigns, campaigns.c.campaign_id == campaign_members.c.campaign_id)
        .where(campaigns.c.brand_id == brand_id)
    )
    with reading(engine) as con:
        return frozenset(con.execute(query).scalars())


def missing_campaign(campaign_id: int) -> NotFoundError:
    """The error for a campaign that is not there."""
    return NotFoundError(
        f"There is no campaign number {campaign_id}. It may have been deleted; choose another one."
    )


def brand_of(con: Connection, campaign_id: int) -> str | None:
    """The brand of a campaign that stays until the transaction ends; None for no brand.

    Raises:
        NotFoundError: there is no such campaign.
    """
    # The lock keeps PostgreSQL from deleting the campaign meanwhile; SQLite has one writer.
    row = con.execute(
        select(campaigns.c.brand_id)
        .where(campaigns.c.campaign_id == campaign_id)
        .with_for_update(read=True)
    ).first()
    if row is None:
        raise missing_campaign(campaign_id)
    brand_id: str | None = row.brand_id
    return brand_id


def _locked(con: Connection, campaign_id: int, influencer_id: str) -> Row[Any]:
    row = con.execute(
        select(campaign_members).where(*_key(campaign_id, influencer_id)).with_for_update()
    ).first()
    if row is None:
        raise NotFoundError(
            f"The creator '{influencer_id[:80]}' is not in this campaign. Somebody may have taken "
            "it out; add it again."
        )
    return row


def _change(con: Connection, campaign_id: int, influencer_id: str, changes: dict[str, Any]) -> None:
    con.execute(update(campaign_members).where(*_key(campaign_id, influencer_id)).values(**changes))


def _key(campaign_id: int, influencer_id: str) -> tuple[Any, Any]:
    return (
        campaign_members.c.campaign_id == campaign_id,
        campaign_members.c.influencer_id == influencer_id,
    )


def members_frame(members: Sequence[Member]) -> pd.DataFrame:
    """One row per member: influencer_id, handle, name, platform, state, note, price, posts_count.

    The price is EUR agreed for one post, missing for none. Without members the same columns.
    """
    import pandas as pd

    names = ("influencer_id", "handle", "name", "platform", "state", "note", "price", "posts_count")
    frame = pd.DataFrame(
        [[getattr(member, name) for name in names] for member in members], columns=list(names)
    )
    return frame.astype({"price": "float64"})
