"""The Creator page, opened by link."""

from __future__ import annotations

import pytest

from core.settings import Settings
from tests.support.opening import opened, texts
from tests.support.small_build import CREATORS, HISTORIES, HTML_BIO, make_small_build


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("creator_page")
    make_small_build(Settings.from_env(folder))
    return str(folder)


@pytest.fixture(autouse=True)
def _use_data(data_dir: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", data_dir)


def test_a_link_opens_the_creator_with_its_figures() -> None:
    app = opened("creator", creator="c003")
    figures = {metric.label: metric.value for metric in app.metric}
    assert figures["Engagement rate"] == "4.4%"
    assert set(figures) == {
        "Followers",
        "Engagement rate",
        "Authenticity (higher is better)",
        "Price per post",
    }
    assert "Mira 3" in texts(app)
    assert app.get("plotly_chart")


@pytest.mark.slow
def test_html_in_a_bio_is_shown_as_text() -> None:
    said = texts(opened("creator", creator="c000"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; **bold** &amp; :red[x]" in said
    assert HTML_BIO not in said


@pytest.mark.parametrize("influencer_id", ["c001", "c007", "c008", *HISTORIES])
@pytest.mark.parametrize(
    "section", ["Growth", "Posts", "What the posts say", "Brands", "Similar creators"]
)
@pytest.mark.slow
def test_every_part_opens_for_the_hard_cases(influencer_id: str, section: str) -> None:
    app = opened("creator", creator=influencer_id)
    app.button_group(key="creator_section").set_value(section).run()
    assert app.button_group(key="creator_section").value == section
    assert not app.exception
    assert not app.error


def test_a_creator_without_data_says_so_instead_of_zeros() -> None:
    app = opened("creator", creator="c001")
    assert {metric.label: metric.value for metric in app.metric} == {
        "Followers": "-",
        "Engagement rate": "-",
        "Authenticity (higher is better)": "-",
        "Price per post": "-",
    }
    assert "Not enough data" in texts(app)


def test_an_unknown_id_gives_a_message_and_the_search() -> None:
    app = opened("creator", creator="nobody<b>")
    assert "no creator" in app.warning[0].value
    assert app.text_input(key="creator_search").label == "Find a creator"
    assert not app.metric


def test_without_an_id_the_search_finds_by_handle() -> None:
    app = opened("creator")
    app.text_input(key="creator_search").set_value("@handle59").run()
    links = [link.proto.label for link in app.get("page_link") if "@" in link.proto.label]
    assert len(links) == 1
    assert "Mira 59" in links[0]
    app.text_input(key="creator_search").set_value("zzzz").run()
    assert "Nobody matches" in texts(app)


def test_posts_are_searched_in_their_captions() -> None:
    app = opened("creator", creator="c003")
    app.button_group(key="creator_section").set_value("Posts").run()
    assert len(app.dataframe[0].value) == 10
    app.text_input(key="posts_text_c003").set_value(f"number {CREATORS + 3} ").run()
    assert app.dataframe[0].value["post_id"].tolist() == [f"p{CREATORS + 3:04d}"]


def test_without_a_build_the_page_says_how_to_get_data(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(tmp_path_factory.mktemp("empty")))
    app = opened("creator", creator="c003")
    assert not app.metric
    assert not app.error


def test_a_niche_margin_is_told_in_words_not_as_a_probability() -> None:
    said = texts(opened("creator", creator="c003"))
    assert "Glow, clear (margin 60%)" in said
    assert "sure)" not in said
