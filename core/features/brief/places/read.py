"""Countries, audiences and languages that a brief asks for."""

from __future__ import annotations

import re

from core.features.brief.places.gazetteer import known_language
from core.features.brief.places.roles import (
    AUDIENCE,
    AUDIENCE_BEFORE,
    REFUSED_AUDIENCE,
    REFUSED_BEFORE,
    REFUSED_LANGUAGE,
    SPEAKING,
    follows_number_of_followers,
    is_beside_creators,
    role_of,
)
from core.features.brief.places.spotting import Place, places
from core.features.brief.reading import Reading
from core.features.brief.words.vocabulary import any_of
from core.formats import country_name

_LIST = re.compile(
    r"[\s,/&+]*(?:(?:and|or|und|oder|nor|plus|aus|from|in|the|der|den|auch)\s*)*[\s,/&+-]*"
)
# "audience in Germany, from Austria": a place with its own word after a comma starts anew.
_ANEW = re.compile(r"\s*[,;]\s*(?:aus|from|in)\s+(?:(?:the|der|den)\s+)?")
# English is the language of no one country.
_ENGLISH_AFTER = re.compile(
    r"\s*(?:,|/|&|\+|and\b|or\b|und\b|oder\b)\s*(?:english|englisch)(?!\w|[\s-]+[\w-]*(?:creator|influencer|blogger))"
)
_ENGLISH_BEFORE = re.compile(r"\b(?:english|englisch)\s*(?:,|/|&|\+|and|or|und|oder)\s*$")
_AUDIENCE_AFTER = re.compile(rf"[\s-]*(?:\w+\s+)?{AUDIENCE}")
_POSTING_AFTER = re.compile(rf"[\s-]*{any_of('places.spoken', 'places.posts', 'places.posting')}")
_AUDIENCE_WORDS = any_of(
    "places.audience_filler", "places.audience_people", "unknowable.gender", "unknowable.age"
)
# One sign at a time, so that a row of digits is read in one way only.
_AUDIENCE_PARTS = rf"(?:\s*(?:[\d%+,-]|{_AUDIENCE_WORDS}))*\s*$"
# "Audience 60% female, 25-40, Germany", "Audience: 18-34, UK", "audience of women in France".
_AUDIENCE_LIST = re.compile(
    rf"(?:^|[.;!?])\s*{any_of('places.audience_key')}{_AUDIENCE_PARTS}"
    rf"|{AUDIENCE}(?:\s*:{_AUDIENCE_PARTS}|(?:\s+(?:[\d%+-]+|{_AUDIENCE_WORDS}))*\s*$)"
)
_BASED_AFTER = re.compile(r"-?\s?based\b")


# Role -> what a brief cannot ask for, and the words before that say it.
_IMPOSSIBLE = {
    "refused_audience": ("An audience cannot be excluded", (REFUSED_AUDIENCE, REFUSED_BEFORE)),
    "refused_language": ("A language cannot be excluded", (REFUSED_LANGUAGE,)),
}
_CODE = re.compile(r"\b[a-z]{2}\b")
_CODES = re.compile(
    r"\b(?:lang(?:uage)?s?|sprachen?|idiomas?|langues?)\s*[:=]\s*"
    r"(?P<codes>[a-z]{2}(?:\s*(?:[/,&+]|\b(?:and|or|und|oder)\b)\s*[a-z]{2})*)(?!\w)"
)


def read_places(reading: Reading) -> None:
    """Notes where creators and audiences are and in which languages they post."""
    _read_codes_of_languages(reading)
    last_end, last_role = -1, ""
    for place in places(reading):
        between = reading.lower[last_end : place.start] if last_end >= 0 else ";"
        in_list = bool(_LIST.fullmatch(between) and not _ANEW.fullmatch(between))
        role = role_of(reading, place, last_role if in_list else "")
        if reading.is_in_story(place.start):
            role = ""
        if role == "countries" and _is_in_list_of_audience(reading, place):
            role = "audience_countries"
        if role == "countries" and place.language and _is_beside_language(reading, place):
            role = "languages"
        if role == "languages" and not place.language:
            role = role_of(reading, place, "")  # "posts in Spanish, Mexico"
        # After a place that says nothing of creators it does not say more: "shops in Bern, Basel
        # and Zurich", "launch in Germany and Austria".
        if in_list and not last_role and not is_beside_creators(reading, place):
            role = ""
        if role:
            _note(reading, place, role)
        last_end, last_role = place.end, role


def _read_codes_of_languages(reading: Reading) -> None:
    """'Lang: EN', 'Languages: DE / FR': behind such a key a code is no country."""
    for match in list(reading.matches(_CODES)):
        start = match.start()
        for code in _CODE.finditer(match["codes"]):
            language = known_language(code.group())
            end = match.start("codes") + code.end()
            if not language or code.group() == "uk":  # which is meant for the country
                break
            reading.add("languages", language, start, end)
            start = end


def _is_beside_language(reading: Reading, place: Place) -> bool:
    """'Portuguese and English', which is said of no country."""
    if not place.is_adjective:
        return False
    before, after = reading.lower[: place.start], reading.lower[place.end :]
    follows, leads = _ENGLISH_AFTER.match(after), _ENGLISH_BEFORE.search(before)
    return bool(follows or (leads and not is_beside_creators(reading, place)))


def _is_in_list_of_audience(reading: Reading, place: Place) -> bool:
    """'Audience: 18-34, mostly UK'."""
    before = reading.lower[max(place.start - 80, 0) : place.start]
    return bool(_AUDIENCE_LIST.search(before)) and not follows_number_of_followers(before)


def _note(reading: Reading, place: Place, role: str) -> None:
    start, end = place.start, place.end
    after = reading.lower[end:]
    if role in _IMPOSSIBLE:
        _leave_aside(reading, place, role)
        return
    if role == "exclude_countries" and (place.is_city or place.is_part):
        name = reading.text[start:end]
        reading.warn(f"{name} cannot be left out alone: cities and regions are not in the data.")
        reading.claim(start, end)
        return
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
    if role == "countries" and follows_number_of_followers(reading.before(place.start)):
        words = f"{reading.text[max(start - 8, 0) : start].split()[-1]} {reading.text[start:end]}"
        reading.warn(
            f"'{words}' is read as where creators are; write 'audience in' for their followers."
        )
    if place.is_city or place.is_part:
        name = reading.text[place.start : place.end]
        kind = "Cities" if place.is_city else "Regions"
        countries = " and ".join(country_name(code) for code in place.countries)
        reading.warn(f"{kind} are not in the data, so {name} is read as {countries}.")
    for code in place.countries:
        reading.add(role, code, start, end)


def _leave_aside(reading: Reading, place: Place, role: str) -> None:
    """Warns of what cannot be followed, and keeps it out of the meaning."""
    reason, patterns = _IMPOSSIBLE[role]
    start, end = place.start, place.end
    clause = reading.before(start)
    led = next((led for pattern in patterns if (led := pattern.search(clause))), None)
    if led and reading.is_free(start - len(clause) + led.start(), start):
        start -= len(clause) - led.start()
    tail = _AUDIENCE_AFTER if role == "refused_audience" else _POSTING_AFTER
    word = tail.match(reading.lower[end:])
    if word and reading.is_free(end, end + word.end()):
        end += word.end()
    reading.warn(f"{reason}: '{reading.text[start:end].strip()}' is left aside.")
    reading.claim(start, end)
