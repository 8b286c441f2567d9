"""Sentences of a brief that tell of an earlier campaign and ask for nothing."""

from __future__ import annotations

import re

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
_OUT = re.compile(any_of("campaigns.out"))


def read_past(reading: Reading) -> None:
    """Leaves such a sentence aside, unless it says who is left out."""
    for match in list(reading.matches(_PAST)):
        start, end = match.span("told")
        if not _OUT.search(match["told"]):
            reading.warn(
                f"'{reading.text[start:end]}' is left aside: it tells of an earlier campaign."
            )
            reading.claim(start, end)
            reading.cut(end)
