"""The Brief page: a text becomes chips, a plan and a campaign."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.settings import Settings
from core.web.kit.formats import plain
from core.workspace import campaigns
from core.workspace.database import workspace
from tests.support.opening import opened, texts
from tests.support.small_build import make_small_build

BRIEF = "3 Glow creators from Germany, under €1,500 in all"


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("brief_page")
    make_small_build(Settings.from_env(folder))
    return folder


@pytest.fixture(autouse=True)
def _use_data(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(data_dir))
    monkeypatch.setenv("SCOUT_WORKSPACE_URL", f"sqlite:///{tmp_path}/workspace.db")


def submit(app: AppTest, form: str, label: str) -> None:
    """Clicks a button of a form by the beginning of the form's key."""
    [button] = [
        button
        for button in app.button
        if (button.key or "").startswith(f"FormSubmitter:{form}")
        and (button.key or "").endswith(f"-{label}")
    ]
    button.click().run()
    assert not app.exception


def chips(app: AppTest) -> list[str]:
    return [
        label.replace("\\", "")
        for label in (popover.proto.popover.label for popover in app.get("popover"))
        if label not in ("Add", "Type a brief", "Save this search")
    ]


def test_a_link_holds_the_brief_and_shows_its_answer() -> None:
    app = opened("brief", brief=BRIEF)
    assert app.text_area(key="brief").value == BRIEF
    assert chips(app) == ["3 creators", "Glow", "Germany", "budget €1,500"]
    shown = texts(app)
    assert plain("Ranked by: Glow.") in shown
    values = {metric.label: metric.value for metric in app.metric}
    assert values["In the plan"] == "3"
    plan = app.dataframe[0].value
    assert len(plan) == 3
    assert plan["price"].sum() <= 1500


@pytest.mark.slow
def test_without_a_brief_the_page_says_what_to_write() -> None:
    app = opened("brief")
    assert "Write what you need" in texts(app)
    app.button(key="brief_example_1").click().run()
    assert not app.exception
    assert "gaming YouTubers" in str(app.text_area(key="brief").value)
    assert "No niche of this data is called Gaming" in texts(app)


@pytest.mark.slow
def test_a_chip_changes_the_text_and_the_answer() -> None:
    app = opened("brief", brief=BRIEF)
    [count] = [box for box in app.number_input if (box.key or "").startswith("brief_edit_count_")]
    count.set_value(2)
    submit(app, "brief_edit_count_", "Apply")
    assert app.text_area(key="brief").value == "2 Glow creators from Germany, under €1,500 in all"
    assert chips(app)[0] == "2 creators"
    submit(app, "brief_edit_countries_", "Remove")
    assert "Germany" not in chips(app)
    assert app.text_area(key="brief").value == "2 Glow creators, under €1,500 in all"
    assert app.query_params["brief"] == app.text_area(key="brief").value


@pytest.mark.slow
def test_one_click_makes_a_campaign_of_the_plan() -> None:
    app = opened("brief", brief=BRIEF)
    ids = set(app.dataframe[0].value["influencer_id"])
    app.button(key="brief_to_campaign").click().run()
    assert not app.exception
    engine = workspace(Settings.from_env())
    [made] = campaigns.campaigns(engine)
    assert (made.budget, made.brief) == (1500, BRIEF)
    assert {member.influencer_id for member in campaigns.members(engine, made.campaign_id)} == ids
    assert app.text_area(key="brief").value == BRIEF
    [link] = [link for link in app.get("page_link") if link.proto.label == "Open the campaign"]
    assert f"campaign={made.campaign_id}" in link.proto.query_string


@pytest.mark.slow
def test_nobody_meets_the_brief() -> None:
    app = opened("brief", brief="5 Glow creators from Japan")
    assert "No creator meets every condition" in texts(app)
    assert "Dropping 'Japan' leaves" in texts(app).replace("\\", "")


def test_the_shortlist_has_the_cards_of_brand_match() -> None:
    app = opened("brief", brief=BRIEF, brief_view="Shortlist")
    assert "eligible creators." in texts(app)
    assert any(button.key and button.key.startswith("to_campaign_") for button in app.button)


@pytest.mark.slow
def test_overview_takes_a_brief_to_the_page() -> None:
    app = opened("overview")
    app.text_area(key="overview_brief_typed").set_value(BRIEF)
    submit(app, "overview_brief", "Find creators and plan")
    assert app.title[0].value.endswith("Brief")
    assert app.text_area(key="brief").value == BRIEF


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script> **x** $y$ :red[z]", "€" * 500, "\u202e kcart", "12345", "🎮🎮🎮"],
)
@pytest.mark.slow
def test_odd_briefs_are_answered(text: str) -> None:
    app = opened("brief", brief=text)
    assert not app.exception


def test_the_plan_is_also_cards_whose_boxes_select() -> None:
    app = opened("brief", brief=BRIEF)
    ids = app.dataframe[0].value["influencer_id"].tolist()
    boxes = [box for box in app.checkbox if (box.key or "").startswith("brief_plan_card_")]
    assert [(box.key or "").removeprefix("brief_plan_card_") for box in boxes] == ids
    boxes[1].check().run()
    assert not app.exception
    assert app.session_state["selected_creators"] == (ids[1],)
