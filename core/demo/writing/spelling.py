"""Small changes to words: capitals, plain letters for handles, typing mistakes."""

from __future__ import annotations

import random
import re
import unicodedata

_PLAIN = str.maketrans(
    {"ß": "ss", "ł": "l", "ø": "o", "æ": "ae", "ı": "i", "ä": "ae", "ö": "oe", "ü": "ue"}
)


def capitalised(text: str) -> str:
    """The text with its first letter as a capital and the others as they are."""
    return text[:1].upper() + text[1:]


_EITHER = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")


def spoken_by(text: str, is_woman: bool) -> str:
    """The text with every {his|her} resolved: 'content{|e}' gives 'content' or 'contente'."""
    if "|" not in text:
        return text
    return _EITHER.sub(lambda match: match.group(2 if is_woman else 1), text)


def ascii_name(text: str) -> str:
    """Lower-case a-z and digits only: 'Élodie Núñez' -> 'elodienunez'."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_PLAIN))
    return "".join(char for char in plain if char.isascii() and char.isalnum())


def with_typo(text: str, rng: random.Random) -> str:
    """The text with one word mistyped; words with signs, tags and mentions stay whole."""
    words = text.split(" ")
    long = [number for number, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if not long:
        return text
    at = rng.choice(long)
    word = words[at]
    spot = rng.randrange(1, len(word) - 2)
    slip = rng.random()
    if slip < 0.5:
        word = word[:spot] + word[spot + 1] + word[spot] + word[spot + 2 :]
    elif slip < 0.8:
        word = word[:spot] + word[spot + 1 :]
    else:
        word = word[:spot] + word[spot] + word[spot:]
    words[at] = word
    return " ".join(words)
