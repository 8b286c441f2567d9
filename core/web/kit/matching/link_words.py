"""Small choices that stand in the link only when they differ from how a page opens."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st


def link_words(name: str, allowed: Collection[str], *, subject: str = "") -> frozenset[str]:
    """Words of the URL parameter `name`, kept for the session and written back to the URL.

    Args:
        name: of the parameter; without any word it is not in the URL.
        allowed: words that count; others are dropped.
        subject: what the words are about, such as a brand: each subject has its own.
    """
    key, seen = _key(name, subject), f"link_{name}_seen"
    in_url = st.query_params.get(name)
    if in_url is not None and in_url != st.session_state.get(seen):
        st.session_state[key] = frozenset(in_url.split(",")) & frozenset(allowed)
    words: frozenset[str] = st.session_state.get(key, frozenset())
    text = ",".join(sorted(words))
    st.session_state[seen] = text or None
    if text:
        if in_url != text:
            st.query_params[name] = text
    elif in_url is not None:
        del st.query_params[name]
    return words


def switch_link_word(name: str, word: str, *, subject: str = "") -> None:
    """Adds a word, or takes it away when it is there; meant for a button's callback."""
    key = _key(name, subject)
    st.session_state[key] = st.session_state.get(key, frozenset()) ^ {word}


def clear_link_words(name: str, *, subject: str = "") -> None:
    """Takes every word away; meant for a button's callback."""
    st.session_state[_key(name, subject)] = frozenset()


def _key(name: str, subject: str) -> str:
    return f"link_{name}_of_{subject}"
