"""Tables pasted from a sheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.features.brief.letters.sheets import with_rows_as_lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Country\tCreators\tTier\nPoland\t4\tmicro", "Poland, 4, micro"),
        ("Country\tQty\tFollowers\nPoland\t4\t10k-50k", "Poland, 4, Followers: 10k-50k"),
        ("Poland\t4\tmicro\nCzechia\t3\tnano", "Poland, 4, micro\nCzechia, 3, nano"),
        (
            "| Country | # creators | Tier |\n|---|--:|---|\n| Poland | 4 | micro |",
            "Poland, 4, micro",
        ),
        ("| Budget | 5000 |", "| Budget | 5000 |"),
        ("Budget\t5000", "Budget\t5000"),
        ("Summer\tSips\tBrief\nno table", "Summer, Sips, Brief\nno table"),
    ],
)
def test_rows_are_lists(text: str, expected: str) -> None:
    assert with_rows_as_lines(text) == expected


def test_rows_of_a_table_are_added_up(said: Callable[[str], dict[str, Any]]) -> None:
    rows = "Country\tCreators\tTier\tPlatform\nPoland\t4\tmicro\tInstagram\nCzechia\t3\tmicro\tIG"
    assert said(rows) == {
        "count": 7,
        "countries": ("CZ", "PL"),
        "platforms": ("instagram",),
        "tiers": ("micro",),
    }
