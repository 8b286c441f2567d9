"""Fictional brands and what they ask for."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.demo.config import DemoConfig
from core.demo.words import Words
from core.demo.writing.spelling import ascii_name


@dataclass(frozen=True)
class Brands:
    """One entry a brand, ordered by id.

    Attributes:
        frame: the table `brands`.
        niche: (n,) index of the niche the brand sells in, known also where no category is given.
        offer: (n,) index of what the brand sells among the offers of its niche.
        country: (n,) index of the country.
        handles: account names, unique.
        tells_prices: (n,) False where collaborations have no price.
    """

    frame: pd.DataFrame
    niche: np.ndarray
    offer: list[int]
    country: np.ndarray
    handles: list[str]
    tells_prices: np.ndarray


def make_brands(
    config: DemoConfig, words: Words, numbers: np.random.Generator, rng: random.Random
) -> Brands:
    """`config.brands_made` brands; niches as even as the number allows."""
    n = config.brands_made
    niche = numbers.permutation(np.arange(n) % len(words.niches))
    weights = np.array([country.weight for country in words.countries])
    country = numbers.choice(len(weights), size=n, p=weights / weights.sum())
    offers = [rng.choice(words.niches[index].offers) for index in niche]
    names = _names([rng.choice(offer.nouns) for offer in offers], words, rng)
    handles = [ascii_name(name) for name in names]
    followers = np.exp(numbers.normal(np.log(24_000), 1.2, n)).astype(np.int64)
    rows = []
    for number, name in enumerate(names):
        main = words.niches[niche[number]]
        place = words.countries[country[number]]
        about = f"{rng.choice(words.brand_origins)} {rng.choice(words.brand_closings)}"
        for slot, value in (
            ("{country_name}", place.name),
            ("{city}", rng.choice(place.cities)),
            ("{year}", str(rng.randint(1998, 2025))),
        ):
            about = about.replace(slot, value)
        drawn = rng.random()
        own_tag = handles[number]
        rows.append(
            {
                "brand_id": f"b{number + 1:04d}",
                "name": name,
                "description": f"{offers[number].text} {about}",
                "category": None if drawn < 0.06 else main.coarse if drawn < 0.12 else main.label,
                "country": place.code,
                "keywords": _keywords(offers[number].text, main.brand_keywords, rng),
                "hashtags": [own_tag, *rng.sample(main.tags, k=rng.randint(2, 4))],
                "followers_count": None if rng.random() < 0.06 else int(followers[number]),
            }
        )
    frame = pd.DataFrame(rows)
    frame["followers_count"] = frame["followers_count"].astype("Int64")
    offer = [
        words.niches[index].offers.index(made) for index, made in zip(niche, offers, strict=True)
    ]
    return Brands(frame, niche, offer, country, handles, numbers.random(n) >= 0.12)


def _keywords(offer: str, keywords: tuple[str, ...], rng: random.Random) -> list[str]:
    """Four to seven keywords, those that the offer speaks of first."""
    shuffled = rng.sample(keywords, k=len(keywords))
    shuffled.sort(key=lambda word: word.split()[0] not in offer.lower())
    return shuffled[: rng.randint(4, 7)]


def _names(nouns: list[str], words: Words, rng: random.Random) -> list[str]:
    """Unique names, in handles too: 'Luma Skincare', then 'Luma & Seidel' when words run out."""
    firsts = list(words.brand_first)
    rng.shuffle(firsts)
    lasts = sorted({name for names in words.last_names.values() for name in names})
    names: list[str] = []
    taken: set[str] = set()
    for number, noun in enumerate(nouns):
        first = firsts[number % len(firsts)]
        name = f"{first} {noun}"
        if number >= len(firsts):
            name = f"{first} & {rng.choice(lasts)}"
        while ascii_name(name) in taken:
            name = f"{first} & {rng.choice(lasts)} {noun}"
        taken.add(ascii_name(name))
        names.append(name)
    return names
