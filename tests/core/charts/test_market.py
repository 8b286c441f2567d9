"""Figures of the overview and of niches."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts import niches, overview, template


def _points(count: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "influencer_id": [f"c{i}" for i in range(count)],
            "x": np.arange(count, dtype=float),
            "y": np.arange(count, dtype=float) % 7,
            "niche_id": [i % 3 for i in range(count)],
            "niche": ["Glow", "<b>Pasta</b>", "Trails"] * (count // 3),
            "name": "<script>",
            "handle": "h",
            "followers_count": [None, *range(1, count)],
            "confidence": 0.5,
        }
    )


def test_a_niche_has_the_same_colour_in_each_figure() -> None:
    cards = pd.DataFrame(
        {
            "niche_id": [0, 1, 2],
            "name": ["Glow", "Pasta", "Trails"],
            "creators_count": [3, 2, 1],
            "median_engagement_rate": [0.02, 0.04, None],
        }
    )
    bars = overview.niche_engagement_figure(cards).data[0]
    # Lowest rate first, so the highest stands on top; the unknown one is left out.
    assert list(bars.marker.color) == [template.niche_color(0), template.niche_color(1)]
    traces = niches.map_figure(_points(9)).data
    assert [trace.marker.color for trace in traces] == [template.niche_color(i) for i in range(3)]


def test_niches_beyond_the_palette_differ_by_mark() -> None:
    looks = {(template.niche_color(i), template.niche_symbol(i)) for i in range(48)}
    assert len(looks) == 48


def test_a_chosen_niche_stands_out_and_carries_the_only_label() -> None:
    figure = niches.map_figure(_points(9), chosen=1)
    opacities = [trace.marker.opacity for trace in figure.data]
    assert opacities[1] > 5 * opacities[0] == 5 * opacities[2]
    assert [label.text for label in figure.layout.annotations] == [
        "<b>&lt;b&gt;Pasta&lt;/b&gt;</b>"
    ]


def test_points_carry_the_id_first_and_escape_names() -> None:
    trace = niches.map_figure(_points(9)).data[0]
    assert trace.customdata[0][0] == "c0"
    assert trace.customdata[0][1].startswith("<b>&lt;script&gt;</b> @h<br>Glow")
    assert "unknown followers" in trace.customdata[0][1]


@pytest.mark.slow
@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.floats(0, 1), st.text("abc", min_size=1, max_size=25)),
        max_size=24,
    )
)
def test_labels_never_cover_each_other(labels: list[tuple[float, float, str]]) -> None:
    points = pd.DataFrame({"x": [0.0, 1.0], "y": [0.0, 1.0]})
    shifts = niches.label_shifts(labels, points)
    boxes = [
        (x * 600, y * niches.POINTS_HEIGHT + shift, len(text) * 3.4 + 5)
        for (x, y, text), shift in zip(labels, shifts, strict=True)
    ]
    for i, (x, y, half) in enumerate(boxes):
        for other_x, other_y, other_half in boxes[:i]:
            assert (
                abs(x - other_x) >= half + other_half
                or abs(y - other_y) >= niches.LABEL_HEIGHT - 0.01
            )


def test_ranges_by_tier_show_the_middle_half() -> None:
    tiers = pd.DataFrame(
        {
            "tier": ["nano", "micro"],
            "creators_count": [10, 5],
            "rated_count": [8, 0],
            "engagement_p25": [0.02, np.nan],
            "engagement_p50": [0.04, np.nan],
            "engagement_p75": [0.06, np.nan],
        }
    )
    figure = overview.tier_engagement_figure(tiers)
    assert list(figure.data[0].x[:2]) == [0.02, 0.06]
    assert list(figure.data[1].text) == ["4.0%"]
    # Those with a known rate, not all of the tier.
    assert figure.data[1].customdata[0][2] == 8


def test_prices_by_tier_count_those_who_list_one() -> None:
    tiers = pd.DataFrame(
        {"tier": ["nano"], "creators_count": [12], "priced_count": [9], "price_p25": [35.0],
         "price_p50": [65.0], "price_p75": [81.0]}
    )  # fmt: skip
    figure = overview.tier_price_figure(tiers)
    assert list(figure.data[1].customdata[0]) == ["€35", "€81", 9]


@pytest.mark.parametrize("rows", [0, 1])
def test_figures_take_empty_and_single_rows(rows: int) -> None:
    tiers = pd.DataFrame(
        {"tier": ["nano"], "priced_count": [1], "price_p25": [1.0], "price_p50": [1.0],
         "price_p75": [1.0]}
    ).head(rows)  # fmt: skip
    counts = pd.DataFrame({"value": ["DE"], "creators_count": [1], "share": [1.0]}).head(rows)
    curve = pd.DataFrame(
        {"k": [4], "silhouette": [0.1], "stability": [0.9], "chosen": [True]}
    ).head(rows)
    for figure in (
        overview.tier_price_figure(tiers),
        overview.breakdown_figure(counts, by="Country"),
        niches.selection_figure(curve),
    ):
        assert template.finished(figure).layout.paper_bgcolor == "rgba(0,0,0,0)"


def test_the_common_layout_keeps_what_a_figure_set_itself() -> None:
    figure = template.finished(niches.map_figure(_points(9), lasso=True))
    assert figure.layout.margin.t == 30
    assert figure.layout.dragmode == "lasso"
