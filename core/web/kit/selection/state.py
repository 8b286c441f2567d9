"""Which creators are ticked: one selection for all lists of the app, kept while people look on."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

SELECTED_MAX = 200  # more than anybody ticks; it bounds what the tray reads
_IDS, _ROUND = "selected_creators", "selected_round"


def selected_ids() -> tuple[str, ...]:
    """Ids of the ticked creators in the order in which they were ticked."""
    return tuple(st.session_state.get(_IDS, ()))


def selection_round() -> int:
    """Part of the keys of tables: tables drawn in another round take their ticks from here."""
    return int(st.session_state.get(_ROUND, 0))


def set_ticked(shown: Collection[str], ticked: Sequence[str]) -> None:
    """Takes over the ticks of a list; creators that it does not show stay as they are."""
    now, kept = set(ticked), set(shown)
    ids = [creator for creator in selected_ids() if creator not in kept or creator in now]
    ids += [creator for creator in dict.fromkeys(ticked) if creator not in ids]
    st.session_state[_IDS] = tuple(ids[:SELECTED_MAX])


def select(ids: Sequence[str]) -> None:
    """Ticks these creators and no others, on every list."""
    st.session_state[_IDS] = tuple(dict.fromkeys(ids))[:SELECTED_MAX]
    # A table keeps the ticks it was given; a new one starts with those that hold now.
    st.session_state[_ROUND] = selection_round() + 1


def clear() -> None:
    """Ticks nobody."""
    select(())
