"""Campaigns and their members follow their rules, and write down what was done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from core.errors import NotFoundError, WorkspaceError
from core.workspace import campaigns, interactions
from core.workspace.campaigns import Campaign
from core.workspace.forgotten import forget


def made(engine: Engine, name: str = "Spring", **values: Any) -> Campaign:
    return campaigns.create(engine, name, **values)


def add(engine: Engine, campaign: Campaign, influencer_id: str) -> bool:
    return campaigns.add_member(
        engine,
        campaign.campaign_id,
        influencer_id,
        handle=f"@{influencer_id}",
        name=influencer_id.upper(),
        platform="instagram",
    )


def kinds(engine: Engine, brand_id: str = "b1") -> list[str]:
    return list(interactions.recorded(engine, brand_id=brand_id)["kind"])


def test_a_campaign_comes_back_as_it_was_made(engine: Engine) -> None:
    first = made(engine, " Spring  launch ", brand_id="b1", brand_name="Luma", budget=1500)
    second = made(engine, "Autumn")
    assert first.name == "Spring launch"
    assert (first.budget, second.budget) == (1500.0, None)
    assert isinstance(first.budget, float)
    assert campaigns.campaigns(engine) == [second, first]
    assert campaigns.campaign(engine, first.campaign_id) == first
    assert campaigns.campaign_named(engine, "SPRING launch") == first


def test_a_campaign_keeps_its_brief_as_typed(engine: Engine) -> None:
    text = "8 skincare creators\nfrom Germany, under 5,000 €"
    with_brief, without = made(engine, "A", brief=f" {text}\x00 "), made(engine, "B")
    assert (with_brief.brief, without.brief) == (text, "")
    campaigns.set_brief(engine, without.campaign_id, "gamers")
    campaigns.set_brief(engine, with_brief.campaign_id, "  ")
    assert [one.brief for one in campaigns.campaigns(engine)] == ["gamers", ""]
    with pytest.raises(WorkspaceError, match="2,001 characters"):
        made(engine, "C", brief="x" * 2_001)
    with pytest.raises(NotFoundError):
        campaigns.set_brief(engine, 99, "gamers")


@pytest.mark.parametrize("name", ["", "   ", "\n\t", "x" * 121])
def test_a_name_must_be_there_and_fit(engine: Engine, name: str) -> None:
    with pytest.raises(WorkspaceError, match="name of the campaign"):
        made(engine, name)
    kept = made(engine, "x" * 120)
    with pytest.raises(WorkspaceError, match="name of the campaign"):
        campaigns.rename(engine, kept.campaign_id, name)
    assert campaigns.campaigns(engine) == [kept]


def test_a_name_is_taken_in_any_case(engine: Engine) -> None:
    first = made(engine, "Straße")
    other = made(engine, "Other")
    for name in ("straße", "STRASSE", " Straße "):
        with pytest.raises(WorkspaceError, match="already"):
            made(engine, name)
        with pytest.raises(WorkspaceError, match="already"):
            campaigns.rename(engine, other.campaign_id, name)
    campaigns.rename(engine, first.campaign_id, "STRASSE")
    assert [one.name for one in campaigns.campaigns(engine)] == ["Other", "STRASSE"]


@pytest.mark.parametrize("budget", [-0.01, float("nan"), float("inf"), 1e13])
def test_a_budget_is_a_sum_of_money(engine: Engine, budget: float) -> None:
    kept = made(engine, budget=0)
    with pytest.raises(WorkspaceError, match="Budget"):
        made(engine, "Other", budget=budget)
    with pytest.raises(WorkspaceError, match="Budget"):
        campaigns.set_budget(engine, kept.campaign_id, budget)
    assert campaigns.campaigns(engine) == [kept]
    campaigns.set_budget(engine, kept.campaign_id, 12.5)
    assert campaigns.campaign(engine, kept.campaign_id).budget == 12.5
    campaigns.set_budget(engine, kept.campaign_id, None)
    assert campaigns.campaign(engine, kept.campaign_id).budget is None


def test_a_creator_is_added_once_as_a_lead_and_the_brand_learns_of_it(engine: Engine) -> None:
    one = made(engine, brand_id="b1")
    assert add(engine, one, "c1") is True
    assert add(engine, one, "c1") is False
    (member,) = campaigns.members(engine, one.campaign_id)
    assert (member.handle, member.name, member.platform) == ("c1", "C1", "instagram")
    assert (member.state, member.note, member.price, member.posts_count) == ("lead", "", None, 1)
    assert member.added_at == member.changed_at
    assert kinds(engine) == ["campaign"]
    assert interactions.version(engine, "b1") == 1


def test_a_campaign_without_a_brand_records_nothing(engine: Engine) -> None:
    one = made(engine)
    add(engine, one, "c1")
    for state in campaigns.STATES:
        campaigns.set_state(engine, one.campaign_id, "c1", state)
    assert interactions.recorded(engine).empty


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (["contacted"], ["contact"]),
        (["contacted", "lead", "contacted"], ["contact"]),
        (["contacted", "agreed", "posted", "done"], ["contact", "collaboration"]),
        (["agreed", "contacted", "agreed"], ["collaboration", "contact"]),
        (["done"], ["collaboration"]),
        (["posted", "lead", "agreed"], ["collaboration"]),
        (["lead"], []),
    ],
)
def test_reaching_a_state_is_recorded_once_a_member(
    engine: Engine, states: list[str], expected: list[str]
) -> None:
    one = made(engine, brand_id="b1")
    add(engine, one, "c1")
    for state in states:
        campaigns.set_state(engine, one.campaign_id, "c1", state)
    assert kinds(engine) == ["campaign", *expected]
    assert campaigns.members(engine, one.campaign_id)[0].state == states[-1]


def test_a_note_a_price_and_the_posts_change_apart(engine: Engine) -> None:
    one = made(engine)
    add(engine, one, "c1")
    number = one.campaign_id
    campaigns.set_member(engine, number, "c1", note=" call\nback ", price=250)
    campaigns.set_member(engine, number, "c1", posts_count=3)
    (member,) = campaigns.members(engine, number)
    assert (member.note, member.price, member.posts_count) == ("call\nback", 250.0, 3)
    campaigns.set_member(engine, number, "c1", note="", price=0)
    (member,) = campaigns.members(engine, number)
    assert (member.note, member.price, member.posts_count) == ("", 0.0, 3)
    campaigns.set_member(engine, number, "c1", price="unknown")
    (member,) = campaigns.members(engine, number)
    assert member.price is None
    assert member.changed_at - member.added_at > timedelta(0)


def test_setting_what_is_set_is_no_change(engine: Engine) -> None:
    one = made(engine)
    add(engine, one, "c1")
    before = campaigns.members(engine, one.campaign_id)
    campaigns.set_state(engine, one.campaign_id, "c1", "lead")
    campaigns.set_member(engine, one.campaign_id, "c1", note="", posts_count=1)
    assert campaigns.members(engine, one.campaign_id) == before


@pytest.mark.parametrize(
    "bad",
    [
        {"price": -1.0},
        {"price": float("nan")},
        {"price": "cheap"},
        {"posts_count": 0},
        {"posts_count": 1001},
        {"posts_count": 1.5},
        {"note": "x" * 5001},
    ],
)
def test_what_is_out_of_range_changes_nothing(engine: Engine, bad: dict[str, Any]) -> None:
    one = made(engine)
    add(engine, one, "c1")
    before = campaigns.members(engine, one.campaign_id)
    with pytest.raises(WorkspaceError):
        campaigns.set_member(engine, one.campaign_id, "c1", **bad)
    with pytest.raises(WorkspaceError, match="found 'maybe'"):
        campaigns.set_state(engine, one.campaign_id, "c1", "maybe")
    assert campaigns.members(engine, one.campaign_id) == before


def test_members_are_listed_as_they_were_added(engine: Engine) -> None:
    one = made(engine)
    for influencer_id in ("c3", "c1", "c2"):
        add(engine, one, influencer_id)
    campaigns.remove_member(engine, one.campaign_id, "c1")
    add(engine, one, "c1")
    found = [member.influencer_id for member in campaigns.members(engine, one.campaign_id)]
    assert found == ["c3", "c2", "c1"]


def test_members_and_assumptions_go_with_their_campaign(engine: Engine) -> None:
    one = made(engine, brand_id="b1")
    add(engine, one, "c1")
    campaigns.set_assumptions(engine, one.campaign_id, {"reach": 2.0})
    campaigns.delete(engine, one.campaign_id)
    assert campaigns.campaigns(engine) == []
    assert campaigns.in_campaigns(engine, "b1") == frozenset()
    again = made(engine, brand_id="b1")
    assert again.campaign_id != one.campaign_id
    assert campaigns.members(engine, again.campaign_id) == []
    assert campaigns.members(engine, one.campaign_id) == []
    assert kinds(engine) == ["campaign"]  # what was done stays done


def test_creators_in_any_campaign_of_a_brand(engine: Engine) -> None:
    for name, brand_id, creators in (
        ("A", "b1", ("c1", "c2")),
        ("B", "b1", ("c2", "c3")),
        ("C", "b2", ("c4",)),
        ("D", None, ("c5",)),
    ):
        one = made(engine, name, brand_id=brand_id)
        for influencer_id in creators:
            add(engine, one, influencer_id)
    assert campaigns.in_campaigns(engine, "b1") == {"c1", "c2", "c3"}
    assert campaigns.in_campaigns(engine, "b2") == {"c4"}
    assert campaigns.in_campaigns(engine, "b3") == frozenset()


def test_assumptions_stand_over_the_defaults_one_by_one(engine: Engine) -> None:
    one, other = made(engine), made(engine, "Other")
    defaults = {"reach": 0.3, "cpm": 12.0}
    campaigns.set_assumptions(engine, one.campaign_id, {"reach": 0.5, "old": 1.0})
    campaigns.set_assumptions(engine, one.campaign_id, {"reach": 0.4})
    assert campaigns.assumptions(engine, one.campaign_id, defaults) == {"reach": 0.4, "cpm": 12.0}
    assert campaigns.assumptions(engine, other.campaign_id, defaults) == defaults
    with pytest.raises(WorkspaceError, match="Assumption 'cpm'"):
        campaigns.set_assumptions(engine, one.campaign_id, {"reach": 9.0, "cpm": -1.0})
    assert campaigns.assumptions(engine, one.campaign_id, defaults) == {"reach": 0.4, "cpm": 12.0}


def test_what_is_not_there_is_said_so(engine: Engine) -> None:
    one = made(engine)
    asks: list[Any] = [
        lambda number: campaigns.campaign(engine, number),
        lambda number: campaigns.rename(engine, number, "New"),
        lambda number: campaigns.set_budget(engine, number, 1.0),
        lambda number: campaigns.set_brand(engine, number, "b1", "Luma"),
        lambda number: campaigns.delete(engine, number),
        lambda number: campaigns.set_assumptions(engine, number, {}),
        lambda number: campaigns.add_member(
            engine, number, "c1", handle="c", name="c", platform="tiktok"
        ),
        lambda number: campaigns.set_state(engine, number, "c1", "done"),
        lambda number: campaigns.set_member(engine, number, "c1", note="x"),
        lambda number: campaigns.remove_member(engine, number, "c1"),
    ]
    for ask in asks:
        with pytest.raises(NotFoundError, match="no campaign number 999"):
            ask(999)
    for ask in asks[-3:]:
        with pytest.raises(NotFoundError, match="'c1' is not in this campaign"):
            ask(one.campaign_id)
    with pytest.raises(NotFoundError, match="no campaign 'Nope'"):
        campaigns.campaign_named(engine, "Nope")


def test_a_member_without_a_handle_or_name(engine: Engine) -> None:
    one = made(engine)
    with pytest.raises(WorkspaceError, match="handle"):
        campaigns.add_member(engine, one.campaign_id, "c", handle=" @ ", name="x", platform="")
    campaigns.add_member(engine, one.campaign_id, "c", handle="@mira", name=" ", platform="")
    (member,) = campaigns.members(engine, one.campaign_id)
    assert (member.name, member.platform) == ("mira", "unknown")


def test_a_creator_that_was_contacted_comes_in_as_contacted_and_is_noted_once(
    engine: Engine,
) -> None:
    interactions.record(engine, "b1", "c1", "contact")
    interactions.record(engine, "b2", "c2", "contact")
    one = made(engine, brand_id="b1")
    add(engine, one, "c1")
    add(engine, one, "c2")
    states = {m.influencer_id: m.state for m in campaigns.members(engine, one.campaign_id)}
    assert states == {"c1": "contacted", "c2": "lead"}
    campaigns.set_state(engine, one.campaign_id, "c1", "lead")
    campaigns.set_state(engine, one.campaign_id, "c1", "contacted")
    assert sorted(kinds(engine)) == ["campaign", "campaign", "contact"]


def test_a_forgotten_creator_is_not_added_again(engine: Engine) -> None:
    one = made(engine)
    forget(engine, "c1", "c1", "instagram")
    with pytest.raises(WorkspaceError, match="was forgotten"):
        add(engine, one, "c1")
    assert campaigns.members(engine, one.campaign_id) == []
