"""Handles, genders and typing mistakes."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.demo.writing.spelling import ascii_name, capitalised, spoken_by, with_typo


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Élodie Núñez", "elodienunez"), ("Krüger", "krueger"), ("Weiß", "weiss"), ("", "")],
)
def test_names_become_plain_letters(name: str, plain: str) -> None:
    assert ascii_name(name) == plain


def test_the_speaker_decides_the_form() -> None:
    line = "Réveillé{|e}, {fier|fière}."
    assert spoken_by(line, is_woman=True) == "Réveillée, fière."
    assert spoken_by(line, is_woman=False) == "Réveillé, fier."
    assert spoken_by("a | b", is_woman=True) == "a | b"


def test_capitals_change_the_first_letter_only() -> None:
    assert capitalised("étude de L'art") == "Étude de L'art"
    assert capitalised("") == ""


@given(st.text(max_size=60), st.integers(0, 50))
def test_a_typo_touches_at_most_one_word_and_no_tag(text: str, seed: int) -> None:
    changed = with_typo(text, random.Random(seed))
    before, after = text.split(" "), changed.split(" ")
    differing = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert len(differing) <= 1
    assert all(a.isalpha() for a, _ in differing)


def test_a_typo_changes_a_long_word() -> None:
    assert with_typo("so #breakfast", random.Random(1)) == "so #breakfast"
    assert any(with_typo("breakfast", random.Random(seed)) != "breakfast" for seed in range(5))
