"""Size against momentum, where one creator is heading, and what the score is made of."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from core.charts.template import ACCENT, AMBER, GREY
from core.domain.thresholds import MOMENTUM_OF_PEERS, MOMENTUM_RISING
from core.formats import signed

_NARROW = 100  # the largest so many times the smallest
_FAN = "rgba(13,148,136,0.18)"


def rising_figure(points: pd.DataFrame) -> go.Figure:
    """Creators by followers (log) and momentum; customdata holds the id for clicks.

    Args:
        points: influencer_id, name, handle, followers_count, momentum_score, growth_beyond.
    """
    rising = (points["momentum_score"] >= MOMENTUM_RISING).to_numpy()
    words = points["name"].str.cat(points["handle"], sep="  @")
    figure = go.Figure(
        go.Scatter(
            x=points["followers_count"],
            y=points["momentum_score"],
            mode="markers",
            marker={
                "size": 7,
                # A number each: of a list, Plotly checks every colour, which takes longest.
                "color": rising.astype(int),
                "colorscale": [[0, GREY], [1, ACCENT]],
                "cmin": 0,
                "cmax": 1,
                "opacity": 0.65,
                "line": {"width": 0},
            },
            customdata=points[["influencer_id"]].assign(
                words=words, beyond=points["growth_beyond"]
            ),
            hovertemplate="<b>%{customdata[1]}</b><br>%{x:,.0f} followers<br>momentum %{y:.0f}"
            "<br>%{customdata[2]:+.1%} a week beyond comparable accounts<extra></extra>",
        )
    )
    figure.add_hline(y=MOMENTUM_OF_PEERS, line={"color": GREY, "dash": "dot", "width": 1.5})
    figure.update_layout(
        title="Who rises, and how large are they?",
        height=500,
        showlegend=False,
        xaxis={
            "title": "followers",
            "type": "log",
            "tickformat": "~s",
            # Of a tier alone, powers of ten would be one tick or none.
            "dtick": "D2" if _is_narrow(points["followers_count"]) else 1,
        },
        yaxis={
            "title": f"momentum ({MOMENTUM_OF_PEERS}: as comparable accounts)",
            "range": [0, 102],
        },
    )
    return figure


def _is_narrow(followers: pd.Series) -> bool:
    return not followers.empty and followers.max() < _NARROW * followers.min()


def outlook_figure(counts: pd.DataFrame, forecasts: pd.DataFrame) -> go.Figure:
    """Followers so far, and the forecast with its 80% interval.

    Args:
        counts: day, followers_count; oldest first.
        forecasts: horizon_days, from_day, followers_now, followers_forecast, followers_low,
            followers_high, is_tested; may be empty.
    """
    figure = go.Figure(
        go.Scatter(
            x=counts["day"],
            y=counts["followers_count"],
            mode="lines",
            line={"color": ACCENT, "width": 2},
            name="followers",
            hovertemplate="%{y:,.0f}<extra>followers</extra>",
        )
    )
    if not forecasts.empty:
        _add_fan(figure, forecasts)
    figure.update_layout(
        title="Where are the followers heading?",
        height=380,
        hovermode="x unified",
        showlegend=False,
        xaxis={"type": "date", "showgrid": False, "hoverformat": "%a %d %b %Y"},
        yaxis={"title": "followers", "tickformat": "~s"},
    )
    return figure


def _add_fan(figure: go.Figure, forecasts: pd.DataFrame) -> None:
    start = pd.Timestamp(forecasts["from_day"].iloc[0])
    days = [start, *(start + pd.to_timedelta(forecasts["horizon_days"], unit="D"))]
    now = forecasts["followers_now"].iloc[0]
    low = [now, *forecasts["followers_low"]]
    high = [now, *forecasts["followers_high"]]
    figure.add_scatter(
        x=[*days, *days[::-1]],
        y=[*high, *low[::-1]],
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=_FAN,
        hoverinfo="skip",
    )
    ranges = [
        f"{middle:,.0f} (80%: {least:,.0f} to {most:,.0f})"
        for middle, least, most in zip(
            [now, *forecasts["followers_forecast"]], low, high, strict=True
        )
    ]
    figure.add_scatter(
        x=days,
        y=[now, *forecasts["followers_forecast"]],
        mode="lines+markers",
        line={"color": ACCENT, "width": 2, "dash": "dash"},
        marker={"size": [0, *[8] * len(forecasts)]},
        customdata=ranges,
        hovertemplate="%{customdata}<extra>forecast</extra>",
    )
    for day, middle, horizon in zip(
        days[1:], forecasts["followers_forecast"], forecasts["horizon_days"], strict=True
    ):
        figure.add_annotation(
            x=day,
            y=middle,
            text=f"{horizon} days",
            showarrow=False,
            yshift=14,
            xanchor="right",
            font={"size": 12, "color": GREY},
        )


def parts_figure(parts: pd.DataFrame) -> go.Figure:
    """Points that each part adds to or takes from the score.

    Args:
        parts: part (name shown), points; in the order to show.
    """
    shown = parts.iloc[::-1]
    figure = go.Figure(
        go.Bar(
            x=shown["points"],
            y=shown["part"],
            orientation="h",
            marker={
                "color": [ACCENT if points >= 0 else AMBER for points in shown["points"]],
                "line": {"width": 0},
            },
            text=[signed(points, ".1f") for points in shown["points"]],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{x:+.1f} points<extra></extra>",
        )
    )
    reach = max(10.0, 1.7 * float(shown["points"].abs().max() if len(shown) else 0))
    figure.update_layout(
        title="What is the score made of?",
        height=90 + 36 * max(len(shown), 1),
        xaxis={"title": "points from 50", "range": [-reach, reach], "zeroline": True},
        yaxis={"showgrid": False},
    )
    return figure
