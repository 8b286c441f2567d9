"""Briefs written anew with one constraint changed, where its words cannot be changed in place."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import Any

from core.domain.brief import BriefConstraints
from core.features.brief.changes.added import added
from core.features.brief.parse import ParsedBrief, parse_brief, settled
from core.features.brief.phrases import phrase
from core.features.brief.rest import is_empty_clause

_MOST_ROUNDS = 4


def rewritten(parsed: ParsedBrief, name: str, value: Any) -> str:
    """The text as it was read, without what said the constraint, and with its phrase at the end.

    A constraint that the rest no longer says is said again by its phrase: "5 gaming YouTubers"
    without the platform is "gaming, 5 creators".
    """
    shown = replace(parsed.constraints, **{name: value})
    wanted = settled(shown, parsed.topic_names)
    text = parsed.text
    # On a line of its own a phrase is read where the sentence before would give it another sense.
    for separator in (", ", "\n"):
        text, again = _with_lost_said(parsed, name, shown, separator)
        if not _differing(again.constraints, wanted):
            return text
    # What is left may say something new: "top creators by engagement" after "10".
    for _ in range(_MOST_ROUNDS):
        wrong = _differing(again.constraints, wanted)
        if not wrong:
            break
        text = _said_anew(again, wrong, shown, "\n")
        again = parse_brief(text, parsed.topic_names)
    return text


def _with_lost_said(
    parsed: ParsedBrief, name: str, shown: BriefConstraints, separator: str
) -> tuple[str, ParsedBrief]:
    """The text with one constraint changed, and each said again that is lost by that."""
    wanted = settled(shown, parsed.topic_names)
    said = parsed.constraints.said()
    names = {name}
    while True:
        text = _said_anew(parsed, names, shown, separator)
        again = parse_brief(text, parsed.topic_names)
        lost = {other for other in _differing(again.constraints, wanted) if other in said} - names
        if not lost:
            return text, again
        names |= lost


def _differing(one: BriefConstraints, other: BriefConstraints) -> set[str]:
    names = (entry.name for entry in fields(BriefConstraints))
    return {name for name in names if getattr(one, name) != getattr(other, name)}


def _said_anew(
    parsed: ParsedBrief, names: set[str], constraints: BriefConstraints, separator: str
) -> str:
    """The text without what it says of these constraints, and their phrases at its end."""
    spans = [(mention.start, mention.end) for mention in parsed.mentions if mention.name in names]
    # What a span says of two constraints ("10k to 50k followers") goes for both, so that the
    # other one is said again.
    shared = {
        mention.name
        for mention in parsed.mentions
        if any(mention.start < end and start < mention.end for start, end in spans)
    }
    kept = bytearray(b"\x01" * len(parsed.text))
    for start, end in spans:
        kept[start:end] = bytes(end - start)
    held = bytearray(len(parsed.text))
    for mention in parsed.mentions:
        held[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    text = _tidy(parsed.text, kept, held) if spans else parsed.text
    order = [entry.name for entry in fields(BriefConstraints)]
    said = sorted(names | shared, key=lambda name: (name in names, order.index(name)))
    phrases = [phrase(name, getattr(constraints, name)) for name in said]
    return _joined(text, [words for words in phrases if words], separator)


def _joined(text: str, phrases: list[str], separator: str) -> str:
    return added(text, ", ".join(phrases), on_line=separator == "\n")


# What is left before a place or a number that was taken out: "creators from".
_LOOSE_END = re.compile(
    r"(?:\s+(?:from|in|on|with|or|and|for|of|at|the|a|aus|auf|mit|und|oder|von|der|die|den|dem|im))+\s*$"
)
_SIGN = re.compile(r"[,;.!?](?!\d)|\n")


def _tidy(text: str, kept: bytearray, held: bytearray) -> str:
    """The text without the clauses that have become empty, and with single spaces.

    Args:
        kept: 1 for each character that stays.
        held: 1 for each character that says a constraint; a clause with one is not empty.
    """
    bounds = [
        (match.start(), match.end())
        for match in _SIGN.finditer(text)
        if all(kept[match.start() : match.end()]) and not held[match.start()]
    ]
    lines, line, start = [], "", 0
    for sign_start, sign_end in [*bounds, (len(text), len(text))]:
        sign = text[sign_start:sign_end]
        clause = "".join(text[place] if kept[place] else "\0" for place in range(start, sign_start))
        loose_end = _LOOSE_END.search(clause.rstrip("\0 "))
        if loose_end and clause.endswith(("\0", "\0 ")):
            # What led to a thing that was taken out: "creators from".
            first, last = loose_end.span()
            if not any(held[start + first : start + last]):
                clause = clause[:first]
        clause = re.sub(r"\0+", " ", clause)
        is_held = any(
            kept[place] and held[place] and text[place].isalnum()
            for place in range(start, sign_start)
        )
        if is_held or not is_empty_clause(clause):
            loose = clause if is_held else _LOOSE_END.sub("", clause)
            line += re.sub(r"\s+", " ", loose).rstrip() + sign.strip("\n")
        elif sign in (".", "!", "?") and line:
            line = line.rstrip(" ,;") + sign
        if sign in ("\n", ""):
            line = re.sub(r"\s+", " ", line).strip().rstrip(",;").strip()
            lines += [line] if line else []
            line = ""
        start = sign_end
    return "\n".join(lines)
