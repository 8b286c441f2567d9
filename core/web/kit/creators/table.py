"""The one table of creators: the same columns mean the same on every list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from core.queries import creators as creator_queries
from core.web.kit.cached import cached_read
from core.web.kit.creators.avatars import PICTURE_COLUMN, picture_column
from core.web.kit.creators.labels import (
    CREATOR_WIDTH,
    PHONE_WIDTH,
    creator_column,
    creator_labels,
    on_phone,
)
from core.web.kit.formats import is_missing, platform_label
from core.web.kit.growth.verdict import with_verdict
from core.web.kit.selection.ticks import ROW_PIXELS, ticked_table
from core.web.kit.state import with_brand
from core.web.kit.widgets import TREND_HELP, creator_columns

# Of every list, less the score of the list, which stands behind the creator: nine in all.
BASE_COLUMNS = (
    "creator",
    "platform",
    "niche",
    "followers_count",
    "engagement",
    "sparkline",
    "verdict",
    "post_price",
)
COLUMNS_MAX = 9
PAGE_ROWS = 25
COMMON, FIGURES = "List", "Figures"
_BARS = 5
_OPENED = "creator_opened_from_list"


def engagement_words(rate: float | None, percentile: float | None) -> str | None:
    """The engagement rate with its place among peers as five marks: ' 4.1% ▰▰▰▰▱'.

    Args:
        rate: a fraction; None when unknown, and so is what comes back.
        percentile: 0-1 among creators of the same tier and niche; without one there are no marks.
    """
    if is_missing(rate):
        return None
    # Filled with spaces, so that the column sorts by the number.
    shown = f"{rate:6.1%}"
    if is_missing(percentile):
        return shown
    full = min(int(float(percentile or 0) * _BARS) + 1, _BARS)
    return f"{shown} {'▰' * full}{'▱' * (_BARS - full)}"


def listed(build: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of a list with what every list shows about a creator.

    Args:
        frame: with influencer_id and the columns of the list; its own columns stay as they are.
    """
    ids = tuple(str(influencer_id) for influencer_id in frame["influencer_id"])
    facts = cached_read(creator_queries.listed_creators, build, ids).set_index("influencer_id")
    missing = [name for name in facts.columns if name not in frame.columns]
    whole = frame.join(facts[missing], on="influencer_id")
    return with_verdict(whole).assign(
        creator="@" + whole["handle"] if on_phone() else creator_labels(whole),
        platform=whole["platform"].map(platform_label),
        engagement=list(
            map(engagement_words, whole["engagement_rate"], whole["engagement_percentile"])
        ),
    )


def list_columns() -> dict[str, Any]:
    """How the columns of every list look."""
    return {
        **creator_columns(),
        "creator": creator_column(PHONE_WIDTH if on_phone() else CREATOR_WIDTH),
        "platform": st.column_config.TextColumn("Platform", width=82),
        "niche": st.column_config.TextColumn("Niche", width=138),
        "sparkline": st.column_config.LineChartColumn(
            "Trend",
            width=60,
            help=TREND_HELP,
        ),
        "engagement": st.column_config.TextColumn(
            "Engagement",
            width=118,
            help="(average likes + average comments) / followers; the marks are the place among "
            "creators of the same tier and niche, five for the top fifth",
        ),
        "verdict": st.column_config.TextColumn(
            "Growth",
            width=124,
            help="From the growth evidence; the page Authenticity has the case. Not proof.",
        ),
    }


def creators_list(
    build: str,
    frame: pd.DataFrame,
    *,
    key: str,
    score: str | None,
    figures: Sequence[str] = (),
    column_config: Mapping[str, Any] | None = None,
    on_open: Callable[[str], None] | None = None,
    rows_shown: int = PAGE_ROWS,
    switch_key: str | None = None,
) -> None:
    """A table of creators: ticks for the tray, a click on a row opens the creator.

    Args:
        frame: influencer_id and the columns of the list, one row per creator.
        score: the column of the list's own score, right behind the creator; None for none.
        figures: what an analyst sees in place of the common columns, chosen by a switch above.
        column_config: of the columns that only this list has.
        on_open: callback with the id of a row that was clicked; the profile opens without.
        rows_shown: as many are in sight, the others scroll.
        switch_key: of the switch, where `key` changes with what is shown.
    """
    order = _order(score)
    if figures and columns_switch(switch_key or key) == FIGURES:
        order = list(figures)
    shown = listed(build, frame)
    if not on_phone():
        shown = shown.assign(picture=picture_column(build, shown["influencer_id"]))
        order.insert(0, "picture")
    ticked_table(
        shown,
        key=key,
        column_order=order,
        column_config={
            **list_columns(),
            "picture": PICTURE_COLUMN,
            **(column_config or {}),
        },
        on_open=on_open or note_opened,
        height=ROW_PIXELS * (min(max(len(shown), 1), rows_shown) + 1) + 3,
    )
    open_noted()


def _order(score: str | None) -> list[str]:
    """The common columns; on a phone, what it shows before anybody swipes stands in front."""
    first, *others = BASE_COLUMNS
    if on_phone():
        others.sort(key=lambda name: name != "followers_count")
    return [first, *([score] if score else []), *others]


def note_opened(influencer_id: str) -> None:
    """Callback of a click on a creator, whose profile `open_noted` opens in the run after it."""
    # A callback cannot change the page.
    st.session_state[_OPENED] = influencer_id


def open_noted() -> None:
    """Opens the profile of the creator that was clicked."""
    influencer_id = st.session_state.pop(_OPENED, None)
    if influencer_id:
        st.switch_page("pages/creator.py", query_params=with_brand(creator=influencer_id))


def columns_switch(key: str) -> str:
    """Which columns are shown: those of every list, or the figures of this one."""
    return str(
        st.segmented_control(
            "Columns",
            (COMMON, FIGURES),
            default=COMMON,
            required=True,
            key=f"{key}_columns",
            bind="query-params",
            persist_state="session",
            label_visibility="collapsed",
        )
    )
