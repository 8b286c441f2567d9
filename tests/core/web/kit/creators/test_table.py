"""The one table of creators: nine columns, and engagement in words that sort."""

from __future__ import annotations

import pytest

from core.web.kit.creators.table import BASE_COLUMNS, COLUMNS_MAX, engagement_words, list_columns


def test_a_list_has_nine_columns_and_all_are_known() -> None:
    assert len(BASE_COLUMNS) + 1 == COLUMNS_MAX  # the score of the list
    assert set(BASE_COLUMNS) <= set(list_columns())


@pytest.mark.parametrize(
    ("rate", "percentile", "expected"),
    [
        (0.041, 0.82, "  4.1% ▰▰▰▰▰"),
        (0.041, 0.79, "  4.1% ▰▰▰▰▱"),
        (0.1, 0.0, " 10.0% ▰▱▱▱▱"),
        (0.041, 1.0, "  4.1% ▰▰▰▰▰"),
        (0.041, None, "  4.1%"),
        (None, 0.5, None),
        (float("nan"), float("nan"), None),
    ],
)
def test_engagement_shows_the_rate_and_the_fifth_it_is_in(
    rate: float | None, percentile: float | None, expected: str | None
) -> None:
    assert engagement_words(rate, percentile) == expected


def test_engagement_sorts_by_the_rate() -> None:
    rates = [0.002, 0.041, 0.0999, 0.1, 0.25, 1.2]
    shown = [str(engagement_words(rate, 0.5)) for rate in rates]
    assert sorted(shown) == shown
