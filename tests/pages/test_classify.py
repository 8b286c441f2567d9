"""The panel on the Creator page for somebody who is not in the data."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core.demo.writing.pictures import PICTURES
from core.settings import Settings
from tests.support.opening import opened, texts
from tests.support.profile_rows import make_profiled_build, picture
from tests.support.small_build import make_small_build

SEND = "See what they are about"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = Settings.from_env(tmp_path_factory.mktemp("classify"))
    make_profiled_build(made)
    return made


@pytest.fixture(autouse=True)
def _use_data(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(settings.data_dir))


def _sent(captions: str, *pictures: tuple[str, bytes, str]) -> AppTest:
    app = opened("creator")
    app.text_area(key="classify_typed_0").set_value(captions)
    if pictures:
        app.file_uploader(key="classify_pictures_0").set_value(list(pictures))
    next(button for button in app.button if button.label == SEND).click().run()
    assert not app.exception
    return app


def test_captions_and_a_picture_give_category_weights_and_nearest_creators() -> None:
    app = _sent(
        "glow serum day\nglow again\n<b>glow</b> so good", ("a.jpg", picture(0), "image/jpeg")
    )
    said = texts(app)
    assert "3 captions and 1 picture read" in said
    assert ">Glow</div>" in said
    assert "&lt;b&gt;glow&lt;/b&gt;" in said
    assert "<b>glow</b>" not in said
    assert "of the weight" in said
    assert len(app.dataframe[0].value) == 8


def test_clear_forgets_what_was_typed_and_found() -> None:
    app = _sent("glow serum day")
    next(button for button in app.button if button.label == "Clear").click().run()
    assert app.text_area(key="classify_typed_1").value == ""
    assert not app.dataframe


@pytest.mark.slow
def test_nothing_typed_and_bad_files_are_told_with_the_reason() -> None:
    assert "at least one caption or picture" in _sent(" \n \n").warning[0].value
    app = _sent("glow", ("x.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png"))
    assert "SVG" in app.warning[0].value
    assert "left out" in app.warning[0].value
    assert "1 caption read" in texts(app)


def test_a_picture_alone_gets_a_topic_marked_as_weaker_evidence() -> None:
    said = texts(_sent("", ("cat.jpg", (PICTURES / "pets_02.jpg").read_bytes(), "image/jpeg")))
    assert "What the pictures show" in said
    assert "Egyptian cat" in said
    assert "Weaker evidence" in said


def test_words_that_the_model_does_not_know_are_compared_with_creators_all_the_same() -> None:
    app = _sent("zzyzx")
    assert "knows none of these words" in texts(app)
    assert "1 caption read." in texts(app)
    assert len(app.dataframe[0].value) == 8


@pytest.mark.slow
def test_more_captions_than_are_read_are_counted() -> None:
    said = texts(_sent("\n".join(f"glow number {number}" for number in range(5_000))))
    assert "Not read: 4,800 captions beyond the first 200." in said
    assert "200 captions" in said


def test_a_build_without_categories_says_so_instead_of_a_form(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Settings.from_env(tmp_path_factory.mktemp("plain"))
    make_small_build(plain)
    monkeypatch.setenv("SCOUT_DATA_DIR", str(plain.data_dir))
    app = opened("creator")
    assert "too few categories to learn from" in texts(app)
    assert not app.main.text_area
