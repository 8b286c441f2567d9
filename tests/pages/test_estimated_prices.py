"""Estimated prices, certainty and the frontier on the pages, on a build with planted estimates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.settings import Settings
from core.workspace import campaigns
from core.workspace.campaigns import Campaign
from core.workspace.database import workspace
from tests.support.opening import opened, texts, visited
from tests.support.price_rows import plant_estimates
from tests.support.small_build import make_small_build

_IDS = ["c003", "c006", "c009"]


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("estimates")
    settings = Settings.from_env(folder)
    make_small_build(settings)
    plant_estimates(settings, _IDS, low=40.0, high=160.0)
    return folder


@pytest.fixture(autouse=True)
def _use_data(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(data_dir))
    monkeypatch.setenv("SCOUT_WORKSPACE_URL", f"sqlite:///{tmp_path}/workspace.db")


@pytest.fixture
def campaign() -> Campaign:
    engine = workspace(Settings.from_env())
    made = campaigns.create(engine, "Spring", brand_id="b0", brand_name="Luma", budget=900.0)
    campaigns.add_member(
        engine, made.campaign_id, "c003", handle="handle3", name="Mira 3", platform="instagram"
    )
    return made


def best_set_page(campaign: Campaign, **fields: Any) -> AppTest:
    app = visited("campaigns", campaign=str(campaign.campaign_id), campaign_section="Best set")
    for name, value in fields.items():
        key = f"plan_{name}_{campaign.campaign_id}"
        if name == "holds":
            app.selectbox(key=key).set_value(value)
        elif isinstance(value, bool):
            app.checkbox(key=key).set_value(value)
        else:
            app.number_input(key=key).set_value(value)
    next(button for button in app.button if button.label == "Find the best set").click()
    return app.run()


def test_an_estimate_on_the_creator_page_is_never_a_listed_price() -> None:
    figures = {metric.label: metric for metric in opened("creator", creator="c003").metric}
    price = figures["Price per post"]
    assert (price.value, price.delta) == ("€40-160", "estimated")
    assert "No price is listed" in price.help
    listed = {metric.label: metric for metric in opened("creator", creator="c012").metric}
    assert listed["Price per post"].delta.startswith("listed")


def test_cards_and_totals_of_a_campaign_mark_the_estimate(campaign: Campaign) -> None:
    app = visited("campaigns", campaign=str(campaign.campaign_id))
    said = texts(app).replace("\\", "")
    assert "€40-160 estimated" in said
    assert "No price is listed for Mira 3: the cost is estimated" in said
    assert {metric.label: metric.value for metric in app.metric}["Cost"] == "€40-160"


@pytest.mark.slow
def test_the_plan_says_which_prices_are_estimates_and_can_leave_them_out(
    campaign: Campaign,
) -> None:
    app = best_set_page(campaign, keep=False, share=0, at_most=15)
    table = app.dataframe[0].value.set_index("influencer_id")
    estimated = table.index.intersection(_IDS)
    assert len(estimated)
    assert (table.loc[estimated, "asked"] == "€40-160 estimated").all()
    assert table.loc[table.index.difference(_IDS), "asked"].str.endswith("listed").all()
    assert "· Planned: €" in texts(app)
    assert "(high end) of €900" in texts(app)
    assert f"Prices: {len(estimated)} estimated. Together the set costs €" in texts(app)
    without = best_set_page(campaign, keep=False, share=0, at_most=15, estimated=False)
    # A member counts whatever its price.
    assert not set(without.dataframe[0].value["influencer_id"]) & {"c006", "c009"}


@pytest.mark.slow
def test_a_set_with_certainty_costs_its_mean_and_says_how_sure_it_is(campaign: Campaign) -> None:
    app = best_set_page(campaign, keep=False, share=0, at_most=15, holds="certain", reach=2_000)
    table = app.dataframe[0].value.set_index("influencer_id")
    # The mean of a log-normal whose 80% range is 40-160.
    estimated = table.index.intersection(_IDS)
    assert table.loc[estimated, "price"].tolist() == [93.0] * len(estimated)
    said = texts(app).replace("\\", "")
    assert "With 80% certainty each, it costs at most €" in said
    assert "Chance of 2,000 people reached:" in said
    assert "Every set that the search allows keeps budget and minimums" in said
    assert '"holds":"certain"' in str(app.query_params["plan"])


@pytest.mark.slow
def test_expected_results_stand_beside_those_of_the_campaign(campaign: Campaign) -> None:
    app = best_set_page(campaign)
    panel = app.button_group(key=f"plan_panel_{campaign.campaign_id}")
    app = panel.set_value("Expected results").run()
    table = app.dataframe[0].value.set_index("figure")
    assert table.loc["Cost", "now"] == "€40-160"
    assert {"Reach", "CPM", "Cost per engagement", "EMV"} <= set(table.index)
    assert table.loc["Cost", "range"] != table.loc["Cost", "now"]


@pytest.mark.slow
def test_the_frontier_is_a_figure_with_a_table_one_click_away(campaign: Campaign) -> None:
    app = best_set_page(campaign)
    number = campaign.campaign_id
    planned = app.dataframe[0].value.set_index("influencer_id")["price"]
    app = app.button_group(key=f"plan_panel_{number}").set_value("Frontier").run()
    assert app.get("plotly_chart")
    app = app.toggle(key=f"plan_frontier_table_{number}").set_value(True).run()
    table = app.dataframe[0].value
    assert table["is_chosen"].iloc[0]
    assert {"listed", "estimated"} <= set(table["cost_source"])
    assert not app.exception
    # The column cuts what is after the point: only whole prices read as in the plan.
    shown = table.set_index("influencer_id")["price"]
    assert shown[planned.index].tolist() == planned.tolist()
    assert (shown % 1 == 0).all()
