"""The profiles of an audited sample with their reasons, and files of them."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from core.queries.creators import Creator
from core.services.audit.audit import AuditedSample
from core.store.export import to_csv_bytes, to_xlsx_bytes
from core.web.kit.downloads import file_buttons
from core.web.kit.formats import file_slug

SHOWN_MAX = 500
_ORDERS = ("Most worth checking", "Least", "As in the file")


def profiles_table(audited: AuditedSample, creator: Creator | None) -> None:
    """Profiles with probability and reasons, at most 500, and files with all of them."""
    head = st.columns([3, 2, 2], vertical_alignment="bottom")
    total = len(audited.frame)
    shown = min(total, SHOWN_MAX)
    head[0].markdown("**Profiles and reasons**")
    head[0].caption(
        f"{shown:,} of {total:,} profiles" if shown < total else f"All {total:,} profiles"
    )
    order = head[1].selectbox("Order", _ORDERS, key="audit_order", persist_state="session")
    name = f"follower-audit-{file_slug(creator.handle if creator else '', 'sample')}"
    with head[2], st.container(horizontal=True, horizontal_alignment="right"):
        file_buttons(partial(_file, audited.frame), name=name, key="audit_file")
    frame = audited.frame
    if order != _ORDERS[2]:
        frame = frame.sort_values(
            ["fake_probability", "row"], ascending=[order == _ORDERS[1], True]
        )
    frame = frame.head(SHOWN_MAX).assign(fake_percent=lambda f: f["fake_probability"] * 100)
    c = st.column_config
    st.dataframe(
        frame,
        key="audit_profiles",
        hide_index=True,
        column_order=["row", "account_id", "username", "fake_percent", "reasons", "confidence"],
        height=35 * (min(len(frame), 12) + 1) + 3,
        column_config={
            "row": c.NumberColumn("Row", width=60, help="Of the file, from 1"),
            "account_id": c.TextColumn("Id", width=110),
            "username": c.TextColumn("User name", width=150),
            "fake_percent": c.ProgressColumn(
                "Resembles fakes",
                format="%.0f%%",
                min_value=0,
                max_value=100,
                width=130,
                help="Probability at the share estimated for this sample",
            ),
            "reasons": c.TextColumn("Reasons", width=520),
            "confidence": c.NumberColumn(
                "Confidence",
                format="%.2f",
                width=90,
                help="1 less twice the standard deviation of what the models say, times the share "
                "of facts known",
            ),
        },
        placeholder="-",
    )
    st.caption(
        "A probability is a reason to look, not a verdict on a person: quiet people without posts "
        "resemble new bots."
    )


def _file(frame: pd.DataFrame, kind: str) -> bytes:
    return to_csv_bytes(frame) if kind == "csv" else to_xlsx_bytes(frame, "Follower audit")
