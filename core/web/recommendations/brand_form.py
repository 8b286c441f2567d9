"""A brand that no data holds, typed by a person."""

from __future__ import annotations

import re
from functools import partial

import streamlit as st

from core.access import Role
from core.errors import WorkspaceError
from core.queries import brands as brand_queries
from core.queries.choices import filter_choices
from core.services.matching.categories import known_category
from core.web.kit.cached import cached_read
from core.web.kit.formats import country_name, plain
from core.web.kit.messages import close_when_saved, offer_undo, run_with_flash
from core.web.kit.state import choose_brand, current_brand, is_typed
from core.web.kit.team.offers import only
from core.web.kit.workspace import engine
from core.workspace import brands
from core.workspace.records.removed import Removed, remove_brand, restore

_OPEN = "brand_form_open"
_DESCRIPTION_MAX = 2_000


def new_brand_button(build: str, *, key: str) -> None:
    """A button that opens the form in a dialog."""
    st.button(
        "New brand",
        key=key,
        icon=":material/add_business:",
        on_click=_ask,
        **only(Role.EDITOR, help="Add a brand that is not in the data."),
    )
    if st.session_state.pop(_OPEN, False):
        _dialog(build)


def _ask() -> None:
    st.session_state[_OPEN] = True


@st.dialog("New brand", icon=":material/add_business:")
def _dialog(build: str) -> None:
    close_when_saved()
    brand_form(build)


def brand_form(build: str) -> None:
    """Name, description, category, country, hashtags; saving chooses the brand."""
    with st.form("brand_form", border=False):
        st.text_input("Name", key="brand_form_name", max_chars=brands.NAME_CHARACTERS)
        st.text_area(
            "What does it sell, and who buys it?",
            key="brand_form_description",
            max_chars=_DESCRIPTION_MAX,
            height=100,
            placeholder="For example: vegan skin care for sensitive skin",
        )
        left, right = st.columns(2)
        left.selectbox(
            "Category",
            cached_read(brand_queries.categories, build),
            index=None,
            key="brand_form_category",
            accept_new_options=True,
            placeholder="Pick or type",
        )
        right.selectbox(
            "Country",
            sorted(cached_read(filter_choices, build).countries, key=country_name),
            index=None,
            format_func=country_name,
            key="brand_form_country",
            placeholder="Of the market",
        )
        st.text_input(
            "Hashtags", key="brand_form_hashtags", placeholder="#glow #cleanbeauty", max_chars=500
        )
        st.caption(
            "The more you fill in, the better the first list: a new brand starts from the brands "
            "most similar to it."
        )
        st.form_submit_button(
            "Save and recommend",
            type="primary",
            icon=":material/recommend:",
            on_click=_save,
            args=(cached_read(brand_queries.categories, build),),
            **only(Role.EDITOR),
        )


def _save(categories: list[str]) -> None:
    state = st.session_state

    def save() -> str:
        name = " ".join((state.get("brand_form_name") or "").split())
        # Two of one name cannot be told apart in a list; a second click must not make a second.
        if any(brand.name.casefold() == name.casefold() for brand in brands.typed_brands(engine())):
            raise WorkspaceError(
                f"You already have a brand '{name}'. Pick it in the sidebar, or use another name."
            )
        typed = state.get("brand_form_category") or ""
        category = known_category(typed, categories)
        made = brands.add_brand(
            engine(),
            name=name,
            description=state.get("brand_form_description") or "",
            category=category,
            country=state.get("brand_form_country") or "",
            hashtags=re.split(r"[\s,;]+", state.get("brand_form_hashtags") or ""),
        )
        choose_brand(made.brand_id)
        taken = f" Its category is '{category}' of the data." if category != typed else ""
        return f"{made.name} is saved and chosen in the sidebar.{taken}"

    run_with_flash(save)


def delete_typed_brand() -> None:
    """A button with a second question that deletes the chosen brand, when it was typed."""
    brand = current_brand()
    if brand is None or not is_typed(brand.brand_id):
        return
    with st.popover(
        "Delete this brand",
        icon=":material/delete:",
        key="brand_delete_open",
        **only(Role.EDITOR),
    ):
        st.markdown(
            f"Delete {plain(brand.name)} and what was recorded for it? Its campaigns stay. "
            "It can be undone until you open another page."
        )
        st.button(
            "Delete",
            key="brand_delete",
            type="primary",
            on_click=_delete,
            args=(brand.brand_id,),
            **only(Role.EDITOR),
        )


def _delete(brand_id: str) -> None:
    def delete() -> str:
        removed = remove_brand(engine(), brand_id)
        choose_brand(None)
        offer_undo(f"The brand {removed.name} is deleted.", partial(_restored, removed))
        return f"{removed.name} is deleted."

    run_with_flash(delete)


def _restored(removed: Removed) -> str:
    restore(engine(), removed)
    choose_brand(removed.brand_id)
    return f"{removed.name} is back."
