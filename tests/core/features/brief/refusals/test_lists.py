"""Verbs that a brief refuses, all of a list."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.features.brief.parse import ParsedBrief


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("5 food creators, nobody who swears, smokes and gambles", "'swears, smokes, gambles'"),
        (
            "5 food creators, no one who shouts, begs and insults people",
            "'shouts, begs, insults people'",
        ),
        ("5 food creators. Nobody that cheats, lies and boasts.", "'cheats, lies, boasts'"),
        ("5 food creators, avoid anyone who hunts, fishes and traps", "'hunts, fishes, traps'"),
        ("no creators who rant, curse and complain, 5 food creators", "'rant, curse, complain'"),
        ("5 food creators who do not gossip, swear and argue", "'gossip, swear, argue'"),
        ("5 food creators, niemand der trinkt, raucht und flucht", "'trinkt, raucht, flucht'"),
    ],
)
def test_of_refused_verbs_all_are_told_and_none_ranks_anybody(
    text: str, refused: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert brief.meaning == "food"
    assert refused in " ".join(brief.warnings)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("5 food creators, nobody who smokes, lentils and rice please", "food, lentils and rice"),
        ("5 food creators, nobody who swears, from Berlin and vegan", "food, vegan"),
    ],
)
def test_wishes_after_a_refused_verb_still_rank(
    text: str, meaning: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    assert parsed(text).meaning == meaning


def test_topics_among_refused_verbs_are_left_out(parsed: Callable[[str], ParsedBrief]) -> None:
    brief = parsed("5 fashion creators who never travel, game and cook")
    assert brief.constraints.niches == ("Fashion & style",)
    assert brief.constraints.exclude_niches == ("Food & cooking", "Travel")
