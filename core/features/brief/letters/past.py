"""Sentences of a brief that tell of an earlier campaign and ask for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.features.brief.quantities.currencies import ANY_CURRENCY
from core.features.brief.reading import Reading
from core.features.brief.words.vocabulary import any_of

_OUR = r"(?:(?:in|bei|auf)\s+)?(?:(?:our|the|unser\w*|die|der)\s+)?"
# "Our last campaign was on TikTok with 20 creators", up to "this time" or the end of the sentence.
_PAST = re.compile(
    rf"(?:^|(?<=[.;!?\n]))\s*(?P<told>(?:{_OUR}{any_of('campaigns.last', 'campaigns.earlier')}\s+"
    rf"{any_of('campaigns.campaign')}|{_OUR}{any_of('campaigns.last_time')})\s+(?:[\w']+\s+){{0,2}}?"
    rf"{any_of('campaigns.took_place')}\s(?:[^.;!?]|\.(?=\d))*?)"
    rf"(?=\s*(?:$|[;!?]|\.(?!\d)|,?\s*{any_of('campaigns.this_time')}))"
)
# "We had 14 creators last time and spent 22k", "last year we paid 500 each".
_SENTENCE = re.compile(r"(?:[^.;!?]|\.(?=\d))+")
_WE, _SPENT = re.compile(any_of("people.we")), re.compile(any_of("campaigns.spent"))
_BACK_THEN = re.compile(any_of("campaigns.last_time", "campaigns.back_then"))
_THIS_TIME = re.compile(rf",?\s*{any_of('campaigns.this_time')}")
# "and I have about 1,500 euros", which speaks of today.
_NOW = re.compile(
    rf",?\s+{any_of('campaigns.joins')}\s+{any_of('people.we')}\s+{any_of('campaigns.now')}"
)
_HAS_NOW = re.compile(
    rf"{any_of('money.has')}\s+(?:{any_of('comparisons.loose', 'comparisons.most')}\s+)*"
    rf"(?:{ANY_CURRENCY})?\s?\d"
)
_OUT = re.compile(any_of("campaigns.out"))


def read_past(reading: Reading) -> None:
    """Leaves such a sentence aside, unless it says who is left out."""
    spans = [match.span("told") for match in reading.matches(_PAST)]
    for start, end in [*spans, *_earlier(reading)]:
        if reading.is_free(start, end) and not _OUT.search(reading.lower, start, end):
            reading.warn(
                f"'{reading.text[start:end]}' is left aside: it tells of an earlier campaign."
            )
            reading.claim(start, end)
            reading.cut(end)


def _earlier(reading: Reading) -> Iterator[tuple[int, int]]:
    """Where a brief says what the brand had, paid or booked back then."""
    for sentence in _SENTENCE.finditer(reading.lower):
        start = sentence.start() + len(sentence.group()) - len(sentence.group().lstrip())
        begins = (
            now.start()
            for pattern in (_THIS_TIME, _NOW)
            if (now := pattern.search(reading.lower, start, sentence.end()))
        )
        end = min(begins, default=sentence.end())
        if _HAS_NOW.match(reading.lower, start):
            continue
        if all(said.search(reading.lower, start, end) for said in (_WE, _SPENT, _BACK_THEN)):
            yield start, end
