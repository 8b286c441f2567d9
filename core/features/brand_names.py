"""Texts without the names of brands, so that no text tells who paid for it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from re import Match

_TOKEN = re.compile(r"[^\W_]+")
# 'LUMA15': the start of a brand's name and a number, as discount codes are made.
_CODE = re.compile(r"[^\W\d_]+\d+")
_MENTION = re.compile(r"@[\w.]+")
_SHORTEST_PART = 5  # of a compound such as 'ilovebellora'; shorter names are parts of many words
_ORDINARY_BRANDS = 2


class BrandNames:
    """Takes names of brands out of texts.

    A name goes as it is written, in one word, as part of a hashtag, with other accents or case. Of
    a name of several words, each goes alone, too, unless it is an ordinary word: one that two
    brands or more of other names use to describe themselves. @mentions go, whoever they name, and
    so do words that end in digits, as discount codes do.
    """

    def __init__(self, brands: Iterable[tuple[str, str]]):
        """Reads names.

        Args:
            brands: name and the other words of each, such as description and keywords.
        """
        names = [(_folded_tokens(name), set(_folded_tokens(words))) for name, words in brands]
        uses: Counter[str] = Counter()
        for name, words in names:
            uses.update(words - set(name))
        tokens = {token for name, _ in names for token in name}
        ordinary = {token for token in tokens if uses[token] >= _ORDINARY_BRANDS}
        self._whole = (tokens - ordinary) | {"".join(name) for name, _ in names if len(name) > 1}
        self._parts = {name for name in self._whole if len(name) >= _SHORTEST_PART}
        # Names that hold an ordinary word, by their first one: they go where they stand together.
        self._known: dict[str, tuple[str, bool]] = {}
        self._phrases: dict[str, set[tuple[str, ...]]] = {}
        for name, _ in names:
            if len(name) > 1 and not ordinary.isdisjoint(name):
                self._phrases.setdefault(name[0], set()).add(tuple(name))

    def without(self, text: str) -> str:
        """The text without names, @mentions and codes, each a space."""
        text = _MENTION.sub(" ", text)
        matches = list(_TOKEN.finditer(text))
        known = self._known
        looked_up = [known.get(word) or self._look_up(word) for word in map(Match.group, matches)]
        tokens = [token for token, _ in looked_up]
        dropped = [place for place, (_, is_named) in enumerate(looked_up) if is_named]
        if not self._phrases.keys().isdisjoint(tokens):
            dropped += self._phrase_places(tokens)
        if not dropped:
            return text
        pieces, end = [], 0
        for place in sorted(set(dropped)):
            pieces += [text[end : matches[place].start()], " "]
            end = matches[place].end()
        return "".join(pieces) + text[end:]

    def _look_up(self, word: str) -> tuple[str, bool]:
        """The word as it is compared, and whether it is a name or a code; kept in `_known`."""
        token = _folded(word)
        self._known[word] = token, self._is_named(token)
        return self._known[word]

    def _is_named(self, token: str) -> bool:
        if token in self._whole or _CODE.fullmatch(token):
            return True
        lengths = range(_SHORTEST_PART, len(token))
        return len(token) > _SHORTEST_PART and any(
            token[:length] in self._parts or token[-length:] in self._parts for length in lengths
        )

    def _phrase_places(self, tokens: Sequence[str]) -> list[int]:
        places: list[int] = []
        for first, token in enumerate(tokens):
            for phrase in self._phrases.get(token, ()):
                if tuple(tokens[first : first + len(phrase)]) == phrase:
                    places += range(first, first + len(phrase))
        return places


def _folded_tokens(text: str) -> list[str]:
    return [_folded(token) for token in _TOKEN.findall(text)]


def _folded(token: str) -> str:
    return token.lower() if token.isascii() else _folded_accents(token)


def _folded_accents(token: str) -> str:
    plain = unicodedata.normalize("NFKD", token.lower())
    return "".join(char for char in plain if not unicodedata.combining(char))
