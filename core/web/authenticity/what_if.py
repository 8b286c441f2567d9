"""What other thresholds would mark: tried on the page, never stored."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from core.charts.growth.what_if import what_if_figure
from core.models.caution.reasons import CautionConfig
from core.models.growth.kinds import EventConfig
from core.queries.growth import caution
from core.report import words
from core.report.facts import CaseFacts
from core.services.growth.case import growth_case
from core.services.growth.what_if import score_what_if
from core.web.kit.cached import cached_read, cached_service
from core.web.kit.formats import plain
from core.web.kit.widgets import show_figure

_USUAL = EventConfig()
_SDS = CautionConfig().spike_sds
# Widget -> value as computed for the build.
_DEFAULTS: dict[str, float] = {
    "what_if_height": _USUAL.height_min,
    "what_if_size": _USUAL.size_min * 100,
    "what_if_sds": _SDS,
}


def _reset() -> None:
    st.session_state.update(_DEFAULTS)


@st.fragment
def what_if_panel(build: str, facts: CaseFacts) -> None:
    """Sliders for the thresholds, and how many events and days they would mark."""
    if facts.case is None:
        return
    # Not an expander: that would compute what it hides.
    if not st.toggle("Try other thresholds", key="what_if_on"):
        return
    with st.container(border=True):
        _controls()
        height = st.session_state["what_if_height"]
        size = st.session_state["what_if_size"]
        sds = st.session_state["what_if_sds"]
        config = replace(_USUAL, height_min=float(height), size_min=float(size) / 100)
        tried = cached_service(growth_case, build, facts.creator.influencer_id, config)
        if tried is None:
            return
        in_event = tried.days["event_number"].notna().to_numpy()
        before = facts.case.days["event_number"].notna().to_numpy()
        spikes, threshold = np.zeros(len(tried.days), bool), None
        lines = [
            f"Events: **{len(tried.events)}** on {int(in_event.sum())} days "
            f"(with the usual thresholds: {len(facts.case.events)} on {int(before.sum())} days)"
        ]
        if facts.score is not None:
            changes = cached_read(caution.daily_changes, build, facts.creator.influencer_id)
            whatif = score_what_if(
                facts.score, changes["change_per_day"].to_numpy(float), float(sds)
            )
            # By day: the figure has regular steps, the score the counts as they came.
            spikes = tried.days["day"].isin(changes["day"][whatif.is_spike]).to_numpy()
            threshold = whatif.threshold
            score = "-" if whatif.score is None else f"{whatif.score}"
            days = "-" if whatif.spike_count is None else f"{whatif.spike_count}"
            lines.append(
                f"Caution score: **{score}**, unusual days: {days} "
                f"(as specified: {_or_dash(facts.score.caution_score)}, unusual days: "
                f"{_or_dash(facts.score.spike_count)})"
            )
        st.markdown("  \n".join(lines))
        show_figure(
            what_if_figure(tried.days, in_event=in_event, is_spike=spikes, threshold=threshold),
            key="what_if_plot",
        )
        kinds = tried.events["kind"].map(words.pattern_words).value_counts()
        st.caption(
            (", ".join(f"{number} x {plain(kind)}" for kind, number in kinds.items()) or "no event")
            + " · amber bars: in an event; open diamonds and dashed line: above mean + "
            f"{sds:g} sd · a what if: nothing is stored, probability and index stay as "
            "they are; events that only the learned model sees are not among these"
        )


def _controls() -> None:
    columns = st.columns([3, 3, 3, 1], vertical_alignment="bottom")
    for key, value in _DEFAULTS.items():
        st.session_state.setdefault(key, value)
    columns[0].slider(
        "Height of an event",
        2.0,
        12.0,
        step=0.5,
        key="what_if_height",
        format="%.1f x noise",
        help="How far a day must rise, in units of the account's own noise.",
    )
    columns[1].slider(
        "Size of an event",
        0.0,
        5.0,
        step=0.1,
        key="what_if_size",
        format="%.1f%%",
        help="Followers beyond what was expected, as a share of the followers before.",
    )
    columns[2].slider(
        "Unusual day of the caution score",
        1.0,
        4.0,
        step=0.1,
        key="what_if_sds",
        format="mean + %.1f sd",
        help="The caution score uses mean + 2 sd of the creator's own daily changes.",
    )
    columns[3].button("Reset", on_click=_reset, key="what_if_reset", icon=":material/restart_alt:")


def _or_dash(value: int | None) -> str:
    return "-" if value is None else str(value)
