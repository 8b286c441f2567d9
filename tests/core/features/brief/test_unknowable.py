from __future__ import annotations

from collections.abc import Callable

import pytest

from core.features.brief.parse import ParsedBrief


@pytest.mark.parametrize(
    ("text", "warning", "word"),
    [
        ("female creators", "gender", "female"),
        ("mums in their 30s", "Age", "30s"),
        ("women 25-40", "Age", "25-40"),
        ("creators with tattoos", "looks", "tattoos"),
        ("80 % women in the audience", "Shares", "women"),
        ("verified accounts", "Verification", "verified"),
        ("cookies for Christmas", "Dates", "Christmas"),
    ],
)
def test_what_no_data_tells_is_warned_of_and_stays_in_the_meaning(
    text: str, warning: str, word: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert any(warning in words for words in brief.warnings)
    assert word in brief.meaning


def test_plain_brief_has_no_warning(parsed: Callable[[str], ParsedBrief]) -> None:
    assert parsed("5 gaming creators from Italy on YouTube").warnings == ()


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("5 fast growing food creators", "fast growing"),
        ("5 cheapest food creators", "cheapest"),
        ("5 food creators, mostly from Germany", ""),
        ("top 5 food creators", ""),
    ],
)
def test_words_of_order_are_no_topic(
    text: str, warning: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert brief.meaning == "food"
    assert warning in " ".join(brief.warnings)


@pytest.mark.parametrize(
    "text",
    ["10 food Creatorinnen", "5 Food-Bloggerinnen", "women only, 5 creators", "female creators"],
)
def test_gender_is_told_to_be_in_no_data(text: str, parsed: Callable[[str], ParsedBrief]) -> None:
    assert any("gender" in words for words in parsed(text).warnings)


@pytest.mark.parametrize(
    "text", ["5 Creator:innen", "5 Influencer*innen (m/w/d)", "5 Bloggerinnen und Blogger"]
)
def test_forms_for_everybody_ask_for_no_gender(
    text: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert brief.constraints.count == 5
    assert not brief.warnings


@pytest.mark.parametrize(
    "share", ["fake followers under 10%", "max. 10% Fake-Follower", "no more than 5% bots"]
)
def test_a_share_of_fakes_is_told_to_be_no_figure(
    share: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(f"5 food creators, {share}")
    assert brief.constraints.said() == {"count": 5, "niches": ("Food & cooking",)}
    assert any("no unusual growth" in words for words in brief.warnings)
    assert brief.meaning == "food"
