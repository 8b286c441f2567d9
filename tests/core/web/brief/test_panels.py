"""What the Brief page says of its shortlist."""

from __future__ import annotations

import pytest

from core.web.brief.panels import shortlist_words


@pytest.mark.parametrize(
    ("shown", "eligible", "planned", "inside", "words"),
    [
        (1, 1, 1, 1, "The only eligible creator."),
        (9, 9, 8, 8, "All 9 eligible creators."),
        (12, 1_150, 8, 8, "The best 12 of 1,150 eligible creators, the whole plan included."),
        (12, 115, 8, 1, "The best 12 of 115 eligible creators; 1 of the 8 planned is included."),
        (12, 115, 0, 0, "The best 12 of 115 eligible creators."),
    ],
)
def test_the_shortlist_is_told_in_whole_sentences(
    shown: int, eligible: int, planned: int, inside: int, words: str
) -> None:
    assert shortlist_words(shown, eligible, planned, inside) == words
