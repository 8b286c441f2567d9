from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.features.brief.parse import ParsedBrief


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("male creators over 30", {}),
        ("influencers over 50 from Italy", {"countries": ("IT",)}),
        ("Creator über 40 aus Spanien", {"countries": ("ES",)}),
        ("creators under 25", {}),
        ("8 travel creators over 40", {"count": 8, "niches": ("Travel",)}),
        ("10 Creator über 30", {"count": 10}),
        ("10 creators between 18 and 30 from Italy", {"count": 10, "countries": ("IT",)}),
        ("10 Creator zwischen 18 und 30", {"count": 10}),
        ("women over 40", {}),
        ("creators, over 20", {}),
    ],
)
def test_number_after_people_is_an_age(
    text: str, expected: dict[str, Any], parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert brief.constraints.said() == expected
    assert "Age cannot be checked" in " ".join(brief.warnings)
    assert "not understood" not in " ".join(brief.warnings)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("more than 5 creators", {"count": 6}),
        ("fewer than ten creators", {"count": 9}),
        ("under ten creators", {"count": 9}),
        ("over 20 creators", {"count": 21}),
        ("number of creators over 20", {"count": 21}),
        ("creators under 20 in total", {"count": 19}),
        ("creators over 20 euros per post", {"price_min": 20}),
        ("creators under 50k", {"followers_max": 50_000}),
        ("number of creators between 15 and 20", {"count": 20}),
        ("creators between 20 and 30 euros per post", {"price_min": 20, "price_max": 30}),
        (
            "creators between 20 and 50k followers",
            {"followers_min": 20_000, "followers_max": 50_000},
        ),
        ("cpm under 20", {}),
        ("fake followers under 20%", {}),
    ],
)
def test_number_of_something_else_is_no_age(
    text: str, expected: dict[str, Any], parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert brief.constraints.said() == expected
    assert "Age" not in " ".join(brief.warnings)
