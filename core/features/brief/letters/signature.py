"""Greetings and signatures of a brief that is a letter: names that say nothing of creators."""

from __future__ import annotations

import re

from core.features.brief.people import CREATORS
from core.features.brief.places.cities import city_or_state
from core.features.brief.places.gazetteer import country, demonym, region
from core.features.brief.reading import Reading
from core.features.brief.signs import plain_word
from core.features.brief.words.vocabulary import any_of

_NAME_WORD = r"[A-ZÄÖÜÉÀŁŚŽ][\w'.-]*"
_NAME = re.compile(rf"{_NAME_WORD}(?: {_NAME_WORD}){{0,2}}")
_EVERYBODY = any_of("letters.everybody")
# "Hi Tom,", "Hallo zusammen!", "Sehr geehrte Frau Dr. Meier,".
_GREETING = re.compile(
    rf"(?i:{any_of('letters.greeting')})(?:,? +(?:(?i:{_EVERYBODY})|{_NAME_WORD})){{1,5}}"
    r"\s*[,!:\n-]\s*"
)
_SIGN_OFF = re.compile(rf"(?:(?<=\n)|(?<=[.!?;,] )|(?<=^))(?i:{any_of('letters.sign_off')})")
_AFTER_SIGN_OFF = re.compile(r"[\s,!.-]{1,4}")
_PART = re.compile(r"[^,\n|;]+")
_NO_SIGNATURE = re.compile(any_of("letters.no_signature"))
_NUMBER_OF_CREATORS = re.compile(rf"\d\s+(?:\w+\s+){{0,3}}?{CREATORS.pattern}")
_MOST_WORDS = 7  # of a line of a signature: "Senior Influencer Marketing Manager, Lumo GmbH"


def read_letter(reading: Reading) -> None:
    """Claims the greeting and the signature, so that their names and places are not read."""
    greeting = _GREETING.match(reading.text)
    if greeting:
        reading.claim(0, len(greeting.group().rstrip()))
    if span := signature(reading.text):
        reading.claim(*span)


def signature(text: str) -> tuple[int, int] | None:
    """Where "Best, Anna Schmidt, Head of Marketing" begins and ends in a text; None without one."""
    for sign_off in _SIGN_OFF.finditer(text):
        end = _end_of_signature(text, sign_off.end())
        if end:
            return sign_off.start(), end
    return None


def _end_of_signature(text: str, start: int) -> int:
    gap = _AFTER_SIGN_OFF.match(text, start)
    name = _NAME.match(text, gap.end()) if gap else None
    if not gap or not name or not _ends_a_part(text, name.end()):
        return 0
    # "Thanks, Germany" names no writer; on a line of its own "Sofia" does.
    if _is_place(name.group(), with_cities="\n" not in gap.group()):
        return 0
    end = name.end()
    for part in _PART.finditer(text, end):
        words = part.group().lower()
        is_line = len(words.split()) <= _MOST_WORDS and not _NO_SIGNATURE.search(words)
        if not is_line or _NUMBER_OF_CREATORS.search(words):
            break
        end = part.end()
    return end


def _ends_a_part(text: str, place: int) -> bool:
    return not text[place : place + 1].strip() or text[place] in ",.|;!-("


def _is_place(words: str, *, with_cities: bool) -> bool:
    """Whether a name is also one of a place or people, which a brief asks for."""
    names = re.findall(r"[^\W\d_]+", words)
    return any(
        country([name])
        or any(demonym(name))
        or region(plain_word(name))
        or (with_cities and any(city_or_state(name)))
        for name in names
    )
