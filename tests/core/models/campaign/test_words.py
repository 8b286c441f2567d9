"""Ranges and left-out creators of a campaign in words."""

from __future__ import annotations

import pytest

from core.models.campaign.left_out import LeftOut
from core.models.campaign.totals import Range
from core.models.campaign.words import (
    count_range,
    euro_range,
    loss_words,
    price_words,
    times_range,
)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.314, 0.752, "€0.31-0.75"),
        (9.5, 9.5, "€9.50"),
        (26.81, 59.01, "€27-59"),
        (0.1445, 39.72, "€0.14-40"),
        (0.65, 78_300, "€0.65-78.3k"),
        (0, 40, "€0-40"),
        (300, 300, "€300"),
        (1_200, 1_900, "€1,200-1,900"),
        (3_018, 21_302, "€3k-21.3k"),
        (None, None, "-"),
        (0, 0, "€0.00"),
    ],
)
def test_euros_say_no_more_than_is_known(low: float, high: float, words: str) -> None:
    assert euro_range(Range(low, high)) == words


def test_counts_and_multiples() -> None:
    assert count_range(Range(202_400, 446_000)) == "202k-446k"
    assert count_range(Range(5, 5)) == "5"
    assert count_range(Range(None, None, 3)) == "-"
    assert times_range(Range(0.21, 1.58)) == "0.2-1.6x"
    assert times_range(Range(0.0031, 0.0347)) == "0.003-0.035x"
    assert times_range(Range(0.0, 0.0)) == "0.000x"
    assert times_range(Range(None, None)) == "-"


def test_the_price_of_one_post_says_where_it_comes_from() -> None:
    assert price_words(300, 300, "agreed", 2) == "€150 agreed"
    assert price_words(180, 220, "listed", 1) == "€200 listed"
    assert price_words(68, 92, "listed", 2) == "€40 listed"
    assert price_words(40, 40, "listed", 1) == "€40 listed"
    assert price_words(40, 160, "CPM", 1) == "€40-160 by an assumed CPM"
    assert price_words(80, 320, "estimated", 2) == "€40-160 estimated"
    assert price_words(40, 90, "story price", 1) == "€40-90 by the story price"
    assert price_words(float("nan"), float("nan"), "unknown", 1) == "unknown"


def test_what_it_would_cost() -> None:
    out = LeftOut("b", 5.0, 10.0, (), 0.0, 2.0)
    assert loss_words(out, 100.0) == "2.0%"
    assert loss_words(LeftOut("b", 5.0, 10.0, (), 0.0, None), 100.0) == "cannot be added"
    assert loss_words(LeftOut("b", 5.0, 10.0, (), 0.0, 2.0, False), 100.0) == "at most 2.0%"
    assert loss_words(LeftOut("b", 5.0, 10.0, (), 0.0, 0.0), 100.0) == "nothing: as good"
