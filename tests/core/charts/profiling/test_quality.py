"""Figures on the quality of profiles."""

from __future__ import annotations

import pandas as pd

from core.charts.profiling.quality import FEW_CREATORS, calibration_figure


def test_a_share_of_few_creators_is_a_ring_beside_the_line() -> None:
    bins = pd.DataFrame(
        {
            "mean_probability": [0.2, 0.5, 0.9],
            "right_share": [1.0, 0.4, 0.8],
            "creators_count": [FEW_CREATORS - 1, FEW_CREATORS, 300],
        }
    )
    _, line, rings = calibration_figure(bins, title="Right?").data
    assert list(line.x) == [0.5, 0.9]
    assert list(rings.x) == [0.2]
    assert rings.mode == "markers"
