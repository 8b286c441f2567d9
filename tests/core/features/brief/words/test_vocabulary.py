from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from core.features.brief.words.vocabulary import (
    FOLDER,
    any_ending,
    any_of,
    lists_of,
    pattern_of,
    words,
)


def _matches(entries: tuple[str, ...], text: str) -> str | None:
    match = re.search(pattern_of(entries), text)
    return match and match.group()


def test_entry_is_a_whole_word() -> None:
    assert _matches(("art",), "art and artists") == "art"
    assert _matches(("art",), "artists") is None
    assert _matches(("max.",), "max.300") == "max."


def test_star_stands_for_any_letters() -> None:
    assert _matches(("creator*",), "creatorinnen") == "creatorinnen"
    assert _matches(("*budget*",), "gesamtbudgets") == "gesamtbudgets"


def test_ending_in_brackets_may_be_missing() -> None:
    assert [_matches(("box(es)",), text) for text in ("box", "boxes", "boxed")] == [
        "box",
        "boxes",
        None,
    ]
    assert _matches(("jahr(e|en)",), "jahren") == "jahren"


def test_longest_entry_wins() -> None:
    assert _matches(("no", "no one"), "no one") == "no one"


def test_signs_of_patterns_are_plain_signs() -> None:
    assert _matches(("a+b", "$", "c|d"), "5$") == "$"


def test_ending_may_follow_letters() -> None:
    assert re.search(any_ending("topics.compounds"), "gartenkanal")
    assert not re.search(any_of("topics.compounds"), "gartenkanal")


def test_unknown_list_is_an_error() -> None:
    with pytest.raises(KeyError):
        words("people.nobody")


def test_lists_of_a_file_have_short_names() -> None:
    assert "€" in lists_of("currencies")["EUR"]


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.toml")), ids=lambda file: file.stem)
def test_lists_are_english_or_german_lower_case_without_repeats(file: Path) -> None:
    tables = tomllib.loads((FOLDER / str(file)).read_text(encoding="utf-8"))
    for name, languages in tables.items():
        # Places are read in four more languages; of others some words are known.
        known = {"nl", "da", "no", "sv", "pl"} if file.stem == "tongues" else set()
        assert set(languages) <= {"en", "de", "fr", "es", "it", "pt"} | known, name
        for text in languages.values():
            entries = [entry.strip() for entry in text.split(",") if entry.strip()]
            assert text == text.lower(), name
            assert len(entries) == len(set(entries)), name
        re.compile(any_of(f"{FOLDER.joinpath(str(file)).stem}.{name}"))
