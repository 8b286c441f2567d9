"""The vocabulary is complete in every language and holds only known slots."""

from __future__ import annotations

import re

import pytest

from core.demo.words import LANGUAGES, Words, load_words

SLOTS = {"a", "A", "b", "city", "who"}


@pytest.fixture(scope="module")
def words() -> Words:
    return load_words()


def test_there_are_enough_words_of_every_kind(words: Words) -> None:
    assert len(words.niches) >= 12
    assert len(words.countries) >= 20
    for niche in words.niches:
        for language in LANGUAGES:
            text = niche.text[language]
            wanted = (30, 20) if language == "en" else (14, 9)
            assert len(set(text.things)) >= wanted[0], (niche.key, language)
            assert len(set(text.lines)) >= wanted[1], (niche.key, language)
            assert len(text.bios) >= 3
            assert len(text.tags) >= 6


def test_sentences_hold_known_slots_only(words: Words) -> None:
    for niche in words.niches:
        for language, text in niche.text.items():
            for line in (*text.lines, *text.bios):
                slots = set(re.findall(r"\{([^{}|]*)\}", line))
                assert slots <= SLOTS, (niche.key, language, line)
                assert line.count("{") == line.count("}")
            assert not any("{" in thing for thing in text.things)


def test_niches_lie_near_niches_that_exist(words: Words) -> None:
    keys = {niche.key for niche in words.niches}
    for niche in words.niches:
        assert niche.near
        assert set(niche.near) < keys - {niche.key}


def test_no_niche_has_a_sentence_of_another(words: Words) -> None:
    for language in LANGUAGES:
        lines = [line for niche in words.niches for line in niche.text[language].lines]
        assert len(lines) == len(set(lines))


def test_every_country_has_a_culture_with_names(words: Words) -> None:
    for country in words.countries:
        assert len(words.women[country.culture]) >= 8
        assert len(words.men[country.culture]) >= 8
        assert len(words.last_names[country.culture]) >= 16
        assert country.language in LANGUAGES
