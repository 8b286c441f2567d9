"""A typed category becomes the one of the data that it means."""

from __future__ import annotations

import pytest

from core.services.matching.categories import known_category

KNOWN = ["Beauty & Skincare", "Food & Cooking", "Food: vegan", "Pets", "Tech & Gadgets", "Küche"]


@pytest.mark.parametrize(
    ("typed", "category"),
    [
        ("Beauty", "Beauty & Skincare"),
        ("skincare", "Beauty & Skincare"),
        ("Skincare, BEAUTY", "Beauty & Skincare"),
        ("kuche", "Küche"),
        ("Food", "Food"),  # two begin with it, so nothing is guessed
        ("Pets & more", "Pets & more"),
        ("Gardening", "Gardening"),
        ("", ""),
        ("&", "&"),
        ("美容", "美容"),
    ],
)
def test_fewer_words_stand_for_the_only_category_that_has_them(typed: str, category: str) -> None:
    assert known_category(typed, KNOWN) == category


def test_without_categories_the_typed_one_stays() -> None:
    assert known_category("Beauty", []) == "Beauty"
