"""Texts with plain signs: one kind of space, dash and quote, and lower case of the same length."""

from __future__ import annotations

import re
import unicodedata

from core.formats import country_name

_DASHES = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-") | {"\u2044": "/"}
)
_QUOTES = str.maketrans(
    dict.fromkeys("\u2018\u2019", "'") | dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"')
)
_BULLETS = re.compile(r"(?m)^[ \t]*[-*\u2022\u00b7][ \t]+")
# A row of two cells, "| Quantity | 10 |".
_TABLE_ROW = re.compile(r"(?m)^\s*\|\s*([^|\n]+?)\s*\|\s*([^|\n]+?)\s*\|\s*$")
# Typed without its apostrophe.
_SHORT_FORMS = re.compile(
    r"\b(do|does|did|is|are|was|were|have|has|ca|wo|should|would)nt\b", re.IGNORECASE
)
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_FLAGS = re.compile(rf"(?:{_FLAG.pattern}\s*)+")
# Signs between two things that stand beside each other.
_DIVIDERS = re.compile(r"(?<=\s)(?://+|[\u2022\u25cf\u25aa\u25c6\u25a0\u27a4\u2192])(?=\s)")
# How a picture is drawn: as text, as a picture, in a colour of skin.
_OF_PICTURES = "\ufe0e\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
# "4x micro".
_TIMES = re.compile(r"\b(\d{1,3})[x\u00d7](?=[\s,;.]|$)")
# "Budget (EUR): 3 000"
_CURRENCY_OF_KEY = re.compile(r"[ \t]*\(([A-Z]{3}|Euro|[\u20ac$\u00a3])\)[ \t]*([:=])[ \t]*(?=\d)")
_FIRST_PICTURE = "\u2300"  # before it are signs such as those of degrees
# "5.000,-" and "CHF 400.-".
_NO_CENTS = re.compile(r"(?<=\d)[.,]--?(?![\w-])")
# Gender-neutral forms of one word: "Creator:innen", "Influencer*innen (m/w/d)".
_NEUTRAL = re.compile(
    r"(?<=[a-z\u00e4\u00f6\u00fc\u00df])(?:[:*_]in(?:nen)?|/-?in(?:nen)?|Innen)\b"
)
_ALL_GENDERS = re.compile(r"\(\s*[mwfdx](?:\s*/\s*[mwfdx*]){1,3}\s*\)", re.IGNORECASE)
_CROSSES = re.compile("[\U0001f6ab\u274c\u26d4\u2716]\ufe0f?")
_REFUSED_NEXT = re.compile(r"\s*(?:no|not|kein\w*|ohne|without|never)\b", re.IGNORECASE)
# "1) ... 2) ..." and lines that begin with "1." and "2.".
_NUMBERED = re.compile(r"(?:(?<=\s)|^)([1-9])[).] (?=\S)")
_THOUSAND_EUROS = re.compile(r"(?<=\d)\s?T(?=\s?(?:EUR\b|\u20ac))")


def plain_signs(text: str) -> str:
    """The text with plain spaces, dashes, quotes and bullets, lines kept."""
    text = _visible(text)
    text = _THOUSAND_EUROS.sub("k ", _SHORT_FORMS.sub(r"\1n't", text))
    flat = unicodedata.normalize("NFKC", text).translate(_DASHES).translate(_QUOTES)
    flat = _TABLE_ROW.sub(r"\1: \2", flat)
    flat = _ALL_GENDERS.sub("", _NEUTRAL.sub("", _NO_CENTS.sub("", flat)))
    flat = _CROSSES.sub(_refusal, _without_numbering(flat))
    flat = _without_pictures(_DIVIDERS.sub(";", _BULLETS.sub("", flat)))
    flat = _CURRENCY_OF_KEY.sub(r"\2 \1 ", flat)
    flat = _TIMES.sub(r"\1 x", flat)
    lines = [re.sub(r"[^\S\n]+", " ", line).strip() for line in flat.split("\n")]
    return "\n".join(line for line in lines if line)


def _refusal(cross: re.Match[str]) -> str:
    return " " if _REFUSED_NEXT.match(cross.string, cross.end()) else " no "


def _without_numbering(text: str) -> str:
    """The text with a line for each point of a list that is numbered from 1 on."""
    points = list(_NUMBERED.finditer(text))
    for sign in (")", "."):
        # A point after a number inside a line ends a sentence: "aged 5. 2. ...".
        some = [
            point
            for point in points
            if sign in point.group()
            and (sign == ")" or text[: point.start()].rstrip(" ")[-1:] in ("", "\n"))
        ]
        if len(some) > 1 and [int(point[1]) for point in some] == list(range(1, len(some) + 1)):
            for point in reversed(some):
                text = text[: point.start()] + "\n" + text[point.end() :]
            return text
    return text


def _without_pictures(text: str) -> str:
    """The text with names of countries for flags, and without emoji."""
    text = _FLAGS.sub(_names_of_flags, text)
    kinds = ((char, unicodedata.category(char)) for char in text)
    return "".join(
        " " if kind == "So" and char >= _FIRST_PICTURE else char
        for char, kind in kinds
        if kind != "Me" and char not in _OF_PICTURES
    )


def _names_of_flags(flags: re.Match[str]) -> str:
    """Names with strokes, without one that stands beside its flag in words."""
    names = [_country_of(flag) for flag in _FLAG.findall(flags.group())]
    before, following = flags.string[: flags.start()].rstrip(" "), flags.string[flags.end() :]
    if following.startswith(names[-1]):
        names[-1] = ""
    elif following[:1].isalpha():
        names.append("")
    if before.endswith(names[0]):
        names[0] = ""
    elif before[-1:].isalpha():
        names.insert(0, "")
    end = "\n" if "\n" in flags.group() else ""
    return f" {' / '.join(names)} {end}"


def _country_of(flag: str) -> str:
    code = "".join(chr(ord(letter) - ord("\U0001f1e6") + ord("A")) for letter in flag)
    return country_name(code)


def _visible(text: str) -> str:
    """The text without marks that nobody sees, such as soft hyphens and directions of writing."""
    kinds = ((char, unicodedata.category(char)) for char in text)
    return "".join(
        " " if kind == "Cc" and char != "\n" else char for char, kind in kinds if kind != "Cf"
    )


def plain_word(word: str) -> str:
    """Lower case without accents."""
    spread = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in spread if not unicodedata.combining(char))


def lower_case(text: str) -> str:
    """Lower case of the same length, so that places in it are places in the text.

    Lines end in a semicolon, which parts clauses.
    """
    low = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return low.replace("\n", ";")
