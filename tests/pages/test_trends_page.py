"""The Trends page: table, filters, curves, riders, file, and what it says without data."""

from __future__ import annotations

import duckdb
import pytest

from core.queries.trends import TrendFilter
from core.settings import Settings
from core.web.trends import panels as trends_panels
from tests.support.opening import opened, texts
from tests.support.small_build import make_small_build
from tests.support.text_rows import plant_trends


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = Settings.from_env(tmp_path_factory.mktemp("trends_page"))
    make_small_build(made)
    plant_trends(made)
    return made


@pytest.fixture(autouse=True)
def _use_data(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(settings.data_dir))


def _apply(app: object) -> None:
    next(one for one in app.button if one.label == "Apply").click().run()  # type: ignore[attr-defined]
    assert not app.exception  # type: ignore[attr-defined]


def test_the_table_shows_what_moves_with_growth_and_range() -> None:
    app = opened("trends")
    table = app.dataframe[0].value
    assert dict(zip(table["name"], table["status"], strict=True)) == {
        "#slowglow": "rising",
        "#megahaul": "falling",
    }
    growth = table.set_index("name")["growth"]
    assert growth["#slowglow"] > 5
    assert growth["#megahaul"] < -5
    figures = {metric.label: metric.value for metric in app.metric}
    assert (figures["Rising"], figures["Falling"]) == ("1", "1")
    assert app.get("plotly_chart")
    assert "a single busy account or newly imported creators cannot create a trend" in texts(app)


def test_riders_stand_earliest_first_with_engagement_and_growth() -> None:
    app = opened("trends")
    app.selectbox(key="trend_item").set_value("#slowglow").run()
    riders = app.dataframe[1].value
    assert riders["first_use"].is_monotonic_increasing
    assert {"engagement_ratio", "verdict", "authenticity_index"} <= set(riders.columns)


@pytest.mark.slow
def test_filters_show_steady_items_and_leave_out_the_rest() -> None:
    app = opened("trends")
    app.multiselect(key="trend_direction").set_value(["steady"])
    app.multiselect(key="trend_kind").set_value(["Hashtags"])
    _apply(app)
    assert app.dataframe[0].value["name"].tolist() == ["#everyday"]
    assert "Tick an item that rises or falls" in texts(app)
    app.text_input(key="trend_words").set_value("nothing like it")
    _apply(app)
    assert "Nothing passes these filters" in texts(app)
    next(one for one in app.button if one.label == "Reset filters").click().run()
    assert len(app.dataframe[0].value) == 2


def test_a_platform_that_does_not_use_a_tag_leaves_no_riders_of_others() -> None:
    app = opened("trends")
    app.multiselect(key="trend_platform").set_value(["tiktok"])
    _apply(app)
    assert set(app.dataframe[1].value["platform"]) == {"TikTok"}


def test_the_file_holds_what_passes(settings: Settings) -> None:
    from core.web.kit.cache import current

    content = trends_panels.trends_file(current(), TrendFilter(), "Most creators", "csv").decode()
    lines = content.splitlines()
    assert lines[0].lstrip("\ufeff").startswith("Kind,Hashtag or topic,Direction")
    assert {line.split(",")[1] for line in lines[1:]} >= {"slowglow", "megahaul", "everyday"}


def test_without_dated_posts_and_in_an_older_build_the_page_says_what_to_do(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Settings.from_env(tmp_path_factory.mktemp("no_trends"))
    build = make_small_build(other)
    monkeypatch.setenv("SCOUT_DATA_DIR", str(other.data_dir))
    con = duckdb.connect(str(build.store_file))
    con.execute("DELETE FROM trends")
    con.close()
    assert "Trends need dated posts" in texts(opened("trends"))
    old = Settings.from_env(tmp_path_factory.mktemp("old_trends"))
    build = make_small_build(old)
    monkeypatch.setenv("SCOUT_DATA_DIR", str(old.data_dir))
    con = duckdb.connect(str(build.store_file))
    con.execute("DROP TABLE trends")
    con.close()
    assert "Not in this build" in texts(opened("trends"))


@pytest.mark.slow
def test_trends_that_fit_the_brand_are_those_of_its_niche(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Settings.from_env(tmp_path_factory.mktemp("brand_trends"))
    build = make_small_build(own)
    plant_trends(own)
    con = duckdb.connect(str(build.store_file))
    # Creators number 0, 3, 6 ... are of the niche of brand b0; the rising tag stays with them.
    con.execute(
        """UPDATE posts SET hashtags = list_filter(hashtags, lambda tag: tag <> 'slowglow')
           WHERE substr(influencer_id, 2)::INTEGER % 3 <> 0"""
    )
    con.execute("UPDATE trends SET creators_count = 20 WHERE item = 'slowglow'")
    con.execute("DELETE FROM brand_matches")
    con.execute(
        """INSERT INTO brand_matches BY NAME
           SELECT 'b0' AS brand_id, influencer_id, row_number() OVER () AS match_rank,
                  80 AS similarity_score, 'good' AS match_label, 0.9 AS percentile,
                  [] AS shared_words, 'test' AS model_version
           FROM influencer_niches WHERE niche_id = 0"""
    )
    con.close()
    monkeypatch.setenv("SCOUT_DATA_DIR", str(own.data_dir))
    app = opened("trends", brand="b0")
    assert len(app.dataframe[0].value) == 2
    app.checkbox(key="trend_brand").set_value(True)
    _apply(app)
    assert app.dataframe[0].value["name"].tolist() == ["#slowglow"]


@pytest.mark.slow
def test_where_no_item_can_be_judged_the_page_says_what_is_missing(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "can be judged yet" not in texts(opened("trends"))
    few = Settings.from_env(tmp_path_factory.mktemp("few_trends"))
    build = make_small_build(few)
    plant_trends(few)
    con = duckdb.connect(str(build.store_file))
    con.execute("UPDATE trends SET direction = 'too few'")
    con.close()
    monkeypatch.setenv("SCOUT_DATA_DIR", str(few.data_dir))
    said = texts(opened("trends"))
    assert "No hashtag or topic can be judged yet" in said
    assert "Nothing passes these filters" not in said
