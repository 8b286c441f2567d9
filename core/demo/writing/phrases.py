"""Sentences with choices, from which one wording after another is drawn."""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

# A phrase of many wordings is drawn more often than a fixed one, which would soon sound worn.
_WEIGHT_POWER, _MOST_WORDINGS = 0.4, 40
_SLOT_WORDINGS, _NUMBER_WORDINGS = 4, 3
_SPACES = re.compile(" {2,}")
_PLAIN = re.compile(r"[^\[\]{}|<]+")
_NUMBER = re.compile(r"<(\d+)-(\d+)>")
_LATER = frozenset({"city", "who", "brand", "product", "Product", "code", "pitch"})


@dataclass(frozen=True)
class Slot:
    """A word to fill in: entry of the list `name`, the same for the same `key` of one caption."""

    key: str
    name: str
    is_capital: bool


@dataclass(frozen=True)
class Number:
    """A whole number from `low` to `high`."""

    low: int
    high: int


@dataclass(frozen=True)
class Choice:
    """One of several wordings."""

    options: tuple[tuple[Part, ...], ...]


Part = str | Slot | Number | Choice
Slots = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Phrase:
    """A sentence or more, as read by `parse`; `wordings` and `words` (a wording) roughly."""

    source: str
    parts: tuple[Part, ...]
    wordings: int
    words: int

    def wording(
        self,
        slots: Slots,
        rng: random.Random,
        said: Collection[str] = (),
        known: Mapping[str, str] | None = None,
    ) -> str:
        """One wording; the slots of `_LATER` and {he|she} stay for the caller.

        Args:
            said: entries that are left out where others are left.
            known: entries by slot that are settled.

        Raises:
            KeyError: `slots` lacks a list that the phrase names.
        """
        filled = dict(known or {})
        text = _written(self.parts, slots, rng, said, filled)
        return _SPACES.sub(" ", text).strip()


@dataclass(frozen=True)
class Phrases:
    """Phrases of one kind with the odds of each."""

    phrases: tuple[Phrase, ...]
    cumulative: tuple[float, ...]

    def draw(self, rng: random.Random) -> Phrase:
        """A phrase; those with many wordings more often."""
        return rng.choices(self.phrases, cum_weights=self.cumulative)[0]


@lru_cache(maxsize=1024)
def phrases(lines: tuple[str, ...]) -> Phrases:
    """The lines as phrases.

    Raises:
        ValueError: a bracket of a line is not closed.
    """
    read = tuple(parse(line) for line in lines)
    weights = [min(phrase.wordings, _MOST_WORDINGS) ** _WEIGHT_POWER for phrase in read]
    return Phrases(read, tuple(accumulate(weights)))


def parse(source: str) -> Phrase:
    """Reads '[one|two] {thing}s in <2-9> days //new line'.

    `[a|b|]` is one of the wordings and may hold others, `<2-9>` a number, `{thing}` an entry of the
    list 'thing' (`{thing2}` is another one, `{Thing}` has a capital) and `//` a new line.

    Raises:
        ValueError: a bracket is not closed.
    """
    parts, wordings, end = _parts(source.replace(" // ", "\n").replace(" //", "\n"), 0, "")
    if end != -1:
        raise ValueError(f"'{source}': a bracket is closed that was not opened.")
    return Phrase(source, parts, wordings, _words(parts))


def _words(parts: tuple[Part, ...]) -> int:
    """Words of the first wording, a slot as two."""
    return sum(
        len(part.split())
        if isinstance(part, str)
        else _words(part.options[0])
        if isinstance(part, Choice)
        else 2
        for part in parts
    )


def _parts(text: str, at: int, until: str) -> tuple[tuple[Part, ...], int, int]:
    """Parts from `at` to one of the signs `until`; also their wordings and where they end."""
    parts: list[Part] = []
    wordings, literal = 1, ""
    while at < len(text):
        sign = text[at]
        if sign == "]" or sign in until:
            break
        part: Part | None = None
        if sign == "[":
            part, count, at = _choice(text, at + 1)
            wordings *= count
        elif sign == "{":
            end = text.index("}", at) + 1
            part, at = _slot(text[at:end]), end
            wordings *= _SLOT_WORDINGS if isinstance(part, Slot) else 1
        elif number := _NUMBER.match(text, at):
            part, at = Number(int(number[1]), int(number[2])), number.end()
            wordings *= _NUMBER_WORDINGS
        else:
            plain = _PLAIN.match(text, at)
            literal, at = (literal + plain[0], plain.end()) if plain else (literal + sign, at + 1)
            continue
        if isinstance(part, str):
            literal += part
        else:
            parts += [literal, part] if literal else [part]
            literal = ""
    else:
        if until:
            raise ValueError(f"'{text}': a bracket is not closed.")
        at = -1
    return tuple([*parts, literal] if literal else parts), wordings, at


def _choice(text: str, at: int) -> tuple[Choice, int, int]:
    options = []
    total = 0
    while True:
        parts, wordings, at = _parts(text, at, "|]")
        options.append(parts)
        total += wordings
        at += 1
        if text[at - 1] == "]":
            return Choice(tuple(options)), total, at


def _slot(text: str) -> str | Slot:
    name = text[1:-1]
    if "|" in name or name in _LATER:
        return text
    return Slot(name.lower(), name.lower().rstrip("0123456789"), name[:1].isupper())


def _written(
    parts: tuple[Part, ...],
    slots: Slots,
    rng: random.Random,
    said: Collection[str],
    filled: dict[str, str],
) -> str:
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
        elif isinstance(part, Choice):
            text += _written(rng.choice(part.options), slots, rng, said, filled)
        elif isinstance(part, Number):
            text += str(rng.randint(part.low, part.high))
        else:
            if part.key not in filled:
                taken = filled.values()
                entries = [entry for entry in slots[part.name] if entry not in taken]
                fresh = [entry for entry in entries if entry not in said]
                filled[part.key] = rng.choice(fresh or entries)
            word = filled[part.key]
            text += word[:1].upper() + word[1:] if part.is_capital else word
    return text
