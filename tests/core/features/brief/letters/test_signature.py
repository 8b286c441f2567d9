"""Greetings and signatures: names of people say nothing of creators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.features.brief.letters.signature import signature
from core.features.brief.parse import ParsedBrief

_ASKS = "5 food creators from Spain"
_SAYS = {"count": 5, "niches": ("Food & cooking",), "countries": ("ES",)}


@pytest.mark.parametrize(
    "text",
    [
        f"{_ASKS}. Best, Anna Schmidt, Head of Marketing",
        f"{_ASKS}.\n\nBest,\nAnna Schmidt\nHead of Marketing\nLumo GmbH, Berlin",
        f"{_ASKS}\n\nCheers!\nSofia",
        f"Hi Tom,\n\n{_ASKS}\n\nMany thanks,\nPaul O'Brien | Brand Manager | +44 20 7946 0958",
        f"Hallo zusammen, {_ASKS}. Viele Grüße, Jürgen",
        f"Sehr geehrte Frau Dr. Meier,\n{_ASKS}\nMit freundlichen Grüßen\nK. Lang",
        f"Hey Jordan! {_ASKS}",
    ],
)
def test_names_of_a_letter_reach_neither_constraints_nor_meaning(
    text: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert (brief.constraints.said(), brief.meaning) == (_SAYS, "food")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thanks, Germany only, 5 creators", {"count": 5, "countries": ("DE",)}),
        ("Hi, German creators, please. Best on Instagram", {"countries": ("DE",),
                                                            "platforms": ("instagram",)}),
        ("Danke! Wien, 3 creators", {"count": 3, "countries": ("AT",)}),
        ("5 creators.\nBest,\nAnna\nwe need them from Italy", {"count": 5, "countries": ("IT",)}),
    ],
)  # fmt: skip
def test_what_is_asked_beside_thanks_is_read(
    text: str, expected: dict[str, Any], said: Callable[[str], dict[str, Any]]
) -> None:
    assert said(text) == expected


def test_signature_begins_at_the_thanks_and_ends_with_its_lines() -> None:
    text = "6 dancers.\nThanks,\nLaura Weiss\nLumo"
    assert signature(text) == (text.index("Thanks"), len(text))
    assert signature("thanks for reading this brief") is None
