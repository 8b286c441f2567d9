"""Ends that a refusal turns round: 'nobody who charges over 400' is at most 400."""

from __future__ import annotations

import re

from core.features.brief.numbers import NUMBER
from core.features.brief.people import CREATORS, NO_REFUSAL
from core.features.brief.quantities.currencies import ANY_CURRENCY
from core.features.brief.reading import Reading
from core.features.brief.words.vocabulary import any_of

_NO = (
    rf"(?<![\w'-]){any_of('people.negations', 'comparisons.refusing')}"
    rf"(?!\s+{any_of('people.no_negation')})"
)
# Only words that say nothing else may stand between: 'not from Spain with over 5k' turns nothing.
_SIZED_PEOPLE = any_of("people.creators", "people.vague", "tiers.small", "tiers.big")
_WORDS = rf"(?:(?:{any_of('comparisons.refused_words')}|{_SIZED_PEOPLE})\s+){{0,8}}"
# 'No accounts under 5k or over 50k' refuses both.
_FIRST_END = (
    rf"{any_of('comparisons.strict')}\s+(?:{ANY_CURRENCY})?\s*{NUMBER}\s*(?:{ANY_CURRENCY})?"
    rf"(?:\s*{any_of('comparisons.percent')})?(?:\s+{any_of('quantities.followers')})?"
    r"\s+(?:or|nor|and|oder|noch|und)\s+"
)
_BEFORE = re.compile(rf"{_NO},?[\s:]+{_WORDS}(?:{_FIRST_END}{_WORDS})?$")
# Only what the number counts may stand between: 'over 10k followers, TikTok is out' is of TikTok.
_AFTER = re.compile(
    rf"^(?:\s+{any_of('quantities.followers')})?"
    rf"(?:\s+(?:{any_of('money.each_after', 'money.all_after')}|(?:per|pro|je)\s+\w+))?"
    rf"\s+{any_of('comparisons.refused_after')}"
)

# "No gaming creators with more than 100k": of people who are left out in any case.
_REFUSED_PEOPLE = re.compile(
    rf"{_NO}\s+(?:(?:(?!{any_of('people.ends_refusal')})[\w'&-]+\s+){{1,4}}?{CREATORS.pattern}"
    rf"|[\w&]+-{any_of('people.creators')})"
    rf"(?:\s+{any_of('comparisons.refused_words')})*\s*$"
)


def is_of_refused_people(before: str) -> bool:
    """Whether a number is said of creators who are refused by something else.

    Args:
        before: the clause before a number with its comparison, lower case.
    """
    match = _REFUSED_PEOPLE.search(before)
    return match is not None and not NO_REFUSAL.search(before[: match.start()])


def refusal_of_end(reading: Reading, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Where the words stand that refuse what is said of a number; empty where none do.

    Args:
        start, end: of the number with its comparison.
    """
    before = reading.before(start)
    spans = []
    led = _BEFORE.search(before)
    if led and not NO_REFUSAL.search(before[: led.start()]):
        spans.append((start - len(led.group()), start))
    if follows := _AFTER.match(reading.after(end)):
        spans.append((end, end + follows.end()))
    return tuple(spans)
