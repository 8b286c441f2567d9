"""Niches, their number, words, names, map and file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import ModelError
from core.evaluation.clustering import agreement
from core.features.embeddings import normalised
from core.models.niches import files as niche_files
from core.models.niches.centres import unit_centres
from core.models.niches.layout import layout
from core.models.niches.model import NichesConfig, fit
from core.models.niches.selection import SelectionConfig, choose_k
from core.models.niches.word_space import WordSpaceConfig, fit_words
from core.models.niches.words import niche_names, niche_words


def _topics(
    sizes: tuple[int, ...], *, spread: float = 0.5, seed: int = 0, dimension: int = 48
) -> tuple[np.ndarray, np.ndarray]:
    """Unit rows around one random direction a topic, and the topic of each."""
    generator = np.random.default_rng(seed)
    centres = normalised(generator.normal(size=(len(sizes), dimension)).astype(np.float32))
    topics = np.repeat(np.arange(len(sizes)), sizes)
    noise = generator.normal(size=(len(topics), dimension)) * spread / dimension**0.5
    return normalised((centres[topics] + noise).astype(np.float32)), topics


def _nmi(found: np.ndarray, truth: np.ndarray) -> float:
    compared = agreement(found.tolist(), truth.tolist())
    assert compared is not None
    return compared.nmi


def test_planted_topics_are_found_and_the_largest_comes_first() -> None:
    vectors, topics = _topics((60, 200, 120))
    model = fit(vectors, NichesConfig(niches_count=3), seed=42)
    found = model.assign(vectors)
    assert _nmi(found.niche_ids, topics) > 0.95
    assert np.bincount(found.niche_ids).tolist() == sorted(
        np.bincount(found.niche_ids).tolist(), reverse=True
    )
    assert set(found.niche_ids[topics == 1].tolist()) == {0}


def test_confidence_is_one_at_a_centre_and_zero_on_the_border() -> None:
    vectors, _ = _topics((10, 10))
    model = fit(vectors, NichesConfig(niches_count=2), seed=1)
    middle = model.centres.mean(axis=0)
    found = model.assign_points(np.vstack([model.centres, middle]).astype(np.float32))
    # By hand: 1 - 0 / d = 1 at a centre, 1 - d / d = 0 half-way.
    assert found.confidence.tolist() == pytest.approx([1, 1, 0], abs=1e-3)
    assert found.second_ids[:2].tolist() == [1, 0]


def test_a_language_offset_does_not_become_a_niche() -> None:
    vectors, topics = _topics((600, 600), seed=5)
    languages = np.where(np.arange(1200) % 3 == 0, "de", "en")
    generator = np.random.default_rng(9)
    offset = normalised(generator.normal(size=(1, 48)).astype(np.float32)) * 3.0
    mixed = normalised(vectors + np.where(languages == "de", 1.0, 0.0)[:, None] * offset)
    with_groups = fit(mixed, NichesConfig(niches_count=2), seed=42, groups=languages.tolist())
    without = fit(mixed, NichesConfig(niches_count=2), seed=42)
    aware = _nmi(with_groups.assign(mixed, languages.tolist()).niche_ids, topics)
    blind = _nmi(without.assign(mixed).niche_ids, topics)
    assert aware > 0.9
    assert aware > blind + 0.3


def test_words_help_where_vectors_say_little() -> None:
    vectors, topics = _topics((150, 150), spread=8.0, seed=2)
    generator = np.random.default_rng(3)
    vocabulary = [[f"{name}{n}" for n in range(30)] for name in ("food", "gym")]
    terms = [list(generator.choice(vocabulary[topic], 8)) for topic in topics]
    config = NichesConfig(niches_count=2)
    plain = fit(vectors, config, seed=42).assign(vectors)
    model = fit(vectors, config, seed=42, terms=terms)
    assert _nmi(model.assign(vectors, None, terms).niche_ids, topics) > 0.9
    assert _nmi(plain.niche_ids, topics) < 0.5


def test_the_one_known_word_of_a_text_counts_less_than_many() -> None:
    vectors, topics = _topics((150, 150), spread=8.0, seed=2)
    generator = np.random.default_rng(3)
    vocabulary = [[f"{name}{n}" for n in range(30)] for name in ("food", "gym")]
    terms = [list(generator.choice(vocabulary[topic], 8)) for topic in topics]
    space = fit(vectors, NichesConfig(niches_count=2), seed=42, terms=terms).space
    known = space.vocabulary.vocabulary
    words = [[known[0], known[0], "unknown"], list(known[:8]), ["unknown"]]
    assert space.vocabulary.counts(words).tolist() == [1, 8, 0]
    points = space.points(vectors[:3], None, words, words_doubt=8.0)
    shares = (points[:, -space.words_dimensions :] ** 2).sum(axis=1)
    # words_share is 0.3: of it 1 / (1 + 8), 8 / (8 + 8) and nothing.
    np.testing.assert_allclose(shares, [0.3 / 9, 0.3 / 2, 0.0], atol=1e-6)
    plain = space.points(vectors[:3], None, words)[:, -space.words_dimensions :]
    np.testing.assert_allclose((plain**2).sum(axis=1), [0.3, 0.3, 0.0], atol=1e-6)


@pytest.mark.slow
def test_same_seed_same_niches_and_a_file_changes_nothing(tmp_path: Path) -> None:
    vectors, topics = _topics((130, 130))
    terms = [["food", "pasta"] if topic else ["gym", "legs"] for topic in topics]
    config = NichesConfig(niches_count=None)
    groups = ["en"] * len(vectors)
    model = fit(vectors, config, seed=7, groups=groups, terms=terms)
    again = fit(vectors, config, seed=7, groups=groups, terms=terms)
    model = replace(model, topics=("Food & cooking", None, "Music", None)[: model.niches_count])
    niche_files.save(model, tmp_path)
    loaded = niche_files.load(tmp_path)
    assert loaded.topics == model.topics
    expected = model.assign(vectors, groups, terms)
    for other in (again, loaded):
        found = other.assign(vectors, groups, terms)
        np.testing.assert_array_equal(found.niche_ids, expected.niche_ids)
        np.testing.assert_allclose(found.confidence, expected.confidence, atol=1e-6)
    assert loaded.tried == model.tried
    assert not any(file.suffix in (".pkl", ".joblib") for file in tmp_path.iterdir())


def test_a_damaged_file_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="--from niches"):
        niche_files.load(tmp_path)
    (tmp_path / "niches.json").write_text("{}")
    (tmp_path / "niches.npz").write_bytes(b"PK broken")
    with pytest.raises(ModelError, match="--from niches"):
        niche_files.load(tmp_path)


@settings(max_examples=12, deadline=None)
@given(n=st.integers(0, 7), k=st.integers(1, 9), repeats=st.integers(1, 3))
def test_any_small_input_gives_at_most_as_many_niches_as_texts(
    n: int, k: int, repeats: int
) -> None:
    base = np.random.default_rng(n).normal(size=(n, 16)).astype(np.float32)
    vectors = np.repeat(normalised(base), repeats, axis=0)
    vectors = np.vstack([vectors, np.zeros((1, 16), np.float32)])
    model = fit(vectors, NichesConfig(niches_count=k), seed=0)
    assert model.niches_count == min(n, k)
    found = model.assign(vectors)
    assert found.niche_ids[-1] == -1
    assert np.isnan(found.confidence[-1])
    known = found.confidence[:-1]
    assert ((known >= 0) & (known <= 1)).all()
    if model.niches_count > 1:
        assert (found.second_ids[:-1] != found.niche_ids[:-1]).all()


def test_fewer_than_one_niche_is_refused() -> None:
    with pytest.raises(ModelError, match="at least 1"):
        fit(np.zeros((2, 4), np.float32), NichesConfig(niches_count=0), seed=0)


@pytest.mark.slow
def test_the_planted_number_is_chosen() -> None:
    vectors, _ = _topics((80,) * 6, seed=11)
    model = fit(vectors, NichesConfig(niches_count=None), seed=42)
    assert model.niches_count == 6
    chosen = [item for item in model.tried if item.chosen]
    assert [item.k for item in chosen] == [6]
    assert chosen[0].stability > 0.95
    assert len({item.k for item in model.tried}) == len(model.tried)


@pytest.mark.parametrize("n", [0, 1, 5, 12, 29])
def test_too_few_creators_have_no_niches_unless_a_number_is_given(n: int) -> None:
    vectors, _ = _topics((n,), seed=n) if n else (np.zeros((0, 48), np.float32), None)
    assert choose_k(vectors, SelectionConfig(), seed=0) == ()
    assert fit(vectors, NichesConfig(niches_count=None), seed=0).niches_count == 0
    assert fit(vectors, NichesConfig(niches_count=3), seed=0).niches_count == min(3, n)


def test_thirty_creators_on_three_clear_topics_have_three_niches() -> None:
    vectors, topics = _topics((10, 10, 10), spread=0.2, seed=4)
    model = fit(vectors, NichesConfig(niches_count=None), seed=42)
    assert model.niches_count == 3
    assert _nmi(model.assign(vectors).niche_ids, topics) == pytest.approx(1.0)


def test_words_of_a_niche_by_hand() -> None:
    texts = [["pasta", "tasty"]] * 5 + [["pasta"]] * 5 + [["squat", "tasty"]] * 9 + [["squat"]]
    ids = np.array([0] * 10 + [1] * 10)
    found = niche_words(texts, ids, 2)
    # "tasty" is used by 5 and by 9 of 10: (9+1)/(10+5) over (14+1)/(20+5) is 1.11, little lift,
    # so it comes last; in the first niche (5+1)/(10+5) over the same is below 1.
    assert found == [["pasta"], ["squat", "tasty"]]


def test_no_word_names_two_niches_and_forms_of_a_word_count_as_one() -> None:
    texts = [["recipe", "recipes", "cake"]] * 9 + [["recipe", "gym"]] * 9 + [[]]
    found = niche_words(texts, np.array([0] * 9 + [1] * 9 + [-1]), 2)
    flat = [word for words in found for word in words]
    assert len(flat) == len(set(flat))
    assert not {"recipe", "recipes"} <= set(flat)


def test_names_are_readable_and_differ() -> None:
    assert niche_names([["skincare", "makeup", "glow"], ["gym"], [], []]) == [
        "Skincare & makeup",
        "Gym",
        "Mixed topics",
        "Mixed topics 4",
    ]
    assert niche_names([["dog"], ["gym"]], [True, False]) == ["Mixed topics", "Gym"]


def test_niches_of_one_topic_are_told_apart_by_a_word_that_the_topic_does_not_say() -> None:
    keywords = [["travel", "island"], ["dog"], ["travels", "camper"], ["glow", "skin"], [], []]
    topics = ["Travel", "Pets", "Travel", None, "Travel", None]
    assert niche_names(keywords, topics=topics) == [
        "Travel: island",
        "Pets",
        "Travel: camper",
        "Glow & skin",
        "Travel",
        "Mixed topics",
    ]
    assert niche_names([[], []], topics=["Pets", "Pets"]) == ["Pets", "Pets 2"]


def test_a_group_without_a_common_direction_is_called_mixed() -> None:
    vectors, topics = _topics((25,) * 5, seed=3)
    scattered = np.random.default_rng(4).normal(size=(40, 48)).astype(np.float32)
    rows = np.vstack([vectors, normalised(scattered)])
    model = fit(rows, NichesConfig(niches_count=6), seed=42)
    found = model.assign(rows).niche_ids
    mixed = np.flatnonzero(model.mixed)
    # Most of the scattered rows are in it, and hardly one of a topic.
    assert len(mixed) == 1
    assert (found[len(topics) :] == mixed[0]).mean() > 0.7
    assert (found[: len(topics)] == mixed[0]).mean() < 0.02


def test_small_talk_of_a_language_is_not_a_word_of_the_space() -> None:
    texts = [["pasta", "settimana"]] * 30 + [["gym", "settimana"]] * 30 + [["car", "week"]] * 940
    groups = ["it"] * 60 + ["en"] * 940
    spread = [[*text, f"w{number % 40}"] for number, text in enumerate(texts)]
    config = WordSpaceConfig(largest_share=0.99, largest_group_share=0.6)
    known = fit_words(spread, config, seed=0, groups=groups).vocabulary
    assert "settimana" not in known
    assert {"pasta", "gym"} <= set(known)
    assert "settimana" in fit_words(spread, config, seed=0).vocabulary


@pytest.mark.slow
def test_where_no_number_is_found_again_there_are_no_niches() -> None:
    points = normalised(np.random.default_rng(0).normal(size=(400, 64)).astype(np.float32))
    tried = choose_k(points, SelectionConfig(), seed=0)
    assert max(item.stability for item in tried) < 0.5
    assert not any(item.chosen for item in tried)


@pytest.mark.parametrize("n", [0, 1, 2, 3, 5, 9, 40])
def test_the_map_has_a_finite_place_for_everybody(n: int) -> None:
    vectors, _ = _topics((n,), seed=n) if n else (np.zeros((0, 48), np.float32), None)
    places = layout(vectors, seed=1, iterations=250)
    assert places.shape == (n, 2)
    assert np.isfinite(places).all()
    assert (np.abs(places) <= 1.0).all()
    same = layout(np.repeat(vectors[:1], n, axis=0), seed=1, iterations=250)
    assert np.isfinite(same).all()


def test_near_on_the_map_means_the_same_topic_also_for_those_placed_later() -> None:
    vectors, topics = _topics((90, 90, 90), seed=4)
    places = layout(vectors, seed=1, fitted_rows=120, iterations=400)
    distances = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    assert (topics[distances.argmin(axis=1)] == topics).mean() > 0.95


def test_unit_centres_by_hand() -> None:
    points = np.array([[1, 0], [0.8, 0.6], [0, 1], [0, -1]], np.float32)
    found = unit_centres(points, np.array([[0.1, 0.0], [0.0, 0.5]], np.float32))
    # Rows 0, 1 and 3 (cosine 0 with both; ties to the first) go to the first direction:
    # their sum (1.8, -0.4) is then nearer to row 3 than before, and nothing moves any more.
    expected = np.array([[1.8, -0.4], [0, 1]], np.float32)
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_clear_groups_have_unit_centres_and_unclear_ones_a_mixed_group() -> None:
    config = NichesConfig(niches_count=5)
    clear, _ = _topics((60,) * 5, seed=6)
    lengths = np.linalg.norm(fit(clear, config, seed=42).centres, axis=1)
    np.testing.assert_allclose(lengths, 1.0, atol=1e-5)
    unclear = normalised(np.random.default_rng(0).normal(size=(300, 64)).astype(np.float32))
    assert (np.linalg.norm(fit(unclear, config, seed=42).centres, axis=1) < 0.9).all()


def test_what_everybody_of_a_language_says_names_no_niche() -> None:
    texts = [["gato", "semana"]] * 60 + [["dog", "fashion"]] * 200 + [["car", "fashion"]] * 200
    ids = np.array([0] * 60 + [1] * 200 + [2] * 200)
    groups = ["es"] * 60 + ["en"] * 400
    some = [[*text, "casa"] for text in texts[:4]] + texts[4:]  # 4 of 60: under 8%
    assert niche_words(some, ids, 3, groups=groups)[0] == ["casa"]
    assert niche_words(some, ids, 3)[0] == ["gato", "semana", "casa"]
    # In the commonest language a word that many use may well be a topic.
    assert niche_words(some, ids, 3, groups=groups)[1][0] == "dog"


def test_a_text_without_topic_words_makes_no_niche_of_its_own() -> None:
    rng = np.random.default_rng(0)
    vectors = np.zeros((21, 8), dtype=np.float32)
    for row in range(20):
        vectors[row, row % 2] = 1.0
    vectors[:20] += rng.normal(0, 0.05, (20, 8)).astype(np.float32)
    vectors[20, 7] = 1.0  # far from both
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    terms = [["bread"] if row % 2 else ["dogs"] for row in range(20)] + [[]]
    model = fit(vectors, NichesConfig(niches_count=2), seed=1, terms=terms)
    found = model.assign(vectors, terms=terms).niche_ids
    assert found[20] in (0, 1)
    assert len(set(found[:20:2].tolist())) == len(set(found[1:20:2].tolist())) == 1
    assert found[0] != found[1]
