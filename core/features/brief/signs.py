"""Texts with plain signs: one kind of space, dash and quote, and lower case of the same length."""

from __future__ import annotations

import re
import unicodedata

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
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
_THOUSAND_EUROS = re.compile(r"(?<=\d)\s?T(?=\s?(?:EUR\b|\u20ac))")


def plain_signs(text: str) -> str:
    """The text with plain spaces, dashes, quotes and bullets, lines kept."""
    text = _visible(text)
    text = _THOUSAND_EUROS.sub("k ", _SHORT_FORMS.sub(r"\1n't", text))
    flat = unicodedata.normalize("NFKC", text).translate(_DASHES).translate(_QUOTES)
    flat = _TABLE_ROW.sub(r"\1: \2", flat)
    lines = [re.sub(r"[^\S\n]+", " ", line).strip() for line in _BULLETS.sub("", flat).split("\n")]
    return "\n".join(line for line in lines if line)


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
