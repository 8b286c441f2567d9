from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.features.brief.parse import ParsedBrief


@pytest.mark.parametrize(
    ("text", "tiers"),
    [
        ("micro", ("micro",)),
        ("nano or mid creators", ("nano", "mid")),
        ("micro to macro", ("micro", "mid", "macro")),
        ("Mikro bis Makro", ("micro", "mid", "macro")),
        ("mid-size and up", ("mid", "macro", "mega")),
        ("nothing bigger than mid", ("nano", "micro", "mid")),
        ("below mid tier", ("nano", "micro")),
        ("no mega", ("nano", "micro", "mid", "macro")),
        ("micro, no macro", ("micro",)),
        ("Nano- und Micro-Influencer", ("nano", "micro")),
        ("at least macro", ("macro", "mega")),
        ("micro business creators", ("micro",)),
        ("mid-sized creators for our company", ("mid",)),
    ],
)
def test_tiers_are_read(
    text: str, tiers: tuple[str, ...], said: Callable[[str], dict[str, Any]]
) -> None:
    assert said(text)["tiers"] == tiers


@pytest.mark.parametrize(
    "text",
    [
        "micro-needling device", "macro lens", "mid-January", "a mega trend", "microphones",
        "a mid-sized Danish manufacturer of baby clothes", "we are a mid-size family-owned company",
    ],
)  # fmt: skip
def test_same_words_of_other_things_are_no_tier(
    text: str, said: Callable[[str], dict[str, Any]]
) -> None:
    assert "tiers" not in said(text)


def test_sizes_in_words_are_read_with_a_warning(parsed: Callable[[str], ParsedBrief]) -> None:
    brief = parsed("small food creators")
    assert brief.constraints.tiers == ("nano", "micro")
    assert "'small' is read as nano and micro." in brief.warnings
    assert parsed("a small budget").constraints.tiers == ()
