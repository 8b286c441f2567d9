"""Words in captions that a brand may not want to appear next to, from an editable list."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.errors import InputFileError
from core.models.posts_text.disclosure import plain_letters

SHIPPED_WORDS = Path(__file__).with_name("safety_words.toml")
OWN_WORDS = "brand_safety.toml"  # in the data folder, takes the place of the shipped list
EXCEPTIONS = "unless"
ANY = "any"
_LONG_ENOUGH = 6  # letters


@dataclass(frozen=True)
class SafetyWord:
    """Attributes:
    category: heading of the list, such as 'alcohol'.
    word: as it stands in the caption, in lower case.
    """

    category: str
    word: str


@dataclass(frozen=True)
class SafetyWords:
    """A list ready to search with; built by `safety_words`.

    Attributes:
        categories: headings in the order of the file.
    """

    categories: tuple[str, ...]
    _patterns: Mapping[str, Mapping[str, re.Pattern[str]]]  # language -> category
    _any: Mapping[str, re.Pattern[str]]  # all categories of a language at once
    _exceptions: Mapping[str, re.Pattern[str] | None]

    def hits(self, caption: str | None, language: str | None = None) -> list[SafetyWord]:
        """Words of the list in a caption, by category, each once.

        Whole words of the caption's language, hashtags too. A word inside one of the category's
        exceptions does not count. In a caption of no known language the English words count, and
        the longer ones of the others, since short ones mean something else somewhere.
        """
        if not caption:
            return []
        text = _small(caption)
        known = language if language and language in self._patterns else ""
        if not self._any[known].search(text):
            return []
        patterns = self._patterns[known]
        hits = []
        for category, pattern in patterns.items():
            spared = self._exceptions[category]
            spans = None
            for match in pattern.finditer(text):
                if spans is None:
                    spans = (
                        [exception.span() for exception in spared.finditer(text)] if spared else []
                    )
                if not any(start <= match.start() and match.end() <= end for start, end in spans):
                    hits.append(SafetyWord(category, match.group()))
        return list(dict.fromkeys(hits))


def safety_words(file: Path | None = None) -> SafetyWords:
    """The list of a file; the shipped one without.

    Raises:
        InputFileError: it is not TOML of categories with words by language.
    """
    path = file or SHIPPED_WORDS
    try:
        return _read(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise InputFileError(f"{path.name} cannot be read: {error.strerror}.") from error


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> SafetyWords:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputFileError(f"{path.name} is not a TOML file: {error}.") from error
    for category, entries in content.items():
        if not isinstance(entries, dict) or not all(map(_is_words, entries.values())):
            raise InputFileError(
                f'{path.name}: expected under [{category}] lines such as en = "word word*" and '
                f'{EXCEPTIONS} = ["phrase"], found something else.'
            )
    languages = sorted(
        {name for entries in content.values() for name in entries} - {EXCEPTIONS, ANY}
    )
    patterns = {
        language: {
            category: _pattern(words)
            for category, entries in content.items()
            if (words := _words_of(entries, [language, ANY]))
        }
        for language in languages
    }
    patterns[""] = {
        category: _pattern(words)
        for category, entries in content.items()
        if (words := _words_of_any(entries, languages))
    }
    exceptions = {
        category: _phrases(entries.get(EXCEPTIONS, [])) for category, entries in content.items()
    }
    together = {
        language: re.compile("|".join(pattern.pattern for pattern in some.values()) or r"(?!)")
        for language, some in patterns.items()
    }
    return SafetyWords(tuple(content), patterns, together, exceptions)


def _is_words(entry: Any) -> bool:
    return isinstance(entry, str) or (
        isinstance(entry, list) and all(isinstance(word, str) for word in entry)
    )


def _words_of(entries: Mapping[str, Any], languages: list[str]) -> list[str]:
    words: list[str] = []
    for language in languages:
        entry = entries.get(language, "")
        words += entry.split() if isinstance(entry, str) else entry
    return list(dict.fromkeys(words))


def _words_of_any(entries: Mapping[str, Any], languages: list[str]) -> list[str]:
    others = _words_of(entries, [name for name in languages if name != "en"])
    return _words_of(entries, ["en", ANY]) + [word for word in others if len(word) >= _LONG_ENOUGH]


def _small(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _spellings(text: str) -> list[str]:
    """As listed, and without accents, which many leave out; 'ñ' is a letter of its own."""
    small = _small(text)
    return [small] if "ñ" in small else list(dict.fromkeys((small, plain_letters(small))))


def _pattern(words: list[str]) -> re.Pattern[str]:
    parts = []
    for word in sorted(words, key=len, reverse=True):
        ending = r"\w*" if word.endswith("*") else ""
        for spelling in _spellings(word.rstrip("*")):
            parts.append(re.escape(spelling).replace(r"\-", r"[\s-]?") + ending)
    return re.compile(rf"(?<![\w@])(?:{'|'.join(parts)})(?!\w)")


def _phrases(phrases: list[str]) -> re.Pattern[str] | None:
    if not phrases:
        return None
    # Blanks of a phrase may be missing, as in hashtags.
    parts = [
        re.escape(spelling).replace(r"\ ", r"[\s-]*")
        for phrase in phrases
        for spelling in _spellings(phrase)
    ]
    return re.compile("|".join(sorted(parts, key=len, reverse=True)))
