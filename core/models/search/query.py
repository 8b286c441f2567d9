"""What a person typed into the search, taken apart; any text is a query."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.models.search.words import joined, query_words

LONGEST_QUERY = 300  # characters that are read
MOST_WORDS = 12
_QUOTED = re.compile(r'"([^"]*)"|“([^”“]*)[”“]|„([^“”]*)[“”]|«([^»]*)»')


@dataclass(frozen=True)
class SearchQuery:
    """Attributes:
    text: what was typed, spaces trimmed, as far as it is read.
    words: folded words that may stand anywhere, each once.
    phrases: folded words of each quotation, in order.
    tags: hashtags asked for with '#', folded.
    handles: accounts asked for with '@', folded.
    is_open: the last word may be the beginning of one.
    """

    text: str
    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    tags: tuple[str, ...]
    handles: tuple[str, ...]
    is_open: bool

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not (self.words or self.phrases or self.tags or self.handles)

    @property
    def is_free(self) -> bool:
        """Whether it is words alone, without quotes, '#' or '@'; only these have a meaning."""
        return bool(self.words) and not (self.phrases or self.tags or self.handles)


def parsed(typed: str) -> SearchQuery:
    """The parts of a query; a lone quote, '#' or '@' is taken for a blank."""
    text = typed.replace("\0", " ")[:LONGEST_QUERY]
    phrases: list[tuple[str, ...]] = []

    def take_phrase(match: re.Match[str]) -> str:
        phrase = tuple(query_words(next((part for part in match.groups() if part), "")))
        if phrase:
            phrases.append(phrase[:MOST_WORDS])
        return " "

    rest = _QUOTED.sub(take_phrase, text)
    tags, handles, plain = [], [], []
    pieces = rest.replace("＃", "#").replace("＠", "@").split()
    for piece in pieces:
        kind, name = piece[0], joined(piece)
        if kind == "#" and name:
            tags.append(name)
        elif kind == "@" and name:
            handles.append(name)
        else:
            plain.extend(query_words(piece))
    is_open = bool(plain) and not rest[-1:].isspace() and not pieces[-1].startswith(("#", "@"))
    return SearchQuery(
        " ".join(text.split()),
        tuple(dict.fromkeys(plain))[:MOST_WORDS],
        tuple(phrases[:MOST_WORDS]),
        tuple(dict.fromkeys(tags))[:MOST_WORDS],
        tuple(dict.fromkeys(handles))[:MOST_WORDS],
        is_open,
    )
