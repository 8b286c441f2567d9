"""Growth is judged in the same words on every page; the caution score leads on none."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.services.creator_rows import creator_rows
from core.settings import Settings
from core.store import builds
from core.store.connect import open_store
from core.web.kit.matching.cards import card_html
from tests.support.growth_rows import plant_evidence
from tests.support.opening import opened, texts
from tests.support.small_build import make_small_build

_UNUSUAL = "Unusual growth, worth checking (93%)"
_OLD_WORDS = (
    "little speaks for it",
    "some signs, look at",
    "many signs",
    "nothing unusual",
    "bought growth 93%",
)


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("verdict_leads")
    settings = Settings.from_env(folder)
    make_small_build(settings)
    plant_evidence(settings)
    return str(folder)


@pytest.fixture(autouse=True)
def _use_data(data_dir: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", data_dir)


def _everything(app: AppTest) -> str:
    figures = [f"{one.label} {one.value} {one.delta}" for one in app.metric]
    return "\n".join([texts(app), *figures])


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("overview", {}),
        ("niches", {}),
        ("brand_match", {"brand": "b2"}),
        ("recommendations", {"brand": "b2"}),
        ("creator", {"creator": "c008"}),
        ("rising", {}),
        ("rising", {"creator": "c008"}),
        ("compare", {"creators": "c008,c010"}),
        ("trends", {}),
        ("campaigns", {}),
    ],
)
@pytest.mark.slow
def test_no_page_but_authenticity_shows_the_caution_score(page: str, query: dict[str, str]) -> None:
    app = opened(page, **query)
    said = _everything(app).lower()
    for words in ("caution score", *_OLD_WORDS):
        assert words not in said, words
    for table in app.dataframe:
        assert "caution_score" not in _shown(table)


def _shown(table: object) -> list[str]:
    return list(table.proto.column_order)  # type: ignore[attr-defined]


@pytest.mark.slow
def test_the_creator_page_opens_with_the_verdict_and_the_index() -> None:
    app = opened("creator", creator="c008")
    said = texts(app)
    assert "one-day step, 7 Oct 2026 · authenticity index 31 of 100" in said
    index = next(one for one in app.metric if one.label == "Authenticity (higher is better)")
    assert (index.value, index.delta) == ("31 of 100", "Worth checking")
    calm = next(
        one
        for one in opened("creator", creator="c010").metric
        if one.label == "Authenticity (higher is better)"
    )
    assert (calm.value, calm.delta) == ("93 of 100", "Looks ordinary")


def test_cards_say_the_verdict_once_with_pattern_and_days(data_dir: str) -> None:
    settings = Settings.from_env(Path(data_dir))
    con = open_store(builds.current_build(settings).store_file, settings)
    try:
        rowids = con.execute(
            """SELECT rowid FROM influencers WHERE influencer_id IN ('c006', 'c008', 'c010')
               ORDER BY influencer_id"""
        ).fetchnumpy()["rowid"]
        unknown, step, calm = creator_rows(con, rowids).to_dict("records")
    finally:
        con.close()
    sentence = f"{_UNUSUAL}: one-day step, 7 Oct 2026"
    html = card_html(step, [("+ same niche", "good"), (f"! {sentence}", "caution")], "")
    assert html.count(_UNUSUAL) == 1
    assert html.index(sentence) < html.index("+ same niche")
    assert "31 of 100" in html
    assert "Caution" not in html
    assert "Growth looks ordinary" in card_html(calm, [], "")
    assert "Not enough data" in card_html(unknown, [], "")


@pytest.mark.slow
def test_tables_have_the_verdict_and_the_index() -> None:
    assert "verdict" in _shown(opened("niches").dataframe[0])
    niches = opened("niches", niche_columns="Figures").dataframe[0]
    assert {"verdict", "authenticity_index"} <= set(_shown(niches))
    assert set(niches.value["verdict"]) <= {
        "Worth checking",
        "Looks ordinary",
        "Not enough data",
    }
    creator = opened("creator", creator="c008")
    creator.button_group(key="creator_section").set_value("Similar creators").run()
    assert "verdict" in _shown(creator.dataframe[0])
    creator.button_group(key="fit_columns").set_value("Figures").run()
    assert {"verdict", "authenticity_index"} <= set(_shown(creator.dataframe[0]))


def test_a_duel_names_the_unusual_one_in_the_same_words() -> None:
    app = opened("compare", creators="c008,c010", compare_section="Reactions")
    assert any("Unusual growth, worth checking" in one.value for one in app.warning)


def test_about_explains_verdict_and_caution_score() -> None:
    said = texts(opened("about"))
    assert "Growth looks ordinary" in said
    assert "The two can differ" in said
