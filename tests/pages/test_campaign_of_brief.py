"""A campaign that was made of a brief: its line, its form, and Compare for the same brief."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.domain.accounts import Account
from core.services.session import open_session
from core.settings import Settings
from core.workspace import campaigns
from core.workspace.campaigns import Campaign
from core.workspace.database import Engine, workspace
from tests.support.opening import opened, texts
from tests.support.small_build import make_small_build

BRIEF = "4 Glow creators from Germany, nano or micro, under €900 in all"


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("campaign_of_brief")
    make_small_build(Settings.from_env(folder))
    return folder


@pytest.fixture(autouse=True)
def _use_data(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(data_dir))
    monkeypatch.setenv("SCOUT_WORKSPACE_URL", f"sqlite:///{tmp_path}/workspace.db")


def engine() -> Engine:
    return workspace(Settings.from_env())


def made(brief: str = BRIEF, brand: str | None = None) -> Campaign:
    return campaigns.create(engine(), "Glow DE", brand_id=brand, budget=900.0, brief=brief)


def test_the_page_says_what_the_campaign_was_made_for_and_leads_back() -> None:
    app = opened("campaigns", campaign=str(made().campaign_id))
    assert "Brief: “4 Glow creators" in texts(app).replace("\\", "")
    [link] = [one for one in app.get("page_link") if one.proto.label == "Who it finds today"]
    assert "brief=4+Glow+creators" in link.proto.query_string
    assert "Brief:" not in texts(opened("campaigns", campaign=str(_without())))


def _without() -> int:
    return campaigns.create(engine(), "None").campaign_id


def test_the_brief_is_changed_with_the_name_and_the_budget() -> None:
    campaign = made()
    app = opened("campaigns", campaign=str(campaign.campaign_id))
    app.session_state["campaign_edit_open"] = True
    app.run()
    key = f"campaign_brief_{campaign.campaign_id}"
    assert app.text_area(key=key).value == BRIEF
    app.text_area(key=key).set_value("gamers from France")
    next(button for button in app.button if button.label == "Save").click().run()
    assert not app.exception
    assert campaigns.campaign(engine(), campaign.campaign_id).brief == "gamers from France"


@pytest.mark.slow
def test_the_best_set_starts_from_the_brief(data_dir: Path) -> None:
    campaign = made(brand="b1")  # a brand of pasta, which the brief outweighs
    app = opened("campaigns", campaign=str(campaign.campaign_id), campaign_section="Best set")
    number = campaign.campaign_id
    assert app.selectbox(key=f"plan_goal_{number}").value == "fit"
    assert app.number_input(key=f"plan_at_most_{number}").value == 4
    assert app.selectbox(key=f"plan_country_{number}").value is None
    app.checkbox(key=f"plan_filters_{number}")
    next(button for button in app.button if button.label == "Find the best set").click().run()
    assert not app.exception
    chosen = app.dataframe[0].value
    assert 1 <= len(chosen) <= 4
    assert set(chosen["niche"]) == {"Glow"}


@pytest.mark.slow
def test_creators_are_compared_for_the_brief_of_the_link() -> None:
    ids = "c003,c006"
    with_brief = opened("compare", creators=ids, brief=BRIEF, brand="b1")
    said = texts(with_brief).replace("\\", "")
    assert "Compared for the brief “4 Glow creators" in said
    assert "Fit with the brief" in said
    with_brief.button(key="compare_without_brief").click().run()
    assert not with_brief.exception
    said = texts(with_brief).replace("\\", "")
    assert "Fit with the brief" not in said
    assert "Fit with " in said
    # A brief that is about nothing leaves the fit to the brand.
    about_nothing = opened("compare", creators=ids, brief="5 creators", brand="b1")
    assert "Fit with the brief" not in texts(about_nothing)


def test_a_campaign_brings_its_brief_to_the_comparison() -> None:
    campaign = made()
    for influencer_id in ("c003", "c006"):
        campaigns.add_member(
            engine(),
            campaign.campaign_id,
            influencer_id,
            handle=influencer_id,
            name=influencer_id,
            platform="tiktok",
        )
    app = opened("compare")
    app.selectbox(key="compare_source").set_value(("campaign", campaign.campaign_id)).run()
    assert not app.exception
    assert app.query_params["brief"] in (BRIEF, [BRIEF])


def test_who_was_added_outside_the_brief_is_said_on_the_board_and_compared_last(
    data_dir: Path,
) -> None:
    campaign = made()
    with open_session(Settings.from_env(data_dir)) as session:
        rows = session.con.execute(
            """SELECT min_by(influencer_id, influencer_id) FILTER (country = 'FR'),
                      min_by(influencer_id, influencer_id) FILTER (country = 'DE')
               FROM influencers i JOIN influencer_niches m USING (influencer_id)
               JOIN niches n USING (niche_id) JOIN profile_stats s USING (influencer_id)
               WHERE n.name = 'Glow' AND s.tier IN ('nano', 'micro')"""
        ).fetchone()
    assert rows is not None
    for influencer_id in rows:
        campaigns.add_member(
            engine(),
            campaign.campaign_id,
            influencer_id,
            handle=influencer_id,
            name=influencer_id,
            platform="tiktok",
        )
    app = opened("campaigns", campaign=str(campaign.campaign_id))
    said = texts(app).replace("\\", "")
    assert "Outside the brief: " in said
    assert said.count("(not met: Germany)") == 1
    compared = opened("compare", creators=",".join(rows), brief=BRIEF)
    assert "who alone meets the brief" in texts(compared).replace("\\", "")


def test_a_full_campaign_of_a_brief_weighs_others_too() -> None:
    campaign = made()
    with open_session(Settings.from_env()) as session:
        accounts = [Account(row, row, row, "tiktok") for row in session.creator_ids()[:4].tolist()]
    campaigns.add_members(engine(), campaign.campaign_id, accounts[:3])
    keep = f"plan_keep_{campaign.campaign_id}"
    section = {"campaign": str(campaign.campaign_id), "campaign_section": "Best set"}
    assert opened("campaigns", **section).checkbox(key=keep).value is True
    campaigns.add_members(engine(), campaign.campaign_id, accounts[3:])
    app = opened("campaigns", **section)
    assert app.checkbox(key=keep).value is False
    assert app.number_input(key=f"plan_at_most_{campaign.campaign_id}").value == 4
