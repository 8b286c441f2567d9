"""Where the words of a brief stand in the text that a person typed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from core.features.brief.reading import Mention

Span = tuple[int, int]
_TOKEN = re.compile(r"[^\W\d_]+|\d+|\s+|.", re.DOTALL)
# Between two entries of a list, such as "Germany, Austria or the UK".
_JOINT = re.compile(
    r"[\s,/&+-]*(?:(?:and|or|und|oder|to|bis|the|from|on|in|aus|auf)\b[\s,/&+]*)*", re.IGNORECASE
)


def typed_spans(typed: str, read: str, mentions: Iterable[Mention], name: str) -> list[Span]:
    """The parts of the typed text that say a constraint, in order; a list of values is one part.

    Args:
        typed: as a person wrote it.
        read: as `parse_brief` read it: plain signs, numbers in digits.
        mentions: of the read text.
        name: of the constraint.
    """
    mentions = list(mentions)
    spans: list[Span] = []
    for start, end in sorted({(m.start, m.end) for m in mentions if m.name == name}):
        if spans and (start <= spans[-1][1] or _JOINT.fullmatch(read[spans[-1][1] : start])):
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return _in_typed(typed, read, spans)


def held_places(typed: str, read: str, mentions: Iterable[Mention], but: str) -> bytearray:
    """1 for each character of the typed text that says another constraint than `but`."""
    held = bytearray(len(typed))
    others = sorted({(m.start, m.end) for m in mentions if m.name != but})
    for start, end in _in_typed(typed, read, others):
        held[start:end] = b"\x01" * (end - start)
    return held


def _in_typed(typed: str, read: str, spans: list[Span]) -> list[Span]:
    if typed == read:
        return spans
    blocks = _blocks(typed, read)
    placed = []
    for start, end in spans:
        first = next(block for block in blocks if block[2] <= start < block[3])
        last = next(block for block in blocks if block[2] < end <= block[3])
        placed.append((_place(first, start, at_end=False), _place(last, end, at_end=True)))
    return placed


def _place(block: tuple[int, int, int, int], place: int, *, at_end: bool) -> int:
    """The typed place of a read one; of words that were read as others, their first or last."""
    start, end, read_start, read_end = block
    if end - start == read_end - read_start:
        return start + place - read_start
    return end if at_end else start


def _blocks(typed: str, read: str) -> list[tuple[int, int, int, int]]:
    """(start, end) of the typed and of the read text, of parts that are equal or stand for each
    other, in order."""
    left, right = _TOKEN.findall(typed), _TOKEN.findall(read)
    ends: list[list[int]] = [[0], [0]]
    for side, tokens in enumerate((left, right)):
        for token in tokens:
            ends[side].append(ends[side][-1] + len(token))
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    return [
        (ends[0][i1], ends[0][i2], ends[1][j1], ends[1][j2])
        for _, i1, i2, j1, j2 in matcher.get_opcodes()
    ]
