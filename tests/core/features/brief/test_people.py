from __future__ import annotations

import pytest

from core.features.brief.people import CREATORS, is_own_description, is_refused


@pytest.mark.parametrize("word", ["creators", "micro-influencer", "gartenkanäle", "vegetarians"])
def test_people_are_found(word: str) -> None:
    assert CREATORS.fullmatch(word)


@pytest.mark.parametrize("word", ["creation", "product", "kanalisation", ""])
def test_other_words_are_no_people(word: str) -> None:
    assert not CREATORS.fullmatch(word)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("no ", ""),
        ("please, no creators from ", ""),
        ("nicht aus ", ""),
        ("anywhere except ", ""),
        ("", " is not an option"),
        ("", " kommt nicht in frage"),
        ("", " bitte nicht"),
        ("keine influencer, die sich zu ", " äußern"),
    ],
)
def test_thing_is_refused(before: str, after: str) -> None:
    assert is_refused(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("don't look only in ", ""),
        ("creators from ", ""),
        ("not only ", ""),
        ("nicht nur ", ""),
        ("", " and nothing else"),
    ],
)
def test_thing_is_not_refused(before: str, after: str) -> None:
    assert not is_refused(before, after)


@pytest.mark.parametrize(
    ("before", "is_own"),
    [
        ("we are a ", True),
        ("our shop in ", True),
        ("wir sind ein startup aus ", True),
        ("we need creators from ", False),
        ("i've got 700 euros for people in ", False),
        ("we have been in business for ten years and now want people from ", False),
        ("creators from ", False),
        ("", False),
    ],
)
def test_brand_speaks_of_itself(before: str, is_own: bool) -> None:
    assert is_own_description(before, "") == is_own
