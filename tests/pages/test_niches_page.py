"""The Niches page."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from core.settings import Settings
from core.store.builds import Build
from core.store.connect import open_store
from tests.conftest import Opener
from tests.support.opening import texts


def _niches(build: Build, settings: Settings) -> list[tuple[int, str, int]]:
    con = open_store(build.store_file, settings)
    rows = con.execute("SELECT niche_id, name, creators_count FROM niches ORDER BY 1").fetchall()
    con.close()
    return rows


def test_each_niche_has_a_card_and_the_map_is_there(
    open_page: Opener, small_settings: Settings, small_build: Build
) -> None:
    app = open_page(small_settings, "niches")
    said = texts(app)
    for _, name, _ in _niches(small_build, small_settings):
        assert name.replace("&", "&amp;") in said
    assert app.get("plotly_chart")


def test_the_model_report_leads_to_how_good_the_niches_are(
    open_page: Opener, small_settings: Settings
) -> None:
    report = open_page(small_settings, "model_report", report_section="Method")
    link = next(one for one in report.get("page_link") if one.proto.page.endswith("niches"))
    section = dict(parse_qsl(link.proto.query_string))["niche_section"]
    app = open_page(small_settings, "niches", niche_section=section)
    assert [measure for table in app.dataframe for measure in table.value["metric"]]
    assert "niches were made without comparing other numbers" in texts(app)


def test_a_niche_of_the_link_lists_its_creators_only(
    open_page: Opener, small_settings: Settings, small_build: Build
) -> None:
    niche_id, _, size = _niches(small_build, small_settings)[-1]
    app = open_page(small_settings, "niches", niche=str(niche_id))
    assert not app.exception
    assert not app.warning
    assert f"{size:,} creators." in texts(app)
    assert len(app.dataframe[0].value) == min(size, 15)
    assert set(app.dataframe[0].value["niche_id"]) == {niche_id}


@pytest.mark.slow
def test_a_card_opens_its_niche_and_back(
    open_page: Opener, small_settings: Settings, small_build: Build
) -> None:
    app = open_page(small_settings, "niches")
    app.button(key="open_niche_1").click().run()
    assert app.query_params["niche"] == "1"
    app.button(key="all_niches").click().run()
    assert "niche" not in app.query_params


@pytest.mark.parametrize("unknown", ["99", "-1", "one", "1e3", "٣", "9" * 5_000])
def test_unknown_niche_in_the_link_is_said_and_all_are_shown(
    open_page: Opener, small_settings: Settings, small_build: Build, unknown: str
) -> None:
    app = open_page(small_settings, "niches", niche=unknown)
    assert not app.exception
    assert any("There is no niche" in warning.value for warning in app.warning)
    assert len(app.dataframe[0].value) == 15


@pytest.mark.slow
def test_the_next_page_of_creators_holds_others(
    open_page: Opener, small_settings: Settings, small_build: Build
) -> None:
    app = open_page(small_settings, "niches")
    first = set(app.dataframe[0].value["influencer_id"])
    app.pagination[0].set_value(2).run()
    second = set(app.dataframe[0].value["influencer_id"])
    assert len(second) == 15
    assert not first & second


def test_the_creators_listed_can_be_those_who_post_often(
    open_page: Opener, small_settings: Settings, small_build: Build
) -> None:
    app = open_page(small_settings, "niches", niche_activity="100.0")
    assert "No creator passes these filters" in texts(app)
    next(one for one in app.button if one.label == "from 100 posts a week").click().run()
    assert "No creator passes these filters" not in texts(app)
    assert app.number_input(key="niche_activity").value == 0
