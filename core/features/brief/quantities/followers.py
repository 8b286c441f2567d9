"""The followers that a brief asks for."""

from __future__ import annotations

import re

from core.features.brief.quantities.quantity import LESS_AFTER, MORE_AFTER, Quantity
from core.features.brief.reading import Reading
from core.features.brief.words.vocabulary import any_of

_FOLLOWERS = any_of("quantities.followers")
_AFTER = re.compile(rf"^\s*(?:[^\W\d]\w*\s+){{0,2}}?{_FOLLOWERS}")
_BEFORE = re.compile(rf"{_FOLLOWERS}[^\d]{{0,25}}$")
_LED = re.compile(
    rf"(?:\bwith\s+|\bmit\s+)?{_FOLLOWERS}(?:\s*(?:count|zahl)\b)?[\s:=]*"
    r"(?:(?:of|von|between|zwischen)\b)?\s*$"
)
_THOUSANDS = re.compile(r"\d[\d.,]*\s?(?:k|tsd)")
_MOST = 1_000_000_000
_LEAST_WITHOUT_NOUN = 1000


def has_followers_after(quantity: Quantity, after: str) -> bool:
    """Whether the noun follows: '10k engaged followers'."""
    return not quantity.currency and bool(_AFTER.match(after))


def has_followers_before(before: str) -> bool:
    """Whether the noun stands before a number: 'followers: 10k'."""
    return bool(_BEFORE.search(before))


def is_followers(reading: Reading, quantity: Quantity, before: str) -> bool:
    """Whether a large number without its noun is one of followers: 'under 20k'."""
    is_large = quantity.has_unit or quantity.number >= _LEAST_WITHOUT_NOUN
    is_compared = not quantity.is_bare
    written = reading.lower[quantity.start : quantity.end]
    is_thousands = bool(_THOUSANDS.match(written))
    is_meant = has_followers_before(before) or is_compared or is_thousands
    return not quantity.currency and is_large and is_meant


def note_followers(reading: Reading, quantity: Quantity) -> None:
    """Notes a number of followers; without a comparison it is the lower end."""
    start, end = quantity.start, quantity.end
    low, high = quantity.low, None if quantity.is_bare else quantity.high
    if follows := _AFTER.match(reading.after(end)):
        end += follows.end()
    if quantity.is_bare and (less := LESS_AFTER.match(reading.lower[end:])):
        low, high, end = None, quantity.number, end + less.end()
    elif quantity.is_bare and (more := MORE_AFTER.match(reading.lower[end:])):
        end += more.end()
    led = _LED.search(reading.lower[:start])
    if led and reading.is_free(led.start(), start):
        start = led.start()
    if quantity.number > _MOST:
        reading.warn(
            f"'{reading.text[start:end].strip()}' is left aside: nobody has more than "
            f"{_MOST:,} followers."
        )
        reading.claim(start, end)
        return
    if low is not None:
        reading.add("followers_min", int(low), start, end)
    if high is not None:
        reading.add("followers_max", int(high), start, end)
