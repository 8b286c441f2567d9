"""Planted topics are found again, and the topics of a text depend on that text alone."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import ModelError
from core.models.topics import files
from core.models.topics.coherence import npmi
from core.models.topics.counts import vocabulary_of, word_counts
from core.models.topics.model import Topics, TopicsConfig, fit, score

THEMES = {
    "food": [f"{first}{last}" for first in ("brot", "soup", "bake") for last in "abcdefgh"],
    "travel": [f"{first}{last}" for first in ("trail", "beach", "camp") for last in "abcdefgh"],
    "cars": [f"{first}{last}" for first in ("motor", "wheel", "paint") for last in "abcdefgh"],
}
# Halves of a theme are as coherent as the theme, so that no larger number is tried here.
CONFIG = TopicsConfig(topics_counts=(2, 3))


def documents(seed: int, count: int = 360) -> tuple[list[list[str]], list[str]]:
    """Texts of 20 words, 18 of one theme and 2 of any, and their themes."""
    rng = np.random.default_rng(seed)
    names = list(THEMES)
    everything = sorted(word for words in THEMES.values() for word in words)
    texts, themes = [], []
    for number in range(count):
        theme = names[number % len(names)]
        own = rng.choice(THEMES[theme], 18).tolist()
        texts.append([*own, *rng.choice(everything, 2).tolist()])
        themes.append(theme)
    return texts, themes


@cache
def fitted() -> Topics:
    return fit(documents(1)[0], CONFIG, seed=3)


def test_planted_topics_are_recovered_and_not_two_as_one() -> None:
    topics = fitted()
    assert len(topics) == 3
    assert [trial.topics_count for trial in topics.tried] == [2, 3]
    led = [set(words) for words in topics.leading_words(10)]
    named = [[name for name in THEMES if words <= set(THEMES[name])] for words in led]
    assert sorted(named) == [["cars"], ["food"], ["travel"]]


def test_texts_that_were_not_fitted_get_the_topic_of_their_theme() -> None:
    texts, themes = documents(2, 90)
    shares = score(fitted(), texts)
    led = shares.argmax(axis=1)
    assert len({(theme, topic) for theme, topic in zip(themes, led.tolist(), strict=True)}) == 3
    assert shares.max(axis=1).min() > 0.6
    np.testing.assert_allclose(shares.sum(axis=1), 1, atol=1e-5)


def test_the_same_seed_gives_the_same_topics() -> None:
    texts, _ = documents(4, 240)
    first, again = fit(texts, CONFIG, seed=9), fit(texts, CONFIG, seed=9)
    np.testing.assert_array_equal(first.word_shares, again.word_shares)
    assert first.tried == again.tried


def test_shares_worked_by_hand() -> None:
    topics = Topics(("a", "b"), np.eye(2, dtype=np.float32), np.array([1, 2], dtype=np.float32))
    # b has twice the weight; two uses of both say the same as one.
    shares = score(topics, [["a", "b"], ["a"], ["a", "a", "b", "b"]])
    expected = np.array([[1 / 3, 2 / 3], [1, 0], [1 / 3, 2 / 3]])
    assert np.abs(shares - expected).max() < 1e-6


def test_a_text_is_shared_out_between_overlapping_topics() -> None:
    words = np.array([[0.5, 0.5, 0], [0, 0.5, 0.5]], dtype=np.float32)
    topics = Topics(("a", "b", "c"), words, np.ones(3, dtype=np.float32))
    # a and b are one use of the first topic; b alone is as much of either.
    shares = score(topics, [["a", "b"], ["b"], ["a", "c"]])
    assert np.abs(shares - np.array([[1, 0], [0.5, 0.5], [0.5, 0.5]])).max() < 1e-3


KNOWN = [word for theme in THEMES.values() for word in theme]
words = st.lists(st.sampled_from([*KNOWN, "unknown", "größe"]), max_size=30)


@settings(max_examples=40, deadline=None)
@given(words, st.lists(words, max_size=6), st.randoms(use_true_random=False))
def test_a_score_depends_on_the_words_of_its_document_alone(
    document: list[str], others: list[list[str]], random: object
) -> None:
    alone = score(fitted(), [document])[0]
    shuffled = list(document)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    np.testing.assert_allclose(score(fitted(), [*others, shuffled])[-1], alone, atol=1e-6)


@pytest.mark.parametrize("document", [[], ["unknown"], ["東京", "größe"]])
def test_a_text_without_a_known_word_is_unknown(document: list[str]) -> None:
    shares = score(fitted(), [document, ["brota"]])
    assert np.isnan(shares[0]).all()
    assert np.isfinite(shares[1]).all()


def test_no_document_has_no_row() -> None:
    assert score(fitted(), []).shape == (0, 3)


@pytest.mark.parametrize("texts", [[], [["brota"]], [["brota"], []] * 150])
def test_too_few_texts_are_refused(texts: list[list[str]]) -> None:
    with pytest.raises(ModelError, match="200 accounts with text"):
        fit(texts, CONFIG, seed=1)


def test_texts_that_share_no_word_are_refused() -> None:
    with pytest.raises(ModelError, match="10 words"):
        fit([[f"word{number}"] for number in range(300)], CONFIG, seed=1)


def test_texts_of_any_script_are_fitted() -> None:
    scripts = {
        "food": ["面包", "汤", "烤箱", "米饭", "茶"],
        "cars": ["мотор", "шина", "гараж", "краска", "руль"],
    }
    rng = np.random.default_rng(5)
    texts = [rng.choice(scripts[name], 6).tolist() for name in ("food", "cars") * 120]
    topics = fit(texts, TopicsConfig(topics_counts=(2,)), seed=1)
    led = score(topics, [["面包", "茶"], ["мотор", "руль"]]).argmax(axis=1)
    assert led[0] != led[1]


def test_a_word_of_few_accounts_is_no_word_of_a_topic() -> None:
    texts, _ = documents(1)
    for text in texts[:4]:
        text.append("zorbletok")
    assert "zorbletok" not in fit(texts, CONFIG, seed=3).words
    texts[4].append("zorbletok")
    assert "zorbletok" in fit(texts, CONFIG, seed=3).words


def test_topics_come_back_as_saved(tmp_path: Path) -> None:
    topics = fitted()
    files.save(topics, tmp_path / "topics")
    again = files.load(tmp_path / "topics")
    assert (again.words, again.tried) == (topics.words, topics.tried)
    texts = documents(2, 12)[0]
    np.testing.assert_array_equal(score(again, texts), score(topics, texts))


@pytest.mark.parametrize("damage", ["missing", "words", "arrays"])
def test_damaged_topics_say_what_to_do(tmp_path: Path, damage: str) -> None:
    files.save(fitted(), tmp_path)
    if damage == "missing":
        (tmp_path / "topics.npz").unlink()
    elif damage == "words":
        (tmp_path / "topics.json").write_text('{"words": ["a"], "tried": []}', encoding="utf-8")
    else:
        (tmp_path / "topics.npz").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(ModelError, match="--from topics"):
        files.load(tmp_path)


def test_coherence_worked_by_hand() -> None:
    texts = [["a", "b"], ["a", "b"], ["c"], ["d"]]
    # a and b: p = 1/2 each and together, log(.5 / .25) / -log(.5) = 1; a and c never.
    np.testing.assert_allclose(
        npmi([["a", "b"], ["a", "c"], ["a"], ["x", "y"]], texts), [1, -1, 0, 0]
    )
    assert npmi([["a", "b"]], [["a", "b"]] * 3).tolist() == [1.0]
    # Independent: a in half, b in half, both in a quarter.
    assert npmi([["a", "b"]], [["a", "b"], ["a"], ["b"], []])[0] == pytest.approx(0)


def test_words_of_too_many_documents_are_left_out() -> None:
    texts = [["all", "some"], ["all"], ["all", "some"], ["all", "rare"]]
    assert vocabulary_of(texts, fewest=2, largest_share=0.5, most=9) == ("some",)
    assert vocabulary_of(texts, fewest=1, largest_share=1, most=2) == ("all", "some")


def test_counts_are_of_known_words_in_order() -> None:
    counts = word_counts([["b", "a", "b", "x"], [], ["a"]], ("a", "b"))
    assert counts.starts.tolist() == [0, 2, 2, 3]
    assert counts.places.tolist() == [0, 1, 0]
    assert counts.counts.tolist() == [1, 2, 1]
    assert [(rows, len(part)) for rows, part in counts.parts(2)] == [
        (slice(0, 2), 2),
        (slice(2, 3), 1),
    ]
