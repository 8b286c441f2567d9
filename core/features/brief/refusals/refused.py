"""Things that a brief refuses by name: 'no alcohol', 'not vegan', 'no gym bros'."""

from __future__ import annotations

import re

from core.features.brief.people import LIST_TO_OR, NEGATED
from core.features.brief.reading import CLAIMED, Mention, Reading
from core.features.brief.refusals.lists import refused_lists
from core.features.brief.rest import is_empty_clause
from core.features.brief.signs import lower_case
from core.features.brief.words.vocabulary import any_of

# "no alcohol", "not vegan", "who don't promote gambling": up to four words.
_NEVER = (
    rf"(?:(?:who|that|die|der)\s+)?(?:{any_of('people.never')}\s+{any_of('people.never_doing')}"
    rf"(?:\s+(?:about|on|for|with|über|für))*|{any_of('people.plain_no')})"
)
_WORDS = rf"(?:\s+(?!{any_of('people.ends_refusal')})[\w'&-]+)"
_REFUSED_WORDS = re.compile(
    rf"{_NEVER}(?!\s+(?:only|just|nur|one|work with|have)\b)"
    rf"(?:(?:\s+{any_of('refusals.advertising')})+\s+(?:for|of|für))?{_WORDS}{{1,4}}"
    rf"(?:{LIST_TO_OR}(?:{_WORDS}{{1,3}}|(?=\s*{CLAIMED})))?"
)
_LED_BY = re.compile(rf"{_NEVER}\s+")
_NEVER_ALONE = re.compile(rf"{_NEVER}(?:\s+(?:about|on|for|with|über|für|any|the))*")
_BETWEEN_ITEMS = re.compile(r"\s*(?:[,/&]|\b(?:and|or|nor|und|oder|noch|sowie)\b)\s*")
OR_AT_END = re.compile(r"\s+(?:or|nor|oder|noch)$")
# After a refused topic: the "bros" of "no gym bros".
_MORE_WORDS = re.compile(rf"{_WORDS}{{1,3}}")


def read_refused(reading: Reading, *, to_end: bool = False) -> None:
    """Warns of what is refused and is no topic, and keeps it out of the meaning.

    Args:
        to_end: all up to the end of its clause, in a language whose sentences are not read.
    """
    _read_lists(reading)
    _read_more_than_topics(reading)
    for match in list(_REFUSED_WORDS.finditer(reading.masked())):
        end = match.end()
        if to_end:
            end += len(reading.unread_after(end))
        words = reading.text[match.start() : end]
        if is_empty_clause(words):
            continue
        refused = _refused_after(reading, end)
        if refused and _NEVER_ALONE.fullmatch(words.lower()):
            reading.add("exclude_niches", refused, match.start(), end)
            continue
        led_by = _LED_BY.match(match.group())
        told = OR_AT_END.sub("", words[led_by.end() if led_by else 0 :])
        reading.warn_of_refused(told)
        reading.claim(match.start(), end)


def _read_lists(reading: Reading) -> None:
    """Warns of what a refused list has besides topics, and claims all of it."""
    text = lower_case(reading.unclaimed(keep="exclude_niches"))
    for (start, end), (first, last) in list(refused_lists(text, reading.lower)):
        left = "".join(reading.masked()[first:last].split(CLAIMED))
        if not is_empty_clause(left):
            reading.warn_of_refused(_untopical(reading, first, last))
        reading.claim(start, end)


def _untopical(reading: Reading, start: int, end: int) -> str:
    """The things of a list that are no topics: 'alcohol, gambling' of 'alcohol, wine, gambling'."""
    parts = _BETWEEN_ITEMS.split(reading.unclaimed()[start:end])
    return ", ".join(part.strip(f" {CLAIMED}") for part in parts if part.strip(f" {CLAIMED}"))


def _read_more_than_topics(reading: Reading) -> None:
    """Warns of a refusal that is of less than its topic, of which all is left out."""
    masked = reading.masked()
    for mention in list(reading.mentions):
        more = _MORE_WORDS.match(masked, mention.end)
        if more and not is_empty_clause(more.group()) and _is_refused_before(reading, mention):
            words = reading.text[mention.start : more.end()]
            reading.warn(
                f"'{words}' cannot be left out alone: all of the topic {mention.value} is."
            )
            reading.claim(*more.span())


def _is_refused_before(reading: Reading, mention: Mention) -> bool:
    return mention.name == "exclude_niches" and bool(NEGATED.search(reading.before(mention.start)))


def _refused_after(reading: Reading, end: int) -> str:
    """The refused topic that begins after a place; '' for none."""
    start = reading.after_blanks(end)
    topics = (
        mention.value
        for mention in reading.mentions
        if mention.name == "exclude_niches" and mention.start == start
    )
    return str(next(topics, ""))
