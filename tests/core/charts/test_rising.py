"""Rising creators as a plot."""

from __future__ import annotations

import pandas as pd
import pytest

from core.charts.rising import parts_figure, rising_figure


@pytest.mark.parametrize(
    ("followers", "ticks"),
    [([10_500, 49_000], "D2"), ([1_200, 4_000_000], 1), ([7_000], "D2"), ([], 1)],
)
def test_followers_of_one_tier_have_more_than_one_tick(
    followers: list[int], ticks: str | int
) -> None:
    points = pd.DataFrame(
        {
            "influencer_id": "c1",
            "name": pd.Series("Ann", index=range(len(followers)), dtype=str),
            "handle": "ann",
            "followers_count": followers,
            "momentum_score": 80.0,
            "growth_beyond": 0.01,
        }
    )
    assert rising_figure(points).layout.xaxis.dtick == ticks


def test_a_part_that_adds_next_to_nothing_has_no_sign() -> None:
    parts = pd.DataFrame({"part": ["growth", "topics"], "points": [37.84, -0.02]})
    assert list(parts_figure(parts).data[0].text) == ["0.0", "+37.8"]
