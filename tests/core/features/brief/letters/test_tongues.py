"""A brief in a language whose sentences are not read says so, and no other brief does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
        ("Cerco 4 creator di viaggi, massimo 300 euro a post, budget 2.000 euro", "Italian"),
        ("Søger 5 gaming creators i Danmark, 10.000 kr", "Danish"),
        ("Szukamy 4 osób od podróży, budżet 3000 euro", "Polish"),
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
        "our client Cerco is a bank; we need 5 creators from Italy for the launch of its app",
        "Suche 5 Food-Creator aus der Schweiz, Thema Café au Lait, gern auch à la carte",
        "",
    ],
)
def test_briefs_in_english_and_german_and_short_ones_are_not_doubted(
    text: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    assert _WORDS not in " ".join(parsed(text).warnings)


@pytest.mark.parametrize(
    ("text", "constraints"),
    [
        ("Procuramos criadores no Chile e na Alemanha", {"countries": ("CL", "DE")}),
        ("Procuro criadoras no YouTube", {"platforms": ("youtube",)}),
        ("Busco creadores sin YouTube", {"platforms": ("instagram", "tiktok")}),
        ("Cherche créatrices, pas de YouTube", {"platforms": ("instagram", "tiktok")}),
        ("Zoek creators, geen YouTube", {"platforms": ("instagram", "tiktok")}),
        (
            "Cherche créateurs, 20 à 60k abonnés, pas d'alcool",
            {"followers_min": 20_000, "followers_max": 60_000},
        ),
        ("Busco creadores con 30 mil seguidores como máximo", {"followers_max": 30_000}),
        ("Cerchiamo creator, budget 4 mila euro", {"budget": 4_000}),
    ],
)
def test_names_and_numbers_in_other_languages_are_not_misread(
    text: str, constraints: dict[str, Any], said: Callable[[str], dict[str, Any]]
) -> None:
    assert said(text) == constraints
