"""Where a brand sells, as its brief says it: no condition for creators, but it is told."""

from __future__ import annotations

import re

from core.features.brief.places.spotting import places
from core.features.brief.reading import Reading
from core.features.brief.words.vocabulary import any_of

_LED = re.compile(rf"{any_of('places.market_before')}:?\s+(?:[\w'-]+\s+){{0,7}}$")
_LIST = re.compile(r"\s*,?\s*(?:(?:and|or|und|oder)\s+)?(?:(?:in|the|der|den|die)\s+)*")
_OF_CREATORS = ("countries", "audience_countries", "exclude_countries")


def warn_of_market(reading: Reading) -> None:
    """Tells which countries are read as the market of the brand, where a brief names no others.

    Call it when all that is said of creators was claimed.
    """
    if any(mention.name in _OF_CREATORS for mention in reading.mentions):
        return
    found: list[str] = []
    last_end = -1
    for place in places(reading):
        between = reading.lower[last_end : place.start] if last_end >= 0 else ";"
        is_listed = bool(found) and bool(_LIST.fullmatch(between))
        if place.countries and (is_listed or _LED.search(reading.before(place.start))):
            found.append(reading.text[place.start : place.end])
            last_end = place.end
            reading.claim(place.start, place.end)  # a country says nothing of what creators post
    if found:
        *first, last = dict.fromkeys(found)
        named = f"{', '.join(first)} and {last}" if first else last
        reading.warn(
            f"{named} {'are' if first else 'is'} read as the market of the brand, not as a "
            "condition: write 'creators from' or 'audience in' for one."
        )
