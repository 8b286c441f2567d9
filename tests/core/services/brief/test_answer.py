"""A brief answered on the small build: who is listed, who is planned, what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from core.domain.brief import ANY_CAMPAIGN, LAST_CAMPAIGN, BriefConstraints
from core.queries.brands import brand
from core.services.brief.answer import BriefQuestion, answer
from core.services.brief.conditions import label_of
from core.services.brief.reading import read_brief
from core.services.brief.scope import NO_CAMPAIGNS, creators_of_campaigns, scope_of
from core.services.campaigns.adding import campaign_with, free_name
from core.services.session import BuildSession, open_session
from core.settings import Settings
from core.workspace import campaigns
from core.workspace.database import Engine, workspace
from tests.support.growth_rows import plant_evidence
from tests.support.small_build import make_small_build


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = Settings.from_env(tmp_path_factory.mktemp("brief"))
    make_small_build(made)
    plant_evidence(made)
    return made


@pytest.fixture
def session(settings: Settings) -> Iterator[BuildSession]:
    with open_session(settings) as opened:
        yield opened


@pytest.fixture
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return workspace(Settings.from_env(tmp_path_factory.mktemp("brief_workspace")))


def question(session: BuildSession, text: str) -> BriefQuestion:
    parsed = read_brief(session, text)
    return BriefQuestion(parsed.constraints, parsed.meaning)


def test_every_condition_holds_for_the_list_and_for_the_plan(session: BuildSession) -> None:
    result = answer(
        session, question(session, "4 Glow creators from Germany, nano or micro, under €900 in all")
    )
    shown = result.shortlist
    assert set(shown["country"]) == {"DE"}
    assert set(shown["tier"]) <= {"nano", "micro"}
    assert set(shown["niche"]) == {"Glow"}
    assert len(shown) == min(result.eligible_count, 10)
    plan = result.best.plan
    assert 1 <= len(plan.chosen) <= 4
    assert plan.cost <= 900
    assert plan.cost == pytest.approx(plan.chosen["price"].sum())
    assert set(result.best.facts.loc[plan.chosen["influencer_id"], "niche"]) == {"Glow"}
    assert result.totals.members_count == len(plan.chosen)


@pytest.mark.slow
def test_the_plan_takes_the_best_of_the_list_where_money_is_no_matter(
    session: BuildSession,
) -> None:
    result = answer(session, question(session, "3 creators from Germany about glow and serum"))
    priced = result.shortlist.dropna(subset=["post_price"])
    best = set(priced["influencer_id"].head(3))
    assert set(result.best.plan.chosen["influencer_id"]) == best
    assert result.best.goal == "fit"
    assert result.shortlist["fit_score"].is_monotonic_decreasing


@pytest.mark.slow
def test_a_brief_without_a_topic_goes_by_engagement_or_by_the_brand(session: BuildSession) -> None:
    asked = question(session, "5 creators from France")
    result = answer(session, asked)
    assert result.matches is None
    assert result.best.goal == "engagements"
    rates = result.shortlist["engagement_rate"].dropna()
    assert rates.is_monotonic_decreasing
    of_brand = answer(session, BriefQuestion(asked.constraints, "", brand(session.con, "b1")))
    assert of_brand.matches is not None
    assert of_brand.best.goal == "fit"
    assert set(of_brand.shortlist["niche"].head(3)) == {"Pasta"}


@pytest.mark.slow
def test_growth_worth_checking_is_left_out_unless_the_brief_wants_it(
    session: BuildSession,
) -> None:
    quiet = answer(session, question(session, "20 creators about summit"))
    loud = answer(session, question(session, "20 creators about summit, unusual growth is fine"))
    unusual = session.con.execute(
        "SELECT influencer_id FROM growth_evidence WHERE purchased_probability >= 0.5"
    ).fetchall()
    ids = {row[0] for row in unusual}
    assert ids
    assert not ids & set(quiet.shortlist["influencer_id"])
    assert not ids & set(quiet.best.plan.chosen["influencer_id"])
    assert quiet.unusual_count == len(ids)
    assert loud.eligible_count == quiet.eligible_count + len(ids)
    assert {entry.why for entry in quiet.left_out if entry.influencer_id in ids} <= {
        "growth worth checking"
    }


@pytest.mark.slow
def test_what_stands_in_the_way_is_counted(session: BuildSession) -> None:
    result = answer(session, question(session, "10 Glow creators from Japan"))
    assert result.eligible_count == 0
    assert result.shortlist.empty
    assert result.best.plan.chosen.empty
    assert "The data has no creator from Japan." in result.warnings
    costs = {entry.name: entry.without_count for entry in result.narrowing}
    row = session.con.execute(
        """SELECT count(*) FROM influencers i JOIN influencer_niches m USING (influencer_id)
           JOIN niches n USING (niche_id) LEFT JOIN growth_evidence g USING (influencer_id)
           WHERE n.name = 'Glow' AND coalesce(g.purchased_probability, 0) < 0.5"""
    ).fetchone()
    assert row is not None
    assert costs == {"countries": row[0]}


@pytest.mark.slow
def test_a_topic_that_no_niche_has_ranks_and_filters_nobody(session: BuildSession) -> None:
    asked = question(session, "5 gaming creators")
    assert asked.constraints.niches == ("Gaming",)
    result = answer(session, asked)
    assert any("No niche of this data is called Gaming" in words for words in result.warnings)
    assert result.eligible_count > 20


@pytest.mark.slow
def test_campaigns_that_are_left_out(session: BuildSession, engine: Engine) -> None:
    first = campaigns.create(engine, "Spring Glow", brand_id="b0", brand_name="Luma", budget=None)
    last = campaigns.create(engine, "Summer", brand_id="b1", brand_name="Other", budget=None)
    for campaign, influencer_id in ((first, "c003"), (last, "c006")):
        campaigns.add_member(
            engine,
            campaign.campaign_id,
            influencer_id,
            handle=influencer_id,
            name=influencer_id,
            platform="tiktok",
        )

    def ids(*names: str, brand_id: str | None = None) -> tuple[str, ...]:
        whose = None if brand_id is None else brand(session.con, brand_id)
        return creators_of_campaigns(session, engine, names, whose).ids

    assert ids("spring glow") == ("c003",)
    assert ids(LAST_CAMPAIGN) == ("c006",)
    assert ids(LAST_CAMPAIGN, brand_id="b0") == ("c003",)
    assert ids(ANY_CAMPAIGN) == ("c003", "c006")
    of_all = creators_of_campaigns(session, engine, (LAST_CAMPAIGN,), None)
    assert of_all.last_name == "Summer"
    assert of_all.warnings == ("'Our last campaign' is 'Summer', the last one of any brand.",)
    of_brand = creators_of_campaigns(session, engine, (LAST_CAMPAIGN,), brand(session.con, "b0"))
    assert of_brand.last_name == "Spring Glow"
    assert "'Our last campaign' is 'Spring Glow', the last one for" in of_brand.warnings[0]
    without = BriefConstraints(exclude_campaigns=(LAST_CAMPAIGN,))
    assert scope_of(session, without, of_all).warnings == of_all.warnings
    assert label_of("exclude_campaigns", without, of_all.last_name) == "not in 'Summer'"
    assert label_of("exclude_campaigns", without) == "not in the last campaign"
    unknown = creators_of_campaigns(session, engine, ("Winter",), None)
    assert unknown.ids == ()
    assert unknown.warnings == ("No campaign is called 'Winter', so nobody is left out for it.",)
    parsed = read_brief(session, "creators about glow, nobody from the Spring Glow campaign")
    assert parsed.constraints.exclude_campaigns == ("Spring Glow",)
    earlier = creators_of_campaigns(session, engine, parsed.constraints.exclude_campaigns, None)
    result = answer(session, BriefQuestion(parsed.constraints, parsed.meaning, None, earlier))
    assert "c003" not in set(result.shortlist["influencer_id"])
    assert "c003" not in set(result.best.plan.chosen["influencer_id"])


def test_no_campaign_yet_is_said(session: BuildSession, engine: Engine) -> None:
    earlier = creators_of_campaigns(session, engine, (LAST_CAMPAIGN,), None)
    assert earlier.ids == ()
    assert "There is no campaign yet" in earlier.warnings[0]


@pytest.mark.slow
def test_filters_of_a_brief(session: BuildSession) -> None:
    scope = scope_of(
        session,
        BriefConstraints(
            engagement_percent_min=2.5, exclude_countries=("FR",), exclude_niches=("Pasta",)
        ),
        creators_of_campaigns(session, workspace(session.settings), (), None),
    )
    assert scope.filters.engagement_min == pytest.approx(0.025)
    assert scope.filters.hides_unusual
    result = answer(session, BriefQuestion(BriefConstraints(exclude_countries=("FR",)), "glow"))
    assert "FR" not in set(result.shortlist["country"])


@pytest.mark.slow
def test_creators_who_post_less_than_asked_are_neither_listed_nor_planned(
    session: BuildSession,
) -> None:
    often = dict(
        session.con.execute(
            "SELECT influencer_id, coalesce(posts_a_week, 0) FROM momentum"
        ).fetchall()
    )
    limit = sorted(often.values())[len(often) // 2]
    result = answer(
        session, BriefQuestion(BriefConstraints(count=5, posts_per_week_min=limit), "glow")
    )
    planned = result.best.plan.chosen["influencer_id"]
    assert len(planned)
    assert all(often[name] >= limit for name in {*result.shortlist["influencer_id"], *planned})
    passing = sum(number >= limit for number in often.values())
    assert 0 < result.eligible_count <= passing < len(often)


def test_a_build_of_an_earlier_version_says_that_it_knows_no_activity(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    old = Settings.from_env(tmp_path_factory.mktemp("older_brief"))
    build = make_small_build(old)
    with duckdb.connect(str(build.store_file)) as con:
        con.execute("DROP TABLE momentum")
    with open_session(old) as session:
        scope = scope_of(session, BriefConstraints(posts_per_week_min=2), NO_CAMPAIGNS)
    assert scope.filters.posts_a_week_min is None
    assert "does not know how often creators post" in scope.warnings[0]


@pytest.mark.slow
def test_a_plan_becomes_a_campaign_under_a_free_name(session: BuildSession, engine: Engine) -> None:
    result = answer(session, question(session, "2 creators about glow"))
    creators = result.best.facts.loc[result.best.plan.chosen["influencer_id"]].reset_index()
    made = campaign_with(engine, free_name(engine, "Glow"), creators, brand=None, budget=300.0)
    again = campaign_with(
        engine, free_name(engine, "glow"), creators, brand=brand(session.con, "b0")
    )
    assert (made.name, made.budget, made.brand_id) == ("Glow", 300.0, None)
    assert (again.name, again.brand_id) == ("glow (2)", "b0")
    members = campaigns.members(engine, made.campaign_id)
    assert {member.influencer_id for member in members} == set(creators["influencer_id"])
    assert free_name(engine, "Glow") == "Glow (3)"
