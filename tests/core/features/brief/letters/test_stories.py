"""What a brief tells of the brand is asked of nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

_ASKED = {"count": 6, "countries": ("CL",), "niches": ("Music",)}


@pytest.mark.parametrize(
    "text",
    [
        "Established in 1962 in a shed behind a church in Texas, we build amps.",
        "Our founder grew up in Denmark, on a farm.",
        "More than 3 million customers in Poland trust us.",
        "The label, which was founded in Sweden, employs 90 people.",
        "Amp Hall was started by two guitarists in Dublin.",
        "A night costs 120 euros.",
        "Our guitar, priced from 1,900 €, is out now.",
        "Our new amp (15 watts, 9 kg, from €450) is out now.",
        "Wir haben 30 Mitarbeiter und Standorte in Polen.",
        "Die Gitarre kostet 2.100 €.",
    ],
)
def test_story_of_the_brand_is_no_condition(
    text: str, said: Callable[[str], dict[str, Any]]
) -> None:
    assert said(f"{text} We need 6 music creators in Chile") == _ASKED


@pytest.mark.parametrize(
    ("text", "constraints"),
    [
        ("a post costs 300 euros at most", {"price_max": 300}),
        ("the budget (max €4,000)", {"budget": 4_000}),
        ("our creators (20k to 50k followers)", {"followers_min": 20_000, "followers_max": 50_000}),
    ],
)
def test_clause_that_asks_is_no_story(
    text: str, constraints: dict[str, Any], said: Callable[[str], dict[str, Any]]
) -> None:
    assert said(text) == constraints
