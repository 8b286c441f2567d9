from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.features.brief.numbers import NUMBER, value_of, with_digits


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("eight creators", "8 creators"),
        ("twenty-five of them", "25 of them"),
        ("a dozen people", "12 people"),
        ("half a million", "500k"),
        ("two and a half percent", "2.5 percent"),
        ("zwölf Creator aus Wien", "12 Creator aus Wien"),
        ("anderthalb Prozent", "1.5 Prozent"),
        ("an elf costume", "an elf costume"),
        ("one creator", "one creator"),
        ("", ""),
    ],
)
def test_numbers_in_words_become_digits(text: str, digits: str) -> None:
    assert with_digits(text) == digits


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5.000", 5_000),
        ("5,000.50", 5_000.5),
        ("1'250", 1_250),
        ("2,5 k", 2_500),
        ("3k", 3_000),
        ("1.2 Mio.", 1_200_000),
        ("3,5", 3.5),
        ("200 Tsd.", 200_000),
        ("50 kids", 50),
        ("9" * 400, 1e15),
    ],
)
def test_number_is_read_with_its_unit(text: str, value: float) -> None:
    match = re.search(NUMBER, text.lower())
    assert match is not None
    assert value_of(match[1], match[2]) == value


@given(st.integers(0, 10**9))
def test_grouped_digits_are_the_number(number: int) -> None:
    for written in (str(number), f"{number:,}", f"{number:,}".replace(",", ".")):
        match = re.fullmatch(NUMBER, written)
        assert match is not None
        assert value_of(match[1], match[2]) == number
