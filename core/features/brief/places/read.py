"""Countries, audiences and languages that a brief asks for."""

from __future__ import annotations

import re

from core.features.brief.places.roles import AUDIENCE, AUDIENCE_BEFORE, SPEAKING, role_of
from core.features.brief.places.spotting import Place, places
from core.features.brief.reading import Reading
from core.formats import country_name

_LIST = re.compile(
    r"[\s,/&+]*(?:(?:and|or|und|oder|nor|plus|aus|from|in|the|der|den|auch)\s*)*[\s,/&+-]*"
)
# "audience in Germany, from Austria": a place with its own word after a comma starts anew.
_ANEW = re.compile(r"\s*[,;]\s*(?:aus|from|in)\s+(?:(?:the|der|den)\s+)?")
_AUDIENCE_AFTER = re.compile(rf"[\s-]*(?:\w+\s+)?{AUDIENCE}")
_BASED_AFTER = re.compile(r"-?\s?based\b")


def read_places(reading: Reading) -> None:
    """Notes where creators and audiences are and in which languages they post."""
    last_end, last_role = -1, ""
    for place in places(reading):
        between = reading.lower[last_end : place.start] if last_end >= 0 else ";"
        in_list = bool(_LIST.fullmatch(between) and not _ANEW.fullmatch(between))
        role = role_of(reading, place, last_role if in_list else "")
        # A city after a place that says nothing of creators does not say more: "shops in Bern,
        # Basel and Zurich".
        if in_list and not last_role and place.is_city:
            role = ""
        if role:
            _note(reading, place, role)
        last_end, last_role = place.end, role


def _note(reading: Reading, place: Place, role: str) -> None:
    start, end = place.start, place.end
    after = reading.lower[end:]
    if role == "languages":
        word = SPEAKING.match(after)
        reading.add(role, place.language, start, end + (word.end() if word else 0))
        return
    if role == "audience_countries":
        led = AUDIENCE_BEFORE.search(reading.lower[:start])
        if word := _AUDIENCE_AFTER.match(after):
            end += word.end()
        elif led and reading.is_free(led.start(), start):
            start = led.start()
    elif word := _BASED_AFTER.match(after):
        end += word.end()
    if place.is_city:
        name = reading.text[place.start : place.end]
        countries = " and ".join(country_name(code) for code in place.countries)
        reading.warn(f"Cities are not in the data, so {name} is read as {countries}.")
    for code in place.countries:
        reading.add(role, code, start, end)
