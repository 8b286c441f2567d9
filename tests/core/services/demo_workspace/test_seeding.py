"""The demo workspace: laid out once, reset without touching what people typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from core.services.demo_workspace import keeping
from core.services.demo_workspace.seeding import demo_layout, reset_demo, seed_once
from core.services.session import BuildSession, open_session
from core.settings import Settings
from core.store import builds
from core.workspace import brands, campaigns, interactions
from core.workspace.database import reading, workspace
from core.workspace.records.contacts import contacts
from core.workspace.saved import searches, shortlists
from core.workspace.schema import metadata
from tests.support.small_build import make_small_build


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo_workspace")
    make_small_build(Settings.from_env(folder))
    return folder


@pytest.fixture
def settings(data_dir: Path, tmp_path: Path) -> Settings:
    return replace(Settings.from_env(data_dir), workspace_url=f"sqlite:///{tmp_path}/w.db")


@pytest.fixture
def engine(settings: Settings) -> Engine:
    return workspace(settings)


@pytest.fixture
def session(settings: Settings) -> Iterator[BuildSession]:
    with open_session(settings) as opened:
        yield opened


def everything(engine: Engine, *names: str) -> dict[str, list[dict[str, object]]]:
    """Rows of the tables without numbers, which are never used twice."""
    with reading(engine) as con:
        return {
            table.name: sorted(
                (
                    {name: value for name, value in row._mapping.items() if name not in names}
                    for row in con.execute(select(table))
                ),
                key=str,
            )
            for table in metadata.sorted_tables
        }


def test_the_first_run_lays_out_a_campaign_half_way(session: BuildSession, engine: Engine) -> None:
    assert seed_once(session, engine)
    first, second = campaigns.campaigns(engine)
    assert all(campaign.name.endswith("(demo)") for campaign in (first, second))
    members = campaigns.members(engine, first.campaign_id)
    assert {member.state for member in members} == set(campaigns.STATES)
    assert all(
        (member.price is not None) == (member.state in ("agreed", "posted", "done"))
        for member in members
    )
    assert set(contacts(engine, first.campaign_id)) == {
        member.influencer_id for member in members if member.state != "lead"
    }
    [brand] = brands.typed_brands(engine)
    assert brand.name.endswith("(demo)")
    assert shortlists.all_shortlists(engine)[0].creators_count > 0
    assert len(searches.saved_searches(engine)) == 1
    # What a demo brand did must not teach the recommender anything.
    assert interactions.recorded(engine).empty


@pytest.mark.slow
def test_the_layout_follows_from_the_build_alone(session: BuildSession, engine: Engine) -> None:
    assert demo_layout(session, engine) == demo_layout(session, engine)


def test_it_comes_once_and_not_beside_what_people_made(
    session: BuildSession, engine: Engine
) -> None:
    campaigns.create(engine, "Mine")
    assert not seed_once(session, engine)
    assert [campaign.name for campaign in campaigns.campaigns(engine)] == ["Mine"]


@pytest.mark.slow
def test_a_demo_that_was_deleted_does_not_come_back_by_itself(
    session: BuildSession, engine: Engine
) -> None:
    seed_once(session, engine)
    for campaign in campaigns.campaigns(engine):
        campaigns.delete(engine, campaign.campaign_id)
    for brand in brands.typed_brands(engine):
        brands.delete_brand(engine, brand.brand_id)
    assert not seed_once(session, engine)


@pytest.mark.slow
def test_reset_puts_back_what_was_moved_and_deleted(session: BuildSession, engine: Engine) -> None:
    numbers = ("campaign_id", "shortlist_id", "search_id", "row_key")
    seed_once(session, engine)
    before = everything(engine, *numbers)
    first, second = campaigns.campaigns(engine)
    member = campaigns.members(engine, first.campaign_id)[0]
    campaigns.set_state(engine, second.campaign_id, first_lead(engine, second), "done")
    campaigns.remove_member(engine, first.campaign_id, member.influencer_id)
    campaigns.delete(engine, second.campaign_id)
    searches.remove_search(engine, searches.saved_searches(engine)[0].search_id)
    reset_demo(session, engine)
    after = everything(engine, *numbers)
    assert {name: rows for name, rows in after.items() if name not in _KEPT} == {
        name: rows for name, rows in before.items() if name not in _KEPT
    }


# What people did is recorded for good, also with demo rows.
_KEPT = ("interactions", "brand_versions", "audit_log")


def first_lead(engine: Engine, campaign: campaigns.Campaign) -> str:
    return next(
        member.influencer_id
        for member in campaigns.members(engine, campaign.campaign_id)
        if member.state == "lead"
    )


@pytest.mark.slow
def test_reset_leaves_what_people_typed(session: BuildSession, engine: Engine) -> None:
    seed_once(session, engine)
    mine = campaigns.create(engine, "Mine", budget=10)
    campaigns.add_member(
        engine, mine.campaign_id, "c003", handle="handle3", name="Mira", platform="tiktok"
    )
    first, second = campaigns.campaigns(engine)[1:]
    noted = campaigns.members(engine, first.campaign_id)[0]
    campaigns.set_member(engine, first.campaign_id, noted.influencer_id, note="my own words")
    campaigns.rename(engine, second.campaign_id, "Renamed")
    own_brand = brands.add_brand(engine, name="Own")
    before = campaigns.members(engine, mine.campaign_id)
    reset_demo(session, engine)
    names = {campaign.name: campaign.campaign_id for campaign in campaigns.campaigns(engine)}
    assert names["Mine"] == mine.campaign_id
    assert campaigns.members(engine, mine.campaign_id) == before
    assert names["Renamed"] == second.campaign_id
    assert campaigns.members(engine, first.campaign_id)[0].note == "my own words"
    assert own_brand in brands.typed_brands(engine)
    reset_demo(session, engine)
    assert campaigns.members(engine, first.campaign_id)[0].note == "my own words"


@pytest.mark.slow
def test_it_goes_when_data_of_ones_own_is_put_in_use(
    settings: Settings, session: BuildSession, engine: Engine
) -> None:
    demo = builds.current_build(settings)
    assert keeping.keep_in_step(settings, demo)
    own = replace(demo, manifest={**demo.manifest, "is_demo": False})
    assert not keeping.keep_in_step(settings, own)
    assert campaigns.campaigns(engine) == []
    assert brands.typed_brands(engine) == []
    assert shortlists.all_shortlists(engine) == []
    assert searches.saved_searches(engine) == []
    assert reset_demo(replace(session, is_demo=False), engine) == 0
