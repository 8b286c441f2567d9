"""What an earlier campaign was like asks for nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.features.brief.parse import ParsedBrief


@pytest.mark.parametrize(
    "told",
    [
        "Our last campaign was on TikTok with 20 creators from Italy.",
        "Last time we had 20 creators on TikTok, this time:",
        "We had 20 creators on TikTok last year and spent 30k,  now:",
        "Last year we paid €500 each.",
        "Last summer we had 12 creators in Greece.",
        "Letztes Jahr hatten wir 20 Creator aus Polen.",
        "Unsere letzte Kampagne lief mit 20 Creatorn auf TikTok.",
    ],
)
def test_an_earlier_campaign_is_told_and_asks_for_nothing(
    told: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(f"{told} 10 food creators on YouTube")
    assert brief.constraints.said() == {
        "count": 10, "platforms": ("youtube",), "niches": ("Food & cooking",)
    }  # fmt: skip
    assert any("earlier campaign" in words for words in brief.warnings)


def test_what_creators_did_last_year_is_no_earlier_campaign(
    said: Callable[[str], dict[str, object]],
) -> None:
    assert said("5 creators who had a hit last year, Spain") == {"count": 5, "countries": ("ES",)}


def test_who_was_in_it_is_left_out_all_the_same(
    said: Callable[[str], dict[str, object]],
) -> None:
    text = "Our last campaign had 20 creators, none of them again. 5 creators"
    assert said(text)["exclude_campaigns"] == ("last",)
