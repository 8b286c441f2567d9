"""The scripts that the browser runs beside Streamlit's own."""

from __future__ import annotations

import streamlit as st

from core.settings import ROOT

SCRIPTS = tuple(
    (ROOT / "static" / name).read_text(encoding="utf-8") for name in ("search.js", "top.js")
)


def run_scripts() -> None:
    """'/' goes to the search from anywhere, and a row that opens a creator shows its top."""
    st.html(
        "".join(f"<script>{script}</script>" for script in SCRIPTS), unsafe_allow_javascript=True
    )
