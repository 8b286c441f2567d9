"""Shortlists keep creators under a name, and a deleted one comes back whole."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from core.domain.accounts import Account
from core.errors import NotFoundError, WorkspaceError
from core.workspace.forgotten import forget
from core.workspace.saved import shortlists

ZORA = Account("c2", "@Zora", "Zora", "tiktok")
MIRA = Account("c1", "mira", " ", "")


def filled(engine: Engine, name: str = "Spring picks") -> int:
    made = shortlists.create(engine, name, brand_id="b1", brand_name="Luma")
    shortlists.add_creators(engine, made.shortlist_id, [ZORA, MIRA])
    return made.shortlist_id


def ids(engine: Engine, shortlist_id: int) -> list[str]:
    return [row.influencer_id for row in shortlists.creators_of(engine, shortlist_id)]


def test_creators_stay_in_the_order_in_which_they_were_added(engine: Engine) -> None:
    number = filled(engine)
    zora, mira = shortlists.creators_of(engine, number)
    assert (zora.handle, zora.name, zora.platform, zora.note) == ("Zora", "Zora", "tiktok", "")
    assert (mira.handle, mira.name, mira.platform) == ("mira", "mira", "unknown")
    assert shortlists.add_creators(engine, number, [MIRA, Account("c3", "bo", "Bo", "x")]) == ["c3"]
    assert ids(engine, number) == ["c2", "c1", "c3"]
    (row,) = shortlists.all_shortlists(engine)
    assert (row.name, row.brand_id, row.brand_name, row.creators_count) == (
        "Spring picks", "b1", "Luma", 3)  # fmt: skip
    assert row.changed_at > row.created_at
    assert shortlists.shortlist_named(engine, "SPRING  picks") == row
    assert shortlists.shortlist(engine, number) == row


def test_the_last_changed_comes_first(engine: Engine) -> None:
    first, second = filled(engine, "First"), filled(engine, "Second")
    assert [row.shortlist_id for row in shortlists.all_shortlists(engine)] == [second, first]
    shortlists.set_note(engine, first, "c1", " asks for a contract ")
    assert [row.shortlist_id for row in shortlists.all_shortlists(engine)] == [first, second]
    assert shortlists.creators_of(engine, first)[1].note == "asks for a contract"


@pytest.mark.parametrize("name", ["", " \n", "x" * 121])
def test_a_name_must_be_there_fit_and_be_free(engine: Engine, name: str) -> None:
    number = filled(engine, "Straße")
    with pytest.raises(WorkspaceError, match="name of the shortlist"):
        shortlists.create(engine, name)
    with pytest.raises(WorkspaceError, match="name of the shortlist"):
        shortlists.rename(engine, number, name)
    with pytest.raises(WorkspaceError, match="already"):
        shortlists.create(engine, "STRASSE")
    shortlists.rename(engine, number, "STRASSE")
    assert [row.name for row in shortlists.all_shortlists(engine)] == ["STRASSE"]


def test_a_deleted_shortlist_comes_back_with_its_notes(engine: Engine) -> None:
    number = filled(engine)
    shortlists.set_note(engine, number, "c1", "first choice")
    before, members = shortlists.shortlist(engine, number), shortlists.creators_of(engine, number)
    deleted = shortlists.remove_shortlist(engine, number)
    assert shortlists.all_shortlists(engine) == []
    assert shortlists.creators_of(engine, number) == []
    assert shortlists.restore(engine, deleted) == before
    assert shortlists.creators_of(engine, number) == members
    with pytest.raises(WorkspaceError, match="already"):  # a second click on Undo
        shortlists.restore(engine, deleted)


def test_creators_taken_off_come_back_in_their_places(engine: Engine) -> None:
    number = filled(engine)
    shortlists.set_note(engine, number, "c2", "first choice")
    before = shortlists.creators_of(engine, number)
    gone = shortlists.remove_creators(engine, number, ["c2", "nobody"])
    assert ids(engine, number) == ["c1"]
    shortlists.put_back(engine, number, gone)
    assert shortlists.creators_of(engine, number) == before


def test_what_is_not_there_is_said(engine: Engine) -> None:
    number = filled(engine)
    for call in (
        lambda: shortlists.shortlist(engine, 99),
        lambda: shortlists.rename(engine, 99, "New"),
        lambda: shortlists.remove_shortlist(engine, 99),
        lambda: shortlists.add_creators(engine, 99, [ZORA]),
        lambda: shortlists.remove_creators(engine, 99, ["c1"]),
        lambda: shortlists.shortlist_named(engine, "Nothing"),
        lambda: shortlists.set_note(engine, number, "c9", "note"),
    ):
        with pytest.raises(NotFoundError):
            call()
    assert ids(engine, number) == ["c2", "c1"]


def test_nobody_forgotten_gets_back_onto_a_shortlist(engine: Engine) -> None:
    number = filled(engine)
    shortlists.set_note(engine, number, "c1", "friend of @Zora, not of @zora.two")
    deleted = shortlists.remove_shortlist(engine, filled(engine, "Other"))
    report = forget(engine, "c2", "zora", "tiktok")
    assert (report.shortlists, report.campaigns, report.notes_count) == (("Spring picks",), (), 1)
    (mira,) = shortlists.creators_of(engine, number)
    assert mira.note == "friend of …, not of @zora.two"
    with pytest.raises(WorkspaceError, match="forgotten"):
        shortlists.add_creators(engine, number, [Account("c3", "bo", "Bo", "tiktok"), ZORA])
    with pytest.raises(WorkspaceError, match="forgotten"):
        shortlists.restore(engine, deleted)
    assert ids(engine, number) == ["c1"]
    assert len(shortlists.all_shortlists(engine)) == 1


@pytest.mark.slow
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.lists(
        st.tuples(st.booleans(), st.lists(st.sampled_from("abcd"), max_size=3)), max_size=8
    )
)
def test_a_shortlist_holds_what_a_list_holds(
    engine: Engine, changes: list[tuple[bool, list[str]]]
) -> None:
    for row in shortlists.all_shortlists(engine):
        shortlists.remove_shortlist(engine, row.shortlist_id)
    number = shortlists.create(engine, "Any").shortlist_id
    expected: list[str] = []
    for is_added, names in changes:
        if is_added:
            accounts = [Account(name, name, name, "tiktok") for name in names]
            new = [name for name in dict.fromkeys(names) if name not in expected]
            assert shortlists.add_creators(engine, number, accounts) == new
            expected += new
        else:
            gone = shortlists.remove_creators(engine, number, names)
            assert {row.influencer_id for row in gone} == set(names) & set(expected)
            expected = [name for name in expected if name not in names]
    assert ids(engine, number) == expected
    assert shortlists.shortlist(engine, number).creators_count == len(expected)
