"""The panel 'What this creator is about' of the Creator page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.settings import Settings
from tests.support.opening import opened, texts
from tests.support.profile_rows import (
    CAPTIONS_ALONE,
    ONE_POST,
    STRAY,
    UNREAD,
    make_older_build,
    make_profiled_build,
)
from tests.support.small_build import make_small_build


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = Settings.from_env(tmp_path_factory.mktemp("creator_profile"))
    make_profiled_build(made)
    return made


@pytest.fixture(autouse=True)
def _use_data(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(settings.data_dir))


def test_category_confidence_runner_up_and_deciding_posts_are_shown() -> None:
    said = texts(opened("creator", creator="c003"))
    assert "What this creator is about" in said
    assert "82%, likely · runner-up: Pasta 9%" in said
    assert "30% of the weight · on its own: Glow 60%" in said
    assert "data:image/jpeg;base64," in said
    assert "Captions and pictures point to different categories." in said
    assert "12 posts and 2 pictures read." in said
    assert "was not used for this profile" in said


@pytest.mark.slow
def test_a_profile_that_differs_from_the_given_category_says_so_calmly() -> None:
    app = opened("creator", creator=STRAY)
    assert "Your data says Pasta; the posts read more like Trails" in texts(app).replace("\\", "")
    assert not app.warning


@pytest.mark.slow
def test_captions_alone_and_one_post_are_said() -> None:
    alone = texts(opened("creator", creator=CAPTIONS_ALONE))
    assert "No pictures were read, so only the captions count." in alone
    assert "data:image/jpeg;base64," not in alone
    assert "Based on one post only" in texts(opened("creator", creator=ONE_POST))


def test_captions_with_markup_are_shown_as_text() -> None:
    said = texts(opened("creator", creator="c003"))
    assert "&lt;i&gt;so good&lt;/i&gt;" in said
    assert "<i>so good</i>" not in said


def test_a_creator_without_anything_to_read_says_so() -> None:
    assert "no caption or picture of this creator could be read" in texts(
        opened("creator", creator=UNREAD)
    )


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (make_older_build, "Not in this build"),
        (make_small_build, "too few categories to learn from"),
    ],
)
@pytest.mark.slow
def test_a_build_without_profiles_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[..., object], words: str
) -> None:
    other = Settings.from_env(tmp_path)
    make(other)
    monkeypatch.setenv("SCOUT_DATA_DIR", str(other.data_dir))
    app = opened("creator", creator="c003")
    assert words in texts(app)
    assert not app.error
