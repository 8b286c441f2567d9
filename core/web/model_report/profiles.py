"""Profiles on the Model report: how well categories are read from posts."""

from __future__ import annotations

import streamlit as st

from core.charts.profiling.quality import calibration_figure, score_figure
from core.charts.profiling.shares import share_figure
from core.services.profiling.quality import EQUAL, WEIGHTED, ProfileQuality, profile_quality
from core.web.kit.cache import build_facts
from core.web.kit.cached import cached_service
from core.web.kit.formats import count, percent
from core.web.kit.widgets import Metric, metric_row, show_figure
from core.web.model_report import profile_words


def profiles_panel(build: str) -> None:
    """Figures with their baseline, what each view adds, calibration and confusion."""
    quality = cached_service(profile_quality, build)
    if quality is None:
        st.caption(profile_words.NOTHING)
        return
    if build_facts(build).is_demo:
        st.caption(profile_words.DEMO)
    _headline(quality)
    st.caption(profile_words.measured_words(quality))
    left, right = st.columns(2, gap="large")
    with left:
        _ways(quality)
        _views(quality)
    with right:
        show_figure(
            calibration_figure(quality.bins, title="Is a probability right as often as it says?"),
            key="profile_calibration",
        )
        st.caption(profile_words.calibration_words(quality))
    show_figure(
        share_figure(
            quality.confusion,
            title="Which categories are taken for which?",
            rows="given_category",
            columns="category",
            rows_title="given",
            columns_title="read from posts",
        ),
        key="profile_confusion",
    )
    st.caption("Per cent of each row; cells without a figure are below 20. Hover for counts.")
    _stored(quality)


def _headline(quality: ProfileQuality) -> None:
    metric_row(
        [
            Metric(
                "Macro-F1",
                f"{quality.macro_f1:.3f}",
                f"most frequent: {quality.frequent_macro_f1:.3f}",
                help="Mean F1 over categories, out-of-fold: rare categories count as much as "
                "frequent ones. Baseline: always the most frequent category.",
            ),
            Metric(
                "Accuracy",
                percent(quality.accuracy),
                f"most frequent: {percent(quality.frequent_share)}",
                help="Share of creators whose most probable category is the given one, "
                f"out-of-fold. Baseline: always '{quality.frequent_category}'.",
            ),
            Metric(
                "Calibration error",
                f"{quality.calibration_error:.3f}",
                "0 is best",
                help="Mean gap between the probability shown and the share that is right, over "
                "tenths of the probability, weighted by creators.",
            ),
            Metric(
                "Creators judged",
                count(quality.creators_count),
                f"{count(quality.categories_count)} categories",
                help="Creators with a given category and a profile made without it.",
            ),
        ],
        part="_profiles",
    )


def _ways(quality: ProfileQuality) -> None:
    """The way that is used beside simpler ones."""
    ways = quality.ways.set_index("way")["macro_f1"]
    names, scores = [WEIGHTED], [quality.macro_f1]
    if EQUAL in ways:
        names, scores = [*names, EQUAL], [*scores, float(ways[EQUAL])]
    show_figure(
        score_figure(
            [*names, profile_words.FREQUENT],
            [*scores, quality.frequent_macro_f1],
            title="Is it better than simpler ways?",
        ),
        key="profile_ways",
    )
    st.caption(profile_words.ways_words(quality))


def _views(quality: ProfileQuality) -> None:
    if quality.views.empty:
        st.markdown("**What does each view add?**")
        st.caption("No creator has both captions and pictures that could be read.")
        return
    show_figure(
        score_figure(
            quality.views["view"].tolist(),
            quality.views["macro_f1"].tolist(),
            title="What does each view add?",
        ),
        key="profile_views",
    )
    accuracy = ", ".join(
        f"{row['view'].lower()} {percent(row['accuracy'])}"
        for row in quality.views.to_dict("records")
    )
    st.caption(
        f"{count(quality.both_count)} creators with both captions and pictures read, "
        f"out-of-fold. Accuracy: {accuracy}."
    )


def _stored(quality: ProfileQuality) -> None:
    if quality.ways.empty:
        return
    st.markdown("**Measured while the build was made**")
    c = st.column_config
    st.dataframe(
        quality.ways.assign(accuracy=quality.ways["accuracy"] * 100),
        hide_index=True,
        height="content",
        column_config={
            "way": c.TextColumn("Way", width=190),
            "macro_f1": c.NumberColumn("Macro-F1", format="%.3f", width="small"),
            "accuracy": c.NumberColumn("Accuracy", format="%.1f%%", width="small"),
            "calibration_error": c.NumberColumn(
                "Calibration error", format="%.3f", width="small", help="0 is best"
            ),
            "note": c.TextColumn("Measured on", width="large"),
        },
        placeholder="-",
    )
