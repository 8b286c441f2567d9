"""The panel 'What the posts say' of the Creator page, and its filters on Brand match."""

from __future__ import annotations

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from core.queries.growth.evidence import evidence_join
from core.queries.posts import text_chips
from core.services.matching.filters import MatchFilters
from core.settings import Settings
from core.store import builds
from core.store.connect import open_store
from tests.support.opening import opened, texts
from tests.support.small_build import make_small_build
from tests.support.text_rows import SPEAKING, plant_texts


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = Settings.from_env(tmp_path_factory.mktemp("creator_texts"))
    make_small_build(made)
    plant_texts(made)
    return made


@pytest.fixture(autouse=True)
def _use_data(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(settings.data_dir))


def _panel(influencer_id: str) -> AppTest:
    app = opened("creator", creator=influencer_id)
    app.button_group(key="creator_section").set_value("What the posts say").run()
    assert not app.exception
    assert not app.error
    return app


def test_the_panel_shows_tone_advertising_names_and_words_to_check() -> None:
    app = _panel(SPEAKING)
    figures = {metric.label: metric.value for metric in app.metric}
    assert figures["Advertising"] == "4 of 12"
    assert figures["Tone of captions"] == "100% positive"
    assert figures["Words to check"] == "1 of 12"
    assert figures["Sponsored vs. organic"].endswith(" x")
    assert "Luma Skincare" in texts(app)
    assert "London" in texts(app)
    shown = app.dataframe[0].value
    assert len(shown) == 4
    assert shown["words"].tolist().count("wine") == 1


def test_a_creator_without_posts_says_so() -> None:
    assert "Not enough data" in texts(_panel("c001"))


def test_filters_leave_out_or_keep_the_creator_that_speaks(settings: Settings) -> None:
    build = builds.current_build(settings)
    con = open_store(build.store_file, settings)

    def ids(filters: MatchFilters) -> set[str]:
        sql, values = filters.rowids_sql(evidence_join=evidence_join(con))
        rows = con.execute(
            f"SELECT influencer_id FROM influencers WHERE rowid IN (SELECT rowid FROM ({sql}))",
            values,
        ).fetchall()
        return {row[0] for row in rows}

    try:
        assert ids(MatchFilters(discloses=True)) == {SPEAKING}
        safe = ids(MatchFilters(without_safety=("alcohol",)))
        assert SPEAKING not in safe
        assert len(safe) == 59  # the creator without posts stays
        assert SPEAKING in ids(MatchFilters(without_safety=("gambling",)))
        assert "! alcohol in 1 of 12 posts" in text_chips(con, [SPEAKING])[SPEAKING]
    finally:
        con.close()


@pytest.mark.slow
def test_the_filters_of_brand_match_leave_the_one_creator_and_say_so() -> None:
    app = opened("brand_match", brand="b0")
    app.checkbox(key="match_discloses").set_value(True)
    app.multiselect(key="match_safety").set_value([])
    next(one for one in app.button if one.label == "Show creators").click().run()
    assert app.metric[0].value == "1"
    assert "discloses advertising" in [button.label for button in app.button]
    assert app.checkbox(key="match_discloses").label.endswith("(1)")


@pytest.mark.slow
def test_an_older_build_has_no_such_filters_and_says_so(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = Settings.from_env(tmp_path_factory.mktemp("older"))
    build = make_small_build(old)
    con = duckdb.connect(str(build.store_file))
    for table in ("post_texts", "creator_texts", "post_entities"):
        con.execute(f"DROP TABLE {table}")
    con.close()
    monkeypatch.setenv("SCOUT_DATA_DIR", str(old.data_dir))
    assert "Not in this build" in texts(_panel("c003"))
    keys = [one.key for one in opened("brand_match", brand="b0").checkbox]
    assert "match_discloses" not in keys
