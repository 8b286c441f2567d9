"""What a list is filtered by, as chips that a click removes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.web.kit.formats import plain


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in force.

    Attributes:
        words: what passes, as plain text.
        key: of its widget.
        without: the value of the widget that takes the filter away.
        is_default: whether it is in force when the page opens.
    """

    words: str
    key: str
    without: Any
    is_default: bool = False


def each_of(
    key: str, chosen: Sequence[str], words: Callable[[str], str] = str
) -> list[ActiveFilter]:
    """One filter for each choice of a list."""
    return [
        ActiveFilter(words(value), key, [other for other in chosen if other != value])
        for value in chosen
    ]


def active_line(active: Sequence[ActiveFilter], on_clear: Callable[[], None], *, key: str) -> None:
    """The filters in one line above a list; nothing when there are none.

    Args:
        on_clear: puts every filter back to how the page opens.
        key: starts the keys of the chips.
    """
    if not active:
        return
    with st.container(
        horizontal=True, vertical_alignment="center", gap="xsmall", key=f"{key}_active_filters"
    ):
        for number, chosen in enumerate(active):
            st.button(
                plain(chosen.words),
                key=f"{key}_active_{number}_{chosen.key}",
                icon=":material/close:",
                icon_position="right",
                on_click=_set,
                args=(chosen.key, chosen.without),
                help="Remove this filter",
            )
        if not all(chosen.is_default for chosen in active):
            clear_button(on_clear, key=f"{key}_clear_filters")


def clear_button(on_clear: Callable[[], None], *, key: str) -> None:
    """Puts every filter back to how the page opens."""
    st.button(
        "Clear all",
        key=key,
        type="tertiary",
        icon=":material/filter_alt_off:",
        on_click=on_clear,
        help="Set every filter back to how the page opens",
    )


def _set(key: str, value: Any) -> None:
    st.session_state[key] = value
