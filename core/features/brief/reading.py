"""A brief as a reader of parts of it sees it: which characters were understood, and how."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from core.features.brief.signs import lower_case

# What parts a brief; a comma or point inside a number does not, nor one before "who".
_BOUNDARY = re.compile(
    r"[;\n!?()\[\]|]|,(?!\d| (?:who|whose|that|die|der|das|deren|dessen)\b)"
    r"|(?<!\bincl)(?<!\bexcl)(?<!\binkl)(?<!\bexkl)(?<!\bzzgl)\.(?!\d)|(?<=\s)[-/](?=\s)|(?<=\s)\*"
)

# Stands for characters that were understood, and that no word has.
CLAIMED = "\0"


@dataclass(frozen=True)
class Mention:
    """One thing that a part of the brief says.

    Attributes:
        name: of the constraint in `BriefConstraints`.
        value: of one entry for lists, else the whole value.
        start, end: characters of `Reading.text` that say it.
    """

    name: str
    value: Any
    start: int
    end: int


class Reading:
    """A brief that several readers go through, each claiming the characters it understood."""

    def __init__(self, text: str) -> None:
        """Reads nothing yet; `text` is in the form of `plain_signs`."""
        self.text = text
        self.lower = lower_case(text)
        # "IG" and "US" are written so by people who write all else in lower case.
        self.has_capitals = any(
            letter.isupper() and following.islower() for letter, following in pairwise(text)
        )
        self.mentions: list[Mention] = []
        self.warnings: list[str] = []
        # Spans that tell of the brand, see `read_stories`.
        self.stories: list[tuple[int, int]] = []
        self._claimed = bytearray(len(text))
        self._ends: list[int] = []
        self._cuts: list[int] = []

    def branch(self) -> Reading:
        """A reading of the same text that starts from what was claimed so far."""
        branch = Reading(self.text)
        branch._claimed = bytearray(self._claimed)
        branch._ends = list(self._ends)
        branch._cuts = list(self._cuts)
        branch.stories = self.stories
        return branch

    def cut(self, place: int) -> None:
        """Parts clauses where no sign does: before the second number of '3 on A and 5 on B'."""
        self._cuts.append(place)

    def matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Matches in lower case whose characters nobody has claimed, in their order."""
        for match in pattern.finditer(self.lower):
            if self.is_free(*match.span()):
                yield match

    def is_free(self, start: int, end: int) -> bool:
        """Whether nobody has claimed any of these characters."""
        return not any(self._claimed[start:end])

    def is_in_story(self, place: int) -> bool:
        """Whether a place stands where a brief tells of the brand."""
        return any(start <= place < end for start, end in self.stories)

    def claim(self, start: int, end: int) -> None:
        """Marks characters as understood."""
        self._claimed[start:end] = b"\x01" * (end - start)

    def add(
        self, name: str, value: Any, start: int, end: int, *, is_statement: bool = False
    ) -> None:
        """Notes a mention and claims its characters.

        Args:
            is_statement: it says all of a clause, so that the text after it begins another one.
        """
        self.mentions.append(Mention(name, value, start, end))
        self.claim(start, end)
        if is_statement:
            self._ends.append(end)

    def warn(self, words: str) -> None:
        """Notes what a reader of the brief should know, once."""
        if words not in self.warnings:
            self.warnings.append(words)

    def warn_of_refused(self, words: str) -> None:
        """Notes a refused thing that nothing in the data tells of a creator."""
        self.warn(f"'{words}' cannot be left out: nothing in the data tells it.")

    def after_blanks(self, place: int) -> int:
        """The place of the next character that is no blank."""
        rest = self.text[place:]
        return place + len(rest) - len(rest.lstrip())

    def before(self, start: int, *, length: int = 80) -> str:
        """The part of the clause before a place, in lower case."""
        bounds = (end for end in (*self._ends, *self._cuts) if end <= start)
        first = max(start - length, 0, *bounds)
        part = self.lower[first:start]
        ends = [match.end() for match in _BOUNDARY.finditer(part)]
        return part[ends[-1] :] if ends else part

    def after(self, end: int, *, length: int = 80) -> str:
        """The part of the clause after a place, in lower case."""
        last = min(end + length, *(cut for cut in self._cuts if cut >= end), len(self.lower))
        part = self.lower[end:last]
        boundary = _BOUNDARY.search(part)
        return part[: boundary.start()] if boundary else part

    def masked(self) -> str:
        """The text in lower case with a sign that no word has for each claimed character."""
        return "".join(
            CLAIMED if claimed else char
            for char, claimed in zip(self.lower, self._claimed, strict=True)
        )

    def unread_before(self, start: int) -> str:
        """As `before`, from the last claimed character on."""
        before = self.before(start)
        claimed = self._claimed[start - len(before) : start].rfind(b"\x01")
        return before[claimed + 1 :]

    def unread_after(self, end: int) -> str:
        """As `after`, up to the first claimed character."""
        after = self.after(end)
        claimed = self._claimed[end : end + len(after)].find(b"\x01")
        return after[:claimed] if claimed >= 0 else after

    def clause(self, start: int, end: int) -> str:
        """The whole clause around a place, in lower case."""
        return self.before(start, length=400) + self.lower[start:end] + self.after(end, length=400)

    def unclaimed(self, *, keep: str = "") -> str:
        """The text with `CLAIMED` for each claimed character.

        Args:
            keep: name of the constraint whose characters stay.
        """
        kept = bytearray(len(self.text))
        for mention in self.mentions:
            if mention.name == keep:
                kept[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
        return "".join(
            char if keeps or not taken else CLAIMED
            for char, taken, keeps in zip(self.text, self._claimed, kept, strict=True)
        )
