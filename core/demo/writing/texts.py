"""Profiles and captions of the whole cast."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np

from core.demo.market.brands import Brands
from core.demo.market.deals import Deals
from core.demo.people.cast import Cast
from core.demo.people.names import PeopleMaker, Person
from core.demo.words import Words
from core.demo.writing.captions import Caption, CaptionWriter
from core.demo.writing.styles import draw_facts, make_style

EVERYDAY = -1


@dataclass(frozen=True)
class Texts:
    """People and captions by creator; `topics` (creators, posts) indexes niches, -1 everyday."""

    people: list[Person]
    captions: list[list[Caption]]
    topics: np.ndarray


def write_texts(
    cast: Cast,
    brands: Brands,
    deals: Deals,
    words: Words,
    numbers: np.random.Generator,
    rng: random.Random,
    wording: random.Random,
) -> Texts:
    """Everything a creator says, in the order of the schedule.

    Args:
        numbers: draws topics.
        rng: draws people, and the language, tags and mentions of posts.
        wording: draws the sentences alone, so that other words change nothing else.
    """
    topics = _topics(cast, deals, brands, len(words.niches), numbers)
    makers = PeopleMaker(words, rng, taken=set(brands.handles))
    people, styles = [], []
    for row in range(len(cast)):
        country = words.countries[cast.country[row]]
        main = words.niches[cast.main[row]]
        second = words.niches[cast.second[row]] if cast.second[row] >= 0 else None
        emoji = tuple(rng.sample(main.emoji, k=3))
        person = makers.make(country, main, second, emoji, int(cast.platform[row]))
        people.append(person)
        styles.append(make_style(country.language, main, country.cities, person, rng))
    writer = CaptionWriter(words, wording)
    captions = []
    for row, style in enumerate(styles):
        writer.next_creator()
        friends = [rng.choice(people).handle for _ in range(2)]
        captions_of_creator = []
        for post in range(topics.shape[1]):
            topic = int(topics[row, post])
            niche = words.niches[topic] if topic >= 0 else None
            brand = int(deals.brand[row, post])
            captions_of_creator.append(
                writer.write(
                    style,
                    draw_facts(style, niche, friends, words, rng),
                    topic,
                    brand=brands.handles[brand] if brand >= 0 else "",
                    offer=brands.offer[brand] if brand >= 0 else 0,
                    is_marked=bool(deals.is_marked[row, post]),
                )
            )
        captions.append(captions_of_creator)
    return Texts(people, captions, topics)


def _topics(
    cast: Cast, deals: Deals, brands: Brands, niches_count: int, rng: np.random.Generator
) -> np.ndarray:
    shape = deals.brand.shape
    drawn = rng.random(shape)
    main_until = cast.main_share[:, None]
    second_until = main_until + cast.second_share[:, None]
    everyday_until = second_until + cast.chatter_share[:, None]
    topics = rng.integers(niches_count, size=shape)
    topics = np.where(drawn < everyday_until, EVERYDAY, topics)
    topics = np.where(drawn < second_until, cast.second[:, None], topics)
    topics = np.where(drawn < main_until, cast.main[:, None], topics)
    # A paid post is about what is paid for.
    return np.where(deals.brand >= 0, brands.niche[deals.brand], topics)
