"""What could not be computed from the data, on Overview and on Data."""

from __future__ import annotations

import streamlit as st

from core.queries import overview
from core.web.kit.cached import cached_read
from core.web.kit.formats import count, percent, plain


def gaps(build: str) -> None:
    """What could not be computed from the data given, and what to add."""
    gaps = cached_read(overview.data_gaps, build)
    st.subheader("What is missing", anchor=False)
    if gaps.empty:
        st.caption("Nothing: every figure could be computed for every creator and brand.")
        return
    st.caption("A figure that could not be computed is shown as '-', never as 0.")
    for gap in gaps.to_dict("records"):
        st.markdown(
            f"**{plain(gap['capability'])}**: not known for {count(gap['affected_count'])} of "
            f"{count(gap['total_count'])} ({percent(gap['share'], 0)})  \n"
            f":gray[{plain(gap['reason'])}] {plain(gap['remedy'])}"
        )
