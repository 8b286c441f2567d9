"""What strangers wrote reaches the browser as text."""

from __future__ import annotations

import re
from base64 import b64decode
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from core.web.kit.creators.cards import (
    chips_html,
    figure_html,
    highlighted_html,
    identity_html,
    initials,
    sparkline_html,
    text_html,
)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


@given(text=st.text(max_size=60))
def test_no_text_can_add_a_tag(text: str) -> None:
    for html, tags in (
        (text_html(text), {"div"}),
        (identity_html(text, text, [text]), {"div", "span"}),
        (chips_html([(text, "good")]), {"div", "span"}),
        (figure_html(text, text, text), {"div"}),
        (highlighted_html(text, text.split()), {"div", "mark"}),
    ):
        assert _read(html).tags <= tags


def test_a_script_in_a_bio_is_shown_as_it_was_written() -> None:
    assert _read(text_html("<script>x</script> & co")).text == "<script>x</script> & co"


def test_highlighting_marks_whole_words_in_any_case() -> None:
    html = highlighted_html("Glow, glowing GLOW & <b>", ["glow"])
    assert re.findall(r"<mark[^>]*>([^<]*)</mark>", html) == ["Glow", "GLOW"]
    assert _read(html).text == "Glow, glowing GLOW & <b>"


@given(text=st.text(alphabet="ab <&c", max_size=40), words=st.lists(st.text("ab<&", max_size=3)))
def test_highlighting_never_changes_the_words(text: str, words: list[str]) -> None:
    assert _read(highlighted_html(text, words)).text == text


def test_initials_are_of_the_first_two_words() -> None:
    assert initials("mira k. lee") == "MK"
    assert initials("@@@") == "?"
    assert initials("") == "?"


def test_a_flat_or_short_sparkline_is_no_error() -> None:
    assert sparkline_html([]) == ""
    assert sparkline_html([5]) == ""
    assert "<img" in sparkline_html([5, 5, 5])


def test_a_sparkline_runs_from_low_left_to_high_right() -> None:
    html = sparkline_html([10, 20], width_px=104, height_px=30)
    code = re.search(r'base64,([^"]+)"', html)
    assert code is not None
    points = re.search(r'points="([^"]+)"', b64decode(code.group(1)).decode())
    assert points is not None
    assert points.group(1) == "2.0,27.0 102.0,3.0"
