"""A ranking of creators in pages: the line above it, the table, its file, the view of one row."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pandas as pd
import streamlit as st

from core.queries.creators import Creator
from core.web.kit.creators.avatars import avatar
from core.web.kit.creators.cards import identity_html
from core.web.kit.creators.table import PAGE_ROWS, creators_list
from core.web.kit.downloads import file_buttons, file_bytes
from core.web.kit.formats import platform_label

PAGE_SIZE = PAGE_ROWS
# Enough to work through; it also bounds what one click may cost.
FILE_ROWS_MAX = 5_000


def no_rows() -> None:
    """What stands in place of a list whose filters nobody passes; they are above it, as chips."""
    st.info(
        "No creator passes these filters. Remove one of them.", icon=":material/filter_alt_off:"
    )


def table_head(
    caption: str,
    orders: Sequence[str],
    default_order: str,
    *,
    key: str,
    make_file: Callable[[str, str], bytes],
    file_name: str,
    file_note: str,
) -> str:
    """Hits, order and files above a table; the order chosen comes back.

    Args:
        key: starts the keys of all widgets, for example 'rising'.
        make_file: order and kind ('csv' or 'xlsx') -> content.
    """
    words_place, order_place, rest = st.columns([5, 3, 4], vertical_alignment="bottom")
    words_place.caption(caption)
    order: str = order_place.selectbox(
        "Order",
        list(orders),
        index=list(orders).index(default_order),
        key=f"{key}_order",
        persist_state="session",
        bind="query-params",
    )
    with rest, st.container(horizontal=True, gap="small", horizontal_alignment="right"):
        file_buttons(lambda kind: make_file(order, kind), name=file_name, key=key, note=file_note)
    return order


def paged_table(
    build: str,
    read_page: Callable[[int], pd.DataFrame],
    rows_count: int,
    *,
    key: str,
    view: str,
    score: str,
    figures: Sequence[str],
    column_config: Mapping[str, Any],
) -> None:
    """One page of creators with its pager; a click on a row opens the creator on this page.

    Args:
        read_page: page (from 1) -> up to `PAGE_SIZE` rows with influencer_id.
        view: key of filter and order, so that another one starts on the first page.
        score, figures, column_config: as for `creators_list`.
    """
    pages = math.ceil(rows_count / PAGE_SIZE)
    # The table stands above its pager, but needs the page first.
    table_place = st.container()
    page = st.pagination(pages, key=f"{key}_page_{view}") if pages > 1 else 1
    frame = read_page(page)
    with table_place:
        creators_list(
            build,
            frame,
            key=f"{key}_table_{view}_{page}",
            switch_key=key,
            score=score,
            figures=figures,
            column_config=column_config,
            on_open=_open_creator,
        )


def _open_creator(influencer_id: str) -> None:
    st.query_params["creator"] = influencer_id


def table_file(
    build: str,
    frame: pd.DataFrame,
    headers: Mapping[str, str],
    decimals: Mapping[str, int],
    *,
    kind: str,
    sheet: str,
    dates: Sequence[str] = (),
) -> bytes:
    """A ranking as 'csv' or 'xlsx'.

    Args:
        frame: with platform, reasons_for, reasons_against and the columns of `headers`.
        headers: column -> header, in the order of the file.
        dates: columns written as ISO dates.
    """
    shown = frame.assign(
        platform=frame["platform"].map(platform_label),
        **{name: frame[name].map(_joined) for name in ("reasons_for", "reasons_against")},
        **{name: frame[name].dt.strftime("%Y-%m-%d") for name in dates},
    ).round(dict(decimals))
    shown = shown[list(headers)].rename(columns=dict(headers))
    return file_bytes(build, kind, shown, sheet)


def rows_words(creators_count: int) -> str:
    """What the file holds."""
    if creators_count > FILE_ROWS_MAX:
        return f"The first {FILE_ROWS_MAX:,} of {creators_count:,} creators in this order."
    if creators_count == 1:
        return "The only creator."
    return f"All {creators_count:,} creators in this order."


def _joined(reasons: Sequence[str] | float | None) -> str:
    """Reasons on one line; '' for a creator without any."""
    return "" if reasons is None or isinstance(reasons, float) else "; ".join(reasons)


@contextmanager
def creator_head(
    build: str,
    creator: Creator,
    *,
    details: Sequence[str] | None = None,
    size_px: int = 52,
    left_share: float = 1 / 3,
) -> Iterator[None]:
    """Who is shown, on the left; the body draws links and buttons, which stand on the right.

    Args:
        details: under the name; None for platform, niche and tier.
        size_px: of the picture.
        left_share: of the width, for name and details.
    """
    left, right = st.columns([left_share, 1 - left_share], vertical_alignment="center")
    with left:
        if details is None:
            details = [platform_label(creator.platform), creator.niche or "", creator.tier or ""]
        picture = avatar(build, creator.influencer_id)
        st.html(identity_html(creator.name, creator.handle, details, picture, size_px=size_px))
    with (
        right,
        st.container(
            horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small"
        ),
    ):
        yield
