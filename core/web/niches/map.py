"""The map of the Niches page: creators by what they write about."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from core.charts.niches import map_figure
from core.charts.template import PLOT_CONFIG, finished
from core.queries import niches
from core.queries.niches import MAP_POINTS_MAX
from core.web.kit.cached import cached_read
from core.web.kit.widgets import (
    count,
)

_CLICK, _DRAW = "Click a creator", "Draw around a group"
_MAP_CONFIG = {"modeBarButtons": [["zoom2d", "pan2d", "resetScale2d", "toImage"]]}


# Drawing 4,000 points takes 100 ms; the figure is only read once it is finished.
@st.cache_resource(max_entries=64, show_spinner=False)
def _map(build: str, chosen: int | None, lasso: bool) -> go.Figure:
    return finished(map_figure(cached_read(niches.map_points, build), chosen=chosen, lasso=lasso))


def map_panel(build: str, chosen: int | None) -> tuple[str, ...]:
    """The map; returns the ids of the creators that were clicked or lassoed, sorted."""
    points = cached_read(niches.map_points, build)
    if points.empty:
        st.info("No creator has a place on the map.", icon=":material/hourglass_empty:")
        return ()
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            st.markdown(
                "**Map** :gray[Creators close together post about similar things.]",
                width="content",
            )
            tool = st.segmented_control(
                "Select by",
                [_CLICK, _DRAW],
                default=_CLICK,
                required=True,
                key="map_tool",
                persist_state="session",
                label_visibility="collapsed",
            )
        event: Any = st.plotly_chart(
            _map(build, chosen, tool == _DRAW),
            key=f"niche_map_{chosen}_{tool}",
            on_select="rerun",
            selection_mode=("points", "lasso"),
            config={**PLOT_CONFIG, **_MAP_CONFIG},
            alt="Map of creators: those close together post about similar things.",
        )
        sample = (
            f"An even sample of {count(len(points))} creators. "
            if len(points) >= MAP_POINTS_MAX
            else ""
        )
        st.caption(f"{sample}What you select is listed below.")
    return tuple(sorted({point["customdata"][0] for point in event["selection"]["points"]}))
