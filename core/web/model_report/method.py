"""The method of the Model report: how it was measured, tuned and made, what it cannot say."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.charts.report import trials_figure
from core.queries import model_report
from core.store.builds import Build
from core.web.kit.cache import build_facts
from core.web.kit.cached import cached_read
from core.web.kit.formats import day, moment, plain
from core.web.kit.state import with_brand
from core.web.kit.widgets import show_figure
from core.web.model_report import words as report_words
from core.web.model_report.panels import recommender_facts


def method_panel(build: str) -> None:
    """How it was measured, tuned and made, what it cannot say, and the other models."""
    facts, whole = recommender_facts(build), build_facts(build)
    left, right = st.columns(2, gap="large")
    with left:
        with st.container(border=True):
            st.subheader("What this cannot say", anchor=False)
            st.markdown(report_words.cannot_say(whole))
        if facts is not None:
            with st.container(border=True):
                st.subheader("How it was chosen and measured", anchor=False)
                st.markdown(report_words.method_words(facts))
                st.markdown(f"**Methods compared**\n{report_words.METHODS}")
    with right:
        if facts is not None:
            _trials(facts)
            _made_of(whole, facts)
        _other_models(build)


def _trials(facts: dict[str, Any]) -> None:
    trials = facts.get("trials") or []
    if not trials:
        st.caption("No parameters were searched in this build: the usual ones were taken.")
        return
    show_figure(trials_figure(trials), key="trials")
    st.caption(
        f"{len(trials)} trials (Optuna, tree-structured Parzen estimator). Judged inside the "
        f"training period, before {day(facts.get('cut'))}: each brand's latest interactions were "
        "kept aside, and one model was trained per trial. The first trial holds the parameters "
        "that the search begins with; they were found on demo data of seed 42, before its last 60 "
        "days. Values cannot be compared with those of the test part."
    )


def _made_of(build: Build, facts: dict[str, Any]) -> None:
    st.subheader("With what it was made", anchor=False)
    st.markdown(plain(facts.get("model_version", "-")))
    rows = report_words.made_of(build, facts)
    st.dataframe(
        pd.DataFrame({"What": list(rows), "Value": list(rows.values())}),
        hide_index=True,
        height="content",
        placeholder="-",
    )
    st.caption(f"Build {plain(build.build_id)}, built {moment(build.built_at)}.")


def _other_models(build: str) -> None:
    st.subheader("Niches and texts", anchor=False)
    st.page_link(
        "pages/niches.py",
        label="How good are the niches?",
        icon=":material/bubble_chart:",
        query_params=with_brand(niche_section="How good are they?"),
    )
    metrics = cached_read(model_report.other_metrics, build)
    if metrics.empty:
        return
    st.dataframe(
        metrics,
        hide_index=True,
        column_config={
            "model": st.column_config.TextColumn("Model", width="small"),
            "metric": st.column_config.TextColumn("Measure", width="small"),
            "value": st.column_config.NumberColumn("Value", format="%.4g", width="small"),
            "note": st.column_config.TextColumn("Measured on", width="medium"),
        },
        placeholder="-",
    )
