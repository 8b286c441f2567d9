"""Growth of two to five creators on one axis, and what the growth evidence says of each."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.charts.growth.compare import SCALES, ComparedCurve, compare_figure
from core.queries.growth import evidence as growth_evidence
from core.report import facts as fact_queries
from core.report import words
from core.web.kit.cached import cached_read, cached_service
from core.web.kit.creators.labels import creator_column, creator_labels
from core.web.kit.formats import plain
from core.web.kit.growth.columns import growth_columns, probability_cells
from core.web.kit.growth.verdict import with_verdict
from core.web.kit.older_builds import GROWTH_EVIDENCE, knows, older_build_note
from core.web.kit.state import with_brand
from core.web.kit.widgets import creator_columns, show_figure


def growth_panel(build: str, ids: tuple[str, ...]) -> None:
    """The curves with days worth checking, and the figures of the growth evidence."""
    if not knows(build, GROWTH_EVIDENCE):
        older_build_note(build, GROWTH_EVIDENCE)
        return
    rows = cached_read(growth_evidence.compared_creators, build, ids)
    _curves(build, rows)
    _table(rows)


def _curves(build: str, rows: pd.DataFrame) -> None:
    scale = st.segmented_control(
        "Scale",
        SCALES,
        default=SCALES[0],
        required=True,
        key="compare_scale",
        bind="query-params",
        label_visibility="collapsed",
    )
    curves, without = [], []
    for row in rows.to_dict("records"):
        facts = cached_service(fact_queries.case_facts, build, row["influencer_id"])
        if facts.days is None:
            without.append(f"@{row['handle']}")
            continue
        checked = facts.events[facts.events["is_worth_checking"]]
        curves.append(
            ComparedCurve(
                f"{row['name']} @{row['handle']}",
                facts.days,
                frozenset(checked["event_number"].tolist()),
            )
        )
    if curves:
        has_marks = any(curve.worth_checking for curve in curves)
        show_figure(compare_figure(curves, scale=scale), key="compare_plot")
        notes = [
            *(["Diamonds: days in events worth checking"] if has_marks else []),
            *(["100 is each creator's first known count"] if scale == SCALES[0] else []),
        ]
        if notes:
            st.caption(" · ".join(notes))
    if without:
        st.info(
            f"**Not enough data** to draw {', '.join(plain(name) for name in without)}: fewer than "
            "2 follower counts.",
            icon=":material/hourglass_empty:",
        )


def _table(rows: pd.DataFrame) -> None:
    shown = pd.DataFrame(
        {
            "creator": creator_labels(rows),
            "verdict": with_verdict(rows)["verdict"],
            "probability": probability_cells(rows["purchased_probability"]),
            "authenticity_index": rows["authenticity_index"],
            "pattern": rows["pattern"].map(words.pattern_words, na_action="ignore"),
            "kept_percent": (rows["retained_30"].fillna(rows["retained_7"]) * 100).clip(0, 100),
            "growth_percent": rows["growth_fraction"] * 100,
            "caution_score": rows["caution_score"],
        }
    )
    st.dataframe(
        shown,
        key="compare_table",
        hide_index=True,
        column_config={**creator_columns(), **growth_columns(), "creator": creator_column()},
        placeholder="-",
    )
    with st.container(horizontal=True, gap="small"):
        for row in rows.to_dict("records"):
            st.page_link(
                "pages/authenticity.py",
                label=f"Check growth of @{plain(row['handle'])}",
                icon=":material/query_stats:",
                query_params=with_brand(creator=row["influencer_id"]),
            )
