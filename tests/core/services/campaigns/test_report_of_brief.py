"""A campaign that was made of a brief: its report ranks, explains and rules out by the brief."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pptx import Presentation

from core.models.campaign.eligible import UNUSUAL_GROWTH
from core.report.campaign.slides import campaign_slides
from core.report.campaign.words import brief_line
from core.services.brief.answer import BriefQuestion, answer
from core.services.brief.campaign_brief import campaign_brief
from core.services.brief.reading import read_brief
from core.services.brief.scope import NO_CAMPAIGNS, EarlierCampaigns, creators_of_campaigns
from core.services.campaigns.adding import add_creators, campaign_with
from core.services.campaigns.report_facts import CampaignFacts, campaign_facts
from core.services.campaigns.ruled_out_by_brief import IN_PLAN, NOT_CHOSEN
from core.services.session import BuildSession, open_session
from core.settings import Settings
from core.store import builds
from core.workspace import campaigns
from core.workspace.campaigns import Campaign
from core.workspace.database import Engine, workspace
from tests.support.growth_rows import plant_evidence
from tests.support.small_build import make_small_build

MADE_AT = datetime(2026, 12, 1, tzinfo=UTC)
BRIEF = "4 Glow creators from Germany, nano or micro, under €900 in all, not in our last campaign"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = Settings.from_env(tmp_path_factory.mktemp("report_of_brief"))
    make_small_build(made)
    plant_evidence(made)
    return made


@pytest.fixture
def session(settings: Settings) -> Iterator[BuildSession]:
    with open_session(settings) as opened:
        yield opened


@pytest.fixture
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return workspace(Settings.from_env(tmp_path_factory.mktemp("workspace")))


def earlier(session: BuildSession, engine: Engine, text: str) -> EarlierCampaigns:
    names = read_brief(session, text).constraints.exclude_campaigns
    return creators_of_campaigns(session, engine, names, None, brief=text)


def planned(session: BuildSession, engine: Engine, text: str = BRIEF) -> list[str]:
    parsed = read_brief(session, text)
    question = BriefQuestion(
        parsed.constraints, parsed.meaning, None, earlier(session, engine, text)
    )
    return list(answer(session, question).best.plan.chosen["influencer_id"])


def made(session: BuildSession, engine: Engine, ids: list[str], text: str = BRIEF) -> Campaign:
    rows = session.con.execute(
        """SELECT influencer_id, handle, name, platform FROM influencers
           WHERE list_contains($ids::VARCHAR[], influencer_id) ORDER BY influencer_id""",
        {"ids": ids},
    ).df()
    return campaign_with(engine, "Glow", rows, brand=None, budget=900.0, brief=text)


def facts(
    settings: Settings, session: BuildSession, engine: Engine, campaign: Campaign
) -> CampaignFacts:
    return campaign_facts(session, engine, campaign, builds.current_build(settings))


@pytest.mark.slow
def test_each_creator_of_the_plan_has_the_reasons_of_the_brief(
    settings: Settings, session: BuildSession, engine: Engine
) -> None:
    ids = planned(session, engine)
    assert len(ids) > 1
    campaign = made(session, engine, ids)
    french = session.con.execute(
        """SELECT influencer_id, handle, name, platform FROM influencers
           WHERE country = 'FR' ORDER BY influencer_id LIMIT 1"""
    ).df()
    add_creators(engine, campaign, french)
    *of_plan, by_hand = facts(settings, session, engine, campaign).creators
    for creator in of_plan:
        # A weak fit is something to watch, a better one a reason.
        fits = creator.reasons[0].startswith("fits the brief ")
        assert fits != any("weak fit with the brief" in words for words in creator.cautions)
        assert "meets every condition of the brief" in creator.reasons
        assert not any("brief not met" in words for words in creator.cautions)
    assert "brief not met: Germany" in by_hand.cautions
    assert "meets every condition of the brief" not in by_hand.reasons


@pytest.mark.slow
def test_who_is_ruled_out_is_counted_once_by_the_condition_that_is_not_met(
    settings: Settings, session: BuildSession, engine: Engine
) -> None:
    first, *others = planned(session, engine)
    report = facts(settings, session, engine, made(session, engine, others))
    ruled_out = report.ruled_out
    total = len(session.creator_ids())
    assert ruled_out.looked_at_count == total - len(others)
    assert sum(many for _, many in ruled_out.counts) == total - len(others)
    counts = dict(ruled_out.counts)
    row = session.con.execute(
        """SELECT count(*) FROM influencers i
           LEFT JOIN influencer_niches m USING (influencer_id)
           LEFT JOIN niches n USING (niche_id)
           WHERE n.name IS DISTINCT FROM 'Glow' OR i.country IS DISTINCT FROM 'DE'"""
    ).fetchone()
    assert row is not None
    by_niche_or_country = counts["brief not met: Glow"] + counts["brief not met: Germany"]
    assert by_niche_or_country == row[0]
    # The one that was taken out of the plan meets everything, and comes first by name.
    assert counts[NOT_CHOSEN] >= 1
    assert (ruled_out.examples[0].influencer_id, ruled_out.examples[0].why) == (first, IN_PLAN)
    assert not {one.influencer_id for one in ruled_out.examples} & set(others)
    assert "at most 4 creators within €900" in ruled_out.how


@pytest.mark.slow
def test_growth_worth_checking_is_counted_unless_the_brief_wants_it(
    settings: Settings, session: BuildSession, engine: Engine
) -> None:
    quiet = made(session, engine, [], "20 creators about summit")
    counts = dict(facts(settings, session, engine, quiet).ruled_out.counts)
    assert counts[UNUSUAL_GROWTH] > 0
    campaigns.set_brief(
        engine, quiet.campaign_id, "20 creators about summit, unusual growth is fine"
    )
    changed = campaigns.campaign(engine, quiet.campaign_id)
    assert UNUSUAL_GROWTH not in dict(facts(settings, session, engine, changed).ruled_out.counts)


def test_the_campaign_of_a_brief_is_not_the_last_campaign_of_that_brief(
    session: BuildSession, engine: Engine
) -> None:
    assert earlier(session, engine, BRIEF).ids == ()
    before = made(session, engine, ["c003"], "another brief")
    assert earlier(session, engine, BRIEF).ids == ("c003",)
    campaigns.rename(engine, before.campaign_id, "Before")
    campaign = made(session, engine, ["c006"])
    # The page still shows the plan that it had before a click made it a campaign ...
    assert earlier(session, engine, BRIEF).ids == ("c003",)
    # ... and what is made later is no earlier campaign of this one.
    campaigns.rename(engine, campaign.campaign_id, "This")
    made(session, engine, ["c009"], "a third")
    assert earlier(session, engine, BRIEF).ids == ("c009",)
    read = campaign_brief(session, engine, campaign, None)
    assert read is not None
    assert read.question.earlier.ids == ("c003",)


def test_a_campaign_without_a_brief_asks_nothing(session: BuildSession, engine: Engine) -> None:
    assert campaign_brief(session, engine, made(session, engine, [], ""), None) is None
    read = campaign_brief(session, engine, campaigns.create(engine, "B", brief="gamers"), None)
    assert read is not None
    assert read.question.earlier == NO_CAMPAIGNS


@pytest.mark.slow
def test_a_limit_in_another_currency_is_said_to_count_as_euros(
    settings: Settings, session: BuildSession, engine: Engine
) -> None:
    text = "4 Glow creators under $900 in all"
    report = facts(settings, session, engine, made(session, engine, ["c003"], text))
    kept = "900 USD is kept as a number of euros"
    assert kept in brief_line(report)
    title = Presentation(io.BytesIO(campaign_slides(report, made_at=MADE_AT))).slides[0]
    seen = [shape.text_frame.text for shape in title.shapes if shape.has_text_frame]
    assert any(line.startswith(kept) and "…" not in line for line in seen)
    assert brief_line(report) in title.notes_slide.notes_text_frame.text
