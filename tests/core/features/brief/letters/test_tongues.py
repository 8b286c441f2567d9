"""A brief in a language whose sentences are not read says so, and no other brief does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.features.brief.parse import ParsedBrief

_WORDS = "Sentences are read in English and German"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Buscamos 5 creadores de moda en España, que publiquen a menudo, con humor", "Spanish"),
        ("Nous cherchons huit créatrices pour notre gamme de soins, sans alcool", "French"),
        ("Cercasi 6 creator di cucina, niente politica, tra 5.000 e 30.000 follower", "Italian"),
        ("Wij zoeken 5 creators voor ons nieuwe merk in Nederland, geen alcohol", "Dutch"),
        ("Ищем 5 блогеров в Германии о спорте, бюджет 3000 евро", "Russian"),
        ("日本の美容クリエイター5人、予算3000ユーロ", "Japanese"),
    ],
)
def test_language_that_is_not_read_is_told(
    text: str, language: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    told = [words for words in parsed(text).warnings if _WORDS in words]
    assert len(told) == 1
    assert language in told[0]


@pytest.mark.parametrize(
    "text",
    [
        "5 food creators from France; our slogan is le goût de la vie pour nous",
        "creme de la creme, food, Paris",
        "moda, España, 5",
        "5 creators",
        "Suche 5 Food-Creator aus der Schweiz, Thema Café au Lait, gern auch à la carte",
        "",
    ],
)
def test_briefs_in_english_and_german_and_short_ones_are_not_doubted(
    text: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    assert _WORDS not in " ".join(parsed(text).warnings)
