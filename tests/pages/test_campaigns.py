"""The Campaigns page: make, fill, move, price, plan, delete; and its files."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.models.campaign.assumptions import Assumptions
from core.services.campaigns.draft import quotable
from core.services.session import open_session
from core.settings import Settings
from core.store.builds import current_build_id
from core.web.campaigns.files import campaign_file
from core.web.campaigns.members import whole_campaign
from core.workspace import campaigns
from core.workspace.campaigns import Campaign
from core.workspace.database import workspace
from core.workspace.records.contacts import Contact, contacts, set_contact
from tests.support.growth_rows import plant_evidence
from tests.support.opening import opened, texts
from tests.support.small_build import make_small_build


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("campaigns_page")
    make_small_build(Settings.from_env(folder))
    return folder


@pytest.fixture(autouse=True)
def _use_data(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(data_dir))
    monkeypatch.setenv("SCOUT_WORKSPACE_URL", f"sqlite:///{tmp_path}/workspace.db")


def engine():  # type: ignore[no-untyped-def]
    return workspace(Settings.from_env())


def made(*ids: str, brand: str | None = "b0", budget: float | None = None) -> Campaign:
    """A campaign with these creators of the small build, or made-up ones."""
    name = "Luma Skincare" if brand else None
    title = "Spring" if brand != "gone" else "Autumn"
    found = campaigns.create(engine(), title, brand_id=brand, brand_name=name, budget=budget)
    for one in ids:
        campaigns.add_member(
            engine(),
            found.campaign_id,
            one,
            handle=f"h{one}",
            name=f"Name {one}",
            platform="tiktok",
        )
    return found


def page(campaign: Campaign, **query: str) -> AppTest:
    return opened("campaigns", campaign=str(campaign.campaign_id), **query)


def click(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception, app.exception[0].message
    return app


def in_campaign(campaign: Campaign) -> list[str]:
    return [one.influencer_id for one in campaigns.members(engine(), campaign.campaign_id)]


def test_without_campaigns_the_first_one_is_made_for_the_brand_of_the_sidebar() -> None:
    app = opened("campaigns", brand="b1")
    assert not app.metric
    app.text_input(key="campaign_new_name").set_value("Summer <1>")
    app.number_input(key="campaign_new_budget").set_value(900.0)
    click(app, "Create campaign")
    saved = campaigns.campaigns(engine())
    assert [(one.name, one.brand_id, one.budget) for one in saved] == [("Summer <1>", "b1", 900.0)]
    assert "saved" in app.toast[0].value
    assert app.query_params["campaign"] == str(saved[0].campaign_id)
    assert "No creators in this campaign yet" in texts(app)


@pytest.mark.slow
def test_a_name_that_is_taken_is_said_and_nothing_is_saved() -> None:
    campaign = made()
    app = page(campaign)
    app.session_state["campaign_new_open"] = True
    app.run()
    app.text_input(key="campaign_new_name").set_value("SPRING")
    click(app, "Create campaign")
    assert "already" in app.warning[0].value
    assert len(campaigns.campaigns(engine())) == 1
    assert not app.toast


def test_members_stand_on_the_board_with_totals_as_ranges() -> None:
    app = page(made("c003", "c004", budget=100_000.0))
    assert [metric.label for metric in app.metric] == [
        "Cost",
        "Reach",
        "CPM (per 1,000 impressions)",
        "Cost per engagement",
    ]
    said = texts(app)
    left = "of the budget is not planned: add creators or plan more posts."
    assert left in said.replace("\\", "")
    assert "Mira 3" in said
    assert "of €100,000" in [metric.delta for metric in app.metric]
    assert "-" in app.metric[0].value.removeprefix("€")


def test_names_with_markup_are_shown_as_text() -> None:
    said = texts(page(made("c000")))
    assert "&lt;b&gt;Mira&lt;/b&gt;" in said
    assert "<b>Mira" not in said


def test_a_state_is_saved_when_it_is_chosen_and_the_brand_is_said_to_have_liked_it() -> None:
    from core.workspace.interactions import recorded

    campaign = made("c003")
    app = page(campaign)
    app.menu_button(key=f"state_{campaign.campaign_id}_c003_lead").set_value("agreed").run()
    assert not app.exception
    assert campaigns.members(engine(), campaign.campaign_id)[0].state == "agreed"
    assert "agreed" in app.toast[0].value
    assert "collaboration" in recorded(engine(), brand_id="b0")["kind"].tolist()


@pytest.mark.slow
def test_note_price_and_posts_are_saved_in_the_dialog() -> None:
    campaign = made("c003")
    app = page(campaign)
    key = f"{campaign.campaign_id}_c003"
    app.button(key=f"edit_{key}").click().run()
    app.number_input(key=f"member_price_{key}").set_value(150.0)
    app.number_input(key=f"member_posts_{key}").set_value(2)
    app.text_area(key=f"member_note_{key}").set_value("asks for <b>samples</b>")
    click(app, "Save")
    member = campaigns.members(engine(), campaign.campaign_id)[0]
    assert (member.price, member.posts_count, member.note) == (150, 2, "asks for <b>samples</b>")
    assert app.metric[0].value == "€300"
    assert "asks for &lt;b&gt;samples&lt;/b&gt;" in texts(app)


@pytest.mark.slow
def test_a_creator_is_taken_out() -> None:
    campaign = made("c003", "c004")
    app = page(campaign)
    app.button(key=f"edit_{campaign.campaign_id}_c003").click().run()
    click(app, "Remove from campaign")
    assert in_campaign(campaign) == ["c004"]


def test_a_creator_that_the_data_lacks_keeps_its_name() -> None:
    app = page(made("gone", "c003"))
    said = texts(app)
    assert "Name gone" in said
    assert "@hgone" in said
    assert "Not in the data in use" in said.replace("\\", "")
    assert "1 unknown" in app.metric[1].delta


def test_over_budget_is_a_warning() -> None:
    app = page(made("c003", "c005", budget=1.0))
    assert any("Over budget" in warning.value for warning in app.warning)


@pytest.mark.slow
def test_a_creator_is_found_and_added() -> None:
    campaign = made("c003")
    app = page(campaign)
    app.session_state["campaign_add_open"] = True
    app.run()
    app.text_input(key="campaign_search").set_value("handle42").run()
    app.button(key="campaign_add_c042").click().run()
    assert in_campaign(campaign) == ["c003", "c042"]
    assert app.button(key="campaign_add_c042").disabled


@pytest.mark.slow
def test_assumptions_are_saved_with_the_campaign_and_change_the_totals() -> None:
    campaign = made("c003")
    app = page(campaign, campaign_section="Totals")
    before = app.metric[0].value
    key = f"assumption_{campaign.campaign_id}_0_price_spread"
    assert app.number_input(key=key).value == 15
    app.number_input(key=key).set_value(90.0)
    click(app, "Save")
    kept = campaigns.assumptions(engine(), campaign.campaign_id, {"price_spread": 0.0})
    assert kept == {"price_spread": 0.9}
    assert app.metric[0].value != before
    click(app, "Back to the defaults")
    assert app.metric[0].value == before


def test_assumptions_with_ends_swapped_are_refused() -> None:
    campaign = made("c003")
    app = page(campaign, campaign_section="Totals")
    key = f"assumption_{campaign.campaign_id}_0_cpm_low"
    app.number_input(key=key).set_value(99.0)
    click(app, "Save")
    assert "above the high end" in app.warning[0].value.replace("\\", "")


@pytest.mark.slow
def test_the_best_set_keeps_members_and_is_added_with_one_click() -> None:
    campaign = made("c003", budget=2_000.0)
    app = page(campaign, campaign_section="Best set")
    app.number_input(key=f"plan_at_most_{campaign.campaign_id}").set_value(4)
    click(app, "Find the best set")
    chosen, left_out = app.dataframe[0].value, app.dataframe[1].value
    assert len(chosen) == 4
    stays = chosen["why"].str.startswith("in the campaign")
    assert chosen.loc[stays, "influencer_id"].tolist() == ["c003"]
    assert chosen["price"].sum() <= 2_000
    # Luma is of the niche Glow: all that are free to choose come from it.
    assert set(chosen.loc[~stays, "niche"]) == {"Glow"}
    for why in chosen.loc[~stays, "why"]:
        assert "better than" in why
        assert "likes + comments per €" in why
        assert "the median" in why
        assert "ahead of @handle" in why
    assert chosen["why"].nunique() == 4
    assert set(chosen["verdict"]) <= {"Looks ordinary", "Not enough data"}
    assert len(left_out)
    # Both tables break lines, so no name is cut.
    for table in (chosen, left_out):
        assert (table["creator"] == table["name"] + "  @" + table["handle"]).all()
    click(app, "Add 3 to the campaign")
    assert len(in_campaign(campaign)) == 4
    assert "3 creators" in app.toast[0].value


@pytest.mark.slow
def test_the_best_set_starts_with_places_to_fill_and_says_when_there_are_none() -> None:
    inside = [f"c{number:03d}" for number in range(11)]
    campaign = made(*inside, budget=9_000.0)
    app = page(campaign, campaign_section="Best set")
    places = app.number_input(key=f"plan_at_most_{campaign.campaign_id}")
    assert places.value == 16
    click(app, "Find the best set")
    assert "no other could be weighed" not in texts(app)
    assert "no other set that meets these conditions has a higher total" in texts(app)
    app.number_input(key=f"plan_at_most_{campaign.campaign_id}").set_value(11)
    click(app, "Find the best set")
    assert "11 places at most, and as many creators must be in" in texts(app)


@pytest.mark.slow
def test_ticked_creators_of_the_best_set_are_ruled_out_and_those_of_the_board_selected() -> None:
    campaign = made("c000")
    number = campaign.campaign_id
    app = page(campaign, campaign_section="Best set")
    app.number_input(key=f"plan_at_most_{number}").set_value(4)
    click(app, "Find the best set")
    planned = [name for name in app.dataframe[0].value["influencer_id"] if name != "c000"]
    app.session_state["selected_creators"] = (planned[0], "c059")
    app.run()
    assert "**2 selected**" in texts(app)
    app.button(key=f"plan_never_button_{number}").click().run()
    assert planned[0] not in app.dataframe[0].value["influencer_id"].tolist()
    assert app.session_state["selected_creators"] == ("c059",)
    app.segmented_control(key="campaign_section").set_value("Board").run()
    app.checkbox(key="board_c000").check().run()
    assert app.session_state["selected_creators"] == ("c059", "c000")
    assert not app.exception


@pytest.mark.slow
def test_wishes_that_clash_are_named() -> None:
    campaign = made("c003", budget=1.0)
    app = page(campaign, campaign_section="Best set")
    click(app, "Find the best set")
    assert any("Dropping one" in warning.value for warning in app.warning)
    assert any("budget" in warning.value for warning in app.warning)


@pytest.mark.slow
def test_a_campaign_without_a_brand_is_planned_by_engagements() -> None:
    campaign = made(brand=None, budget=300.0)
    app = page(campaign, campaign_section="Best set")
    app.selectbox(key=f"plan_goal_{campaign.campaign_id}").set_value("fit")
    click(app, "Find the best set")
    assert "no brand to match" in texts(app)


@pytest.mark.slow
def test_rename_budget_delete_and_undo() -> None:
    campaign = made("c003")
    app = page(campaign)
    app.session_state["campaign_edit_open"] = True
    app.run()
    number = campaign.campaign_id
    app.text_input(key=f"campaign_name_{number}").set_value("Autumn")
    app.number_input(key=f"campaign_budget_{number}").set_value(70.0)
    click(app, "Save")
    saved = campaigns.campaign(engine(), number)
    assert (saved.name, saved.budget) == ("Autumn", 70)
    app.session_state["campaign_edit_open"] = True
    app.run()
    app.button(key=f"campaign_delete_{number}").click().run()
    assert not app.exception
    assert campaigns.campaigns(engine()) == []
    assert "deleted" in app.toast[0].value
    assert "Create your first campaign" in texts(app)
    app.button(key="undo").click().run()
    assert not app.exception
    assert "is back" in app.toast[0].value
    assert campaigns.campaign(engine(), number) == saved
    assert [member.influencer_id for member in campaigns.members(engine(), number)] == ["c003"]


@pytest.mark.slow
def test_a_creator_taken_out_comes_back_with_note_and_contact() -> None:
    campaign = made("c003")
    number = campaign.campaign_id
    campaigns.set_member(engine(), number, "c003", note="samples", price=90.0)
    kept = Contact("c003", "mira@example.com", "email", date(2026, 11, 3), "nice")
    set_contact(engine(), number, kept)
    before = campaigns.members(engine(), number)
    app = page(campaign)
    app.button(key=f"edit_{number}_c003").click().run()
    app.button(key=f"member_remove_{number}_c003").click().run()
    assert campaigns.members(engine(), number) == []
    app.button(key="undo").click().run()
    assert campaigns.members(engine(), number) == before
    assert contacts(engine(), number) == {"c003": kept}
    assert not [button for button in app.button if button.key == "undo"]


@pytest.mark.slow
def test_a_contact_is_kept_and_moves_a_lead_on() -> None:
    campaign = made("c003")
    number = campaign.campaign_id
    app = page(campaign)
    app.button(key=f"contact_{number}_c003").click().run()
    message = app.code[0].value
    assert message.startswith("Hi Name,")
    assert "Luma Skincare" in message
    quoted = message.split('"')[1].removesuffix("…")
    with open_session(Settings.from_env()) as session:
        captions = session.con.execute(
            "SELECT caption FROM posts WHERE influencer_id = 'c003'"
        ).fetchall()
    assert any(quoted in quotable(caption) for (caption,) in captions)
    key = f"{number}_c003"
    app.selectbox(key=f"contact_channel_{key}").set_value("email")
    app.text_input(key=f"contact_address_{key}").set_value("mira@example.com")
    app.date_input(key=f"contact_day_{key}").set_value(date(2026, 11, 5))
    app.text_area(key=f"contact_note_{key}").set_value("writes at night")
    click(app, "Save and move to contacted")
    assert campaigns.members(engine(), number)[0].state == "contacted"
    assert contacts(engine(), number) == {
        "c003": Contact("c003", "mira@example.com", "email", date(2026, 11, 5), "writes at night")
    }


def test_a_contact_without_a_brand_asks_for_it_and_then_names_it() -> None:
    campaign = made("c003", brand=None)
    number = campaign.campaign_id
    app = page(campaign)
    app.button(key=f"contact_{number}_c003").click().run()
    assert "[brand]" in app.code[0].value
    app.selectbox(key=f"contact_brand_{number}").set_value("b0")
    click(app, "Set the brand")
    kept = campaigns.campaign(engine(), number)
    assert (kept.brand_id, kept.brand_name) == ("b0", "Luma Skincare")
    assert "Luma Skincare" in app.code[0].value
    assert not [button for button in app.button if button.label == "Set the brand"]


def test_the_brand_of_a_campaign_is_edited_and_stays_when_only_the_budget_is() -> None:
    campaign = made("c003", brand=None)
    number = campaign.campaign_id
    app = page(campaign)
    app.session_state["campaign_edit_open"] = True
    app.run()
    app.selectbox(key=f"campaign_brand_{number}").set_value("b1")
    click(app, "Save")
    assert campaigns.campaign(engine(), number).brand_id == "b1"
    gone = made(brand="gone")
    app = page(gone)
    app.session_state["campaign_edit_open"] = True
    app.run()
    app.number_input(key=f"campaign_budget_{gone.campaign_id}").set_value(500.0)
    click(app, "Save")
    kept = campaigns.campaign(engine(), gone.campaign_id)
    assert (kept.brand_id, kept.budget) == ("gone", 500.0)


def test_a_link_to_a_campaign_that_is_gone_says_so() -> None:
    made("c003")
    app = opened("campaigns", campaign="999")
    assert "999" in app.warning[0].value
    assert app.metric


@pytest.mark.slow
def test_adding_from_a_creator_page_makes_a_campaign_on_the_spot() -> None:
    app = opened("creator", creator="c003", brand="b0")
    app.button(key="creator_to_campaign").click().run()
    app.text_input(key="creator_to_campaign_name").set_value("Spring")
    click(app, "Create and add")
    saved = campaigns.campaigns(engine())[0]
    assert (saved.name, saved.brand_id) == ("Spring", "b0")
    assert in_campaign(saved) == ["c003"]
    assert "Mira 3 added" in app.toast[0].value


@pytest.mark.slow
def test_adding_on_brand_match_says_who_holds_the_creator_already() -> None:
    app = opened("brand_match", brand="b0")
    key = next(one.key for one in app.button if one.label == "Add to campaign")
    assert key
    campaign = made(key.removeprefix("to_campaign_"))
    app.button(key=key).click().run()
    assert app.button(key=f"{key}_to_{campaign.campaign_id}").disabled
    assert "already in" in texts(app)


def view_of(campaign: Campaign):  # type: ignore[no-untyped-def]
    build = current_build_id(Settings.from_env())
    assert build is not None
    return build, whole_campaign(build, campaign)


def test_files_hold_creators_totals_assumptions_and_the_mark_of_demo_data() -> None:
    campaign = made("c003", "gone", budget=500.0)
    campaigns.set_member(engine(), campaign.campaign_id, "c003", price=120.0, note="=1+1")
    build, view = view_of(campaign)
    sheets = pd.read_excel(io.BytesIO(campaign_file(build, view, "xlsx")), sheet_name=None)
    assert list(sheets) == ["Creators", "Totals", "Assumptions", "About"]
    creators = sheets["Creators"]
    assert creators["Name"].tolist() == ["Mira 3", "Name gone"]
    assert creators["Cost from (EUR)"].tolist()[0] == 120
    assert pd.isna(creators["Cost from (EUR)"].tolist()[1])
    assert creators["Note"].tolist()[0] == "'=1+1"
    totals = sheets["Totals"].set_index("Figure")
    assert totals.loc["Cost", ["From", "To", "Creators left out"]].tolist() == [120, 120, 1]
    about = dict(sheets["About"].itertuples(index=False))
    assert about["Budget (EUR)"] == 500  # a number, not a text that looks like one
    assert about["Data as of"] == "2026-11-20"
    assert about["Demo data"].startswith("yes")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", about["Data built (UTC)"])
    assert totals.loc["Reach", "From"] == int(totals.loc["Reach", "From"])
    table = pd.read_csv(io.BytesIO(campaign_file(build, view, "csv")))
    # Creators and nothing else: a sum over a column must be right.
    assert table["Name"].tolist() == ["Mira 3", "Name gone"]
    assert table["Cost to (EUR)"].sum() == 120
    assert table["Note"].tolist()[0] == "'=1+1"


def test_files_count_people_as_whole_numbers_and_money_in_cents() -> None:
    campaign = made("c003", "c004", "c005")
    campaigns.set_assumptions(
        engine(), campaign.campaign_id, Assumptions(reach_small_low=0.1234567).values()
    )
    build, view = view_of(campaign)
    text = campaign_file(build, view, "csv").decode("utf-8-sig")
    table = pd.read_csv(io.StringIO(text), dtype=str)
    people = [name for name in table if name.startswith(("Reach", "Impressions", "Engagements"))]
    assert len(people) == 6
    for name in people:
        assert table[name].str.fullmatch(r"\d+").all(), name
    for name in [one for one in table if "(EUR)" in one]:
        assert table[name].dropna().str.fullmatch(r"\d+(\.\d{1,2})?").all(), name


def test_without_a_build_the_page_says_how_to_get_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(tmp_path / "empty"))
    app = opened("campaigns")
    assert not app.metric


@pytest.mark.slow
def test_unusual_growth_links_to_its_evidence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(tmp_path / "planted"))
    make_small_build(Settings.from_env())
    plant_evidence(Settings.from_env())
    app = page(made("c008", "c010"))
    links = [link.proto for link in app.get("page_link") if link.proto.label == "Check growth"]
    assert [link.query_string for link in links] == ["creator=c008"]


def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(tmp_path / "planted"))
    make_small_build(Settings.from_env())
    plant_evidence(Settings.from_env())


def fill_best_set(app: AppTest, campaign: Campaign) -> AppTest:
    number = campaign.campaign_id
    app.selectbox(key=f"plan_goal_{number}").set_value("engagements")
    app.number_input(key=f"plan_at_most_{number}").set_value(60)
    app.number_input(key=f"plan_share_{number}").set_value(0)
    return app


@pytest.mark.slow
def test_the_best_set_leaves_out_growth_worth_checking_until_a_click(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted(tmp_path, monkeypatch)
    campaign = made(budget=1_000_000.0)
    app = fill_best_set(page(campaign, campaign_section="Best set"), campaign)
    click(app, "Find the best set")
    assert not any(one.label == "Caution at most" for one in app.number_input)
    assert "c008" not in set(app.dataframe[0].value["influencer_id"])
    assert "Left out: 1 creator whose growth is worth checking." in texts(app)
    click(app, "Include")
    table = app.dataframe[0].value.set_index("influencer_id")
    assert table.loc["c008", "verdict"] == "Worth checking"
    assert table.loc["c002", "verdict"] == "Not enough data"
    assert app.checkbox(key=f"plan_unusual_{campaign.campaign_id}").value
    click(app, "Leave it out")
    assert "c008" not in set(app.dataframe[0].value["influencer_id"])


@pytest.mark.slow
def test_the_best_set_is_the_same_after_a_reload() -> None:
    campaign = made(budget=2_000.0)
    number = campaign.campaign_id
    app = page(campaign, campaign_section="Best set")
    app.number_input(key=f"plan_at_most_{number}").set_value(3)
    app.number_input(key=f"plan_one_{number}").set_value(40)
    click(app, "Find the best set")
    chosen = app.dataframe[0].value["influencer_id"].tolist()
    link = app.query_params["plan"]
    again = page(
        campaign, campaign_section="Best set", plan=link if isinstance(link, str) else link[0]
    )
    assert again.number_input(key=f"plan_at_most_{number}").value == 3
    assert again.number_input(key=f"plan_one_{number}").value == 40
    assert again.dataframe[0].value["influencer_id"].tolist() == chosen


@pytest.mark.parametrize(
    "plan", ["{", "[]", '{"campaign":1,"at_most":9999,"goal":"x","tiers":3,"budget":"a"}']
)
def test_a_broken_link_to_a_best_set_is_an_empty_form(plan: str) -> None:
    app = page(made(), campaign_section="Best set", plan=plan)
    assert not app.exception


@pytest.mark.slow
def test_the_best_set_keeps_its_settings_when_one_comes_back() -> None:
    campaign = made(budget=2_000.0)
    number = campaign.campaign_id
    app = page(campaign, campaign_section="Best set")
    app.number_input(key=f"plan_at_most_{number}").set_value(3)
    click(app, "Find the best set")
    app.segmented_control(key="campaign_section").set_value("Board").run()
    app.segmented_control(key="campaign_section").set_value("Best set").run()
    assert app.number_input(key=f"plan_at_most_{number}").value == 3
    assert len(app.dataframe[0].value) == 3


@pytest.mark.slow
def test_the_brands_country_is_the_start_and_filters_in_use_hold() -> None:
    campaign = made(budget=2_000.0)
    number = campaign.campaign_id
    app = opened("brand_match", brand="b0")
    app.button_group(key="match_platforms").set_value(["tiktok"])
    click(app, "Show creators")
    kept = app.session_state["match_filters_chosen"]
    app = page(campaign, campaign_section="Best set", brand="b0")
    assert app.selectbox(key=f"plan_country_{number}").value == "DE"
    app.session_state["match_filters_chosen"] = kept
    app.run()
    assert app.checkbox(key=f"plan_filters_{number}").value
    click(app, "Find the best set")
    assert set(app.dataframe[0].value["platform"]) == {"tiktok"}
    assert "filter: TikTok" in texts(app)
    assert "at least 50% from Germany" in texts(app)
    # Filters of another brand do not hold here.
    app.session_state["match_filters_chosen"] = ("b1", kept[1])
    app.run()
    assert not any(one.key == f"plan_filters_{number}" for one in app.checkbox)


@pytest.mark.slow
def test_one_creator_above_half_of_the_cost_is_a_warning() -> None:
    campaign = made("c003", budget=2_000.0)
    campaigns.set_member(engine(), campaign.campaign_id, "c003", price=1_500.0)
    app = page(campaign, campaign_section="Best set")
    click(app, "Find the best set")
    assert any("Mira 3 takes" in warning.value.replace("\\", "") for warning in app.warning)
