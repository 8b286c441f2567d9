"""Figures of the model report: quality per method, sizes of creators in the lists, tuning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from core.charts.template import ACCENT, GREY

# From small to large, distinct in grey too; none as dark as the dark theme. Other sizes: grey.
_TIER_COLORS = {
    "nano": "#d1ece7",
    "micro": "#86cfc4",
    "mid": "#3aa99b",
    "macro": "#1f7a8c",
    "mega": "#3b5fa0",
}
_ROW_HEIGHT = 40


def quality_figure(
    rows: pd.DataFrame,
    *,
    title: str,
    axis: str,
    used: str,
    learning: Sequence[str] = (),
    chance: float | None = None,
    rows_count: int = 0,
) -> go.Figure:
    """How good each method is, the best on top.

    Args:
        rows: way, mean_value, sd_value, runs_count, brands_count; methods that could not be
            measured (NaN) are left out.
        axis: name of the measure.
        used: method that makes the lists; in the accent.
        learning: further ways that learn, in a paler accent.
        chance: value of a method that knows nothing, marked with a line.
        rows_count: leaves room for as many, so that two figures side by side are as high.
    """
    known = rows.dropna(subset=["mean_value"])
    known = known.sort_values(["mean_value", "way"], ascending=[True, False], kind="stable")
    spread = known["sd_value"].fillna(0.0)
    names = [_bold(way) if way == used else escape(way) for way in known["way"]]
    figure = go.Figure(
        go.Bar(
            x=known["mean_value"],
            y=names,
            orientation="h",
            marker={
                "color": [ACCENT if way == used or way in learning else GREY
                          for way in known["way"]],
                "opacity": [1.0 if way == used or way not in learning else 0.55
                            for way in known["way"]],
                "line": {"width": 0},
            },
            error_x={
                "type": "data",
                "array": spread,
                "color": "#7c8a94",
                "thickness": 1.6,
                "width": 4,
            },
            customdata=[
                [_spread_words(mean, sd, runs), brands]
                for mean, sd, runs, brands in zip(
                    known["mean_value"], spread, known["runs_count"], known["brands_count"],
                    strict=True,
                )
            ],
            hovertemplate="%{y}<br>%{customdata[0]}<br>%{customdata[1]:,} brands"
            "<extra></extra>",
        )
    )  # fmt: skip
    # Behind the whisker, where a label of the bar itself would be crossed by it.
    figure.add_scatter(
        x=known["mean_value"] + spread,
        y=names,
        mode="text",
        text=[f" {_digits(mean)}" for mean in known["mean_value"]],
        textposition="middle right",
        cliponaxis=False,
        hoverinfo="skip",
    )
    if chance is not None:
        figure.add_vline(x=chance, line={"color": GREY, "dash": "dot", "width": 1.5})
    highest = float((known["mean_value"] + spread).max()) if len(known) else 1.0
    figure.update_layout(
        title=title,
        height=110 + _ROW_HEIGHT * max(len(known), rows_count, 2),
        showlegend=False,
        bargap=0.42,
        xaxis={"title": axis, "range": [0, (highest or 1.0) * 1.2], "nticks": 5},
        yaxis={"title": None, "showgrid": False, "type": "category"},
    )
    return figure


def tier_figure(shares: pd.DataFrame, *, title: str) -> go.Figure:
    """Sizes of the creators that each method names, beside those of all creators.

    Args:
        shares: way, tier, share (0-1); methods top to bottom, tiers from small to large.
    """
    ways = list(dict.fromkeys(shares["way"]))
    sizes = shares.loc[shares["share"] > 0, "tier"]
    # No method need have all sizes, so the order of first sight is not that of the sizes.
    tiers = sorted(dict.fromkeys(sizes), key=_size_place)
    figure = go.Figure()
    for tier in tiers:
        rows = shares[shares["tier"] == tier].set_index("way")["share"].reindex(ways, fill_value=0)
        figure.add_bar(
            x=rows.to_numpy(),
            y=[_bold(way) if place == 0 else escape(way) for place, way in enumerate(ways)],
            name=escape(tier),
            orientation="h",
            marker={"color": _TIER_COLORS.get(tier, GREY), "line": {"width": 0}},
            text=[f"{share:.0%}" if share >= 0.07 else "" for share in rows],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            hovertemplate=f"%{{y}}<br>{escape(tier)}: %{{x:.1%}} of the first ten places"
            "<extra></extra>",
        )
    figure.update_layout(
        title=title,
        barmode="stack",
        height=134 + 34 * max(len(ways), 2),
        bargap=0.35,
        legend={
            "orientation": "h",
            "traceorder": "normal",
            "x": 0,
            "y": 0,
            "yref": "container",
            "yanchor": "bottom",
            "title": None,
        },
        # Room for the ticks and, on a phone, two rows of names.
        margin={"l": 8, "r": 8, "t": 46, "b": 72},
        # What does not fit at this size is left to the hover rather than made tiny.
        uniformtext={"minsize": 10, "mode": "hide"},
        xaxis={"title": None, "tickformat": ".0%", "range": [0, 1.02], "showgrid": False,
               "tickvals": [0, 0.25, 0.5, 0.75, 1]},
        yaxis={"title": None, "autorange": "reversed", "showgrid": False, "type": "category"},
    )  # fmt: skip
    return figure


def _size_place(tier: str) -> int:
    """Place from small to large; what has no tier stands first."""
    return list(_TIER_COLORS).index(tier) + 1 if tier in _TIER_COLORS else 0


_PARAMETERS = {
    "components": "components",
    "epochs": "epochs",
    "learning_rate": "learning rate",
    "max_sampled": "sampled at most",
    "user_feature_weight": "weight of brand features",
    "item_feature_weight": "weight of creator features",
}


def trials_figure(trials: Sequence[Mapping[str, Any]]) -> go.Figure:
    """NDCG@10 of each configuration tried, and the best so far.

    Args:
        trials: in their order; ndcg and the parameters by name. The first of the best is the
            one that is used.
    """
    numbers = list(range(1, len(trials) + 1))
    values = [float(trial["ndcg"]) for trial in trials]
    best = max(range(len(values)), key=values.__getitem__) if values else None
    so_far = [max(values[:number]) for number in numbers]
    figure = go.Figure(
        go.Scatter(
            x=numbers,
            y=so_far,
            mode="lines",
            line={"color": GREY, "width": 1.5, "shape": "hv", "dash": "dot"},
            hoverinfo="skip",
        )
    )  # fmt: skip
    figure.add_scatter(
        x=numbers,
        y=values,
        mode="markers+text",
        marker={
            "color": [ACCENT if place == best else GREY for place in range(len(values))],
            "size": [14 if place == best else 10 for place in range(len(values))],
        },
        text=[f"used: {_digits(value)}" if place == best else ""
              for place, value in enumerate(values)],
        textposition="bottom right" if best == 0 else "bottom center",
        cliponaxis=False,
        customdata=[_parameter_words(trial) for trial in trials],
        hovertemplate="trial %{x}: %{y:.4f}<br>%{customdata}<extra></extra>",
    )  # fmt: skip
    figure.update_layout(
        title="Which parameters rank best?",
        height=300,
        showlegend=False,
        xaxis={"title": "trial", "tick0": 1, "dtick": max(1, len(numbers) // 10),
               "showgrid": False, "range": [0.5, len(numbers) + 0.5]},
        yaxis={"title": "NDCG@10", "nticks": 5},
    )  # fmt: skip
    return figure


def _parameter_words(trial: Mapping[str, Any]) -> str:
    return "<br>".join(
        f"{words}: {trial[name]:.3g}" for name, words in _PARAMETERS.items() if name in trial
    )


def _spread_words(mean: float, sd: float, runs: int) -> str:
    if runs < 2:
        return f"{mean:.4f}, one run"
    return f"{mean:.4f} ± {sd:.4f} over {runs} runs"


def _digits(value: float) -> str:
    return f"{value:.3f}"


def _bold(text: str) -> str:
    return f"<b>{escape(text)}</b>"
