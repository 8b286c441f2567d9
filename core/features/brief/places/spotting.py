"""Where a brief names places and languages, whatever it says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.features.brief.places.cities import LARGE, city_or_state
from core.features.brief.places.gazetteer import (
    country,
    demonym,
    is_region_adjective,
    region,
    values_by_word,
    word_set,
)
from core.features.brief.reading import Reading
from core.features.brief.rest import is_empty_clause
from core.features.brief.signs import plain_word
from core.features.brief.words.vocabulary import any_of

_LONGEST_NAME = 5  # words
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_ENDS_A_NAME = re.compile(r"[,;.\n]")
_IN = re.compile(rf"(?:{any_of('places.in_city')}|[/,+&:])\s*(?:the )?$")
_ALONE = re.compile(r"\s*(?:(?:only|nur|please|bitte)\s*)?$|\s*[+&/]")
_VERY_LARGE = 1_000_000  # people
_BASED = re.compile(r"-?\s?based\b")
_JOINT = r"\s*(?:[/,&+]|\b(?:and|und|or|oder)\b)\s*"
_LANGUAGE_NOUN = re.compile(r"(?:[A-Z\u00c4-\u00dc][a-z\u00e4\u00f6\u00fc\u00df]+isch|Deutsch)")
# A code beside another one, which stand for nothing but a place so.
_SLASHED = re.compile(r"(?<![^\W])[a-z]{2}/\0|\0/[a-z]{2}(?!\w)")
_FROM_BEFORE = re.compile(r"\b(?:from|aus|based in|located in)$")  # "creators from NL"
_COUNTED_AFTER = re.compile(r"\s*[:=(-]\s*\d")  # "DE: 4 creators"
_CODE = re.compile(r"[A-Z]{2,3}\b")


@dataclass(frozen=True)
class Place:
    """One name of a place or language in a brief.

    Attributes:
        countries: ISO codes; empty where only a language is named.
        language: ISO 639-1; '' without.
        is_adjective: 'German', not 'Germany'.
        is_city: a city or a state, which the data does not hold.
        is_language_noun: 'Deutsch', which has no ending and so is no adjective of people.
        start, end: characters of the text.
        is_part: of one country, and no city: Bavaria.
    """

    countries: tuple[str, ...]
    language: str
    is_adjective: bool
    is_city: bool
    start: int
    end: int
    is_language_noun: bool = False
    is_part: bool = False


def places(reading: Reading) -> Iterator[Place]:
    """All places and languages in the order of the text; the longest name wins."""
    tokens = list(_WORD.finditer(reading.text))
    number = 0
    while number < len(tokens):
        place, length = None, 1
        if reading.is_free(*tokens[number].span()):
            place, length = _longest(reading, tokens[number : number + _LONGEST_NAME])
        if place:
            yield place
        number += length


def _longest(reading: Reading, tokens: list[re.Match[str]]) -> tuple[Place | None, int]:
    for length in range(len(tokens), 0, -1):
        start, end = tokens[0].start(), tokens[length - 1].end()
        name = reading.text[start:end]
        if _ENDS_A_NAME.search(name) and "U.S" not in name:
            continue
        place = _named(reading, [token.group() for token in tokens[:length]], start, end)
        if place:
            return place, length
    start, end = tokens[0].span()
    code, language = demonym(tokens[0].group())
    if not code and not language:
        return None, 1
    word = tokens[0].group()
    is_noun = bool(language) and bool(_LANGUAGE_NOUN.fullmatch(word))
    return Place((code,) if code else (), language, True, False, start, end, is_noun), 1


def _named(reading: Reading, words: list[str], start: int, end: int) -> Place | None:
    """The place of a name of one or more words; None for any other words."""
    plain = " ".join(plain_word(word) for word in words)
    codes = region(plain)
    if codes and not (plain == "eu" and words[0] != "EU"):
        return Place(
            codes, "", is_region_adjective(plain), False, start, end, is_part=len(codes) == 1
        )
    code = country(words) or (_short_code(reading, start, end) if len(words) == 1 else "")
    if code:
        return Place((code,), "", False, False, start, end)
    code = values_by_word("city_codes").get(words[0], "") if len(words) == 1 else ""
    if not code and not (len(words) == 1 and any(demonym(words[0]))):
        code = _city(reading, start, end)
    return Place((code,), "", False, True, start, end) if code else None


def _short_code(reading: Reading, start: int, end: int) -> str:
    """'DE', 'NL' alone in its clause and, beside another code, 'IT'; '' for any other word."""
    word = reading.text[start:end]
    is_slashed = bool(_SLASHED.search(_around(reading, start, end)))
    if not reading.has_capitals and is_slashed:
        word = word.upper()  # "tech reviewers de/at"
    is_known = word in word_set("capitals", "beside_another")
    if word in word_set("capitals", "anywhere") or (is_slashed and is_known):
        return word
    if word not in word_set("capitals", "beside_another"):
        return ""
    clause_before, clause_after = reading.before(start).strip(), reading.after(end)
    if not clause_before and _COUNTED_AFTER.match(clause_after):
        return word
    is_alone = not (clause_before or clause_after.strip())
    if (is_alone or _FROM_BEFORE.search(clause_before)) and word in word_set("capitals", "alone"):
        return word
    before = re.search(rf"([A-Z]+){_JOINT}$", reading.text[:start])
    after = re.match(rf"{_JOINT}([A-Z]+)\b", reading.text[end:])
    return word if any(match and _is_code(match[1]) for match in (before, after)) else ""


def _around(reading: Reading, start: int, end: int) -> str:
    return f"{reading.text[max(start - 3, 0) : start]}\0{reading.text[end : end + 3]}"


def _is_code(word: str) -> bool:
    known = word_set("capitals", "anywhere") | word_set("capitals", "beside_another")
    return word in known or word in values_by_word("codes")


def _city(reading: Reading, start: int, end: int) -> str:
    """The country of a city or state that a brief names as a place; '' for any other word."""
    name = reading.text[start:end]
    code, people = city_or_state(name)
    if not code:
        return ""
    is_capital = name[0].isupper()
    is_known = people >= LARGE // 2 or bool(_ALONE.match(reading.after(end)))
    if is_capital and is_known and is_empty_clause(reading.before(start)):
        return code
    if not reading.has_capitals and people >= _VERY_LARGE:
        return code
    if not (_IN.search(reading.lower[:start]) or _BASED.match(reading.lower[end:])):
        return ""
    # Without any capital in the brief, "in bern" is a city all the same.
    is_written = is_capital or not reading.has_capitals
    return code if is_written or people >= LARGE else ""
