from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "no unusual growth",
        "no suspicious or bought followers",
        "no bots",
        "keine gekauften Follower",
        "ohne auffälliges Wachstum",
        "nobody who buys followers",
        "niemand, der Follower gekauft hat",
        "bought followers are out",
        "organic growth only",
        "nur echte Follower",
        "no growth worth checking",
        "no anomalies in their growth",
        "keine Auffälligkeiten beim Wachstum",
        "honest-growth creators",
        "growth must be organic",
        "Wachstum muss unauffällig sein",
        "steady and credible follower growth",
        "verified growth: required",
        "evidence of organic growth",
        "they must pass the growth check",
        "fraud check passed",
        "follower growth without any sudden jumps",
        "the audience has to be real",
        "bot-free",
        "zero tolerance for bots",
        "those caught buying likes are out",
    ],
)
def test_odd_growth_is_left_out(text: str, said: Callable[[str], dict[str, Any]]) -> None:
    assert said(text) == {"hide_unusual": True}


@pytest.mark.parametrize(
    "text",
    [
        "unusual growth is fine",
        "we don't mind odd growth",
        "even accounts with suspicious growth",
        "auffälliges Wachstum stört uns nicht",
        "growth may look odd",
    ],
)
def test_odd_growth_is_fine(text: str, said: Callable[[str], dict[str, Any]]) -> None:
    assert said(text) == {"hide_unusual": False}


@pytest.mark.parametrize("text", ["we want growth", "our growth is unusual this year", "robots"])
def test_growth_of_the_brand_is_no_constraint(
    text: str, said: Callable[[str], dict[str, Any]]
) -> None:
    assert "hide_unusual" not in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "our own growth is steady",
        "we are a stable growth company",
        "audience: natural beauty lovers",
    ],
)
def test_growth_of_the_brand_and_other_adjectives_ask_for_nothing(
    text: str, said: Callable[[str], dict[str, Any]]
) -> None:
    assert "hide_unusual" not in said(text)
