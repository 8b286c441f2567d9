"""Fit of texts across languages, on planted topics."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.features.embeddings import normalised
from core.models.brand_fit import FitConfig, fit_rows, text_fit_rows
from core.models.niches.model import NichesConfig, NichesModel, fit
from core.models.niches.taxonomy import read_taxonomy


def _market(seed: int = 0) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """400 creators on four topics in two languages whose offset is larger than the topics."""
    generator = np.random.default_rng(seed)
    topics = normalised(generator.normal(size=(4, 48)).astype(np.float32))
    offset = normalised(generator.normal(size=(2, 48)).astype(np.float32)) * 3
    topic = np.arange(400) % 4
    language = np.arange(400) // 4 % 2
    noise = generator.normal(size=(400, 48)) * 0.05
    rows = normalised((topics[topic] + offset[language] + noise).astype(np.float32))
    return rows, topic, ["en" if number == 0 else "de" for number in language]


@pytest.fixture
def market() -> tuple[np.ndarray, np.ndarray, list[str], NichesModel]:
    rows, topic, languages = _market()
    return rows, topic, languages, fit(rows, NichesConfig(4), seed=0, groups=languages)


def test_topic_beats_language(
    market: tuple[np.ndarray, np.ndarray, list[str], NichesModel],
) -> None:
    vectors, topic, languages, model = market
    others = np.arange(400) != 0
    plain = np.argsort(-(vectors @ vectors[0]) * others)[:75]
    assert (topic[plain] == topic[0]).mean() < 0.9
    rows = fit_rows(model, model.space.points(vectors, languages))
    nearest = np.argsort(-(rows @ rows[0]) * others)[:75]
    assert (topic[nearest] == topic[0]).mean() == 1.0
    assert {languages[row] for row in nearest} == {"en", "de"}


def test_rows_have_length_one_and_no_text_stays_zero(
    market: tuple[np.ndarray, np.ndarray, list[str], NichesModel],
) -> None:
    vectors, _, languages, model = market
    some = np.vstack([vectors[:3], np.zeros((1, 48), np.float32)])
    rows = fit_rows(model, model.space.points(some, languages[:4]))
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), [1, 1, 1, 0], atol=1e-5)
    assert rows.shape[1] == model.centres.shape[1] + 4


def test_a_category_moves_an_unclear_text_to_the_niche_of_its_category(
    market: tuple[np.ndarray, np.ndarray, list[str], NichesModel],
) -> None:
    vectors, topic, languages, model = market
    points = model.space.points(vectors, languages)
    unclear = normalised((points[0] + points[1])[None, :])  # halfway between two topics
    everyone = np.vstack([points, unclear])
    categories: list[str | None] = [f"topic {number}" for number in topic.tolist()]
    with_first = fit_rows(model, everyone, categories=[*categories, "topic 0"])
    with_second = fit_rows(model, everyone, categories=[*categories, "topic 1"])
    unknown = fit_rows(model, everyone, categories=[*categories, None])
    assert with_first[-1] @ with_first[0] > unknown[-1] @ unknown[0]
    assert with_second[-1] @ with_second[1] > unknown[-1] @ unknown[1]
    plain = fit_rows(model, everyone)
    np.testing.assert_allclose(unknown[-1], plain[-1], atol=1e-5)


def test_without_niches_fit_is_the_cosine() -> None:
    vectors = normalised(np.random.default_rng(1).normal(size=(6, 48)).astype(np.float32))
    model = fit(vectors, NichesConfig(niches_count=None), seed=0)
    rows = fit_rows(model, model.space.points(vectors))
    np.testing.assert_allclose(rows @ rows.T, vectors @ vectors.T, atol=1e-5)
    assert fit_rows(model, vectors[:0], FitConfig()).shape[0] == 0


def test_an_unclear_text_belongs_to_its_nearest_niche_and_a_clear_one_is_as_it_was(
    market: tuple[np.ndarray, np.ndarray, list[str], NichesModel],
) -> None:
    vectors, _, _, model = market
    generator = np.random.default_rng(3)
    noise = normalised(generator.normal(size=(2000, vectors.shape[1])).astype(np.float32))
    niches = normalised(model.centres)
    highest = (model.space.points(noise) @ niches.T).max(axis=1)
    unclear = noise[(highest > 0.1) & (highest < 0.3)]
    assert len(unclear) > 10
    texts = [""] * len(unclear)
    width = model.centres.shape[1]
    flat = text_fit_rows(model, unclear, texts, FitConfig(clear_cosine=0.0))[:, width:]
    raised = text_fit_rows(model, unclear, texts)[:, width:]
    assert (raised.argmax(axis=1) == flat.argmax(axis=1)).all()
    assert (raised.max(axis=1) > flat.max(axis=1)).all()
    near = noise[highest > 0.6]
    assert len(near) > 10
    clear = text_fit_rows(model, near, [""] * len(near))
    same = text_fit_rows(model, near, [""] * len(near), FitConfig(clear_cosine=0.0))
    np.testing.assert_allclose(clear, same, atol=1e-6)


def test_a_topic_word_moves_an_unclear_text_to_the_niche_named_by_its_topic(
    market: tuple[np.ndarray, np.ndarray, list[str], NichesModel],
) -> None:
    vectors, _, _, model = market
    taxonomy = read_taxonomy()
    width = model.centres.shape[1]
    between = normalised((vectors[0] + vectors[1])[None, :])
    plain = text_fit_rows(model, between, ["coffee"])
    first, second = np.argsort(-plain[0, width:])[:2]
    topics: list[str | None] = [None] * 4
    topics[second] = "Food & cooking"
    named = replace(model, topics=tuple(topics))
    coffee = text_fit_rows(named, between, ["coffee"], taxonomy=taxonomy)[0, width:]
    assert coffee[second] > plain[0, width + second] + 0.1
    assert coffee[first] < plain[0, width + first]
    guitar = text_fit_rows(named, between, ["guitar"], taxonomy=taxonomy)
    np.testing.assert_allclose(guitar, plain, atol=1e-6)
    no_list = text_fit_rows(named, between, ["coffee"])
    np.testing.assert_allclose(no_list, plain, atol=1e-6)
    without_topics = text_fit_rows(model, between, ["coffee"], taxonomy=taxonomy)
    np.testing.assert_allclose(without_topics, plain, atol=1e-6)


def test_no_text_stays_without_a_row_whatever_its_words(
    market: tuple[np.ndarray, np.ndarray, list[str], NichesModel],
) -> None:
    named = replace(market[3], topics=("Pets", "Food & cooking", "Music", None))
    rows = text_fit_rows(named, np.zeros((1, 48)), ["coffee"], taxonomy=read_taxonomy())
    assert not rows.any()


def test_one_text_gives_the_row_it_gives_among_others(
    market: tuple[np.ndarray, np.ndarray, list[str], NichesModel],
) -> None:
    vectors, _, _, model = market
    texts = ["a serum for the skin and a cream", "ein Serum für die Haut und eine Creme"]
    both = text_fit_rows(model, vectors[:2], texts)
    alone = text_fit_rows(model, vectors[:1], texts[:1])
    np.testing.assert_allclose(both[0], alone[0], atol=1e-6)
