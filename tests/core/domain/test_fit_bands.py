"""Bands of a fit at their bounds, and the figures shown beside them."""

from __future__ import annotations

import numpy as np
import pytest

from core.domain.fit_bands import fit_words, match_label, place_among, score_text


@pytest.mark.parametrize(
    ("score", "label"),
    [
        (100, "excellent"),
        (70.0001, "excellent"),
        (70, "good"),
        (60, "good"),
        (59.9999, "moderate"),
        (50, "moderate"),
        (49.9999, "weak"),
        (-10, "weak"),
    ],
)
def test_bands_at_their_bounds(score: float, label: str) -> None:
    assert match_label(score) == label


@pytest.mark.parametrize(
    ("score", "text"),
    [(49.6, "49.6"), (50.2, "50"), (50, "50"), (49.96, "49.96"), (70.4, "70.4"), (69.7, "70")],
)
def test_a_shown_score_and_its_word_agree(score: float, text: str) -> None:
    assert score_text(score) == text


def test_no_shown_score_lies_in_another_band() -> None:
    for score in np.arange(40, 80, 0.01).round(2).tolist():
        assert match_label(float(score_text(score))) == match_label(score)


def test_the_first_of_a_few_is_not_said_to_be_above_nearly_all() -> None:
    assert place_among(1.0, "peers") == "highest of peers"
    assert place_among(10 / 11, "nano") == "above 90% of nano"
    assert place_among(0.0, "peers") == "lowest of peers"
    assert place_among(0.004, "peers") == "in the lowest 1% of peers"
    assert place_among(0.01, "peers") == "above 1% of peers"


@pytest.mark.parametrize(
    ("score", "percentile", "words"),
    [
        (49, 100, "weak fit (49 of 100), best of all creators"),
        (49, 99.9, "weak fit (49 of 100), better than 99% of creators"),
        (64, 100, "fits best of all creators"),
        (64, 50, "fits better than 50% of creators"),
    ],
)
def test_the_best_fit_says_so_weak_or_not(score: float, percentile: float, words: str) -> None:
    assert fit_words(score, percentile) == words
