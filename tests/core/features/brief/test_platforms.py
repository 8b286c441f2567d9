from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.features.brief.parse import ParsedBrief


@pytest.mark.parametrize(
    ("text", "platforms"),
    [
        ("on IG + TT", ("instagram", "tiktok")),
        ("tik tok and you tube", ("tiktok", "youtube")),
        ("instgram only", ("instagram",)),
        ("no TikTok", ("instagram", "youtube")),
        ("no TikTok or YouTube", ("instagram",)),
        ("Instagram, kein TikTok", ("instagram",)),
        ("TikTok is not an option", ("instagram", "youtube")),
        ("not only TikTok", ("tiktok",)),
    ],
)
def test_platforms_are_read(
    text: str, platforms: tuple[str, ...], said: Callable[[str], dict[str, Any]]
) -> None:
    assert said(text) == {"platforms": platforms}


@pytest.mark.parametrize(
    "text", ["our own Instagram is new", "see youtube.com for it", "TikTok-like videos", "a tt"]
)
def test_other_uses_of_the_names_are_no_wish(
    text: str, said: Callable[[str], dict[str, Any]]
) -> None:
    assert "platforms" not in said(text)


def test_refusing_all_platforms_says_nothing(parsed: Callable[[str], ParsedBrief]) -> None:
    brief = parsed("no Instagram, no TikTok, no YouTube")
    assert brief.constraints.platforms == ()
    assert brief.leftover == ""
    assert "refuses every platform" in " ".join(brief.warnings)


def test_other_platform_is_warned_of(parsed: Callable[[str], ParsedBrief]) -> None:
    assert "Twitch is not in the data" in parsed("gamers on Twitch").warnings[0]
