"""The box for a brief: one text, kept in the session and in the URL of the Brief page."""

from __future__ import annotations

import streamlit as st

from core.domain.brief import BRIEF_MAX
from core.web.kit.state import with_brand

PAGE = "pages/brief.py"
TEXT = "brief"  # state of the text and its name in the URL
EXAMPLE = (
    "8 skincare creators from Germany, Austria or the UK, nano or micro, under \u20ac2,000 in all, "
    "on Instagram or TikTok, no unusual growth"
)
_GO = "brief_go"


def brief_box(*, key: str, label: str, button: str, height: int = 100) -> None:
    """A text area and a button that opens the Brief page with what was typed.

    Args:
        key: begins the keys of the widgets, unique on the page.
        label: above the text area.
    """
    with st.form(f"{key}_form", border=False):
        st.text_area(
            label,
            key=f"{key}_typed",
            max_chars=BRIEF_MAX,
            height=height,
            placeholder=f"For example: {EXAMPLE}",
        )
        st.form_submit_button(
            button, type="primary", icon=":material/edit_note:", on_click=_take, args=(key,)
        )
    if st.session_state.get(_GO) == key:
        del st.session_state[_GO]
        st.switch_page(PAGE, query_params=with_brand(**{TEXT: st.session_state.get(TEXT, "")}))


def _take(key: str) -> None:
    typed = (st.session_state.get(f"{key}_typed") or "").strip()
    if typed:
        st.session_state[TEXT] = typed
        st.session_state[_GO] = key


def set_brief(text: str) -> None:
    """Puts another text in place of the brief; meant for callbacks."""
    st.session_state[TEXT] = text
