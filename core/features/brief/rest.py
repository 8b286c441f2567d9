"""What is left of a brief when its constraints are taken out."""

from __future__ import annotations

import re

from core.features.brief.words.vocabulary import words

_FILLERS = frozenset(words("rest.fillers"))
_CLAUSES = re.compile(r"[;\n!?()\[\]|:]+|,(?!\d)|\.(?!\d)|(?<=\s)[-/&+](?=\s)")
_WORD = re.compile(r"[\w#@'&+%\u20ac$.,-]+")


def meaning_of(text: str) -> str:
    """The clauses of a text that say something, without fillers at their edges."""
    clauses = []
    for clause in _CLAUSES.split(text):
        words = [word.strip(",.'-&+") for word in _WORD.findall(clause)]
        words = [word for word in words if word]
        while words and _is_filler(words[0]):
            words.pop(0)
        while words and _is_filler(words[-1]):
            words.pop()
        if words:
            clauses.append(" ".join(words))
    return ", ".join(clauses)


def is_empty_clause(clause: str) -> bool:
    """Whether a clause says nothing: no words, or fillers alone."""
    return all(_is_filler(word.strip(",.'-&+")) for word in _WORD.findall(clause))


def _is_filler(word: str) -> bool:
    # "US" is a country, "us" the brand.
    if word == "US":
        return False
    return word.lower() in _FILLERS or not any(char.isalnum() for char in word)
