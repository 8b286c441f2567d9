"""The vocabulary is complete in every language and holds only known slots."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from core.demo.words import LANGUAGES, Words, load_words
from core.demo.writing.captions import EVERYDAY_TEXT
from core.demo.writing.phrases import parse

# Filled in when a caption is written, the others from lists of the topic or the language.
LATER = {"city", "who", "brand", "product", "Product", "code", "pitch"}


@pytest.fixture(scope="module")
def words() -> Words:
    return load_words()


def test_there_are_enough_words_of_every_kind(words: Words) -> None:
    assert len(words.niches) >= 12
    assert len(words.countries) >= 20
    for niche in words.niches:
        for language in LANGUAGES:
            text = niche.text[language]
            assert len(set(text.things)) >= (30 if language == "en" else 14), (niche.key, language)
            assert len(text.bios) >= 3
            assert len(text.tags) >= 6


def test_every_topic_has_captions_in_every_language(words: Words) -> None:
    assert set(words.captions) == {niche.key for niche in words.niches} | {EVERYDAY_TEXT}
    for topic, texts in words.captions.items():
        for language in LANGUAGES:
            enough = 35 if language == "en" else 20
            assert len(set(texts[language].lines)) >= enough, (topic, language)


def test_every_offer_has_a_product_and_every_paid_post_an_opening(words: Words) -> None:
    for niche in words.niches:
        for language, text in words.captions[niche.key].items():
            assert len(text.products) == len(niche.offers), (niche.key, language)
            assert len(text.scenes) >= 3, (niche.key, language)


def test_phrases_can_be_read_and_name_lists_that_exist(words: Words) -> None:
    for topic, texts in words.captions.items():
        for key, text in texts.items():
            language = words.languages[key]
            slots = {**language.slots, **text.slots}
            shared = (language.pitches, language.sponsored, language.anything, language.mentions)
            for line in chain(text.lines, text.scenes, language.discounts, *shared):
                parse(line)
                named = set(re.findall(r"\{([^{}|]*)\}", line)) - LATER
                lists = {name.lower().rstrip("0123456789") for name in named}
                assert lists <= set(slots), (topic, key, line)


def test_niches_lie_near_niches_that_exist(words: Words) -> None:
    keys = {niche.key for niche in words.niches}
    for niche in words.niches:
        assert niche.near
        assert set(niche.near) < keys - {niche.key}


def test_no_niche_has_a_sentence_of_another(words: Words) -> None:
    for language in LANGUAGES:
        lines = [line for texts in words.captions.values() for line in texts[language].lines]
        assert len(lines) == len(set(lines))


def test_every_country_has_a_culture_with_names(words: Words) -> None:
    for country in words.countries:
        assert len(words.women[country.culture]) >= 8
        assert len(words.men[country.culture]) >= 8
        assert len(words.last_names[country.culture]) >= 16
        assert country.language in LANGUAGES
