"""Captions of the demo data."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import numpy as np
import pytest

from core.demo.config import DemoConfig
from core.demo.generator import DemoData
from core.demo.market.brands import make_brands
from core.demo.market.deals import make_deals
from core.demo.market.preferences import make_preferences
from core.demo.market.prices import make_prices
from core.demo.people.cast import make_cast
from core.demo.words import load_words
from core.demo.writing.captions import Caption
from core.demo.writing.texts import write_texts

CONFIG = DemoConfig(creators_count=80)


def _captions(wording: int) -> list[Caption]:
    words = load_words()
    numbers = np.random.default_rng(1)
    cast = make_cast(CONFIG, words, numbers)
    brands = make_brands(CONFIG, words, numbers, random.Random(1))
    prices = make_prices(cast, numbers)
    preferences = make_preferences(cast, brands, prices, len(words.niches), numbers)
    deals = make_deals(cast, preferences, CONFIG, numbers)
    texts = write_texts(
        cast, brands, deals, words, numbers, random.Random(1), random.Random(wording)
    )
    return [caption for captions in texts.captions for caption in captions]


@pytest.fixture(scope="module")
def captions() -> list[Caption]:
    return _captions(wording=1)


def test_other_wording_changes_no_tag_mention_or_language(captions: list[Caption]) -> None:
    others = _captions(wording=2)
    assert [replace(caption, text="") for caption in captions] == [
        replace(caption, text="") for caption in others
    ]
    said = {caption.text for caption in captions}
    assert np.mean([caption.text in said for caption in others]) < 0.05


@pytest.mark.slow
def test_a_pet_keeps_its_name(demo: DemoData) -> None:
    pets = load_words().captions["pets"]["en"].slots["name"]
    posts = demo.tables["posts"][
        (demo.truth["posts"]["topic"] == "pets") & (demo.tables["posts"]["language"] == "en")
    ]
    named = re.compile(rf"\b({'|'.join(pets)})\b", re.IGNORECASE)
    names = posts.groupby("influencer_id")["caption"].agg("\n".join).str.lower()
    spoken = names.map(lambda text: set(named.findall(text)))
    assert (spoken.map(len) == 1).sum() > 20
    assert (spoken.map(len) > 1).mean() < 0.05


def test_paid_posts_name_what_the_brand_sells(demo: DemoData) -> None:
    words = load_words()
    posts = demo.tables["posts"].assign(topic=demo.truth["posts"]["topic"])
    paid = posts[posts["is_sponsored"] & (posts["language"] == "en")]
    named = [
        any(product.lower() in caption.lower() for product in words.captions[topic]["en"].products)
        for caption, topic in zip(paid["caption"], paid["topic"], strict=True)
    ]
    assert np.mean(named) > 0.9
