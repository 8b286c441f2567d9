"""The case of one creator: who, figures, growth, for and against, both scores, peers."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import streamlit as st

from core.report import facts as fact_queries
from core.report import words
from core.report.evidence import evidence_report, report_name
from core.report.facts import CaseFacts
from core.web.authenticity.events import events_panel, index_panel
from core.web.authenticity.trial import trial_panel
from core.web.authenticity.what_if import what_if_panel
from core.web.kit.cache import build_facts
from core.web.kit.cached import cached_service
from core.web.kit.campaigns.buttons import add_to_campaign
from core.web.kit.formats import days_text, is_missing, plain, signed_percent
from core.web.kit.growth.panels import (
    engagement_metric,
    evidence_metrics,
    growth_panel,
    peers_panel,
    reasons_panel,
    score_panel,
    window_sentence,
)
from core.web.kit.growth.reasons import evidence_reasons
from core.web.kit.growth.verdict import verdict_line_html
from core.web.kit.paged import creator_head
from core.web.kit.selection.compare_link import compare_link
from core.web.kit.state import with_brand
from core.web.kit.widgets import Metric, metric_row


def case_view(build: str, influencer_id: str) -> None:
    """Everything known about one creator's growth.

    Raises:
        NotFoundError: the build has no such creator.
    """
    facts = cached_service(fact_queries.case_facts, build, influencer_id)
    _header(build, facts)
    evidence = facts.evidence
    confidence = evidence.confidence if evidence is not None else None
    st.html(verdict_line_html(facts.verdict, confidence=confidence))
    metric_row([*evidence_metrics(facts), _kept_metric(facts), engagement_metric(facts.creator)])
    _notes(facts)
    growth_panel(facts, key="growth_plot")
    evidence_reasons(evidence)
    events_panel(facts)
    left, right = st.columns(2, gap="large")
    with left:
        index_panel(facts)
        peers_panel(facts.peers, facts.creator.tier, key="peers")
    with right:
        score_panel(facts)
        reasons_panel(facts)
    trial_panel(build, facts)
    if facts.case is not None:
        what_if_panel(build, facts)


def evidence_file(build: str, influencer_id: str) -> bytes:
    """The evidence report as HTML in UTF-8, made now."""
    facts = cached_service(fact_queries.case_facts, build, influencer_id)
    text = evidence_report(facts, build_facts(build), made_at=datetime.now(UTC))
    return text.encode("utf-8", "replace")


def _header(build: str, facts: CaseFacts) -> None:
    creator = facts.creator
    with creator_head(build, creator):
        st.page_link("pages/authenticity.py", label="All creators", icon=":material/arrow_back:")
        st.page_link(
            "pages/creator.py",
            label="Profile",
            icon=":material/person:",
            query_params=with_brand(creator=creator.influencer_id),
        )
        compare_link([creator.influencer_id])
        add_to_campaign(build, [creator.influencer_id], key="case_to_campaign")
        st.download_button(
            "Evidence report",
            data=partial(evidence_file, build, creator.influencer_id),
            file_name=report_name(creator.handle, creator.influencer_id),
            mime="text/html",
            icon=":material/description:",
            type="primary",
            on_click="ignore",
            key="evidence_report",
            help="One HTML file with figures, reasons, method and limits; opens without network "
            "and prints on A4.",
        )


def _kept_metric(facts: CaseFacts) -> Metric:
    """The gain of the main event with its days; without one, growth over the window."""
    evidence, creator = facts.evidence, facts.creator
    if evidence is not None and (evidence.pattern_excess_count or 0) > 0:
        peak = words.peak_words(evidence.pattern_excess_count, evidence.pattern_peak_day)
        when = days_text(evidence.pattern_first_day, evidence.pattern_last_day)
        return Metric(
            "Gain beyond the usual",
            words.peak_words(evidence.pattern_excess_count, None),
            when,
            help=f"Of the main event, {words.pattern_words(evidence.pattern)}, {when}: followers "
            "gained less what is usual for this creator and less the movement of comparable "
            f"accounts; at its peak {peak}. Left of them by the same measure: "
            f"{words.kept_words(evidence.retained_7)} 7 days after the peak, "
            f"{words.kept_words(evidence.retained_30)} 30 days after; - when the history ends "
            "before or ordinary growth hides it.",
        )
    return Metric(
        "Growth over the window",
        signed_percent(creator.growth_fraction),
        days_text(creator.first_day, creator.last_day)
        if not is_missing(creator.growth_fraction)
        else words.NOT_ENOUGH,
        help=f"(last - first) / first. {window_sentence(facts)}",
    )


def _notes(facts: CaseFacts) -> None:
    """What the data does not let one see, and who is compared."""
    notes = words.data_notes(
        facts.evidence,
        steps_known=facts.steps_known,
        posts_known=facts.posts_known,
        members_count=facts.members_count,
    )
    evidence = facts.evidence
    if evidence is not None and evidence.purchased_probability is not None:
        when = days_text(evidence.pattern_first_day, evidence.pattern_last_day)
        most = f"Most telling: **{words.most_telling(evidence.pattern, evidence.events_count)}**"
        dated = f", {when}" if when != "-" else ""
        kept = ""
        if (evidence.pattern_excess_count or 0) > 0:
            kept = f" Gain: {words.retention_words(evidence.retained_7, evidence.retained_30)}."
        cohort = (
            f" Compared with {words.cohort_words(evidence)} of the platform."
            if facts.members_count
            else ""
        )
        st.markdown(f"{most}{dated}.{kept}{cohort}")
    if notes:
        st.caption(" ".join(f":material/info: {plain(note)}" for note in notes))
