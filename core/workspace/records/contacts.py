"""How a creator of a campaign was contacted: address, channel, day and a note."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, select

from core.errors import NotFoundError, WorkspaceError
from core.workspace.database import put, reading, writing
from core.workspace.schema import campaign_members, member_contacts
from core.workspace.values import clean, not_longer, now

CHANNELS = ("email", "instagram", "tiktok", "youtube", "agency", "phone", "other")
ADDRESS_CHARACTERS, NOTE_CHARACTERS = 300, 2_000
_COLUMNS = (
    member_contacts.c.influencer_id,
    member_contacts.c.address,
    member_contacts.c.channel,
    member_contacts.c.contacted_on,
    member_contacts.c.note,
)


@dataclass(frozen=True)
class Contact:
    """Attributes:
    address: mail address, link or number, as typed; '' when not known.
    channel: one of `CHANNELS`.
    contacted_on: day of the last contact; None before the first.
    note: free text, '' for none.
    """

    influencer_id: str
    address: str
    channel: str
    contacted_on: date | None
    note: str


def contacts(engine: Engine, campaign_id: int) -> dict[str, Contact]:
    """influencer_id -> contact of the members of a campaign that have one."""
    query = select(*_COLUMNS).where(member_contacts.c.campaign_id == campaign_id)
    with reading(engine) as con:
        return {row.influencer_id: Contact(*row) for row in con.execute(query).all()}


def set_contact(engine: Engine, campaign_id: int, contact: Contact) -> None:
    """Keeps how a member was contacted, in place of what was kept before.

    Raises:
        WorkspaceError: the channel is unknown or a text is too long.
        NotFoundError: the creator is not in the campaign.
    """
    if contact.channel not in CHANNELS:
        raise WorkspaceError(
            f"Expected a channel among {', '.join(CHANNELS)}, found '{contact.channel[:40]}'."
        )
    address = " ".join(clean(contact.address).split())
    values = {
        "campaign_id": campaign_id,
        "influencer_id": contact.influencer_id,
        "address": not_longer(address, "The address", ADDRESS_CHARACTERS),
        "channel": contact.channel,
        "contacted_on": contact.contacted_on,
        "note": not_longer(clean(contact.note).strip(), "The note", NOTE_CHARACTERS),
        "changed_at": now(),
    }
    member = select(campaign_members.c.influencer_id).where(
        campaign_members.c.campaign_id == campaign_id,
        campaign_members.c.influencer_id == contact.influencer_id,
    )
    with writing(engine) as con:
        if con.execute(member.with_for_update()).first() is None:
            raise NotFoundError(
                f"The creator '{contact.influencer_id[:80]}' is not in this campaign. Somebody may "
                "have taken it out; add it again."
            )
        put(con, member_contacts, values)
