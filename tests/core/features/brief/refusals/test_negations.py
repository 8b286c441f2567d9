"""What a negation governs is a condition or a note, and never ranks anybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.features.brief.parse import ParsedBrief

_FOOD = ("Food & cooking",)
_NOT_BIG = ("nano", "micro", "mid")


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("5 food creators, don't wanna work with celebrities", "'don't wanna work with celebr"),
        ("5 food creators, dont want party animals", "'don't want party animals' is left aside"),
        ("5 food creators that aren't too salesy", "'that aren't too salesy' is left aside"),
        ("5 food creators. Nobody, who smokes", "'Nobody, who smokes' is left aside"),
        ("5 food creators. Keine Leute, die rauchen", "'Keine Leute, die rauchen' is left"),
        ("5 food creators, nobody boring", "'nobody boring' is left aside"),
        ("5 food creators, no one boring", "'no one boring' is left aside"),
        ("5 food creators, nothing too polished", "'nothing too polished' is left aside"),
        ("5 food creators, no drama queens", "'drama queens' cannot be left out"),
    ],
)
def test_a_negated_clause_is_told_and_ranks_nobody(
    text: str, note: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert brief.constraints.said() == {"count": 5, "niches": _FOOD}
    assert brief.meaning == "food"
    assert note in " ".join(brief.warnings)


def test_a_refusal_of_part_of_a_topic_is_told(parsed: Callable[[str], ParsedBrief]) -> None:
    brief = parsed("10 vegan food creators, no gym bros")
    assert brief.meaning == "vegan food"
    assert brief.constraints.exclude_niches == ("Fitness & gym",)
    assert brief.warnings == (
        "'gym bros' cannot be left out alone: all of the topic Fitness & gym is.",
    )


@pytest.mark.parametrize(
    "refusal",
    ["who arent huge", "who aren't huge", "not too big", "keine Riesen-Accounts", "nicht so groß",
     "don't want anyone huge", "nobody huge", "keine großen Accounts"],
)  # fmt: skip
def test_a_negated_size_is_the_other_tiers(
    refusal: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    joint = " " if refusal.startswith("who") else ", "
    brief = parsed(f"5 food creators{joint}{refusal}")
    assert brief.constraints.said() == {"count": 5, "niches": _FOOD, "tiers": _NOT_BIG}
    assert brief.meaning == "food"
    assert "is read as nano, micro and mid" in brief.warnings[0]


@pytest.mark.parametrize(
    "text", ["5 food creators, budget is not huge", "we are not big, 5 creators"]
)
def test_a_size_of_something_else_is_no_tier(
    text: str, said: Callable[[str], dict[str, Any]]
) -> None:
    assert "tiers" not in said(text)


@pytest.mark.parametrize(
    "refusal",
    ["nobody suspicious", "nobody dodgy or shady", "nothing fake-looking", "no sketchy ppl",
     "niemand Zwielichtiges", "keine zwielichtigen Accounts", "nobody who looks fake"],
)  # fmt: skip
def test_nobody_suspicious_is_no_unusual_growth(
    refusal: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(f"5 food creators, {refusal}")
    assert brief.constraints.said() == {"count": 5, "niches": _FOOD, "hide_unusual": True}
    assert brief.meaning == "food"
    assert brief.warnings == (f"'{refusal}' is read as: no unusual growth.",)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("food creators, not only recipes but also restaurants", "restaurants"),
        ("5 creators, never boring and full of street photography tips", "photography"),
        ("5 food creators, don't wanna spend more than 2000 euros, rooftop bars", "rooftop bars"),
    ],
)
def test_what_is_beside_a_negation_still_ranks(
    text: str, meaning: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    assert meaning in parsed(text).meaning
