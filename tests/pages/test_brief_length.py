"""A brief that says too little is told apart from one that says enough."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.support.opening import texts


def _page(known: tuple[str, ...], said: tuple[str, ...]) -> None:
    from core.services.ranking.topics import BriefWords
    from core.web.brand_match.brief_hints import brief_length_hint

    brief_length_hint(BriefWords(known, said))


@pytest.mark.parametrize(
    ("known", "sentence"),
    [
        ((), "The creators use none of the topic words of this brief"),
        (("coffee",), "Creators use 1 topic word of this brief: coffee."),
        (("coffee", "office"), "Creators use 2 topic words of this brief: coffee, office."),
        (("coffee", "office", "beans", "roast"), None),
    ],
)
def test_few_known_words_are_named(known: tuple[str, ...], sentence: str | None) -> None:
    app = AppTest.from_function(_page, args=(known, (*known, "xqzv")), default_timeout=60).run()
    assert not app.exception
    if sentence is None:
        assert texts(app) == ""
    else:
        assert sentence in texts(app).replace("\\", "")
