from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.features.brief.parse import ParsedBrief


@pytest.mark.parametrize(
    ("text", "campaigns"),
    [
        ("not in our last campaign", ("last",)),
        ("nobody from the previous flight", ("last",)),
        ("nicht in der letzten Kampagne", ("last",)),
        ("Wer letztes Mal dabei war, scheidet aus", ("last",)),
        ("nobody we worked with", ("all",)),
        ("only new faces", ("all",)),
        ("keine, die schon für uns gearbeitet haben", ("all",)),
        ("not in any of our campaigns", ("all",)),
        ('nobody from the campaign "Spring Glow"', ("Spring Glow",)),
        ('Wer bei "Omas Küche" dabei war, bitte nicht', ("Omas Küche",)),
        ("exclude creators from the Summer Splash campaign", ("Summer Splash",)),
        ("skip all who were in Citrus Summer or in Bright Days", ("Citrus Summer", "Bright Days")),
        ('no one from "Red" or "Blue", nor from our last campaign', ("Red", "Blue", "last")),
        ("5 creators without campaign Spring", ("Spring",)),
        ("exclude the campaign Pets \u00b7 Germany", ("Pets \u00b7 Germany",)),
        ('exclude campaign Spring and campaign "Autumn"', ("Spring", "Autumn")),
        ("no repeats from Spring Fling 24", ("Spring Fling 24",)),
    ],
)  # fmt: skip
def test_campaigns_are_left_out(
    text: str, campaigns: tuple[str, ...], said: Callable[[str], dict[str, Any]]
) -> None:
    assert set(said(text)["exclude_campaigns"]) == set(campaigns)


@pytest.mark.parametrize(
    "text",
    [
        "our last campaign was a success",
        "like in the last campaign, please",
        'the slogan is "Never Alone"',
        "sold out in a day last time",
        "creators without campaign experience",
        "Our campaign Spring Glow starts soon, no gaming",
        "we do not work with anyone who smokes",
        'Campaign "Winter Sun": 5 creators, no deals with other brands',
        "we want nobody who worked with Nike",
        "we want nobody who's worked w/ Nike",
    ],
)
def test_campaigns_that_are_only_told_of_are_not_left_out(
    text: str, said: Callable[[str], dict[str, Any]]
) -> None:
    assert "exclude_campaigns" not in said(text)


def test_refusal_of_something_else_is_not_taken_for_one_of_the_campaign(
    parsed: Callable[[str], ParsedBrief],
) -> None:
    brief = parsed("No fake followers. Our last campaign went well.")
    assert brief.constraints.said() == {"hide_unusual": True}
