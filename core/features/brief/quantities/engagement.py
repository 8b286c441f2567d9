"""The lowest engagement rate that a brief asks for."""

from __future__ import annotations

import re

from core.features.brief.quantities.quantity import Quantity
from core.features.brief.reading import Reading
from core.features.brief.words.vocabulary import any_of

_ENGAGEMENT = any_of("quantities.engagement")
_ANYWHERE = re.compile(_ENGAGEMENT)
_BEFORE = re.compile(rf"{_ENGAGEMENT}[^\d]{{0,40}}$")
# "3% average engagement", but not "20 with engagement above 2%".
_AFTER = re.compile(rf"^\s*(?:(?!with\b|mit\b)\w+\s+){{0,2}}?{_ENGAGEMENT}(?:\s*(?:rate|quote)\b)?")
_LED = re.compile(rf"(?:\b(?:an?|the|eine?r?)\s+)?{_ENGAGEMENT}[^\d]{{0,40}}$")
_OTHER_SHARES = re.compile(any_of("quantities.shares"))
_OTHER_SHARE_AFTER = re.compile(rf"^\s*(?:of )?{any_of('quantities.shares')}")
_FAKES = any_of("growth.fake_share")
_FAKES_BEFORE = re.compile(
    rf"(?:{any_of('growth.filler', 'growth.no')}\s+)*{_FAKES}\b[^\d,.;]{{0,20}}$"
)
_FAKES_AFTER = re.compile(rf"^\s*(?:of |an |at )?{_FAKES}")
_MOST = 100  # per cent


def leave_share_of_fakes(reading: Reading, quantity: Quantity) -> bool:
    """Warns of 'fake followers under 10%', which no figure here is, if a share is one of them."""
    if not quantity.has_percent:
        return False
    led = _FAKES_BEFORE.search(reading.before(quantity.start))
    after = _FAKES_AFTER.match(reading.after(quantity.end))
    if not led and not after:
        return False
    start = quantity.start - (len(led.group()) if led else 0)
    end = quantity.end + (after.end() if after else 0)
    reading.warn(
        f"'{reading.text[start:end].strip()}' cannot be asked for: no share of followers is "
        "measured here. Write 'no unusual growth' to leave out growth worth checking."
    )
    reading.claim(start, end)
    return True


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
