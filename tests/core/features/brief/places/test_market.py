"""Countries where a brand sells are told, and are no condition."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.features.brief.parse import ParsedBrief


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("launching in the US and Canada, looking for 12 foodies", "US and Canada are read as"),
        ("we launch a line of oat drinks in the UK, 12 foodies", "UK is read as"),
        ("for our expansion to Austria we need 12 foodies", "Austria is read as"),
        ("Wir launchen in Polen und Tschechien, 12 Food-Creator", "Polen and Tschechien are read"),
    ],
)
def test_market_of_the_brand_is_told(
    text: str, words: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert set(brief.constraints.said()) == {"count", "niches"}
    assert any(words in warning and "market" in warning for warning in brief.warnings)
    named = words.partition(" ")[0]
    assert named not in brief.meaning  # creators are not compared with it


@pytest.mark.parametrize(
    "text",
    [
        "launch in the UK, 5 food creators from Italy",
        "launch in the UK, 5 food creators with an audience in the UK",
        "5 food creators, cheese made in Italy",
        "5 food creators from the US",
    ],
)
def test_no_market_is_told_where_a_brief_says_where_creators_are(
    text: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    assert "market" not in " ".join(parsed(text).warnings)
