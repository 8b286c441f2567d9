"""A delete that is undone leaves the workspace as it was."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine, select

from core.errors import NotFoundError, WorkspaceError
from core.workspace import brands, campaigns, interactions
from core.workspace.database import reading
from core.workspace.forgotten import forget
from core.workspace.records.contacts import Contact, contacts, set_contact
from core.workspace.records.removed import remove_brand, remove_campaign, remove_member, restore
from core.workspace.schema import metadata

ACCOUNT = {"handle": "mira", "name": "Mira", "platform": "instagram"}


def everything(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """All rows but the versions of brands and the audit log, which only grow."""
    with reading(engine) as con:
        return {
            table.name: [
                tuple(row) for row in con.execute(select(table).order_by(*table.primary_key))
            ]
            for table in metadata.sorted_tables
            if table.name not in ("brand_versions", "audit_log")
        }


@pytest.fixture
def number(engine: Engine) -> int:
    """A campaign of a typed brand with two creators, one of them contacted."""
    brand = brands.add_brand(engine, name="Luma")
    made = campaigns.create(engine, "Spring", brand_id=brand.brand_id, brand_name="Luma", budget=70)
    for influencer_id in ("c1", "c2"):
        campaigns.add_member(
            engine, made.campaign_id, influencer_id, **{**ACCOUNT, "handle": influencer_id}
        )
    campaigns.set_state(engine, made.campaign_id, "c1", "contacted")
    campaigns.set_assumptions(engine, made.campaign_id, {"reach": 0.4})
    set_contact(engine, made.campaign_id, Contact("c1", "a@b.de", "email", date(2026, 11, 1), "x"))
    return made.campaign_id


def test_a_campaign_comes_back_whole(engine: Engine, number: int) -> None:
    before = everything(engine)
    removed = remove_campaign(engine, number)
    assert campaigns.campaigns(engine) == []
    assert contacts(engine, number) == {}
    restore(engine, removed)
    assert everything(engine) == before


def test_a_creator_comes_back_with_its_contact(engine: Engine, number: int) -> None:
    before = everything(engine)
    restore(engine, remove_member(engine, number, "c1"))
    assert everything(engine) == before


def test_a_brand_comes_back_with_its_campaign_and_what_it_did(engine: Engine, number: int) -> None:
    before = everything(engine)
    removed = remove_brand(engine, "own-luma")
    assert campaigns.campaign(engine, number).brand_id is None
    version = interactions.version(engine, "own-luma")
    restore(engine, removed)
    assert everything(engine) == before
    assert interactions.version(engine, "own-luma") > version


def test_what_cannot_come_back_says_why_and_changes_nothing(engine: Engine, number: int) -> None:
    removed = remove_campaign(engine, number)
    campaigns.create(engine, "SPRING")
    before = everything(engine)
    with pytest.raises(WorkspaceError, match="already"):
        restore(engine, removed)
    assert everything(engine) == before


def test_a_forgotten_creator_does_not_come_back(engine: Engine, number: int) -> None:
    removed = remove_member(engine, number, "c1")
    forget(engine, "c1", "c1", "instagram")
    with pytest.raises(WorkspaceError, match="forgotten"):
        restore(engine, removed)
    assert [member.influencer_id for member in campaigns.members(engine, number)] == ["c2"]


def test_a_creator_of_a_campaign_that_is_gone_does_not_come_back(
    engine: Engine, number: int
) -> None:
    removed = remove_member(engine, number, "c1")
    campaigns.delete(engine, number)
    with pytest.raises(NotFoundError):
        restore(engine, removed)
