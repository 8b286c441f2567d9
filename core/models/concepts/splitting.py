"""Words of biographies and hashtags, as concepts are looked up by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from core.features.text import ignored_words, split_hashtag, words
from core.models.concepts.lists import ANY_LANGUAGE, meanings, noise_words
from core.models.concepts.wordnet import nouns

_HASHTAG = re.compile(r"[##]\w+")
_SHORTEST = 3
_MOST_PARTS = 4
_COMMON = 30_000  # the rarest word of the English list that a tag is cut into
_SHORT_PARTS = frozenset(
    [
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "my",
        "me",
        "we",
        "us",
        "is",
        "it",
        "be",
        "do",
        "go",
        "no",
        "up",
        "diy",
    ]
)


def text_words(text: str | None, language: str = "") -> list[str]:
    """Words of a biography or description that can name a concept, in order, with repeats.

    Two words that WordNet knows together are joined by _, as 'skin_care'. Hashtags, links and
    @mentions are left out.

    Args:
        language: ISO 639-1 of the text; '' when unknown.
    """
    return _kept(words(_HASHTAG.sub(" ", text or "")), language)


@lru_cache(maxsize=200_000)
def tag_words(tag: str, language: str = "") -> tuple[str, ...]:
    """Words of a hashtag without #: 'marathontraining' -> 'marathon', 'training'; () for noise.

    'igersberlin', the people on Instagram in Berlin, is about Berlin.
    """
    whole = tag.lower()
    if whole.startswith("igers"):
        whole = tag = whole.removeprefix("igers")
    if whole in noise_words():
        return ()
    parts = split_hashtag(tag).lower().split()
    if len(parts) == 1:
        parts = _split(whole, language)
    return tuple(_kept(parts, language))


@lru_cache(maxsize=1)
def english_ranks() -> dict[str, int]:
    """English words of wordninja -> place by frequency, 0 the most frequent."""
    import wordninja

    costs = wordninja.DEFAULT_LANGUAGE_MODEL._wordcost
    return {word: place for place, word in enumerate(costs)}


def is_english(word: str) -> bool:
    """Whether a word is among the common ones of English."""
    return english_ranks().get(word, _COMMON) < _COMMON


def meant(word: str, language: str) -> tuple[str, ...] | None:
    """English words that `words.toml` gives for a word of this language; None for none.

    Where the language is unknown or another one, a word counts for its own language unless it is
    an English word, too.
    """
    known = meanings()
    for name in (ANY_LANGUAGE, language):
        if word in known.get(name, {}):
            return known[name][word]
    if language == "en" or is_english(word):
        return None
    return next((lines[word] for lines in known.values() if word in lines), None)


def _split(tag: str, language: str) -> list[str]:
    """The words of a tag in one case; the tag itself where no split is likely."""
    if (
        len(tag) <= _SHORTEST
        or not (tag.isascii() and tag.isalpha())
        or nouns().lemma(tag) is not None
        or meant(tag, language) is not None
    ):
        return [tag]
    import wordninja

    parts = wordninja.split(tag)
    likely = len(parts) <= _MOST_PARTS and all(
        part in _SHORT_PARTS
        or part in noise_words()
        or (len(part) >= _SHORTEST and is_english(part))
        for part in parts
    )
    return parts if likely else [tag]


def _kept(parts: Iterable[str], language: str) -> list[str]:
    """Parts as nouns of WordNet where they are some; pairs joined; stop words and noise out."""
    known = nouns()
    english: list[str] = []
    for part in parts:
        said = meant(part, language)
        english += [part] if said is None else said
    kept = []
    place = 0
    while place < len(english):
        pair = _pair(*english[place : place + 2])
        if pair is not None:
            kept.append(pair)
            place += 2
            continue
        word = english[place]
        place += 1
        if len(word) < _SHORTEST or word.isdigit() or word in _dropped():
            continue
        kept.append(known.lemma(word) or word)
    return [word for word in kept if word not in _dropped()]


def _pair(first: str, second: str = "") -> str | None:
    """The noun that two words are together, as 'skin_care' or 'workout'; None for none."""
    known = nouns()
    # Most words start no pair, and looking up its forms takes time.
    if first in _pair_starts() and (pair := known.lemma(f"{first}_{second}")):
        return pair
    is_whole = min(len(first), len(second)) >= _SHORTEST and first + second in known.senses
    return first + second if is_whole else None


@lru_cache(maxsize=1)
def _pair_starts() -> frozenset[str]:
    return frozenset(lemma.split("_")[0] for lemma in nouns().senses if "_" in lemma)


@lru_cache(maxsize=1)
def _dropped() -> frozenset[str]:
    return ignored_words() | noise_words()
