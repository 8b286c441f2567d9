"""Briefs with one constraint changed: its own words are, and all others stay as they were typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from core.domain.brief import BriefConstraints
from core.features.brief.changes.added import added
from core.features.brief.changes.rewritten import rewritten
from core.features.brief.changes.typed import Span, held_places, typed_spans
from core.features.brief.numbers import NUMBER
from core.features.brief.parse import ParsedBrief, parse_brief, settled
from core.features.brief.phrases import bare_phrase, number_words, phrase
from core.features.brief.places.gazetteer import adjective_of, demonym

_NUMBER = re.compile(NUMBER, re.IGNORECASE)
_ONE_NUMBER = {
    "count", "budget", "price_min", "price_max", "engagement_percent_min", "posts_per_week_min",
    "followers_min", "followers_max",
}  # fmt: skip
# What leads to words that are taken out: "creators from".
_LEAD = re.compile(
    r"(?:(?:^|(?<=\s))(?:from|in|on|with|or|and|for|of|at|the|a|aus|auf|mit|und|oder|von|der|die|den|dem|im"
    r"|only|nur|ideally|preferably|based|idealerweise|am liebsten)\s+)+$",
    re.IGNORECASE,
)
_SIGNS = ",;.!?:\n"
# Of a line of which nothing else is left.
_BULLET = re.compile(r"(?:^|\n)[ \t]*[-*\u2022\u00b7]$")


def changed(parsed: ParsedBrief, name: str, value: Any) -> str:
    """The text of a brief with one constraint changed, added or, with None or (), taken out.

    The words that say it are replaced where they stand, or its phrase is added at the end; the
    rest stays as it was typed. A constraint that the rest no longer says is said again by its
    phrase: "5 gaming YouTubers" without the platform is "5 gaming, 5 creators". Where none of
    that reads back, the whole text is written anew.
    """
    shown = replace(parsed.constraints, **{name: value})
    wanted = settled(shown, parsed.topic_names)
    if wanted == parsed.constraints:
        return parsed.typed
    for text in _texts(parsed, name, value):
        again = parse_brief(text, parsed.topic_names).constraints
        if again == wanted:
            return text
        lost = [
            entry.name
            for entry in fields(BriefConstraints)
            if getattr(again, entry.name) != getattr(wanted, entry.name)
        ]
        if name not in lost:
            said = [phrase(other, getattr(shown, other)) for other in lost]
            longer = added(text, ", ".join(words for words in said if words))
            if parse_brief(longer, parsed.topic_names).constraints == wanted:
                return longer
    return rewritten(parsed, name, value)


def _texts(parsed: ParsedBrief, name: str, value: Any) -> Iterator[str]:
    """Texts that may say it, those that change least first."""
    spans = typed_spans(parsed.typed, parsed.text, parsed.mentions, name)
    held = held_places(parsed.typed, parsed.text, parsed.mentions, name)
    words = phrase(name, value)
    if spans and words:
        start, end = spans[0]
        for form in _forms(name, value, parsed.typed[start:end]):
            text = parsed.typed
            for span in reversed(spans[1:]):
                text = _without(text, span, held)
            yield text[:start] + form + text[end:]
    text = parsed.typed
    for span in reversed(spans):
        text = _without(text, span, held)
    yield added(text, words)
    yield added(text, words, on_line=True)


def _forms(name: str, value: Any, words: str) -> Iterator[str]:
    """Ways to say a value in place of words: '€2,000 in all' of '€1,500 in all'."""
    if name in _ONE_NUMBER:
        for number in _NUMBER.finditer(words):
            digits = number_words(value, like=number.group())
            yield words[: number.start()] + digits + words[number.end() :]
        yield number_words(value)
    if name == "countries" and any(demonym(words)):
        adjectives = [adjective_of(code).capitalize() for code in value]
        yield " or ".join(adjectives) if all(adjectives) else phrase(name, value)
    bare = bare_phrase(name, value)
    yield bare[:1].lower() + bare[1:] if name == "niches" and words[:1].islower() else bare
    yield phrase(name, value)


def _without(text: str, span: Span, held: bytearray) -> str:
    """The text without a part, the words that only led to it, and a sign that it leaves over.

    Args:
        held: 1 for characters that stay.
    """
    start, end = span
    lead = _LEAD.search(text[:start])
    if lead and not any(held[lead.start() : start]):
        start = lead.start()
    before, after = text[:start].rstrip(" "), text[end:].lstrip(" ")
    if after[:1] in ("\n", ""):
        before = _BULLET.sub("", before)
    if not before:
        return after.lstrip(",;.: ")
    if before[-1] in _SIGNS and (not after or after[0] in _SIGNS):
        # One of the two signs goes; the end of a sentence stays.
        before = before.rstrip(",;: ") if before[-1] in ",;:" else before
        after = after[1:] if before[-1:] in _SIGNS and after[:1] in ",;." else after
    is_apart = before.endswith("\n") or after[:1] in ("", " ") or after[0] in _SIGNS
    return before + ("" if is_apart else " ") + after
