"""The Overview page."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from core.formats import compact
from core.queries import overview
from core.queries.findings import growth_spread
from core.queries.overview import BREAKDOWNS
from core.services.session import open_session
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


def test_without_daily_counts_the_followers_known_are_shown(
    open_page: Opener, small_settings: Settings, small_build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "followers_by_day", _no_days)
    app = open_page(small_settings, "overview")
    tile = next(metric for metric in app.metric if metric.label == "Followers")
    with open_session(small_settings) as session:
        rows = session.con.execute("SELECT followers_count FROM influencers").fetchall()
    known = compact(sum(count for (count,) in rows if count is not None))
    assert (tile.value, tile.delta) == (known, "no daily counts")


def _no_days(_con: duckdb.DuckDBPyConnection) -> overview.FollowersCourse:
    return overview.FollowersCourse()


def test_followers_are_all_that_are_known_and_grow_since_a_day(
    open_page: Opener, small_settings: Settings, small_build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "followers_by_day", _two_weekly_counts)
    app = open_page(small_settings, "overview")
    tile = next(metric for metric in app.metric if metric.label == "Followers")
    with open_session(small_settings) as session:
        rows = session.con.execute("SELECT sum(followers_count) FROM influencers").fetchall()
    assert (tile.value, tile.delta) == (compact(rows[0][0]), "+10.0% since 1 Sep 2026")


def _two_weekly_counts(_con: duckdb.DuckDBPyConnection) -> overview.FollowersCourse:
    """Of one creator of many: neither all followers nor two days."""
    return overview.FollowersCourse((100, 110), date(2026, 9, 1), date(2026, 9, 8), 1)


def test_findings_three_starts_and_three_pictures(
    open_page: Opener, small_settings: Settings, small_build: Build
) -> None:
    app = open_page(small_settings, "overview")
    labels = [link.proto.label for link in app.main.get("page_link")]
    assert labels[-3:] == [
        "**Find creators for a brand**",
        "**Check a creator**",
        "**See what is rising**",
    ]
    findings = labels[:-3]
    assert set(findings) <= {"See who", "See the evidence", "See what trends"}
    assert "See the evidence" in findings
    # One picture a finding, three of the market, and the spread.
    assert len(app.get("plotly_chart")) == len(findings) + 4


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


def test_a_finding_counts_what_the_build_holds(
    open_page: Opener, small_settings: Settings, small_build: Build
) -> None:
    shown = texts(open_page(small_settings, "overview"))
    with open_session(small_settings) as session:
        spread = growth_spread(session.con)
    assert spread is not None
    many = spread.worth_checking_count
    verb = "creator has" if many == 1 else "creators have"
    assert f"**{many} {verb} growth worth checking**, of {spread.judged_count} whose" in shown
