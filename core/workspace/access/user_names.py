"""Names of users that people can tell apart: no mixed letters, none that looks like another."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import groupby

from core.errors import LoginError
from core.workspace.values import name_key

# Alphabets with letters that look alike, as Unicode begins the names of their letters.
_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK")
# Letters of the others that look like Latin ones, small or large.
_LOOKS = str.maketrans(
    "авекмнорстухіјѕһԁԛԝ" + "αβεζηικμορτυχ",
    "abekmhopctyxijshdqw" + "abezhikmoptyx",
)


def check_letters(name: str) -> None:
    """Returns when each word of a name is written in one alphabet.

    Raises:
        LoginError: a word mixes letters that look alike, so nobody could tell who it is.
    """
    for is_word, letters in groupby(name, str.isalpha):
        found = sorted({_alphabet(letter) for letter in letters} - {""}) if is_word else []
        if len(found) > 1:
            raise LoginError(
                f"'{name}' mixes {' and '.join(one.capitalize() for one in found)} letters, which "
                "look alike. Write each word in one alphabet."
            )


def lookalike(name: str, others: Iterable[str]) -> str | None:
    """The first of other names that looks like this one; None for none."""
    shown = _looks(name)
    return next((other for other in others if _looks(other) == shown), None)


def _alphabet(letter: str) -> str:
    words = unicodedata.name(letter, "").split()
    return next((word for word in words if word in _ALPHABETS), "")


def _looks(name: str) -> str:
    """A name as it looks: without case, invisible characters and the alphabet."""
    seen = (one for one in name_key(name) if unicodedata.category(one) != "Cf")
    return name_key("".join(seen)).translate(_LOOKS)
