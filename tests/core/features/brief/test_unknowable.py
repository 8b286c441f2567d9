from __future__ import annotations

from collections.abc import Callable

import pytest

from core.features.brief.parse import ParsedBrief


@pytest.mark.parametrize(
    ("text", "warning", "word"),
    [
        ("female creators", "gender", "female"),
        ("mums in their 30s", "Age", "30s"),
        ("creators with tattoos", "looks", "tattoos"),
        ("80 % women in the audience", "Shares", "women"),
        ("verified accounts", "Verification", "verified"),
        ("live by the end of March", "Dates", "March"),
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
