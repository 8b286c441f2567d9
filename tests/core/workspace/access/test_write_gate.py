"""Each role, each kind of write; and the line of the audit log that a write leaves."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import Engine, select, text

from core import access
from core.access import Actor, Hooks, Role
from core.domain.accounts import Account
from core.errors import AccessError, StoreError, WorkspaceError
from core.settings import Settings
from core.store import jobs, publishing, retention
from core.store.uploads import keep_upload
from core.workspace import assumptions, brands, campaigns, interactions
from core.workspace.access import audit, users
from core.workspace.access.write_gate import _ROLES
from core.workspace.database import reading, writing
from core.workspace.forgotten import forget
from core.workspace.records.contacts import Contact, set_contact
from core.workspace.records.demo_rows import clear_demo
from core.workspace.records.niche_names import rename_niche
from core.workspace.saved import searches, shortlists
from core.workspace.schema import audit_log, metadata, shortlist_members
from core.workspace.values import now

CREATOR = Account("c9", "zora", "Zora", "tiktok")
Write = Callable[[Engine, Settings], Any]


def _campaign(engine: Engine) -> int:
    with access.acting_as(access.SERVER):
        made = campaigns.create(engine, "Kept")
        campaigns.add_member(
            engine, made.campaign_id, "c9", handle="zora", name="Zora", platform=""
        )
    return made.campaign_id


def _contact(engine: Engine, _: Settings) -> None:
    set_contact(engine, _campaign(engine), Contact("c9", "z@x.de", "email", None, "hello"))


EDITS: dict[str, Write] = {
    "campaign": lambda engine, _: campaigns.create(engine, "Spring"),
    "campaign name": lambda engine, _: campaigns.rename(engine, _campaign(engine), "May"),
    "state": lambda engine, _: campaigns.set_state(engine, _campaign(engine), "c9", "agreed"),
    "assumptions": lambda engine, _: assumptions.set_assumptions(
        engine, _campaign(engine), {"reach": 0.4}
    ),
    "contact": _contact,
    "shortlist": lambda engine, _: shortlists.create(engine, "Picks"),
    "search": lambda engine, _: searches.save_search(engine, "S", page="rising", parameters=[]),
    "brand": lambda engine, _: brands.add_brand(engine, name="Luma"),
    "interaction": lambda engine, _: interactions.record(engine, "b1", "c9", "view"),
}
ADMINISTRATION: dict[str, Write] = {
    "points": lambda engine, _: interactions.set_points(engine, {"view": 2.0}),
    "niche name": lambda engine, _: rename_niche(engine, "Beauty", "Skin"),
    "forget": lambda engine, _: forget(engine, "c9", "zora", "tiktok"),
    "user": lambda engine, _: users.add_user(engine, "Bo", Role.VIEWER, None),
    "demo reset": lambda engine, _: clear_demo(engine),
    "job": lambda _, settings: jobs.start_job(settings, "Rebuild", ["build"]),
    "publish": lambda _, settings: publishing.put_in_use(settings, "x"),
    "delete build": lambda _, settings: retention.remove_build(settings, "x"),
    "prune": lambda _, settings: retention.prune(settings),
    "upload": lambda _, settings: keep_upload(settings, "1", "a.csv", BytesIO(b"a"), 1),
}


def everything(engine: Engine) -> dict[str, list[Any]]:
    with reading(engine) as con:
        return {
            table.name: [tuple(row) for row in con.execute(select(table)).all()]
            for table in metadata.sorted_tables
            if table.name not in ("campaigns", "campaign_members", "audit_log")
        }


def as_role(role: Role | None) -> Any:
    return access.acting_as(Actor("Ana", role))


@pytest.mark.parametrize("what", EDITS)
@pytest.mark.parametrize("role", [None, Role.VIEWER, Role.EDITOR, Role.ADMIN])
def test_editors_and_admins_edit_and_nobody_else(
    engine: Engine, settings: Settings, role: Role | None, what: str
) -> None:
    before = everything(engine)
    if role is not None and role >= Role.EDITOR:
        with as_role(role):
            EDITS[what](engine, settings)
        assert audit.lines(engine)[0].actor == "Ana"
        return
    with as_role(role), pytest.raises(AccessError):
        EDITS[what](engine, settings)
    assert everything(engine) == before
    assert not [line for line in audit.lines(engine) if line.actor == "Ana"]


@pytest.mark.parametrize("what", ADMINISTRATION)
@pytest.mark.parametrize("role", [None, Role.VIEWER, Role.EDITOR])
def test_what_takes_an_admin_is_refused_to_everybody_else(
    engine: Engine, settings: Settings, role: Role | None, what: str
) -> None:
    before = everything(engine)
    with as_role(role), pytest.raises(AccessError):
        ADMINISTRATION[what](engine, settings)
    assert everything(engine) == before
    assert not settings.jobs_dir.exists()
    assert not settings.imports_dir.exists()


@pytest.mark.parametrize("what", ["points", "niche name", "forget", "user", "prune", "upload"])
def test_an_admin_may_do_it(engine: Engine, settings: Settings, what: str) -> None:
    with as_role(Role.ADMIN):
        ADMINISTRATION[what](engine, settings)


@pytest.mark.parametrize("what", ["publish", "delete build"])
def test_an_admin_is_told_that_there_is_no_such_build(
    engine: Engine, settings: Settings, what: str
) -> None:
    with as_role(Role.ADMIN), pytest.raises(StoreError, match="x"):
        ADMINISTRATION[what](engine, settings)


def test_a_table_that_nobody_listed_takes_an_admin(engine: Engine) -> None:
    assert set(_ROLES) < set(metadata.tables)
    assert "users" not in _ROLES
    assert "audit_log" not in _ROLES


def test_an_editor_cannot_write_the_audit_log(engine: Engine) -> None:
    with as_role(Role.EDITOR), pytest.raises(AccessError), writing(engine) as con:
        con.execute(audit_log.delete())


def test_one_transaction_leaves_one_line_with_counts_and_numbers(engine: Engine) -> None:
    hooks = Hooks(lambda: Actor("Ana", Role.EDITOR), lambda: "20261129T1-ab")
    with access.hooked(hooks):
        made = shortlists.create(engine, "Picks")
        shortlists.add_creators(
            engine, made.shortlist_id, [CREATOR, Account("c2", "bo", "Bo", "tiktok")]
        )
        shortlists.remove_creators(engine, made.shortlist_id, ("c2",))
        shortlists.add_creators(engine, made.shortlist_id, [CREATOR])  # is there already
    again, removed, added, _ = audit.lines(engine)
    assert (added.actor, added.build_id) == ("Ana", "20261129T1-ab")
    assert f"added 2 creators of shortlists (shortlist {made.shortlist_id})" in added.what
    assert f"deleted 1 creator of shortlists (shortlist {made.shortlist_id})" in removed.what
    assert "added" not in again.what


def test_what_changed_nothing_leaves_no_line(engine: Engine) -> None:
    with writing(engine) as con:
        con.execute(shortlist_members.delete())
    assert audit.lines(engine) == []


def test_a_line_stands_or_falls_with_its_transaction(engine: Engine) -> None:
    campaigns.create(engine, "Spring")
    with pytest.raises(WorkspaceError):
        campaigns.create(engine, "SPRING")  # the name is taken
    with pytest.raises(ZeroDivisionError):
        _half_done(engine)
    number = campaigns.campaigns(engine)[0].campaign_id
    assert [line.what for line in audit.lines(engine)] == [f"added 1 campaign (campaign {number})"]


def test_a_line_carries_the_number_of_what_is_new(engine: Engine) -> None:
    campaign = campaigns.create(engine, "Spring").campaign_id
    shortlist = shortlists.create(engine, "Picks").shortlist_id
    search = searches.save_search(engine, "Nano", page="rising", parameters=[]).search_id
    assert [line.what for line in audit.lines(engine)] == [
        f"added 1 saved search (search {search})",
        f"added 1 shortlist (shortlist {shortlist})",
        f"added 1 campaign (campaign {campaign})",
    ]


def _half_done(engine: Engine) -> None:
    values = {"name": "A", "name_key": "a", "created_at": now(), "changed_at": now()}
    with writing(engine) as con:
        con.execute(metadata.tables["shortlists"].insert(), values)
        raise ZeroDivisionError


def test_no_line_names_a_creator(engine: Engine, settings: Settings) -> None:
    number = _campaign(engine)
    campaigns.set_member(engine, number, "c9", note="@zora said yes", price=90.0)
    set_contact(engine, number, Contact("c9", "z@x.de", "email", None, "of @zora"))
    interactions.record(engine, "b1", "c9", "view")
    searches.save_search(engine, "like @zora", page="rising", parameters=[("creator", "c9")])
    forget(engine, "c9", "zora", "tiktok")
    text = " ".join(line.what for line in audit.lines(engine))
    assert "mark" in text
    assert "zora" not in text
    assert "c9" not in text


@pytest.mark.parametrize("role", [None, Role.VIEWER, Role.EDITOR])
def test_a_change_written_in_letters_takes_an_admin(engine: Engine, role: Role | None) -> None:
    number = _campaign(engine)
    change = text("  UPDATE campaigns SET name = 'x'")
    with as_role(role), pytest.raises(AccessError), writing(engine) as con:
        con.execute(change)
    with as_role(Role.VIEWER), reading(engine) as con:
        assert con.execute(text("SELECT name FROM campaigns")).scalar_one() == "Kept"
    assert campaigns.campaign(engine, number).name == "Kept"
