"""What figures of growth mean, in words."""

from __future__ import annotations

from datetime import date

import pytest

from core.models.growth.kinds import KINDS
from core.report import words


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        (None, "not enough data"),
        (74, "look closer"),
        (75, "mostly as usual"),
        (90, "mostly as usual"),
        (91, "very good"),
    ],
)
def test_an_index_asks_for_more_below_75(index: int | None, expected: str) -> None:
    assert words.index_words(index) == expected


def test_the_method_says_why_the_two_scores_can_differ() -> None:
    assert "The two can differ" in words.WHY_SCORES_DIFFER
    assert any(words.WHY_SCORES_DIFFER in sentence for sentence in words.METHOD)


def test_what_was_left_is_told_after_7_and_30_days() -> None:
    assert words.retention_words(0.9, 0.5) == "90% left 7 days after the peak, 50% after 30"
    assert words.retention_words(0.95, None) == "95% left 7 days after the peak"
    assert words.retention_words(None, 0.3) == "30% left 30 days after the peak"
    assert words.retention_words(None, float("nan")) == "what was left of it is not known"


def test_windows_name_their_days() -> None:
    first, last = date(2026, 8, 23), date(2026, 11, 20)
    assert words.window_words(first, last, 90, 1) == (
        "90 follower counts, 23 Aug 2026 to 20 Nov 2026"
    )
    assert "weekly" in words.window_words(first, last, 12, 7)
    assert words.window_words(last, last, 1) == "1 follower count, 20 Nov 2026"
    assert words.window_words(None, None, 0) == "no follower history"


def test_every_kind_has_words() -> None:
    assert all(words.pattern_words(kind) != kind or " " not in kind for kind in KINDS)
    assert words.pattern_words("something new") == "something new"
    assert words.is_worth_checking("staircase")
    assert not words.is_worth_checking("viral")


def test_a_range_knows_no_negative_zero() -> None:
    assert words.range_words(-0.3, 18.2) == "0 to 18"
    assert words.range_words(-1234.0, 0.4) == "-1,234 to 0"
    assert words.range_words(None, 3.0) == "-"


def test_events_beside_ordinary_growth_are_not_called_nothing() -> None:
    assert words.most_telling("organic", 0) == "nothing stands out"
    assert "listed" in words.most_telling("organic", 1)
    assert words.most_telling("step", 1) == "one-day step"
