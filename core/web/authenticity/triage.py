"""Panels of the triage list on the Authenticity page: figures, table."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from core.charts.growth.triage import both_scores_figure
from core.domain.thresholds import STEPS_MIN, WORTH_CHECKING
from core.queries.growth import triage
from core.queries.growth.triage import DEFAULT_ORDER, TRIAGE_ORDERS, TriageFilter, TriageSummary
from core.report import words
from core.web.authenticity.files import triage_file
from core.web.authenticity.filters import active_filters, reset, triage_filters
from core.web.kit.cached import cached_figure, cached_read
from core.web.kit.filters.active import active_line
from core.web.kit.formats import count, counted, day
from core.web.kit.growth.columns import growth_columns, probability_cells
from core.web.kit.paged import PAGE_SIZE, no_rows, paged_table, rows_words, table_head
from core.web.kit.view_keys import view_key
from core.web.kit.widgets import Metric, metric_row, show_figure


def triage_view(build: str) -> None:
    """Figures, the form beside the picture of both scores, and the table of who passes."""
    figures, picture = st.container(), st.columns([1, 1], gap="large")
    with picture[1]:
        chosen = triage_filters(build)
    summary = cached_read(triage.triage_summary, build, chosen)
    with figures:
        summary_metrics(summary, cached_read(triage.triage_summary, build, TriageFilter()))
    with picture[0]:
        both_scores_panel(build, chosen)
    triage_table(build, chosen, summary)


def summary_metrics(summary: TriageSummary, whole: TriageSummary) -> None:
    """Four figures of the creators that pass the filter, beside the whole where it hides some."""
    is_part = summary.creators_count < whole.creators_count
    judged_count, median = summary.judged_count, summary.median_index
    metric_row(
        [
            Metric(
                "Creators judged",
                count(judged_count),
                f"shown, of {whole.judged_count:,} judged"
                if is_part
                else f"of {whole.creators_count:,}",
                help="Creators with a probability of bought growth: at least "
                f"{STEPS_MIN + 1} follower counts, not all the same.",
            ),
            Metric(
                "Worth checking",
                count(summary.high_count),
                _share_words(summary, whole, is_part=is_part),
                help=f"Probability of bought growth of {WORTH_CHECKING:.0%} or more.",
            ),
            Metric(
                "Median index",
                "-" if median is None else f"{median:.0f}",
                "not enough data"
                if median is None
                else f"of 100, {words.index_words(round(median))}",
                help="Authenticity index, 0-100; higher is better.",
            ),
            Metric("Not enough data", count(summary.unjudged_count), "no judgement"),
        ]
    )


def _share_words(summary: TriageSummary, whole: TriageSummary, *, is_part: bool) -> str | None:
    """How many of those shown are worth checking, beside how many of all where some are hidden."""
    if not summary.judged_count:
        return None
    share = f"{summary.high_count / summary.judged_count:.1%}"
    if not is_part:
        return f"{share} of judged"
    return f"{share}, against {whole.high_count / whole.judged_count:.1%} of all judged"


def both_scores_panel(build: str, chosen: TriageFilter) -> None:
    """Probability against caution score, as counts."""
    cells = cached_read(triage.both_scores, build, chosen)
    if cells.empty:
        st.info(
            "**Not enough data.** No creator that passes has both scores.",
            icon=":material/hourglass_empty:",
        )
        return
    show_figure(cached_figure(both_scores_figure, cells), key="both_scores", has_table=False)


def triage_table(build: str, chosen: TriageFilter, summary: TriageSummary) -> None:
    """One page of creators; a click on a row opens the case."""
    active_line(active_filters(build, chosen), reset, key="triage")
    if summary.creators_count == 0:
        no_rows()
        return
    order = table_head(
        _caption(summary),
        list(TRIAGE_ORDERS),
        DEFAULT_ORDER,
        key="triage",
        make_file=partial(triage_file, build, chosen),
        file_name="growth-triage",
        file_note=rows_words(summary.creators_count),
    )

    def read_page(page: int) -> pd.DataFrame:
        frame = cached_read(
            triage.triage_page, build, chosen, order=order, page=page, page_size=PAGE_SIZE
        )
        return frame.assign(
            pattern=frame["pattern"].map(words.pattern_words),
            probability=probability_cells(frame["purchased_probability"]),
            growth_percent=frame["growth_fraction"] * 100,
        )

    paged_table(
        build,
        read_page,
        summary.creators_count,
        key="triage",
        view=view_key(build, chosen, order),
        score="probability",
        figures=[
            "creator",
            "probability",
            "authenticity_index",
            "verdict",
            "pattern",
            "growth_percent",
            "followers_count",
            "caution_score",
        ],
        column_config=growth_columns(),
    )


def _caption(summary: TriageSummary) -> str:
    window = (
        f" · histories from {day(summary.first_day)} to {day(summary.last_day)}"
        if summary.first_day and summary.last_day
        else ""
    )
    number = summary.creators_count
    return f"{counted(number, 'creator')}{window} · click a row to check it"
