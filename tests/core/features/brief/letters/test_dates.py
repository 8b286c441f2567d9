"""Dates narrow nothing: they are told and kept out of the meaning."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.features.brief.parse import ParsedBrief


@pytest.mark.parametrize(
    "date",
    [
        "by the end of March", "in Q2", "May-June", "on 3/4/2027", "Kampagnenstart 01.09.",
        "vom 12. bis 26. Mai", "deadline 1 Feb 2027", "by 3rd of May", "between March and May",
        "go live on 15 March", "timing: 2027-05-01",
    ],
)  # fmt: skip
def test_a_date_is_told_and_says_nothing_else(
    date: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(f"5 food creators, {date}")
    assert brief.constraints.said() == {"count": 5, "niches": ("Food & cooking",)}
    assert brief.meaning == "food"
    assert any(words.startswith("Dates") for words in brief.warnings)


@pytest.mark.parametrize("text", ["creators may be from Spain", "12 creators, 3.5% engagement"])
def test_other_words_and_numbers_are_no_dates(
    text: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    assert not any(words.startswith("Dates") for words in parsed(text).warnings)


def test_a_number_of_creators_after_a_date_counts(
    said: Callable[[str], dict[str, object]],
) -> None:
    assert said("in Q2 5 creators") == {"count": 5}
