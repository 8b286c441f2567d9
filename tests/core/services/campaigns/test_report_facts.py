"""What a campaign report says: reasons, what was ruled out, nobody who was forgotten."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.features.pictures.describing import describe
from core.models.campaign.assumptions import Assumptions
from core.models.campaign.constraints import Constraints
from core.pipeline.pictures.rows import keep_pictures
from core.services.campaigns.best_set import best_set
from core.services.campaigns.candidates import PlanOptions
from core.services.campaigns.report_facts import CampaignFacts, campaign_facts
from core.services.campaigns.ruled_out import SearchedSet
from core.services.campaigns.view import campaign_brand
from core.services.session import open_session
from core.settings import Settings
from core.store import builds
from core.store.connect import open_store
from core.workspace import campaigns
from core.workspace.campaigns import Campaign
from core.workspace.database import workspace
from core.workspace.forgotten import forget
from core.workspace.members import members_frame
from tests.support.growth_rows import plant_evidence
from tests.support.pictures import picture
from tests.support.small_build import make_small_build


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings.from_env(tmp_path)
    make_small_build(settings)
    plant_evidence(settings)
    return settings


def _campaign(
    settings: Settings, *ids: str, brand: str | None = "b0", budget: float | None = 50.0
) -> Campaign:
    engine = workspace(settings)
    campaign = campaigns.create(
        engine, "Spring", brand_id=brand, brand_name="Luma Skincare", budget=budget
    )
    for influencer_id in ids:
        campaigns.add_member(
            engine,
            campaign.campaign_id,
            influencer_id,
            handle=f"handle{int(influencer_id[1:])}",
            name=influencer_id,
            platform="instagram",
        )
    return campaign


def _facts(
    settings: Settings, campaign: Campaign, searched: SearchedSet | None = None
) -> CampaignFacts:
    build = builds.current_build(settings)
    with open_session(settings) as session:
        return campaign_facts(session, workspace(settings), campaign, build, searched)


def test_rules_count_each_creator_once_and_leave_members_out(settings: Settings) -> None:
    facts = _facts(settings, _campaign(settings, "c003"))
    ruled_out = facts.ruled_out
    assert (ruled_out.from_best_set, ruled_out.looked_at_count) == (False, 59)
    counts = dict(ruled_out.counts)
    assert counts["growth worth checking"] == 1
    assert counts["no price is known"] == 1
    assert sum(counts.values()) <= 59
    assert "c003" not in {one.influencer_id for one in ruled_out.examples}
    unusual = next(one for one in ruled_out.examples if one.influencer_id == "c008")
    assert unusual.why == "growth worth checking (93%)"
    dear = next(one for one in ruled_out.examples if "whole budget of €50" in one.why)
    # The rule goes by what one post may cost; the words say what is listed or estimated.
    assert dear.price.endswith(("listed", "estimated"))


def test_a_country_of_the_creator_is_not_said_to_be_that_of_the_audience(
    settings: Settings,
) -> None:
    store = open_store(builds.current_build(settings).store_file, settings, read_only=False)
    store.execute("UPDATE influencers SET country = 'FR', audience_country = NULL")
    store.execute("UPDATE influencers SET audience_country = 'AT' WHERE influencer_id = 'c004'")
    store.close()
    facts = _facts(settings, _campaign(settings, "c003", "c004"))
    assert [one.country for one in facts.creators] == ["", "Austria"]


def test_without_a_budget_nobody_is_over_it(settings: Settings) -> None:
    facts = _facts(settings, _campaign(settings, brand=None, budget=None))
    assert set(dict(facts.ruled_out.counts)) == {"growth worth checking", "no price is known"}
    assert "budget" not in facts.ruled_out.how


@pytest.mark.slow
def test_the_best_set_says_who_is_left_out_where_it_was_searched(settings: Settings) -> None:
    campaign = _campaign(settings, "c003", budget=3_000.0)
    engine = workspace(settings)
    members = members_frame(campaigns.members(engine, campaign.campaign_id))
    constraints = Constraints(budget=3_000.0, at_most=3, must=frozenset({"c003"}))
    with open_session(settings) as session:
        best = best_set(
            session,
            campaign_brand(session, engine, campaign),
            members,
            Assumptions(),
            PlanOptions(goal="fit"),
            constraints,
            app_interactions=members.head(0),
            points={},
        )
    ruled_out = _facts(settings, campaign, SearchedSet(best, constraints)).ruled_out
    assert ruled_out.from_best_set
    assert dict(ruled_out.counts) == best.plan.excluded
    assert "the budget of €3,000" in ruled_out.how
    assert "at most 3 creators" in ruled_out.how
    missing = [one for one in best.plan.chosen["influencer_id"] if one != "c003"]
    assert [one.influencer_id for one in ruled_out.examples] == [
        *missing,
        *(one.influencer_id for one in best.plan.left_out),
    ]
    of_set = f"{len(missing)} of its {len(best.plan.chosen)} creators are not in the campaign"
    assert of_set in ruled_out.how
    assert all(one.why for one in ruled_out.examples)
    assert any(one.loss for one in ruled_out.examples)


@pytest.mark.slow
def test_who_was_forgotten_is_in_no_report(settings: Settings) -> None:
    campaign = _campaign(settings, "c003", "c004")
    before = _facts(settings, campaign)
    assert "c008" in {one.influencer_id for one in before.ruled_out.examples}
    for number in (8, 4):
        forget(workspace(settings), f"c{number:03d}", f"handle{number}", "youtube")
    after = _facts(settings, campaign)
    assert "c008" not in {one.influencer_id for one in after.ruled_out.examples}
    assert [one.influencer_id for one in after.creators] == ["c003"]


@pytest.mark.slow
def test_reasons_come_from_brand_and_data_and_none_repeats_the_verdict(settings: Settings) -> None:
    facts = _facts(settings, _campaign(settings, "c003", "c008", "c004"))
    mira, unusual, other = facts.creators
    assert "same category" in mira.reasons
    assert any(reason.startswith("fits ") for reason in mira.reasons)
    assert "other country" not in mira.reasons
    assert unusual.verdict.status == "unusual"
    assert not any("growth" in caution.lower() for caution in unusual.cautions)
    assert "same category" not in other.reasons


@pytest.mark.slow
def test_without_a_brand_no_encoder_is_needed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def loaded(*_: object) -> None:
        raise AssertionError("the encoder was loaded")

    monkeypatch.setattr("core.services.encoder.encoder", loaded)
    facts = _facts(settings, _campaign(settings, "c003", brand=None))
    assert facts.brand is None
    assert not any(reason.startswith("fits ") for reason in facts.creators[0].reasons)


@pytest.mark.slow
def test_a_brand_that_is_gone_leaves_its_name(settings: Settings) -> None:
    facts = _facts(settings, _campaign(settings, "c003", brand="own-deleted"))
    assert (facts.brand, facts.brand_name) == (None, "Luma Skincare")


@pytest.mark.slow
def test_figures_of_one_creator_are_those_of_a_campaign_of_one(settings: Settings) -> None:
    facts = _facts(settings, _campaign(settings, "c003"))
    assert facts.creators[0].totals == facts.view.totals


@pytest.mark.slow
def test_creators_show_a_picture_of_a_post_that_no_other_shows(settings: Settings) -> None:
    con = open_store(builds.current_build(settings).store_file, settings, read_only=False)
    features = describe([picture(0), picture(1)])
    keep_pictures(con, features)
    first, second = (made.picture_id for made in features.thumbnails if made is not None)
    for influencer_id, shown in (("c003", [first]), ("c004", [first, second]), ("c005", [first])):
        posts = con.execute(
            """SELECT post_id FROM posts WHERE influencer_id = $id
               ORDER BY posted_at DESC, post_id LIMIT 2""",
            {"id": influencer_id},
        ).fetchall()
        for (post_id,), picture_id in zip(posts, shown, strict=False):
            con.execute(
                "INSERT INTO post_pictures VALUES (?, ?, ?)", [post_id, influencer_id, picture_id]
            )
    con.close()
    con = open_store(builds.current_build(settings).store_file, settings, read_only=False)
    con.execute("INSERT INTO avatars VALUES ('c007', $jpeg)", {"jpeg": picture(5)})
    con.close()
    campaign = _campaign(settings, "c003", "c004", "c005", "c007")
    drawn = _facts(settings, campaign)
    assert all(creator.has_portrait for creator in drawn.creators)
    with open_session(settings) as session:
        real = replace(session, is_demo=False)
        build = builds.current_build(settings)
        facts = campaign_facts(real, workspace(settings), campaign, build, None)
    pictures = [creator.picture for creator in facts.creators]
    assert pictures[0] is not None
    assert pictures[1] is not None
    assert pictures[0] != pictures[1]
    assert pictures[2:] == [None, picture(5)]
    assert [creator.has_portrait for creator in facts.creators] == [False, False, False, True]
