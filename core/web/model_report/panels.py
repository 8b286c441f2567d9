"""Panels of the Model report: the figures, the quality, the lists."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.charts.report import quality_figure, tier_figure
from core.queries import model_report
from core.queries.model_report import ListCoverage
from core.services.recommending.lead import LEARNING, USED, lead
from core.web.kit.cache import build_facts
from core.web.kit.cached import cached_read
from core.web.kit.formats import MISSING, count, counted, percent, plain
from core.web.kit.widgets import Metric, metric_row, show_figure
from core.web.model_report import words as report_words
from core.web.model_report.words import GROUP_WORDS, MEASURES

_NOTHING = ListCoverage(0, 0, 0, 0, 0)


def recommender_facts(build: str) -> dict[str, Any] | None:
    """What the build wrote down about its recommender; None when it has none."""
    return build_facts(build).manifest.get("facts", {}).get("recommender")


def figures(build: str) -> pd.DataFrame:
    """What was measured; empty for a build without a recommender, which may lack the table."""
    if recommender_facts(build) is None:
        return pd.DataFrame(columns=["brand_group", "way", "metric", "mean_value", "sd_value"])
    return cached_read(model_report.quality, build)


def headline(build: str) -> None:
    """The four figures, and why some are missing."""
    facts, measures = recommender_facts(build), figures(build)
    covered = _NOTHING if facts is None else cached_read(model_report.list_coverage, build)
    metric_row(
        [
            _lead_metric(measures, "known"),
            _lead_metric(measures, "new"),
            Metric(
                "In any top 10",
                percent(covered.first_count / covered.creators_count, 0)
                if covered.creators_count and covered.brands_count
                else MISSING,
                f"of {counted(covered.creators_count, 'creator')}",
                help=f"{counted(covered.first_count, 'creator')} in the top ten of at least one of "
                f"{counted(covered.brands_count, 'brand')} in this build, "
                f"{count(covered.listed_count)} in the first {covered.places_count}.",
            ),
            Metric(
                "Trained on",
                MISSING if facts is None else count(facts["pairs_count"]),
                None
                if facts is None
                else f"{'pair' if facts['pairs_count'] == 1 else 'pairs'} of "
                f"{counted(facts['brands_count'], 'brand')}",
                help="Pairs of a brand and a creator with at least one interaction that has "
                "points, imported or made in this app, up to the build.",
            ),
        ]
    )
    best = report_words.against_words([lead(measures, group) for group in GROUP_WORDS])
    if best:
        st.caption(best)
    why, what_to_do = report_words.missing_words(build_facts(build), has_figures=not measures.empty)
    if why:
        with st.container(border=True):
            st.markdown(f":material/hourglass_empty: **{plain(why)}**")
            st.markdown(plain(what_to_do))
            st.page_link("pages/data.py", label="Open the Data page", icon=":material/database:")


def _lead_metric(measures: pd.DataFrame, group: str) -> Metric:
    ahead = lead(measures, group)
    if ahead is None:
        return Metric(GROUP_WORDS[group], MISSING, "not measured")
    times = report_words.times_words(ahead)
    return Metric(
        GROUP_WORDS[group],
        times if times == MISSING else f"{times} as good",
        f"NDCG@10 {ahead.used_mean:.3f}",
        help=f"{ahead.used} {ahead.used_mean:.4f} (spread {ahead.used_sd:.4f} over "
        f"{ahead.runs_count} runs) on {count(ahead.brands_count)} brands, NDCG@10. Best simple "
        f"method: {ahead.simple} "
        f"{ahead.simple_mean:.4f}; {times} is the one divided by the other.",
    )


def quality_panel(build: str) -> None:
    """Each method on known and on new brands, by the chosen measure."""
    measures, facts = figures(build), recommender_facts(build)
    if measures.empty or facts is None:
        st.caption("Nothing was measured in this build.")
        return
    chosen = st.segmented_control(
        "Measure",
        list(MEASURES),
        default="NDCG@10",
        required=True,
        key="measure",
        bind="query-params",
        label_visibility="collapsed",
    )
    metric, axis, meaning = MEASURES[chosen]
    st.caption(f"**{chosen}**: {meaning}. Higher is better; whiskers: spread of the runs.")
    for column, group in zip(st.columns(2, gap="large"), GROUP_WORDS, strict=True):
        with column:
            _group_quality(measures, facts, group, metric, axis)


def _group_quality(
    measures: pd.DataFrame, facts: dict[str, Any], group: str, metric: str, axis: str
) -> None:
    rows = measures[(measures["brand_group"] == group) & (measures["metric"] == metric)]
    asked = {
        "known": "Known brands: who do they choose next?",
        "new": "New brands: who do they choose?",
    }[group]
    ahead = lead(measures, group)
    show_figure(
        quality_figure(
            rows,
            title=asked,
            axis=axis,
            used=USED[group] if ahead is None else ahead.used,
            learning=LEARNING,
            chance=0.5 if metric == "auc" else None,
            rows_count=measures["way"].nunique(),
        ),
        key=f"quality_{group}",
    )
    if ahead is None:
        st.caption("Not measured for these brands.")
        return
    words = report_words.verdict(ahead, lead(measures, group, "precision_at_10"))
    if group == "new":
        words = f"{words} {_join_words(measures)}"
    st.markdown(words)
    st.caption(report_words.measured_words(group, ahead, facts))


def _join_words(measures: pd.DataFrame) -> str:
    rows = measures[(measures["brand_group"] == "new") & (measures["metric"] == "ndcg_at_10")]
    pairs = {
        row["way"]: (float(row["mean_value"]), float(row["sd_value"]))
        for row in rows.to_dict("records")
    }
    if not {"Joined", "LightFM"} <= set(pairs):
        return ""
    return report_words.join_gain(pairs["Joined"], pairs["LightFM"])


def lists_panel(build: str) -> None:
    """Which creators the lists name: sizes, how many, how popular."""
    if recommender_facts(build) is None:
        st.caption("This build has no lists.")
        return
    group = "known" if figures(build).empty else _chosen_group()
    left, right = st.columns(2, gap="large")
    with left:
        shares = cached_read(model_report.tier_shares, build, group)
        show_figure(
            tier_figure(shares, title="Do large creators crowd out small ones?"), key="tiers"
        )
        st.caption(
            "Tiers by followers, from small to large. The top bar is a list without any "
            "bias; 'Lists of this build' are the first ten of all its brands, "
            "the others the lists that were judged."
        )
    with right:
        _list_figures(build, group)


def _chosen_group() -> str:
    words = st.segmented_control(
        "Brands",
        list(GROUP_WORDS.values()),
        default=GROUP_WORDS["known"],
        required=True,
        key="brands",
        bind="query-params",
        label_visibility="collapsed",
    )
    return next(group for group, name in GROUP_WORDS.items() if name == words)


def _list_figures(build: str, group: str) -> None:
    table = cached_read(model_report.list_figures, build, group)
    st.markdown("**How many creators get a place, and how popular are they?**")
    if table.empty:
        st.caption("Nothing was measured in this build.")
        return
    c = st.column_config
    st.dataframe(
        table.assign(coverage=table["coverage"] * 100, popularity=table["popularity"] * 100),
        hide_index=True,
        column_config={
            "way": c.TextColumn("Method", width=130),
            "coverage": c.NumberColumn(
                "Coverage %",
                help="Share of all creators in any judged list",
                format="%.1f",
                width="small",
            ),
            "popularity": c.NumberColumn(
                "Popularity %",
                help="Mean place of those listed among all creators by how much brands did with "
                "them; 100% the most chosen, 50% no bias",
                format="%.0f",
                width="small",
            ),
            "gini": c.NumberColumn(
                "Gini",
                format="%.2f",
                width="small",
                help="How unequally places are shared: 0 equally, near 1 a few take them all",
            ),
        },
        placeholder="-",
    )
    st.caption(
        "Lists of ten. With fewer brands fewer creators can be listed, so the coverage of known "
        "and new brands cannot be compared. Recommendations has a slider from safe to adventurous "
        "if you want less popular creators."
    )
