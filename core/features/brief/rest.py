"""What is left of a brief when its constraints are taken out."""

from __future__ import annotations

import re

from core.features.brief.reading import CLAIMED
from core.features.brief.words.vocabulary import words

_FILLERS = frozenset(words("rest.fillers"))
_CLAUSES = re.compile(r"[;\n!?()\[\]|:]+|,(?!\d)|\.(?!\d)|(?<=\s)[-/&+](?=\s)")
_GAP = re.compile(rf"[ ,]*{CLAIMED}[{CLAIMED} ,]*")
_WORD = re.compile(r"[\w#@'&+%\u20ac$.,-]+")


def meaning_of(text: str) -> str:
    """The clauses of a text that say something, each once, without fillers at their edges.

    Where words were taken out of a clause, those that led to them go, too: of "lipstick in
    [Germany] for our jubilee" stay "lipstick, jubilee".

    Args:
        text: with `CLAIMED` for each character that was taken out.
    """
    clauses: list[str] = []
    for clause in _CLAUSES.split(text):
        joint = ", "
        for part in _GAP.split(clause):
            words = [word.strip(",.'-&+") for word in _WORD.findall(part)]
            words = [word for word in words if word]
            length = len(words)
            while words and _is_filler(words[0]):
                words.pop(0)
            # "sustainable [German] fashion" is one thing, "recipes with [5] eggs" are two.
            joint = joint if len(words) == length else ", "
            length = len(words)
            while words and _is_filler(words[-1]):
                words.pop()
            if words and joint == " ":
                clauses[-1] += " " + " ".join(words)
            elif words:
                clauses.append(" ".join(words))
            joint = " " if words and len(words) == length else ", "
    return ", ".join(dict.fromkeys(clauses))


def is_empty_clause(clause: str) -> bool:
    """Whether a clause says nothing: no words, or fillers alone."""
    return all(_is_filler(word.strip(",.'-&+")) for word in _WORD.findall(clause))


def _is_filler(word: str) -> bool:
    # "US" is a country, "us" the brand.
    if word == "US":
        return False
    return word.lower() in _FILLERS or not any(char.isalnum() for char in word)
