"""Figures of one creator's growth: curve with daily change and posts, score parts, peers."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.charts.template import ACCENT, AMBER, GREY

_DAY_MS = 86_400_000
# A pause this many times longer than usual breaks the line: nothing is known inside it.
_GAP_FACTOR = 3


def growth_figure(
    curve: pd.DataFrame, posts: pd.DataFrame, *, threshold: float | None
) -> go.Figure:
    """Followers, daily change and posts on one time axis.

    Args:
        curve: day, followers_count, days_since, change_per_day, change_count, threshold (not NaN
            on unusual days); may be empty.
        posts: day, posts_count, sponsored_count, engagements_per_post, caption; may be empty.
        threshold: followers a day above which a change is unusual; None when unknown.
    """
    figure = go.Figure()
    unusual = curve[curve["threshold"].notna()]
    _add_followers(figure, curve, unusual)
    _add_changes(figure, curve, unusual, threshold)
    _add_posts(figure, posts)
    figure.update_layout(
        title="Did followers rise in a way the posts explain?",
        height=620,
        hovermode="x unified",
        # One hover box for all three panels: they share the axis object, not only its range.
        hoversubplots="axis",
        showlegend=False,
        bargap=0.15,
        margin={"l": 10, "r": 10, "t": 70, "b": 10},
        xaxis={
            "anchor": "y3",
            "type": "date",
            "hoverformat": "%a %d %b %Y",
            "showgrid": False,
            "rangeselector": _range_buttons(curve),
        },
        yaxis={"domain": [0.60, 1.0], "title": "followers", "tickformat": "~s"},
        yaxis2={
            "domain": [0.29, 0.54],
            "title": "change a day",
            "tickformat": "~s",
            "zeroline": True,
            "anchor": "x",
        },
        yaxis3={
            "domain": [0.0, 0.23],
            "title": "likes + comments<br>a post",
            "tickformat": "~s",
            "rangemode": "tozero",
            "anchor": "x",
        },
    )
    return figure


def _add_followers(figure: go.Figure, curve: pd.DataFrame, unusual: pd.DataFrame) -> None:
    line = _with_gaps(curve)
    figure.add_scatter(
        x=line["day"],
        y=line["followers_count"],
        mode="lines+markers" if len(curve) <= 31 else "lines",
        line={"color": ACCENT, "width": 2},
        marker={"size": 5},
        name="followers",
        hovertemplate="%{y:,.0f} followers<extra></extra>",
    )
    figure.add_scatter(
        x=unusual["day"],
        y=unusual["followers_count"],
        mode="markers",
        marker={"color": AMBER, "size": 9, "symbol": "diamond"},
        name="unusual day",
        hoverinfo="skip",
    )


def _add_changes(
    figure: go.Figure, curve: pd.DataFrame, unusual: pd.DataFrame, threshold: float | None
) -> None:
    changes = curve[curve["change_per_day"].notna()]
    usual_gap = float(changes["days_since"].median()) if len(changes) else 1.0
    is_unusual = changes["threshold"].notna().to_numpy()
    figure.add_bar(
        x=changes["day"],
        y=changes["change_per_day"],
        width=0.85 * usual_gap * _DAY_MS,
        marker={"color": np.where(is_unusual, AMBER, GREY), "line": {"width": 0}},
        customdata=_change_notes(changes, threshold),
        name="change a day",
        hovertemplate="%{customdata}<extra></extra>",
        yaxis="y2",
    )
    if threshold is not None and len(changes):
        figure.add_shape(
            type="line",
            xref="paper",
            x0=0,
            x1=1,
            yref="y2",
            y0=threshold,
            y1=threshold,
            line={"color": AMBER, "dash": "dash", "width": 1.5},
        )
        # Above the end of the line where the bars leave it room.
        part = max(1, len(changes) * 3 // 10)
        rates = changes["change_per_day"].to_numpy(dtype=float)
        at_right = np.nanmax(rates[-part:]) <= np.nanmax(rates[:part])
        figure.add_annotation(
            xref="paper",
            x=1 if at_right else 0,
            yref="y2",
            y=threshold,
            text=f"mean + 2 sd: {threshold:+,.0f} a day",
            showarrow=False,
            xanchor="right" if at_right else "left",
            yanchor="bottom",
            font={"color": AMBER, "size": 12},
        )


def _change_notes(changes: pd.DataFrame, threshold: float | None) -> list[str]:
    names = ["change_count", "days_since", "change_per_day", "threshold"]
    notes = []
    for gained, days, rate, limit in changes[names].to_numpy(dtype=float).tolist():
        note = f"{gained:+,.0f} followers"
        if days > 1:
            note += f" over {days:.0f} days ({rate:+,.1f} a day)"
        if threshold is not None:
            note += f" (threshold {threshold:+,.0f} a day)"
        if not np.isnan(limit):
            note += " · <b>unusual, worth checking</b>"
        notes.append(note)
    return notes


def _post_notes(posts: pd.DataFrame) -> list[str]:
    notes = []
    for number, sponsored, engagements, caption in zip(
        posts["posts_count"].tolist(),
        posts["sponsored_count"].tolist(),
        posts["engagements_per_post"].tolist(),
        posts["caption"].tolist(),
        strict=True,
    ):
        note = "1 post" if number == 1 else f"{number} posts"
        if pd.notna(engagements):
            note += f", {engagements:,.0f} likes + comments each"
        if sponsored:
            note += ", sponsored"
        # Plotly reads some HTML in hover texts, and captions come from strangers.
        notes.append(note + (f"<br>“{escape(caption)}”" if caption else ""))
    return notes


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
        customdata=_post_notes(posts),
        name="posts",
        hovertemplate="%{customdata}<extra></extra>",
        yaxis="y3",
    )


def _range_buttons(curve: pd.DataFrame) -> dict[str, Any] | None:
    if curve.empty:
        return None
    span = (pd.Timestamp(curve["day"].iloc[-1]) - pd.Timestamp(curve["day"].iloc[0])).days
    steps = [
        {"count": months, "label": label, "step": "month", "stepmode": "backward"}
        for months, label in ((1, "1 month"), (3, "3 months"), (12, "1 year"))
        if span > months * 31
    ]
    if not steps:
        return None
    return {"buttons": [*steps, {"step": "all", "label": "all"}], "x": 1, "xanchor": "right"}


def _with_gaps(curve: pd.DataFrame) -> pd.DataFrame:
    """The curve with an empty point inside every long pause, so that the line breaks there."""
    if len(curve) < 3:
        return curve[["day", "followers_count"]]
    usual = curve["days_since"].median()
    breaks = curve[curve["days_since"] > _GAP_FACTOR * max(usual, 1)]
    holes = pd.DataFrame(
        {
            "day": pd.to_datetime(breaks["day"]) - pd.Timedelta(hours=12),
            "followers_count": np.full(len(breaks), np.nan),
        }
    )
    line = curve[["day", "followers_count"]].assign(day=pd.to_datetime(curve["day"]))
    return pd.concat([line, holes]).sort_values("day", kind="stable") if len(holes) else line
