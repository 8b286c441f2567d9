"""Names of countries, regions, peoples and languages."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from core.features.brief.signs import plain_word
from core.features.brief.spelling import nearest
from core.store.ingest.values.places import country_names, language_code

FILE = Path(__file__).with_name("gazetteer.toml")
_LEAST_LETTERS = 4  # of a country's name; shorter ones are codes
_LEAST_MISSPELT = 5  # of these only two swapped letters are mended, see `nearest`
_INFLECTED = re.compile(r"(?:e[mnrs]?|s|as|os|a|o|i|es|in|innen)$")
_SPEAKING = re.compile(r"-?sprachig(?:e[mnrs]?)?$")


@lru_cache(maxsize=1)
def _file() -> dict[str, dict[str, tuple[str, ...]]]:
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        table: {
            key: tuple(word.strip() for word in words.split(",") if word.strip())
            for key, words in entries.items()
        }
        for table, entries in tables.items()
    }


@lru_cache(maxsize=32)
def values_by_word(table: str) -> dict[str, str]:
    """Word -> key of a table of the gazetteer: 'wien' -> 'Vienna' in 'cities'."""
    return {word: key for key, words in _file()[table].items() for word in words}


@lru_cache(maxsize=32)
def word_set(table: str, key: str) -> frozenset[str]:
    """The words of one key of a table."""
    return frozenset(_file()[table][key])


def region(name: str) -> tuple[str, ...]:
    """ISO codes of a region in plain lower case, such as 'dach'; () for any other name."""
    return tuple(values_by_word("regions").get(name, "").split())


def is_region_adjective(name: str) -> bool:
    """'nordic', not 'nordics'."""
    return name in word_set("region_adjectives", "words")


def country(words: list[str]) -> str:
    """ISO code of a country by its name or code, also misspelt; '' for any other words.

    Args:
        words: as written; capitals matter where a name is also a common word.
    """
    name = " ".join(plain_word(word) for word in words)
    if len(words) == 1:
        word = words[0]
        code = values_by_word("codes").get(word) or values_by_word("lower_codes").get(word)
        if code:
            return code
        is_common = name in word_set("capital_only", "words") and word.islower()
        if len(name) < _LEAST_LETTERS or is_common:
            return ""
        if name in _adjectives():
            # "Italien" is a country in German, "italien" an adjective in French.
            return country_names().get(name, "") if word[0].isupper() else ""
    known = values_by_word("countries").get(name) or country_names().get(name, "")
    return known or (_misspelt(name) if len(words) == 1 else "")


def _misspelt(name: str) -> str:
    """The country of a word that nearly is its name: 'netherlnds'; '' for any other word."""
    if len(name) < _LEAST_MISSPELT or demonym(name) != ("", ""):
        return ""
    return country_names().get(nearest(name, _single_names()), "")


@lru_cache(maxsize=1)
def _single_names() -> tuple[str, ...]:
    return tuple(
        name for name in country_names() if " " not in name and len(name) >= _LEAST_MISSPELT
    )


@lru_cache(maxsize=1)
def _adjectives() -> dict[str, tuple[str, str]]:
    both = {
        word: (key.split()[0], key.partition(" ")[2])
        for word, key in values_by_word("adjectives").items()
    }
    return both | {word: ("", key) for word, key in values_by_word("languages").items()}


@lru_cache(maxsize=1)
def _adjective_by_country() -> dict[str, str]:
    return {key.split()[0]: words[0] for key, words in reversed(_file()["adjectives"].items())}


def adjective_of(code: str) -> str:
    """The English adjective of a country in plain lower case: 'german'; '' where no list has it."""
    return _adjective_by_country().get(code, "")


def demonym(word: str) -> tuple[str, str]:
    """(country, language) of an adjective such as 'German' or 'deutsche'; '' for what it lacks.

    People are taken for their country: 'Germans' is ('DE', '').
    """
    name = plain_word(word)
    if name in word_set("capital_only", "words") and word.islower():
        return "", ""
    adjectives = _adjectives()
    if speaking := _SPEAKING.search(name):
        return "", adjectives.get(name[: speaking.start()], ("", ""))[1]
    stem = _INFLECTED.sub("", name)
    for form in (name, stem, name.removesuffix("s") + "o", name[:-1] + "o"):
        if form in adjectives:
            return adjectives[form]
    if name in values_by_word("peoples"):
        return values_by_word("peoples")[name], ""
    return "", _other_language(word)


@lru_cache(maxsize=4096)
def _other_language(word: str) -> str:
    """ISO 639-1 code of a language by its English name with a capital: 'Swahili' is 'sw'."""
    if len(word) < _LEAST_LETTERS or not word[0].isupper():
        return ""
    return known_language(word)


def known_language(word: str) -> str:
    """ISO 639-1 code of a language by its English name or a code; '' for any other word."""
    try:
        return language_code(word) or ""
    except ValueError:
        return ""
