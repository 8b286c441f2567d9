"""What stands behind a figure, for those who cannot see it or want the numbers: a description
and a table of its points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

ROWS_MAX = 5_000
_NAMES_MAX = 4  # of curves, in the description
_TAG = re.compile(r"<[^>]*>")
_FIRST_IN_HOVER = re.compile(r"(?:<b>)?%\{customdata\[(\d+)\]\}")


def figure_description(figure: go.Figure) -> str:
    """One sentence for screen readers: the title and what is drawn.

    The title is the question that the figure answers.
    """
    title = _plain(figure.layout.title.text) or "without a title."
    names = list(dict.fromkeys(name for name, _ in _seen(figure) if name))
    if len(names) < 2:
        return f"Chart: {title}"
    more = len(names) - _NAMES_MAX
    shown = ", ".join(names[:_NAMES_MAX]) + (f" and {more} more" if more > 0 else "")
    return f"Chart: {title} Shown are {shown}."


def figure_table(figure: go.Figure) -> pd.DataFrame:
    """The points of a figure, one row each, in the order in which they are drawn.

    Returns:
        The name of the curve where there are several, then the axes under their titles, and the
        text of a point where it has one; at most ROWS_MAX rows. What only decorates (bands,
        shading, guides without a hover) is left out. Empty for a figure without points.
    """
    frames = [
        frame.assign(series=name) if name else frame
        for name, trace in _seen(figure)
        if not (frame := _rows(figure, trace)).empty
    ]
    if not frames:
        return pd.DataFrame()
    table = pd.concat(frames, ignore_index=True).head(ROWS_MAX)
    if "series" in table:
        series = table.pop("series")
        if series.nunique() > 1:
            table.insert(0, "series", series)
    return table.dropna(axis="columns", how="all").rename(columns=_capitalised)


def _seen(figure: go.Figure) -> Iterator[tuple[str, Any]]:
    """Name and trace of what a reader can point at."""
    for trace in figure.data:
        if trace.hoverinfo != "skip" and trace.visible is not False:
            yield _plain(trace.name), trace


def _rows(figure: go.Figure, trace: Any) -> pd.DataFrame:
    across = _axis_title(figure, trace, "x")
    along = _axis_title(figure, trace, "y")
    if trace.type == "heatmap":
        return _cells(figure, trace)
    if getattr(trace, "x", None) is None or getattr(trace, "y", None) is None:
        return pd.DataFrame()
    if across == along:
        across, along = f"{across} (across)", f"{along} (up)"
    columns = {across: _values(figure, trace, "x"), along: _values(figure, trace, "y")}
    length = min(len(values) for values in columns.values())
    frame = pd.DataFrame({name: values[:length] for name, values in columns.items()})
    texts = _texts(trace, length)
    return frame if texts is None else frame.assign(label=texts)


def _cells(figure: go.Figure, trace: Any) -> pd.DataFrame:
    z = np.asarray(trace.z, dtype=float)
    x = _values(figure, trace, "x") if trace.x is not None else list(range(z.shape[1]))
    y = _values(figure, trace, "y") if trace.y is not None else list(range(z.shape[0]))
    return pd.DataFrame(
        {
            "row": np.repeat(np.asarray(y, dtype=object), len(x)),
            "column": np.tile(np.asarray(x, dtype=object), len(y)),
            "value": z.ravel(),
        }
    )


def _axis(figure: go.Figure, trace: Any, letter: str) -> Any:
    """The layout of the axis on which the trace lies."""
    number = (getattr(trace, f"{letter}axis", None) or letter)[1:]
    return figure.layout[f"{letter}axis{number}"]


def _axis_title(figure: go.Figure, trace: Any, letter: str) -> str:
    title = _plain(_axis(figure, trace, letter).title.text)
    if title:
        return title
    values = getattr(trace, letter, None)
    if values is None or not len(values):
        return letter
    first = values[0]
    if isinstance(first, str):
        return "name"
    return "day" if isinstance(first, pd.Timestamp | np.datetime64) else "value"


def _values(figure: go.Figure, trace: Any, letter: str) -> list[Any]:
    """The values; positions by the names that stand at their ticks."""
    axis = _axis(figure, trace, letter)
    values = list(getattr(trace, letter))
    if axis.tickvals is not None and axis.ticktext is not None:
        names = dict(zip(axis.tickvals, axis.ticktext, strict=False))
        if all(value in names for value in values):
            return [_plain(names[value]) for value in values]
    return [_plain(value) if isinstance(value, str) else value for value in values]


def _texts(trace: Any, length: int) -> list[str] | None:
    for texts in (_hover_names(trace), trace.hovertext, trace.text):
        if texts is not None and not isinstance(texts, str) and len(texts) == length:
            return [_plain(text) for text in texts]
    return None


def _hover_names(trace: Any) -> list[str] | None:
    """What a hover says first, where that is a name among the custom data."""
    first = _FIRST_IN_HOVER.match(trace.hovertemplate or "")
    if first is None or trace.customdata is None or not len(trace.customdata):
        return None
    place = int(first.group(1))
    names = [row[place] for row in trace.customdata]
    return names if all(isinstance(name, str) for name in names) else None


def _plain(text: object) -> str:
    """Without Plotly's markup."""
    return "" if text is None else unescape(_TAG.sub(" ", str(text))).strip()


def _capitalised(name: str) -> str:
    return name[:1].upper() + name[1:]
