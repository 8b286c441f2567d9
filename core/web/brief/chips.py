"""What a brief was read as: one chip per constraint, each with its editor."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from core.domain.brief import ANY_CAMPAIGN, LAST_CAMPAIGN
from core.queries.choices import FilterChoices
from core.services.brief.conditions import campaign_words, chip_labels
from core.services.brief.reading import ParsedBrief, changed
from core.web.kit.brief.box import set_brief
from core.web.kit.brief.words import NAMES
from core.web.kit.formats import country_name, language_name, plain, platform_label
from core.web.kit.view_keys import view_key
from core.web.kit.workspace import engine
from core.workspace import campaigns

_LISTS = {
    "niches", "countries", "audience_countries", "languages", "platforms", "tiers",
    "exclude_campaigns", "exclude_countries", "exclude_niches",
}  # fmt: skip
_STEPS = {
    "count": 1, "followers_min": 1_000, "followers_max": 1_000, "engagement_percent_min": 0.5,
    "posts_per_week_min": 0.5,
    "budget": 500.0, "price_min": 50.0, "price_max": 50.0,
}  # fmt: skip
_WHOLE = {"count", "followers_min", "followers_max"}
_ADD = "brief_add_name"


def chips(parsed: ParsedBrief, choices: FilterChoices, topics: list[str], last_name: str) -> None:
    """The constraints as chips; a click on one opens its editor, which changes the text.

    Args:
        topics: labels that a brief can name.
        last_name: of the campaign that 'our last campaign' is; '' for none.
    """
    stamp = view_key(parsed.text)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="brief_chips"):
        for name, label in chip_labels(parsed.constraints, last_name).items():
            with st.popover(plain(label), key=f"brief_chip_{name}_{stamp}"):
                _editor(parsed, name, choices, topics, stamp, last_name)
        with st.popover("Add", icon=":material/add:", type="tertiary", key=f"brief_add_{stamp}"):
            said = parsed.constraints.said()
            name = st.selectbox(
                "Condition",
                [name for name in NAMES if name not in said],
                format_func=NAMES.__getitem__,
                key=f"{_ADD}_{stamp}",
            )
            if name:
                _editor(parsed, name, choices, topics, stamp, last_name)


def _editor(
    parsed: ParsedBrief,
    name: str,
    choices: FilterChoices,
    topics: list[str],
    stamp: str,
    last_name: str,
) -> None:
    value = parsed.constraints.said().get(name)
    key = f"brief_edit_{name}_{stamp}"
    with st.form(f"{key}_form", border=False):
        options = _options(name, choices, topics, last_name) if name in _LISTS else None
        _widget(name, value, options, key)
        with st.container(horizontal=True, gap="small"):
            st.form_submit_button(
                "Apply", type="primary", on_click=_apply, args=(parsed, name, key)
            )
            if value is not None:
                st.form_submit_button(
                    "Remove", icon=":material/close:", on_click=_remove, args=(parsed, name)
                )


def _widget(
    name: str, value: Any, options: tuple[list[str], Callable[[str], str]] | None, key: str
) -> None:
    if name == "hide_unusual":
        st.radio(
            NAMES[name],
            [True, False],
            index=1 if value is False else 0,
            format_func=lambda hides: "Leave out" if hides else "Include",
            key=key,
        )
    elif options is not None:
        entries, shown = options
        kept = list(value or ())
        st.multiselect(
            NAMES[name],
            [*entries, *(entry for entry in kept if entry not in entries)],
            kept,
            format_func=shown,
            key=key,
        )
    else:
        kind = int if name in _WHOLE else float
        st.number_input(
            NAMES[name],
            min_value=kind(1 if name == "count" else 0),
            value=None if value is None else kind(value),
            step=kind(_STEPS[name]),
            key=key,
        )


def _options(
    name: str, choices: FilterChoices, topics: list[str], last_name: str
) -> tuple[list[str], Callable[[str], str]]:
    """What a list offers, and how an entry is shown."""
    by_country = {
        "audience_countries": list(choices.audience_countries),
        "countries": choices.countries,
        "exclude_countries": choices.countries,
    }
    if name in by_country:
        return sorted(by_country[name], key=country_name), country_name
    if name == "languages":
        return sorted(choices.languages, key=language_name), language_name
    if name == "platforms":
        return choices.platforms, platform_label
    if name == "exclude_campaigns":
        names = [campaign.name for campaign in campaigns.campaigns(engine())]
        return [LAST_CAMPAIGN, ANY_CAMPAIGN, *names], partial(_campaign_option, last_name)
    return (choices.tiers if name == "tiers" else topics), str


def _campaign_option(last_name: str, name: str) -> str:
    """The last campaign goes by its name too: it changes with the next one."""
    of_last = f": {last_name}" if name == LAST_CAMPAIGN and last_name else ""
    return campaign_words(name) + of_last


def _apply(parsed: ParsedBrief, name: str, key: str) -> None:
    value = st.session_state.get(key)
    value = tuple(value) if isinstance(value, list) else value
    set_brief(changed(parsed, name, value))


def _remove(parsed: ParsedBrief, name: str) -> None:
    set_brief(changed(parsed, name, () if name in _LISTS else None))
