"""The picture of a case as lines and boxes of an SVG: prints sharply, needs no script.

Drawn here because no library did better: matplotlib (70 MB) and vl-convert (84 MB) take 3 to 7
seconds a report and give bars and events no hover text, matplotlib links inside the file, which
the report's policy forbids, and pygal adds a script and draws one kind of chart at a time.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.charts.growth.days import thinned
from core.formats import day

WIDTH, HEIGHT = 760, 452
LEFT, RIGHT = 58, 752
_NUMBERED_MAX = 12
_Heights = Callable[[NDArray[np.float64]], NDArray[np.float64]]
_UNITS = ((1e9, "B"), (1e6, "M"), (1e3, "k"))


@dataclass(frozen=True)
class Box:
    """A rectangle in the picture's units."""

    x: float
    y: float
    width: float
    height: float
    kind: str = ""
    title: str = ""


@dataclass(frozen=True)
class Mark:
    """A text or a dot at a place."""

    x: float
    y: float
    text: str
    kind: str = ""


@dataclass
class Panel:
    """One of the three panels on the common time axis.

    Attributes:
        top, bottom: edges in the picture's units.
        ticks: marks of the vertical axis; their x is the left edge.
        band, line, cohort: SVG paths, '' when there is nothing to draw.
    """

    name: str
    top: float
    bottom: float
    ticks: list[Mark] = field(default_factory=list)
    band: str = ""
    line: str = ""
    cohort: str = ""
    bars: list[Box] = field(default_factory=list)
    dots: list[Mark] = field(default_factory=list)


@dataclass(frozen=True)
class Drawing:
    """Attributes:
    panels: followers, change per day, likes + comments per post.
    events: shaded stretches behind all panels; their numbers stand above.
    dates: marks under the last panel.
    """

    panels: list[Panel]
    events: list[Box]
    numbers: list[Mark]
    dates: list[Mark]
    width: int = WIDTH
    height: int = HEIGHT


def growth_drawing(days: pd.DataFrame, posts: pd.DataFrame, events: pd.DataFrame) -> Drawing:
    """Followers, daily change and posts of one creator, with its events.

    Args:
        days, posts: as for `growth_figure`; days has at least two rows.
        events: event_number, first_day, last_day, is_worth_checking, sentence.
    """
    days = thinned(days, rows_max=400)
    first, last = days["day"].iloc[0], days["day"].iloc[-1]
    span = max((last - first) / pd.Timedelta(days=1), 1.0)

    def across(moments: pd.Series) -> NDArray[np.float64]:
        part = (pd.to_datetime(moments) - first) / pd.Timedelta(days=1) / span
        places: NDArray[np.float64] = LEFT + part.to_numpy(float) * (RIGHT - LEFT)
        return places

    x = across(days["day"])
    followers = _followers(days, x)
    changes = _changes(days, x, (RIGHT - LEFT) / span, events)
    inside = posts[(posts["day"] >= first) & (posts["day"] <= last)]
    shaded, numbers = _events(events, across, (RIGHT - LEFT) / span)
    return Drawing(
        [followers, changes, _posts(inside, across(inside["day"]))],
        shaded,
        numbers,
        _dates(first, last),
    )


def _followers(days: pd.DataFrame, x: NDArray[np.float64]) -> Panel:
    panel = Panel("followers", 18, 198)
    names = ["followers_count", "band_low", "band_high"]
    values = days[names].to_numpy(float)
    up = _scale(panel, values, from_zero=False)
    panel.line = _path(x, up(values[:, 0]))
    panel.band = _band(x, up(values[:, 1]), up(values[:, 2]))
    return panel


def _changes(
    days: pd.DataFrame, x: NDArray[np.float64], day_width: float, events: pd.DataFrame
) -> Panel:
    panel = Panel("change per day", 222, 322)
    change = days["change_per_day"].to_numpy(float)
    around = days[["expected_low", "expected_high", "cohort_change"]].to_numpy(float)
    up = _scale(panel, np.concatenate([change, around.ravel()]), from_zero=True)
    checked = set(events.loc[events["is_worth_checking"], "event_number"].tolist())
    gap = days["day"].diff().dt.days.median()
    width = max(0.7, 0.8 * day_width * (1.0 if np.isnan(gap) else gap))
    zero = float(up(np.array([0.0]))[0])
    for place, (where, height) in enumerate(zip(x, up(change), strict=True)):
        if np.isnan(height):
            continue
        number = days["event_number"].iloc[place]
        panel.bars.append(
            Box(
                where - width / 2,
                min(zero, height),
                width,
                max(abs(zero - height), 0.3),
                "check" if number in checked else "",
                f"{day(days['day'].iloc[place])}: {change[place]:+,.0f}",
            )
        )
    panel.band = _band(x, up(around[:, 0]), up(around[:, 1]))
    panel.cohort = _path(x, up(around[:, 2]))
    return panel


def _posts(posts: pd.DataFrame, x: NDArray[np.float64]) -> Panel:
    panel = Panel("likes + comments per post", 346, 416)
    values = np.nan_to_num(posts["engagements_per_post"].to_numpy(float))
    up = _scale(panel, values, from_zero=True)
    sponsored = posts["sponsored_count"].to_numpy(float) > 0
    panel.dots = [
        Mark(float(where), float(height), day(moment), "sponsored" if paid else "")
        for where, height, moment, paid in zip(x, up(values), posts["day"], sponsored, strict=True)
    ]
    return panel


def _scale(panel: Panel, values: NDArray[np.float64], *, from_zero: bool) -> _Heights:
    """Value -> height of the panel; writes its ticks."""
    known = values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high <= low:
        low, high = low - 0.5 * (not from_zero), low + 1.0
    step = nice_step((high - low) / 3)
    low, high = math.floor(low / step) * step, math.ceil(high / step) * step

    def up(value: NDArray[np.float64]) -> NDArray[np.float64]:
        return panel.bottom - (value - low) / (high - low) * (panel.bottom - panel.top)

    tick_values = [low + number * step for number in range(round((high - low) / step) + 1)]
    for value, text in zip(tick_values, tick_texts(tick_values), strict=True):
        panel.ticks.append(Mark(LEFT, float(up(np.array([value]))[0]), text))
    return up


def tick_texts(values: Sequence[float]) -> list[str]:
    """Marks of an axis, short, with as many digits as it takes to tell them apart."""
    largest = max((abs(value) for value in values), default=0.0)
    size, unit = next(
        ((size, unit) for size, unit in _UNITS if largest >= size * 0.9995), (1.0, "")
    )
    texts: list[str] = []
    for digits in range(7):
        texts = [f"{value / size + 0.0:.{digits}f}{unit}" for value in values]
        exact = all(
            abs(round(value / size, digits) * size - value) <= 1e-6 * max(largest, 1)
            for value in values
        )
        if exact and len(set(texts)) == len(texts):
            break
    return ["0" if float(text.removesuffix(unit)) == 0 else text for text in texts]


def nice_step(rough: float) -> float:
    """The smallest of 1, 2, 5, 10 times a power of ten that is no smaller than `rough`, > 0."""
    size = 10.0 ** math.floor(math.log10(rough))
    return next(size * part for part in (1, 2, 5, 10) if size * part >= rough * 0.999)


def _path(x: NDArray[np.float64], y: NDArray[np.float64]) -> str:
    """A line that breaks where y is not known."""
    parts, pen = [], "M"
    for across, down in zip(x.tolist(), y.tolist(), strict=True):
        if math.isnan(down):
            pen = "M"
            continue
        parts.append(f"{pen}{across:.1f} {down:.1f}")
        pen = "L"
    return " ".join(parts)


def _band(x: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]) -> str:
    """Closed stretches between two lines, one for each run of known places."""
    known = ~np.isnan(low) & ~np.isnan(high)
    places = np.flatnonzero(known)
    if not len(places):
        return ""
    paths = []
    for run in np.split(places, np.flatnonzero(np.diff(places) > 1) + 1):
        there = [f"{a:.1f} {b:.1f}" for a, b in zip(x[run], high[run], strict=True)]
        back = [f"{a:.1f} {b:.1f}" for a, b in zip(x[run][::-1], low[run][::-1], strict=True)]
        paths.append("M" + " L".join([*there, *back]) + " Z")
    return " ".join(paths)


def _events(
    events: pd.DataFrame,
    across: Callable[[pd.Series], NDArray[np.float64]],
    day_width: float,
) -> tuple[list[Box], list[Mark]]:
    if events.empty:
        return [], []
    starts, ends = across(events["first_day"]), across(events["last_day"])
    boxes, numbers = [], []
    half = max(day_width / 2, 1.5)
    for start, end, event in zip(starts, ends, events.itertuples(), strict=True):
        left, right = max(start - half, LEFT), min(end + half, RIGHT)
        kind = "check" if event.is_worth_checking else ""
        boxes.append(Box(left, 14, max(right - left, 2), 402, kind, str(event.sentence)))
        if event.event_number <= _NUMBERED_MAX:
            numbers.append(Mark((left + right) / 2, 11, str(event.event_number), kind))
    return boxes, numbers


def _dates(first: pd.Timestamp, last: pd.Timestamp) -> list[Mark]:
    marks = []
    for part, anchor in ((0, "start"), (0.25, "middle"), (0.5, "middle"), (0.75, "middle"),
                         (1, "end")):  # fmt: skip
        marks.append(
            Mark(LEFT + part * (RIGHT - LEFT), 434, day(first + part * (last - first)), anchor)
        )
    return marks
