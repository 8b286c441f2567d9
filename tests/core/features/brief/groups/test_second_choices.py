"""Of two choices the preferred one is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.features.brief.parse import ParsedBrief


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lieber aus Spanien als Italien", {"countries": ("ES",)}),
        ("rather TikTok than Instagram", {"platforms": ("tiktok",)}),
        ("Instagram rather than TikTok", {"platforms": ("instagram",)}),
        ("6 creators instead of 4, France", {"count": 6, "countries": ("FR",)}),
        ("Instead of YouTube we want TikTok", {"platforms": ("tiktok",)}),
        ("statt Mode lieber Beauty-Creator", {"niches": ("Beauty & skincare",)}),
    ],
)
def test_what_is_liked_less_is_told_and_not_read(
    text: str, expected: dict[str, Any], parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert brief.constraints.said() == expected
    assert any("of two choices" in words for words in brief.warnings)


@pytest.mark.parametrize("text", ["lieber mehr als 5 Creator", "rather more than 5 creators"])
def test_a_comparison_is_no_choice(text: str, said: Callable[[str], dict[str, Any]]) -> None:
    assert said(text) == {"count": 6}
