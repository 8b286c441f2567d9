"""The Overview page."""

from __future__ import annotations

import pytest

from core.queries.overview import BREAKDOWNS
from core.settings import Settings
from core.store.builds import Build
from tests.conftest import Opener
from tests.support.opening import texts


def test_it_counts_what_the_build_holds(
    open_page: Opener, small_settings: Settings, small_build: Build
) -> None:
    app = open_page(small_settings, "overview")
    figures = {metric.label: metric.value for metric in app.metric}
    rows = small_build.manifest["row_counts"]
    assert figures["Creators"] == f"{rows['influencers']:,}"
    assert figures["Posts"] == f"{rows['posts']:,}"
    assert figures["Brands"] == f"{rows['brands']:,}"
    assert len(app.metric) == 4
    curves = {metric.label: list(metric.proto.chart_data) for metric in app.metric}
    assert curves["Followers"]
    # A histogram of sizes, drawn as a curve, would read as a collapse.
    assert not curves["Creators"]


def test_three_doors_and_three_pictures_stand_there(
    open_page: Opener, small_settings: Settings, small_build: Build
) -> None:
    app = open_page(small_settings, "overview")
    labels = [link.proto.label for link in app.main.get("page_link")]
    assert labels == [
        "**Find creators for a brand**",
        "**Check a creator**",
        "**See what is rising**",
    ]
    assert len(app.get("plotly_chart")) == 4  # three pictures and the spread


@pytest.mark.parametrize("by", BREAKDOWNS)
def test_creators_can_be_counted_by_each_property(
    open_page: Opener, small_settings: Settings, small_build: Build, by: str
) -> None:
    app = open_page(small_settings, "overview", spread=by)
    assert not app.exception
    assert app.button_group[0].value == by


def test_what_is_missing_is_said(
    open_page: Opener, small_settings: Settings, small_build: Build
) -> None:
    app = open_page(small_settings, "overview")
    assert "What is missing" in [one.value for one in app.subheader]
    gaps = small_build.manifest["row_counts"]["data_gaps"]
    assert ("Nothing: every figure" in texts(app)) == (gaps == 0)
