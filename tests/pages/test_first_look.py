"""On a first look pages show what is there, and say of the rest that it is to come."""

from __future__ import annotations

import pytest

from core.settings import Settings
from core.store import jobs
from core.store.builds import Build
from tests.conftest import Opener
from tests.support.first_look import make_first_look
from tests.support.opening import texts
from tests.support.templates import take_cache


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, small_build: Build) -> Settings:
    settings = Settings.from_env(tmp_path_factory.mktemp("first_look_pages"))
    take_cache(settings, small_build)
    make_first_look(settings)
    return settings


@pytest.mark.parametrize(
    ("page", "query", "is_there"),
    [
        ("overview", {}, True),
        ("niches", {}, True),
        ("brand_match", {"brand": "b0001"}, True),
        ("creator", {"creator": "c00001"}, False),
        ("compare", {"creators": "c00001,c00002"}, False),
        ("brief", {"brief": "three small fitness creators"}, True),
        ("campaigns", {"brand": "b0001"}, True),
        ("search", {"q": "coffee"}, True),
        ("authenticity", {}, False),
        ("rising", {}, False),
        ("trends", {}, False),
        ("recommendations", {"brand": "b0001"}, False),
        ("model_report", {}, True),
    ],
)
def test_a_page_says_what_is_to_come(
    open_page: Opener, settings: Settings, page: str, query: dict[str, str], is_there: bool
) -> None:
    app = open_page(settings, page, **query)
    assert not app.exception
    said = texts(app)
    assert "First look" in said
    assert ("Not here yet" in said) != is_there
    assert "earlier version" not in said


def test_the_rest_can_be_started_where_nothing_works_on_it(
    open_page: Opener, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []

    def start(_settings: Settings, _title: str, arguments: list[str]) -> str:
        started.append(arguments)
        return "20261130T120000-aaaaaaaa"

    app = open_page(settings, "overview")
    monkeypatch.setattr(jobs, "start_job", start)
    next(button for button in app.button if button.label == "Work out the rest").click().run()
    assert started == [["build", "--from", "topics", "--background", "--then-deepen"]]


def test_the_data_page_marks_it(open_page: Opener, settings: Settings) -> None:
    app = open_page(settings, "data")
    assert not app.exception
