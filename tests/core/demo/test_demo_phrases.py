"""Sentences with choices."""

from __future__ import annotations

import random

import pytest

from core.demo.writing.phrases import parse, phrases

SLOTS = {"dish": ("soup", "stew", "curry")}


def _wordings(source: str) -> set[str]:
    phrase = parse(source)
    return {phrase.wording(SLOTS, random.Random(seed)) for seed in range(200)}


def test_choices_numbers_and_slots_are_filled_in() -> None:
    assert _wordings("[one|two [or three|]] <2-3> days") == {
        f"{start} {count} days" for start in ("one", "two", "two or three") for count in (2, 3)
    }
    assert _wordings("{Dish} // today") == {"Soup\ntoday", "Stew\ntoday", "Curry\ntoday"}


def test_a_slot_says_the_same_again_and_another_number_something_else() -> None:
    for text in _wordings("{dish}, {dish2}, {dish}"):
        first, second, third = text.split(", ")
        assert first == third != second


def test_what_the_caller_fills_in_stays() -> None:
    assert _wordings("{city} with @{brand}, content{|e}") == {"{city} with @{brand}, content{|e}"}


def test_settled_entries_are_used_and_said_ones_left_out() -> None:
    phrase, rng = parse("{dish}, {dish2}"), random.Random(1)
    assert phrase.wording(SLOTS, rng, {"stew"}, {"dish": "soup"}) == "soup, curry"
    assert phrase.wording(SLOTS, rng, set(SLOTS["dish"]), {"dish": "soup"}).startswith("soup, ")


def test_an_empty_choice_leaves_no_space() -> None:
    assert _wordings("Soup.[ Yum.|]") == {"Soup.", "Soup. Yum."}
    assert _wordings("[Really|] good [soup|]") >= {"good", "Really good soup"}


@pytest.mark.parametrize("source", ["[one|two", "one]", "{dish"])
def test_a_bracket_without_its_other_half_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r"bracket|substring"):
        parse(source)


def test_phrases_with_many_wordings_are_drawn_more_often() -> None:
    kind = phrases(("Fixed.", "[a|b|c] {dish} [d|e|f] <1-9>"))
    rng = random.Random(1)
    drawn = [kind.draw(rng).source for _ in range(300)]
    assert 0 < drawn.count("Fixed.") < 60
