"""Fields of a filter that take one of several choices, in the link by their plain names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

_SEEN = "in_link"
_COUNTS_HELP = "The number is how many creators in the data have this, whatever else is filtered."


def any_of(
    label: str,
    options: Sequence[str],
    key: str,
    shown: Callable[[str], str] = str,
    *,
    is_bound: bool = True,
    help: str | None = None,
) -> list[str]:
    """A filter of several choices, none of which means any; survives a page change, in the link.

    Without options it stays in its place and says why nothing can be chosen.

    Args:
        is_bound: Streamlit keeps it in the link, with the choices as they are shown.
    """
    chosen: list[str] = st.multiselect(
        label,
        options,
        format_func=shown,
        key=key,
        persist_state="session",
        bind="query-params" if is_bound else None,
        disabled=not options,
        placeholder="Any" if options else "None known",
        help=help if options else nothing_known(label),
    )
    return chosen


def nothing_known(label: str) -> str:
    """Why a filter has no choices."""
    return f"Nothing in the data in use says this: {label.lower()}."


def followers_filter(label: str, key: str, *, is_upper: bool = False) -> int:
    """A number of followers, 0 for no limit.

    Args:
        is_upper: whether it is the most, whose field is empty without a limit: a 0 in it would
            read as nobody.
    """
    # Streamlit ends in an OverflowError when a link says 1e309 for a field of whole numbers.
    followers: float | None = st.number_input(
        label,
        1.0 if is_upper else 0.0,
        1e9,
        None if is_upper else 0.0,
        1_000.0,
        format="%.0f",
        placeholder="No limit",
        key=key,
        persist_state="session",
        bind="query-params",
    )
    return int(followers or 0)


def activity_filter(key: str, *, is_known: bool = True) -> float:
    """Fewest posts a week; 0 is no limit.

    Args:
        is_known: whether the build knows how often creators post; it says so where not.
    """
    label = "Posts a week at least"
    if not is_known:
        st.caption(f"{label}: not known in this build; the next one has it.")
        return 0.0
    fewest: float = st.number_input(
        label,
        0.0,
        100.0,
        0.0,
        0.5,
        key=key,
        persist_state="session",
        bind="query-params",
        help="Of the last 28 days, from posts with a date; 0 is no limit.",
    )
    return float(fewest or 0)


class Facets:
    """Fields whose choices say how many creators they stand for.

    Streamlit would put the shown choices with their numbers into the link, where they would be
    wrong after the next build. So these fields read their plain names from the link, and
    `write_link` puts them there when all are drawn.
    """

    def __init__(self, counts: Mapping[str, Mapping[str, int]], prefix: str) -> None:
        """Args:
        counts: facet -> choice -> creators.
        prefix: of the keys of all fields, which no other filters of the app have.
        """
        self._counts = counts
        self._prefix = prefix
        self._labels: dict[str, list[str]] = {}

    def any_of(
        self,
        label: str,
        options: Sequence[str],
        key: str,
        *,
        facet: str,
        shown: Callable[[str], str] = str,
        help: str | None = None,
    ) -> list[str]:
        """Choices from a list that opens, for many of them; empty means any.

        Args:
            facet: whose counts stand behind the choices; without counts there are none.
        """
        self._read_link(key, options, shown)
        chosen = any_of(
            label,
            options,
            key,
            self._with_count(facet, shown),
            is_bound=False,
            help=help or _COUNTS_HELP,
        )
        self._labels[key] = [shown(value) for value in chosen]
        return chosen

    def chips(
        self,
        label: str,
        options: Sequence[str],
        key: str,
        *,
        facet: str,
        shown: Callable[[str], str] = str,
        help: str | None = None,
    ) -> list[str]:
        """Choices side by side, for a few of them; empty means any."""
        if not options:
            return self.any_of(label, options, key, facet=facet, shown=shown)
        self._read_link(key, options, shown)
        chosen: list[str] = st.pills(
            label,
            options,
            selection_mode="multi",
            format_func=self._with_count(facet, shown),
            key=key,
            persist_state="session",
            help=help or _COUNTS_HELP,
        )
        self._labels[key] = [shown(value) for value in chosen]
        return chosen

    def write_link(self) -> None:
        """Puts what is chosen into the link, in one step."""
        changed = {
            key: labels
            for key, labels in self._labels.items()
            if st.query_params.get_all(key) != labels
        }
        for key, labels in self._labels.items():
            st.session_state[f"{key}_{_SEEN}"] = tuple(labels)
        if changed:
            st.query_params.update(changed)

    def _with_count(self, facet: str, shown: Callable[[str], str]) -> Callable[[str], str]:
        counts = self._counts.get(facet)
        if counts is None:
            return shown
        return lambda value: f"{shown(value)} {counts.get(value, 0):,}"

    def _read_link(self, key: str, options: Sequence[str], shown: Callable[[str], str]) -> None:
        """Takes over the choices of the link when it says something new."""
        in_link = st.query_params.get_all(key)
        if tuple(in_link) == st.session_state.get(f"{key}_{_SEEN}", ()):
            return
        # A link that names none of them comes from the navigation and leaves the filters alone.
        if in_link or self._others_in_link(key):
            names = {shown(value): value for value in options}
            st.session_state[key] = [names[name] for name in in_link if name in names]

    def _others_in_link(self, key: str) -> bool:
        """Whether the link names another of these fields."""
        return any(
            f"{name}_{_SEEN}" in st.session_state
            for name in st.query_params
            if name.startswith(self._prefix) and name != key
        )
