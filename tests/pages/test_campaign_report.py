"""The report menu of the Campaigns page: three formats with the figures of the page."""

from __future__ import annotations

import io
import re
from html import unescape
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from core.settings import Settings
from core.store.builds import current_build_id
from core.web.campaigns.members import whole_campaign
from core.web.campaigns.report import report_bytes
from core.workspace import campaigns
from core.workspace.campaigns import Campaign
from core.workspace.database import workspace
from tests.support.growth_rows import plant_evidence
from tests.support.opening import opened, texts
from tests.support.small_build import make_small_build


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("campaign_report_page")
    make_small_build(Settings.from_env(folder))
    plant_evidence(Settings.from_env(folder))
    return folder


@pytest.fixture(autouse=True)
def _use_data(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(data_dir))
    monkeypatch.setenv("SCOUT_WORKSPACE_URL", f"sqlite:///{tmp_path}/workspace.db")


def _campaign(*ids: str, budget: float | None = 2_000.0) -> Campaign:
    engine = workspace(Settings.from_env())
    campaign = campaigns.create(
        engine, "Spring: launch", brand_id="b0", brand_name="Luma Skincare", budget=budget
    )
    for influencer_id in ids:
        campaigns.add_member(
            engine,
            campaign.campaign_id,
            influencer_id,
            handle=f"h{influencer_id}",
            name=f"Name {influencer_id}",
            platform="tiktok",
        )
    return campaign


def _report(campaign: Campaign, kind: str) -> bytes:
    build = current_build_id(Settings.from_env())
    assert build is not None
    return report_bytes(build, campaign.campaign_id, kind, None)


def _buttons(app: AppTest) -> dict[str, str]:
    """Label -> key of the buttons that make reports."""
    protos = [element.proto for element in app.get("download_button")]
    return {proto.label: proto.id for proto in protos if "campaign_report_" in proto.id}


@pytest.mark.parametrize("ids", [(), ("c003",), ("c003", "c008", "gone")])
def test_the_menu_offers_three_formats_for_any_campaign(ids: tuple[str, ...]) -> None:
    app = opened("campaigns", campaign=str(_campaign(*ids).campaign_id))
    assert list(_buttons(app)) == [
        "HTML page, to read or print",
        "PowerPoint slides",
        "Excel with formulas",
    ]
    assert "Search a best set first" in texts(app)


@pytest.mark.slow
def test_every_format_shows_the_figures_of_the_page() -> None:
    campaign = _campaign("c003", "c004", "c008", "gone")
    app = opened("campaigns", campaign=str(campaign.campaign_id))
    figures = [metric.value for metric in app.metric]
    assert len(figures) == 4
    html = _report(campaign, "html").decode()
    tiles = [unescape(tile) for tile in re.findall(r"<strong>(.*?)</strong>", html)]
    assert tiles[:4] == figures
    deck = Presentation(io.BytesIO(_report(campaign, "pptx")))
    summary = [shape.text_frame.text for shape in deck.slides[1].shapes if shape.has_text_frame]
    for figure in figures:
        assert any(figure in text.split("\n") for text in summary), figure
    book = load_workbook(io.BytesIO(_report(campaign, "xlsx")), data_only=True)
    rows = {row[0].value: (row[1].value, row[2].value) for row in book["Summary"].iter_rows()}
    build = current_build_id(Settings.from_env())
    assert build is not None
    totals = whole_campaign(build, campaign).totals
    for label, total in (
        ("Cost", totals.cost),
        ("Reach", totals.reach),
        ("CPM", totals.cpm),
        ("Cost per engagement", totals.cost_per_engagement),
        ("EMV", totals.emv),
    ):
        assert rows[label] == pytest.approx((total.low, total.high)), label


@pytest.mark.slow
def test_after_a_search_the_report_follows_the_best_set() -> None:
    campaign = _campaign("c003")
    app = opened("campaigns", campaign=str(campaign.campaign_id), campaign_section="Best set")
    next(button for button in app.button if button.label == "Find the best set").click()
    app.run()
    assert not app.exception
    assert "as in the best set you searched" in texts(app)
