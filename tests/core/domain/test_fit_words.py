"""How a fit is worded: weak ones say so, however few are better."""

from __future__ import annotations

import pytest

from core.domain.fit_bands import better_than, fit_words


@pytest.mark.parametrize(
    ("score", "percentile", "what", "words"),
    [
        (81.0, 96.9, "", "fits better than 96% of creators"),
        (81.0, 100.0, "the brief", "fits the brief best of all creators"),
        (50.0, 99.99, "Luma", "fits Luma better than 99% of creators"),
        (9.7, 91.2, "", "weak fit (10 of 100), better than 91% of creators"),
        (49.6, 80.0, "it", "weak fit with it (49.6 of 100), better than 80% of creators"),
    ],
)  # fmt: skip
def test_words_of_a_fit(score: float, percentile: float, what: str, words: str) -> None:
    assert fit_words(score, percentile, what) == words


def test_a_place_is_rounded_down_and_never_everybody() -> None:
    shown = [better_than(place) for place in (0.0, 0.29, 0.57, 0.977, 0.99975, 1.0)]
    assert shown == [0, 29, 57, 97, 99, 99]
