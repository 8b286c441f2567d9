"""Who changed what: the newest lines of the audit log, for admins."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd
import streamlit as st

from core.web.kit.workspace import engine
from core.workspace.access.audit import lines

_SHOWN = 500


def audit_panel() -> None:
    """The newest lines as a table."""
    newest = lines(engine(), limit=_SHOWN)
    if not newest:
        st.caption("Nothing was changed yet.")
        return
    st.caption(
        f"The newest {len(newest):,} changes, times in UTC. Lines name campaigns by their number "
        "and never a creator. All of them: 'python -m core audit-log'."
    )
    st.dataframe(
        pd.DataFrame([asdict(line) for line in newest]),
        hide_index=True,
        column_config={
            "happened_at": st.column_config.DatetimeColumn("When", format="D MMM YYYY, HH:mm:ss"),
            "actor": "Who",
            "what": st.column_config.TextColumn("What", width="large"),
            "build_id": "Build",
        },
        placeholder="-",
    )
