"""The vocabulary of the demo data, read from the files in `words/`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).resolve().parent / "words"
LANGUAGES = ("en", "de", "es", "fr", "pt", "it")


@dataclass(frozen=True)
class NicheText:
    """What creators of one niche have in their profiles and tags in one language.

    Bios may hold {city} and {he|she}, of which the speaker decides.
    """

    things: tuple[str, ...]
    bios: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True)
class CaptionText:
    """What posts about one topic say in one language.

    Lines and scenes are phrases as `writing/phrases.py` reads them; beside the entries of `slots`
    they may hold {city} and {he|she}.

    Attributes:
        lines: whole captions.
        scenes: what a paid post may open with; none for everyday life.
        products: what is paid for, one per offer of the niche and in its order.
    """

    lines: tuple[str, ...]
    scenes: tuple[str, ...]
    products: tuple[str, ...]
    slots: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Offer:
    """What a brand sells, and the words its name may end in."""

    nouns: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Niche:
    """Words of a niche, and the niches people mix it with (`near`, by key)."""

    key: str
    label: str
    coarse: str
    near: tuple[str, ...]
    emoji: tuple[str, ...]
    tags: tuple[str, ...]
    handles: tuple[str, ...]
    brand_keywords: tuple[str, ...]
    offers: tuple[Offer, ...]
    text: dict[str, NicheText]


@dataclass(frozen=True)
class Language:
    """What anyone says in a language, whatever the niche.

    Attributes:
        pitches: what a paid post says of {product} and @{brand}; `discounts` may follow.
        sponsored: notices that {pitch} is advertising.
        anything: captions that fit a post about any topic.
        mentions: how @{who} is named at the end of a caption.
        slots: entries that captions of every topic may hold.
    """

    tags: tuple[str, ...]
    ad_tag: str
    bios: tuple[str, ...]
    bio_frames: tuple[str, ...]
    pitches: tuple[str, ...]
    discounts: tuple[str, ...]
    sponsored: tuple[str, ...]
    anything: tuple[str, ...]
    mentions: tuple[str, ...]
    slots: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Country:
    """A country: ISO 3166 code, share of the creators by `weight`, hours from UTC, cities."""

    code: str
    name: str
    weight: float
    language: str
    culture: str
    offset_hours: int
    cities: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """All words of the generator; names by culture, captions by topic and language."""

    niches: tuple[Niche, ...]
    captions: dict[str, dict[str, CaptionText]]
    languages: dict[str, Language]
    countries: tuple[Country, ...]
    women: dict[str, tuple[str, ...]]
    men: dict[str, tuple[str, ...]]
    last_names: dict[str, tuple[str, ...]]
    brand_first: tuple[str, ...]
    brand_origins: tuple[str, ...]
    brand_closings: tuple[str, ...]


@lru_cache(maxsize=1)
def load_words() -> Words:
    """All words; niches by key, so that their order does not depend on the file system."""
    people = _read(_FOLDER / "people.toml")
    brands = _read(_FOLDER / "brands.toml")
    countries = tuple(
        Country(
            code=code,
            name=brands["country_names"][code],
            weight=float(entry["weight"]),
            language=entry["language"],
            culture=entry["culture"],
            offset_hours=int(entry["offset_hours"]),
            cities=_items(entry["cities"]),
        )
        for code, entry in people["countries"].items()
    )
    return Words(
        niches=tuple(_niche(file) for file in sorted((_FOLDER / "niches").glob("*.toml"))),
        captions={file.stem: _captions(file) for file in (_FOLDER / "captions").glob("*.toml")},
        languages={key: _language(_FOLDER / "languages" / f"{key}.toml") for key in LANGUAGES},
        countries=countries,
        women={key: _items(entry["women"]) for key, entry in people["cultures"].items()},
        men={key: _items(entry["men"]) for key, entry in people["cultures"].items()},
        last_names={key: _items(entry["last"]) for key, entry in people["cultures"].items()},
        brand_first=_items(brands["first"]),
        brand_origins=_lines(brands["origins"]),
        brand_closings=_lines(brands["closings"]),
    )


def _niche(file: Path) -> Niche:
    raw = _read(file)
    return Niche(
        key=file.stem,
        label=raw["label"],
        coarse=raw["coarse"],
        near=_items(raw["near"]),
        emoji=tuple(raw["emoji"].split()),
        tags=_items(raw["tags"]),
        handles=_items(raw["handles"]),
        brand_keywords=_items(raw["brand"]["keywords"]),
        offers=tuple(_offer(line) for line in _lines(raw["brand"]["lines"])),
        text={
            language: NicheText(
                things=_items(raw[language]["things"]),
                bios=_lines(raw[language]["bios"]),
                # English creators use the tags that everybody uses.
                tags=_items(raw[language].get("tags", raw["tags"])),
            )
            for language in LANGUAGES
        },
    )


def _captions(file: Path) -> dict[str, CaptionText]:
    raw = _read(file)
    return {
        language: CaptionText(
            lines=_lines(raw[language]["lines"]),
            scenes=_lines(raw[language].get("scenes", "")),
            products=_items(raw[language].get("products", "")),
            slots=_slots(raw[language]),
        )
        for language in LANGUAGES
    }


def _offer(line: str) -> Offer:
    """'Skincare, Derma: Serums for ...' as an offer."""
    nouns, text = line.split(":", 1)
    return Offer(tuple(noun.strip() for noun in nouns.split(",")), text.strip())


def _language(file: Path) -> Language:
    raw = _read(file)
    by_line = ("bios", "bio_frames", "pitches", "discounts", "sponsored", "anything", "mentions")
    return Language(
        **{name: _lines(raw[name]) for name in by_line},
        tags=_items(raw["tags"]),
        ad_tag=raw["ad_tag"],
        slots=_slots(raw),
    )


def _slots(raw: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: _items(entries) for name, entries in raw.get("slots", {}).items()}


def _read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _items(text: str) -> tuple[str, ...]:
    """Entries between semicolons."""
    return tuple(item for part in text.split(";") if (item := " ".join(part.split())))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for raw in text.splitlines() if (line := raw.strip()))
