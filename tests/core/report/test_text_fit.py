"""Width of texts without a font, and texts cut to fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.report.text_fit import clean_line, fitted, text_width, wrapped


def test_a_width_by_hand() -> None:
    # A 667, space 278, i 222: thousandths of the size.
    assert text_width("A i", 10) == pytest.approx(11.67)
    assert text_width("é", 10) == text_width("e", 10)
    assert text_width("🎉", 10) > text_width("W", 10)
    assert text_width("", 10) == 0


def test_words_go_to_the_next_line_and_long_ones_are_broken() -> None:
    assert wrapped("aa bb", 10, text_width("aa b", 10)) == ["aa", "bb"]
    assert wrapped("aaaa", 10, text_width("aa", 10)) == ["aa", "aa"]
    assert wrapped("", 10, 50) == []


def test_what_is_cut_says_so() -> None:
    assert fitted("one two three", 10, text_width("one two", 10)) == "one t…"
    assert fitted(" one\n two ", 10, 500) == "one two"


def test_signs_that_no_file_can_hold_are_left_out() -> None:
    assert clean_line("a\x00b\ud800c\x0bd\ufffee") == "abc de"


@given(st.text(max_size=200), st.integers(1, 3), st.floats(30, 300))
def test_a_fitted_text_takes_no_more_lines_than_it_may(text: str, lines: int, width: float) -> None:
    assert len(wrapped(fitted(text, 10, width, lines=lines), 10, width)) <= lines
