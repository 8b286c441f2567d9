"""Ways to weigh posts, on accounts whose posts and topics are written here."""

from __future__ import annotations

import numpy as np
import pytest

from core.evaluation.profiling.planted import PlantedAccounts
from core.evaluation.profiling.weighting import (
    EVEN_STACK,
    WAYS,
    WEIGHTED_STACK,
    planted_scores,
    plurality_accuracy,
    way_probabilities,
    weight_effects,
)
from core.models.profiling.attention import AttentionConfig
from core.models.profiling.posts import NUMBERS, Posts

_NICHES = ("food", "pets", "travel")
_CONFIG = AttentionConfig(parts=("words",), networks=1, hidden=16, epochs=15, batch_accounts=16)


def _accounts(count: int, on_topic: float) -> PlantedAccounts:
    """Six posts each, on the niche of the account or else on any niche."""
    rng = np.random.default_rng(0)
    niches = np.array([_NICHES[n] for n in rng.integers(3, size=count)], dtype=object)
    rows = np.repeat(np.arange(count), 6)
    topics = np.where(
        rng.random(len(rows)) < on_topic, niches[rows], rng.choice(_NICHES, len(rows))
    ).astype(object)
    texts = tuple(f"{topic}{rng.integers(4)} {topic}s" for topic in topics)
    vectors = np.array([[topic == niche for niche in _NICHES] for topic in topics], np.float32)
    numbers = np.full((len(rows), len(NUMBERS)), np.nan, dtype=np.float32)
    return PlantedAccounts(Posts(rows, count, texts, vectors, None, numbers), niches, topics)


def test_all_ways_tell_accounts_that_they_had_not_seen() -> None:
    accounts = _accounts(160, 0.6)
    scores = planted_scores(accounts, _CONFIG, seed=1)
    assert len(scores.test) == 40
    ways = way_probabilities(scores, ("words",), _CONFIG, seed=1)
    assert set(ways) == set(WAYS)
    for probabilities in ways.values():
        np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-6)
        assert (probabilities.argmax(axis=1) == scores.truth).mean() > 0.85


def test_weights_lean_to_posts_on_topic_and_their_loss_costs_most() -> None:
    accounts = _accounts(160, 0.6)
    scores = planted_scores(accounts, _CONFIG, seed=1)
    on_topic, off_topic, top, chance = weight_effects(accounts, scores, 2, seed=1)
    assert on_topic >= off_topic > 0
    assert top > chance


@pytest.mark.slow
def test_an_account_with_nothing_of_a_side_is_missing() -> None:
    accounts = _accounts(60, 1.0)
    texts = ("",) * 6 + accounts.posts.texts[6:]
    posts = accounts.posts
    silent = Posts(posts.account_rows, 60, texts, posts.text_vectors, None, posts.numbers)
    scores = planted_scores(
        PlantedAccounts(silent, accounts.niches, accounts.topics), _CONFIG, seed=1, share=1 / 2
    )
    ways = way_probabilities(scores, ("words",), _CONFIG, seed=1)
    row = np.flatnonzero(scores.test == 0)
    for name in (WEIGHTED_STACK, EVEN_STACK):
        assert np.isnan(ways[name][row]).all()
        assert np.isnan(ways[name]).any(axis=1).sum() == len(row)


def test_a_plurality_counts_ties_in_part_and_everyday_life_not_at_all() -> None:
    rows = np.repeat(np.arange(3), 3)
    topics = np.array(
        ["food", "everyday", "everyday", "food", "pets", "everyday", "pets", "pets", "food"],
        dtype=object,
    )
    numbers = np.zeros((9, len(NUMBERS)), dtype=np.float32)
    niches = np.array(["food", "food", "food"], dtype=object)
    posts = Posts(rows, 3, ("",) * 9, None, None, numbers)
    accounts = PlantedAccounts(posts, np.array([*niches[:2], "pets"], dtype=object), topics)
    assert plurality_accuracy(accounts, np.arange(3)) == pytest.approx((1 + 0.5 + 1) / 3)
