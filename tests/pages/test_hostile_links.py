"""A link may say anything: every page opens with any value of any parameter, and says so kindly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.settings import Settings
from core.web.shell.frame import PAGES
from tests.conftest import Opener
from tests.support.opening import texts
from tests.support.small_build import make_small_build

NAMES = [name for entries in PAGES.values() for name, _, _ in entries]
# Parameters that no widget is bound to: ids, texts and the forms of old links.
FREE = (
    "brand", "creator", "creators", "niche", "campaign", "plan", "via", "q", "brief",
    "authenticity_mode",
)  # fmt: skip
KNOWN = {"brand": "b0", "creator": "c002", "creators": "c002,c003", "niche": "1"}
# Parameters that nothing reads, also such as the program's own tables, columns and keys are called.
UNREAD = (
    "influencers", "influencer_id", "followers_count", "rowid", "p0", "c0", "", "a.b", "brand[]",
    "creator.id", "brand_picker", "brand_seen_in_url", "__proto__", "'; DROP TABLE brands; --",
    "<b>", "\u202ex", "x" * 2_000, "embed", "embed_options",
)  # fmt: skip
SCRIPT = "<script>alert(1)</script>"
HOSTILE = (
    "x" * 20_000,
    "\x00\x01\x1b[31m",
    "'; DROP TABLE influencers; --",
    f'">{SCRIPT}',
    "../../../../etc/passwd",
    "\u202egnp.exe\u2066",
    "-1",
    "1e309",
    "99999999999999999999999",
    "nan",
    "%s{0}${x}\\",
    " , ,",
)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    small = Settings.from_env(tmp_path_factory.mktemp("hostile_links"))
    make_small_build(small)
    return small


def bound(app: AppTest) -> set[str]:
    """Parameters that the widgets of a page are bound to."""

    def elements(node: Any) -> Iterator[Any]:
        for child in getattr(node, "children", {}).values():
            yield child
            yield from elements(child)

    protos = (getattr(element, "proto", None) for element in elements(app._tree))
    return {name for proto in protos if (name := getattr(proto, "query_param_key", ""))}


def hostile(names: list[str], shift: int) -> dict[str, str | list[str]]:
    """Another value for each parameter, and two for every third, as a list has."""
    return {
        name: HOSTILE[(place + shift) % len(HOSTILE)]
        if place % 3
        else [HOSTILE[(place + shift + step) % len(HOSTILE)] for step in (0, 5)]
        for place, name in enumerate(names)
    }


@pytest.mark.parametrize("name", NAMES)
def test_no_value_of_a_link_breaks_a_page(open_page: Opener, settings: Settings, name: str) -> None:
    page = open_page(settings, name, **KNOWN)
    assert not page.exception
    names = sorted(bound(page) | set(FREE))
    some = [one for one in names if one not in KNOWN]
    for query in ({**hostile([*some, *UNREAD], 0), **KNOWN}, hostile(names, 4)):
        app = open_page(settings, name, **query)
        assert not app.exception, (app.exception[0].message, app.exception[0].stack_trace)
        assert len(app.title) == 1
        assert SCRIPT not in texts(app)
        assert "root:" not in texts(app)


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_an_unknown_creator_is_said_and_the_page_goes_on(
    open_page: Opener, settings: Settings, value: str
) -> None:
    app = open_page(settings, "creator", creator=value)
    assert not app.exception
    assert len(app.title) == 1
    assert app.info or app.warning or app.error
