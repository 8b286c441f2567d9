"""The case of one creator: followers with what was expected, daily change, posts, on one axis."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.charts.growth.days import change_notes, post_notes, thinned
from core.charts.template import ACCENT, AMBER, GREY

_DAY_MS = 86_400_000
_BAND = "rgba(148,163,184,0.28)"
_SHADE = {True: "rgba(217,119,6,0.16)", False: "rgba(148,163,184,0.22)"}
_NUMBERED_MAX = 12  # more numbers than this stand on top of each other


def growth_figure(days: pd.DataFrame, posts: pd.DataFrame, events: pd.DataFrame) -> go.Figure:
    """Followers, daily change and posts on one time axis, events shaded.

    Args:
        days: day, followers_count, change_count, change_per_day, expected_change, expected_low,
            expected_high, band_low, band_high, cohort_change, event_number, note; oldest first.
        posts: day, posts_count, sponsored_count, engagements_per_post, caption; may be empty.
        events: event_number, first_day, last_day, is_worth_checking; may be empty.
    """
    days = thinned(days).reset_index(drop=True)
    worth_checking = set(events.loc[events["is_worth_checking"], "event_number"].tolist())
    marked = days["event_number"].isin(worth_checking).to_numpy()
    figure = go.Figure()
    _add_events(figure, events)
    _add_followers(figure, days, marked)
    _add_changes(figure, days, marked)
    _add_posts(figure, posts)
    figure.update_layout(
        title="How did the followers move?",
        height=700,
        hovermode="x unified",
        # One hover box for all three panels: they share the axis object, not only its range.
        hoversubplots="axis",
        showlegend=False,
        bargap=0.15,
        margin={"l": 10, "r": 10, "t": 80, "b": 10},
        xaxis={
            "anchor": "y3",
            "type": "date",
            "hoverformat": "%a %d %b %Y",
            "showgrid": False,
            "rangeselector": _range_buttons(days),
            "rangeslider": {"visible": len(days) > 1, "thickness": 0.05},
        },
        yaxis={"domain": [0.60, 1.0], "title": "followers", "tickformat": "~s"},
        yaxis2={
            "domain": [0.30, 0.55],
            "title": "change per day",
            "tickformat": "~s",
            "zeroline": True,
            "anchor": "x",
        },
        yaxis3={
            "domain": [0.07, 0.25],
            "title": "likes + comments<br>per post",
            "tickformat": "~s",
            "rangemode": "tozero",
            "anchor": "x",
        },
    )
    return figure


def _add_events(figure: go.Figure, events: pd.DataFrame) -> None:
    names = ["event_number", "first_day", "last_day", "is_worth_checking"]
    for number, first, last, is_worth_checking in events[names].itertuples(index=False):
        # Half a day on either side, so that a single day is as wide as its bar.
        start = pd.Timestamp(first) - pd.Timedelta(hours=12)
        end = pd.Timestamp(last) + pd.Timedelta(hours=12)
        figure.add_shape(
            type="rect",
            xref="x",
            x0=start,
            x1=end,
            yref="paper",
            y0=0.07,
            y1=1,
            fillcolor=_SHADE[bool(is_worth_checking)],
            line={"width": 0},
            layer="below",
        )
        if number <= _NUMBERED_MAX:
            figure.add_annotation(
                x=start + (end - start) / 2,
                xref="x",
                y=1,
                yref="paper",
                text=f"{number:.0f}",
                showarrow=False,
                yanchor="bottom",
                font={"size": 12, "color": AMBER if is_worth_checking else GREY},
            )


def _add_band(
    figure: go.Figure, days: pd.DataFrame, low: str, high: str, *, axis: str, name: str
) -> None:
    known = days[days[low].notna() & days[high].notna()]
    if len(known) < 2:
        return
    # One outline a stretch: a fill between two lines would run across days without counts.
    run = (known.index.to_series().diff() != 1).cumsum()
    x: list[pd.Timestamp | None] = []
    y: list[float] = []
    for _, part in known.groupby(run.to_numpy()):
        x += [*part["day"], *part["day"][::-1], None]
        y += [*part[high], *part[low][::-1], np.nan]
    figure.add_scatter(
        x=x[:-1],
        y=y[:-1],
        mode="lines",
        line={"width": 0, "color": GREY},
        fill="toself",
        fillcolor=_BAND,
        name=name,
        hoverinfo="skip",
        yaxis=axis,
    )


def _add_followers(figure: go.Figure, days: pd.DataFrame, marked: np.ndarray) -> None:
    _add_band(figure, days, "band_low", "band_high", axis="y", name="expected followers")
    figure.add_scatter(
        x=days["day"],
        y=days["followers_count"],
        mode="lines+markers" if len(days) <= 31 else "lines",
        line={"color": ACCENT, "width": 2},
        marker={"size": 5},
        customdata=np.where(
            days["band_low"].notna(),
            [
                f" (expected {low:,.0f} to {high:,.0f})"
                for low, high in days[["band_low", "band_high"]].to_numpy(float)
            ],
            "",
        ),
        name="followers",
        hovertemplate="%{y:,.0f} followers%{customdata}<extra></extra>",
    )
    figure.add_scatter(
        x=days["day"],
        y=days["followers_count"].where(marked),
        # A single day has no line of its own.
        mode="lines+markers",
        line={"color": AMBER, "width": 3},
        marker={"size": 5},
        name="worth checking",
        hoverinfo="skip",
    )


def _add_changes(figure: go.Figure, days: pd.DataFrame, marked: np.ndarray) -> None:
    _add_band(figure, days, "expected_low", "expected_high", axis="y2", name="expected change")
    has_change = days["change_per_day"].notna().to_numpy()
    changes = days[has_change]
    usual_gap = days["day"].diff().dt.days.median()
    figure.add_bar(
        x=changes["day"],
        y=changes["change_per_day"],
        width=0.85 * (1.0 if np.isnan(usual_gap) else usual_gap) * _DAY_MS,
        marker={"color": np.where(marked[has_change], AMBER, ACCENT), "line": {"width": 0}},
        customdata=np.array(change_notes(days), dtype=object)[has_change],
        name="change per day",
        hovertemplate="%{customdata}<extra></extra>",
        yaxis="y2",
    )
    if days["cohort_change"].notna().sum() > 1:
        figure.add_scatter(
            x=days["day"],
            y=days["cohort_change"],
            mode="lines",
            line={"color": GREY, "width": 1.5, "dash": "dot"},
            name="comparable accounts",
            hovertemplate="comparable accounts: %{y:+,.0f} a day<extra></extra>",
            yaxis="y2",
        )


def _add_posts(figure: go.Figure, posts: pd.DataFrame) -> None:
    sponsored = posts["sponsored_count"].to_numpy(dtype=float) > 0
    engagements = np.nan_to_num(posts["engagements_per_post"].to_numpy(dtype=float))
    figure.add_scatter(
        x=posts["day"],
        # A post without numbers is still an event of that day: it stands on the axis.
        y=engagements,
        mode="markers",
        marker={
            "color": ACCENT,
            "size": np.minimum(7 + 2 * posts["posts_count"].to_numpy(dtype=float), 15),
            "symbol": np.where(sponsored, "square-open", "circle"),
            "opacity": 0.85,
        },
        error_y={
            "type": "data",
            "symmetric": False,
            "array": np.zeros(len(posts)),
            "arrayminus": engagements,
            "width": 0,
            "thickness": 1,
            "color": GREY,
        },
        customdata=post_notes(posts),
        name="posts",
        hovertemplate="%{customdata}<extra></extra>",
        yaxis="y3",
    )
    if posts.empty:
        figure.add_annotation(
            xref="paper",
            x=0.5,
            yref="paper",
            y=0.16,
            text="no posts known",
            showarrow=False,
            font={"color": GREY},
        )


def _range_buttons(days: pd.DataFrame) -> dict[str, Any] | None:
    if days.empty:
        return None
    span = (days["day"].iloc[-1] - days["day"].iloc[0]).days
    steps = [
        {"count": months, "label": label, "step": "month", "stepmode": "backward"}
        for months, label in ((1, "1 month"), (3, "3 months"), (12, "1 year"))
        if span > months * 31
    ]
    if not steps:
        return None
    return {
        "buttons": [*steps, {"step": "all", "label": "all"}],
        "x": 1,
        "xanchor": "right",
        "y": 1.04,
    }
