"""Figures of the model report."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.charts import report
from core.charts.template import ACCENT, GREY, finished


def _rows(**means: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "way": list(means),
            "mean_value": list(means.values()),
            "sd_value": [0.01 for _ in means],
            "runs_count": 3,
            "brands_count": 250,
        }
    )


def _quality(rows: pd.DataFrame, **options: object):  # type: ignore[no-untyped-def]
    return report.quality_figure(rows, title="Who?", axis="NDCG", used="Joined", **options)  # type: ignore[arg-type]


def test_the_best_way_stands_on_top_and_what_is_used_in_the_accent() -> None:
    bars = _quality(_rows(Chance=0.1, Joined=0.3, LightFM=0.4), learning=["LightFM"]).data[0]
    # Plotly draws upwards: the last row is the top one.
    assert list(bars.y) == ["Chance", "<b>Joined</b>", "LightFM"]
    assert list(bars.marker.color) == [GREY, ACCENT, ACCENT]
    assert list(bars.marker.opacity) == [1.0, 1.0, 0.55]
    assert list(bars.error_x.array) == [0.01] * 3
    assert bars.customdata[1][0] == "0.3000 ± 0.0100 over 3 runs"


def test_ways_that_were_not_measured_are_left_out_and_labels_stand_behind_whiskers() -> None:
    figure = _quality(_rows(Chance=float("nan"), Joined=0.3))
    assert list(figure.data[0].y) == ["<b>Joined</b>"]
    assert list(figure.data[1].x) == pytest.approx([0.31])
    assert list(figure.data[1].text) == [" 0.300"]
    assert figure.layout.xaxis.range[0] == 0


def test_one_run_has_no_spread_in_words_and_chance_is_a_line() -> None:
    figure = _quality(_rows(Joined=0.3).assign(runs_count=1, sd_value=np.nan), chance=0.5)
    assert figure.data[0].customdata[0][0] == "0.3000, one run"
    assert list(figure.data[0].error_x.array) == [0.0]
    assert figure.layout.shapes[0].x0 == 0.5


def test_names_of_ways_are_escaped() -> None:
    assert list(_quality(_rows(**{"<i>x</i>": 0.1})).data[0].y) == ["&lt;i&gt;x&lt;/i&gt;"]


def test_two_figures_side_by_side_are_as_high() -> None:
    few = _quality(_rows(Joined=0.3), rows_count=4)
    many = _quality(_rows(Joined=0.3, a=0.1, b=0.1, c=0.1), rows_count=4)
    assert few.layout.height == many.layout.height


def test_tiers_are_stacked_from_small_to_large_and_small_shares_carry_no_text() -> None:
    shares = pd.DataFrame(
        [
            ("All creators", "nano", 0.96),
            ("All creators", "mega", 0.04),
            ("LightFM", "nano", 1.0),
        ],
        columns=["way", "tier", "share"],
    )
    figure = report.tier_figure(shares, title="Who?")
    assert [bar.name for bar in figure.data] == ["nano", "mega"]
    assert list(figure.data[1].x) == [0.04, 0.0]
    assert list(figure.data[0].text) == ["96%", "100%"]
    assert list(figure.data[1].text) == ["", ""]
    assert list(figure.data[0].y) == ["<b>All creators</b>", "LightFM"]
    assert figure.data[0].marker.color != figure.data[1].marker.color


def test_a_size_keeps_its_colour_and_place_whichever_others_there_are() -> None:
    rows = [("a", "nano", 0.5), ("a", "mega", 0.5), ("b", "smaller or unknown", 0.4),
            ("b", "micro", 0.6)]  # fmt: skip
    shares = pd.DataFrame(rows, columns=["way", "tier", "share"])
    bars = report.tier_figure(shares, title="Who?").data
    assert [bar.name for bar in bars] == ["smaller or unknown", "nano", "micro", "mega"]
    assert bars[0].marker.color == GREY
    alone = report.tier_figure(shares[shares["tier"] == "mega"], title="Who?").data[0]
    assert alone.marker.color == bars[3].marker.color


def test_the_first_of_the_best_trials_is_the_one_used() -> None:
    trials = [
        {"ndcg": 0.05, "components": 16, "learning_rate": 0.0123456},
        {"ndcg": 0.07, "components": 64, "learning_rate": 0.02},
        {"ndcg": 0.07, "components": 32, "learning_rate": 0.03},
    ]
    figure = report.trials_figure(trials)
    assert list(figure.data[0].y) == [0.05, 0.07, 0.07]
    assert list(figure.data[1].text) == ["", "used: 0.070", ""]
    assert list(figure.data[1].marker.color) == [GREY, ACCENT, GREY]
    assert figure.data[1].customdata[0] == "components: 16<br>learning rate: 0.0123"


def test_figures_take_empty_and_single_rows() -> None:
    empty = pd.DataFrame({"way": [], "tier": [], "share": []})
    for figure in (
        _quality(_rows()),
        _quality(_rows(Joined=0.0)),
        report.tier_figure(empty, title="Who?"),
        report.trials_figure([]),
        report.trials_figure([{"ndcg": 0.1}]),
    ):
        assert finished(figure).layout.height
