"""Cached reads of a build and figures: one function for all queries, services, figures.

    frame = cached_read(trends.trend_table, build, chosen, order=order, limit=limit)
    duel = cached_service(head_to_head.duel, build, a, b)
    figure = cached_figure(rising_figure, points)

The build id is part of the key, so another build gives other values; the key of a figure is what it
is made of. Arguments are those of the query after its cursor; they must be hashable and plain. Each
query has a store of its own that keeps the newest `READS_MAX` results and `READS_SIZE`, so that a
busy search never pushes out what every page shows. A read that needs words while it runs, or other
steps than one call, is a function with `st.cache_data` of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import plotly.graph_objects as go
import streamlit as st
from duckdb import DuckDBPyConnection

from core.charts.template import finished
from core.services.session import BuildSession
from core.web.kit.cache import cursor, open_build

P = ParamSpec("P")
R = TypeVar("R")

READS_MAX = 128
READS_SIZE = "16 MB"
FIGURES_MAX = 32


def cached_read(
    query: Callable[Concatenate[DuckDBPyConnection, P], R],
    build: str,
    *arguments: P.args,
    **options: P.kwargs,
) -> R:
    """What a query gives on a build; a copy of the kept value where it was asked before.

    Args:
        query: a function of a module that takes a cursor first.
    Raises:
        StoreError: the store of the build is damaged; else what the query raises.
        ValueError: the query is no function of a module, so its results have no key of their own.
    """
    result: R = _kept(query, cursor)(build, *arguments, **options)
    return result


def cached_service(
    service: Callable[Concatenate[BuildSession, P], R],
    build: str,
    *arguments: P.args,
    **options: P.kwargs,
) -> R:
    """The same for a service, a function that takes a `BuildSession` first."""
    result: R = _kept(service, open_build)(build, *arguments, **options)
    return result


def cached_figure(
    make: Callable[P, go.Figure], *arguments: P.args, **options: P.kwargs
) -> go.Figure:
    """What `make` draws of its arguments, in the common layout; the kept one where there is one.

    Plotly takes 20 to 60 ms to make a figure. It is shared by all sessions: shown, never changed.

    Args:
        make: a function of a module; its arguments are plain values or frames of such.
    Raises:
        ValueError: `make` is no function of a module, so its figures have no key of their own.
    """
    figure: go.Figure = _kept_figure(make)(*arguments, **options)
    return figure


def _require_module_level(function: Callable[..., Any]) -> None:
    """Streamlit tells stores apart by module, name and source of a function."""
    if "<" in function.__qualname__:
        raise ValueError(f"Expected a function of a module, found '{function.__qualname__}'.")


@cache
def _kept_figure(make: Callable[..., go.Figure]) -> Callable[..., go.Figure]:
    """The function with a store of its own."""
    _require_module_level(make)

    @st.cache_resource(max_entries=FIGURES_MAX, show_spinner=False)
    @wraps(make)
    def draw(*arguments: Any, **options: Any) -> go.Figure:
        return finished(make(*arguments, **options))

    return draw


@cache
def _kept(
    query: Callable[..., Any], opened: Callable[[str], AbstractContextManager[Any]]
) -> Callable[..., Any]:
    """The query on a build id, with a store of its own."""
    _require_module_level(query)

    # `wraps` gives the store module, name and source of the query.
    @st.cache_data(max_entries=READS_MAX, max_size=READS_SIZE, show_spinner=False)
    @wraps(query)
    def read(build: str, *arguments: Any, **options: Any) -> Any:
        with opened(build) as source:
            return query(source, *arguments, **options)

    return read
