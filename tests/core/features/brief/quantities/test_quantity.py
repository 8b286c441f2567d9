from __future__ import annotations

import pytest

from core.features.brief.quantities.currencies import currency_of
from core.features.brief.quantities.quantity import quantities
from core.features.brief.reading import Reading


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("20 creators", 20, 20),
        ("at least 5k", 5_000, None),
        ("5k+", 5_000, None),
        ("50 or fewer", None, 50),
        ("max. 300", None, 300),
        ("maximum price per post of 300", None, 300),
        ("between 3 and 5", 3, 5),
        ("5-10k", 5_000, 10_000),
        ("10 bis 20000", 10_000, 20_000),
        ("5 or 6", 5, 6),
        ("nobody under 10k", 10_000, None),
        ("niemand über 50.000", None, 50_000),
        ("zwischen 1.000 und 2.000", 1_000, 2_000),
        ("entre 100.000 y 1 millón", 100_000, 1_000_000),
        ("de 5.000 à 50.000", 5_000, 50_000),
        ("de 5.000 a 50.000", 5_000, 50_000),
        ("tra 5.000 e 50.000", 5_000, 50_000),
        ("hasta 500", None, 500),
        ("plus de 5k", 5_000, None),
    ],
)
def test_ends_of_a_number(text: str, low: float | None, high: float | None) -> None:
    (quantity,) = quantities(Reading(text))
    assert (quantity.low, quantity.high) == (low, high)


def test_joined_numbers_are_two() -> None:
    assert [quantity.number for quantity in quantities(Reading("3 and 5 creators"))] == [3, 5]
    assert [quantity.number for quantity in quantities(Reading("3 macro and 5 micro"))] == [3, 5]


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("€5", "EUR"),
        ("5 euros", "EUR"),
        ("$5", "USD"),
        ("A$5", "AUD"),
        ("chf 5", "CHF"),
        ("fr. 5", "CHF"),
        ("5 zł", "PLN"),
        ("5", ""),
        ("try 5", ""),
    ],
)
def test_currency_of_a_number(text: str, currency: str) -> None:
    (quantity,) = quantities(Reading(text))
    assert quantity.currency == currency


def test_unknown_sign_is_no_currency() -> None:
    assert currency_of("creators") == ""


def test_percent_and_claimed_numbers() -> None:
    reading = Reading("3% and 4")
    reading.claim(7, 8)
    (quantity,) = quantities(reading)
    assert quantity.has_percent


def test_text_of_numbers_is_read_in_part() -> None:
    assert len(list(quantities(Reading("1 " * 900)))) == 200
