"""The lowest engagement rate that a brief asks for."""

from __future__ import annotations

import re

from core.features.brief.quantities.quantity import Quantity
from core.features.brief.reading import Reading
from core.features.brief.words.vocabulary import any_of

_ENGAGEMENT = any_of("quantities.engagement")
_ANYWHERE = re.compile(_ENGAGEMENT)
_BEFORE = re.compile(rf"{_ENGAGEMENT}[^\d]{{0,40}}$")
_AFTER = re.compile(rf"^\s*(?:\w+\s+){{0,2}}?{_ENGAGEMENT}(?:\s*(?:rate|quote)\b)?")
_LED = re.compile(rf"(?:\b(?:an?|the|eine?r?)\s+)?{_ENGAGEMENT}[^\d]{{0,40}}$")
_OTHER_SHARES = re.compile(any_of("quantities.shares"))
_OTHER_SHARE_AFTER = re.compile(rf"^\s*(?:of )?{any_of('quantities.shares')}")
_MOST = 100  # per cent


def read_engagement(reading: Reading, quantity: Quantity) -> bool:
    """Notes a number as an engagement rate; whether it is one, or another share in per cent."""
    before, after = reading.before(quantity.start), reading.after(quantity.end)
    is_near = bool(_BEFORE.search(before) or _AFTER.match(after))
    is_rate = is_near and not quantity.currency and not _OTHER_SHARE_AFTER.match(after)
    if is_rate and quantity.number <= _MOST:
        _note(reading, quantity)
        return True
    if not quantity.has_percent:
        return False
    has_one_end = (quantity.low is None) != (quantity.high is None)
    is_other = _OTHER_SHARES.search(reading.clause(quantity.start, quantity.end))
    if has_one_end and not is_other and _ANYWHERE.search(reading.lower):
        _note(reading, quantity)
    return True


def _note(reading: Reading, quantity: Quantity) -> None:
    start, end = quantity.start, quantity.end
    if word := _AFTER.match(reading.lower[end:]):
        end += word.end()
    elif led := _LED.search(reading.lower[:start]):
        start = led.start()
    if quantity.low is None:
        reading.warn(
            "A highest engagement rate cannot be asked for: "
            f"'{reading.text[start:end].strip()}' is left aside."
        )
        reading.claim(start, end)
        return
    if quantity.high is not None and quantity.high > quantity.low:
        reading.warn(
            "A highest engagement rate cannot be asked for: of "
            f"'{reading.text[start:end].strip()}' the lower end counts."
        )
    reading.add("engagement_percent_min", quantity.low, start, end)
