"""What `words.toml` says: noise, what words mean, concepts that WordNet lacks."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("words.toml")
ANY_LANGUAGE = "any"


@lru_cache(maxsize=1)
def noise_words() -> frozenset[str]:
    """Words and tags that tell nothing about a topic."""
    return frozenset(_lists()["noise"].split())


@lru_cache(maxsize=1)
def meanings() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Language, or `ANY_LANGUAGE` -> word of it -> what it means in English words."""
    return {
        language: {
            word: tuple(english.split())
            for english, words in lines.items()
            for word in words.split()
        }
        for language, lines in _lists()["meanings"].items()
    }


@lru_cache(maxsize=1)
def added_concepts() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Word -> the noun of WordNet that it is a kind of, and other forms of the word."""
    added = {}
    for word, line in _lists()["added"].items():
        kind, _, forms = line.partition(":")
        added[word] = (kind.strip(), tuple(forms.split()))
    return added


@lru_cache(maxsize=1)
def _lists() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
