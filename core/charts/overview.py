"""Figures of the whole store: niches, tiers, prices, counts by one property."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from core.charts.template import ACCENT, GREY, niche_color

_HEIGHT = 360


def niche_engagement_figure(niches: pd.DataFrame, *, niches_max: int = 18) -> go.Figure:
    """Which niches get most likes and comments for their size.

    Args:
        niches: niche_id, name, creators_count, median_engagement_rate (fraction); niches without
            a known rate are left out.
    """
    known = niches.dropna(subset=["median_engagement_rate"])
    known = known.nlargest(niches_max, "creators_count", keep="all").head(niches_max)
    known = known.sort_values(["median_engagement_rate", "niche_id"], kind="stable")
    figure = go.Figure(
        go.Bar(
            x=known["median_engagement_rate"],
            y=[_short(name, 24) for name in known["name"]],
            orientation="h",
            marker={"color": [niche_color(i) for i in known["niche_id"]], "line": {"width": 0}},
            customdata=known[["name", "creators_count"]],
            hovertemplate="%{customdata[0]}<br>median %{x:.2%}"
            "<br>%{customdata[1]:,} creators<extra></extra>",
            text=[f"{rate:.1%}" for rate in known["median_engagement_rate"]],
            textposition="outside",
            cliponaxis=False,
        )
    )
    figure.update_layout(
        title="Which niches engage most?",
        height=max(_HEIGHT, 60 + 21 * len(known)),
        showlegend=False,
        bargap=0.28,
        xaxis={
            "title": "median engagement rate",
            "tickformat": ".1~%",
            # Room for the labels behind the bars.
            "range": [0, 1.2 * (known["median_engagement_rate"].max() if len(known) else 1)],
            "nticks": 5,
        },
        yaxis={"title": None, "tickfont": {"size": 11}},
    )
    return figure


def tier_engagement_figure(tiers: pd.DataFrame) -> go.Figure:
    """Whether engagement falls with size.

    Args:
        tiers: tier, rated_count, engagement_p25, engagement_p50, engagement_p75; smallest first.
    """
    return _range_figure(
        tiers.dropna(subset=["engagement_p50"]),
        "engagement",
        counted="rated_count",
        title="Does engagement fall with size?",
        axis={
            "title": "engagement rate",
            "tickformat": ".1~%",
            "range": [0, 1.08 * (tiers["engagement_p75"].max() if len(tiers) else 1)],
        },
        form=lambda value: f"{value:.1%}",
    )


def tier_price_figure(tiers: pd.DataFrame) -> go.Figure:
    """What a post costs by tier, on a log axis since tiers differ a thousandfold.

    Args:
        tiers: tier, priced_count, price_p25, price_p50, price_p75 in EUR; smallest first.
    """
    return _range_figure(
        tiers.dropna(subset=["price_p50"]),
        "price",
        counted="priced_count",
        title="What does a post cost?",
        axis={"title": "EUR per post (log scale)", "type": "log", "tickformat": "~s", "dtick": 1},
        form=lambda value: f"€{value:,.0f}",
    )


def _range_figure(
    tiers: pd.DataFrame,
    what: str,
    *,
    counted: str,
    title: str,
    axis: dict[str, Any],
    form: Callable[[float], str],
) -> go.Figure:
    rows = tiers.iloc[::-1]
    low, middle, high = (rows[f"{what}_{name}"] for name in ("p25", "p50", "p75"))
    names = rows["tier"].tolist()
    figure = go.Figure(
        go.Scatter(
            x=[value for pair in zip(low, high, strict=True) for value in (*pair, None)],
            y=[name for name in names for name in (name, name, None)],
            mode="lines",
            line={"color": GREY, "width": 9},
            hoverinfo="skip",
        )
    )
    figure.add_scatter(
        x=middle,
        y=names,
        mode="markers+text",
        marker={"color": ACCENT, "size": 13},
        text=[form(value) for value in middle],
        textposition="top center",
        customdata=[
            [form(a), form(b), n] for a, b, n in zip(low, high, rows[counted], strict=True)
        ],
        hovertemplate="%{y}: median %{text}<br>middle half %{customdata[0]} to %{customdata[1]}"
        "<br>%{customdata[2]:,} creators<extra></extra>",
        cliponaxis=False,
    )
    figure.update_layout(
        title=title,
        height=_HEIGHT,
        showlegend=False,
        xaxis=axis,
        yaxis={"title": None, "type": "category", "range": [-0.4, len(names) - 0.4]},
    )
    return figure


def breakdown_figure(counts: pd.DataFrame, *, by: str) -> go.Figure:
    """Creators by one property, most frequent on top.

    Args:
        counts: value (shown text), creators_count, share (0-1).
    """
    rows = counts.iloc[::-1]
    figure = go.Figure(
        go.Bar(
            x=rows["creators_count"],
            y=[_short(value, 28) for value in rows["value"]],
            orientation="h",
            marker={"color": ACCENT, "line": {"width": 0}},
            customdata=rows["share"],
            hovertemplate="%{y}<br>%{x:,} creators, %{customdata:.1%}<extra></extra>",
            text=[f"{share:.0%}" for share in rows["share"]],
            textposition="outside",
            cliponaxis=False,
        )
    )
    figure.update_layout(
        title=f"How are creators spread by {by.lower()}?",
        height=90 + 26 * max(len(rows), 3),
        showlegend=False,
        bargap=0.3,
        xaxis={
            "title": "creators",
            "tickformat": ",",
            "range": [0, 1.15 * (rows["creators_count"].max() or 1)],
        },
        yaxis={"title": None},
    )
    return figure


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
