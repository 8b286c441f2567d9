"""Contacts of members, names of niches."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from core.errors import NotFoundError, WorkspaceError
from core.workspace import campaigns
from core.workspace.forgotten import forget
from core.workspace.records.contacts import Contact, contacts, set_contact
from core.workspace.records.niche_names import niche_names, rename_niche


@pytest.fixture
def number(engine: Engine) -> int:
    made = campaigns.create(engine, "Spring")
    for name in ("mira", "zora"):
        campaigns.add_member(
            engine, made.campaign_id, name, handle=name, name=name, platform="tiktok"
        )
    return made.campaign_id


def test_a_contact_is_replaced_and_needs_a_member(engine: Engine, number: int) -> None:
    set_contact(engine, number, Contact("mira", " a@b.de\n", "email", None, ""))
    later = Contact("mira", "+49 1", "phone", date(2026, 11, 2), "rings  back")
    assert contacts(engine, number)["mira"].address == "a@b.de"
    set_contact(engine, number, later)
    assert contacts(engine, number) == {"mira": later}
    with pytest.raises(NotFoundError):
        set_contact(engine, number, Contact("nobody", "", "email", None, ""))
    with pytest.raises(WorkspaceError, match="channel"):
        set_contact(engine, number, Contact("mira", "", "pigeon", None, ""))


def test_a_forgotten_creator_leaves_no_contact_and_no_mention(engine: Engine, number: int) -> None:
    set_contact(engine, number, Contact("mira", "m@b.de", "email", None, ""))
    set_contact(engine, number, Contact("zora", "", "email", None, "knows @mira well"))
    report = forget(engine, "mira", "mira", "tiktok")
    assert {name: kept.note for name, kept in contacts(engine, number).items()} == {
        "zora": "knows … well"
    }
    assert report.notes_count == 1


def test_a_niche_has_the_name_people_gave_it_until_it_is_reset(engine: Engine) -> None:
    rename_niche(engine, "Food & cooking", "Home cooks")
    rename_niche(engine, "Pets", "Animals")
    assert niche_names(engine) == {"Food & cooking": "Home cooks", "Pets": "Animals"}
    with pytest.raises(WorkspaceError, match="already"):
        rename_niche(engine, "Pets", "home COOKS")
    rename_niche(engine, "Food & cooking", "Food & cooking")
    assert niche_names(engine) == {"Pets": "Animals"}
