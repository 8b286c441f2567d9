"""Names of brands go from texts, however they are written; ordinary words stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.features.brand_names import BrandNames

BRANDS = [
    ("Luma Skincare", "serum cream skincare"),
    ("Velora Beauty Lab", "lipstick and skincare for summer"),
    ("Zaunkönig", "bird houses, a summer in the garden with skincare"),
    ("Summer Garden", "seeds and soil"),
    ("Oak", "tables in the garden"),
]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("my Luma serum", "my serum"),
        ("LUMA's serum", "'s serum"),
        ("love #LumaSkincare so much", "love # so much"),
        ("love #luma_skincare so much", "love # _ so much"),
        ("#lumaskincarelove and #ilovevelora", "# and #"),
        ("from @luma.skincare and @anyone_else", "from and"),
        ("code LUMASK15 for you", "code for you"),
        ("a zaunkonig, a Zaunkönig", "a , a"),
        ("the Summer Garden is open", "the is open"),
        ("oak and an oak table", "and an table"),
        # Ordinary words: two brands of other names use them.
        ("skincare in summer, in a garden", "skincare in summer, in a garden"),
        ("garden summer", "garden summer"),
        # Short names are parts of many words.
        ("soaking in cloaks", "soaking in cloaks"),
        ("", ""),
    ],
)
def test_names_go_and_ordinary_words_stay(text: str, left: str) -> None:
    assert " ".join(BrandNames(BRANDS).without(text).split()) == left


@given(st.text(max_size=60))
def test_a_text_without_brands_changes_by_mentions_and_codes_alone(text: str) -> None:
    left = BrandNames([]).without(text)
    if "@" not in text and not any(char.isdigit() for char in text):
        assert left == text
    assert BrandNames([]).without(left) == left
