"""Panels of a case: events in a table with their reasons, parts of the index."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.charts.caution import index_parts_figure
from core.domain.thresholds import STEPS_MIN
from core.report import words
from core.report.evidence import index_parts
from core.report.facts import CaseFacts
from core.report.stories import event_story, question_to_creator
from core.web.kit.formats import days_text, plain
from core.web.kit.growth.reasons import two_lists
from core.web.kit.row_clicks import ROW_CLICK, clicked_row
from core.web.kit.widgets import show_figure

_ROWS_SHOWN = 10


@st.fragment
def events_panel(facts: CaseFacts) -> None:
    """The events as a table; a click on one shows its reasons."""
    if facts.days is None:
        return
    events = facts.events
    if events.empty:
        st.markdown("**Events**")
        st.caption(
            "No day or stretch stands out from this creator's own past."
            if facts.steps_known >= STEPS_MIN
            else "There is not enough data to look for events."
        )
        return
    st.markdown(
        f"**{len(events)} events**, most significant first" if len(events) > 1 else "**1 event**"
    )
    key = f"events_{facts.creator.influencer_id}"
    chosen = st.dataframe(
        _event_table(events),
        key=key,
        hide_index=True,
        on_select="rerun",
        selection_mode=ROW_CLICK,
        height=35 * (min(len(events), _ROWS_SHOWN) + 1) + 3,
        column_config=_columns(),
        placeholder="-",
    )
    row = clicked_row(chosen["selection"], len(events)) or 0
    event = events.iloc[row]
    with st.container(border=True):
        st.markdown(
            f"**Event {event['event_number']}**, "
            f"{days_text(event['first_day'], event['last_day'])}: "
            f"{plain(event['sentence'])}"
        )
        if len(events) > 1:
            # Those of an only event stand above already.
            two_lists(event["reasons_for"], event["reasons_against"])
        st.markdown(
            "\n".join(
                f"- **{heading}:** {plain(sentence)}"
                for heading, sentence in event_story(event.to_dict(), events_count=len(events))
            )
        )
        st.caption("A question to the creator, to copy:")
        st.code(question_to_creator(event.to_dict()), language=None, wrap_lines=True)
    st.caption(
        "Kept: share of the gain at its peak that is left 7 and 30 days after the peak, ordinary "
        "growth and comparable accounts subtracted; - when the history ends before or ordinary "
        "growth hides it. Click a row for its reasons."
    )


def _event_table(events: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "number": events["event_number"],
            "when": [
                days_text(first, last)
                for first, last in zip(events["first_day"], events["last_day"], strict=True)
            ],
            "what": [words.pattern_words(kind) for kind in events["kind"]],
            "peak": [
                words.peak_words(count, day)
                for count, day in zip(events["peak_count"], events["peak_day"], strict=True)
            ],
            "change": events["change_count"],
            "expected": [
                words.range_words(low, high)
                for low, high in zip(
                    events["expected_low_count"], events["expected_high_count"], strict=True
                )
            ],
            "kept_7": events["retained_7"].map(words.kept_words),
            "kept_30": events["retained_30"].map(words.kept_words),
        }
    )


def _columns() -> dict[str, Any]:
    c = st.column_config
    # Words, as in the sentences beside them: '> 100%', and "-" where the share is not known.
    kept: dict[str, Any] = {"width": 90, "alignment": "right"}
    return {
        "number": c.NumberColumn("#", width=40, help="As in the figure; 1 is the most telling"),
        "when": c.TextColumn("When", width=180),
        "what": c.TextColumn("What", width=130),
        "peak": c.TextColumn(
            "Beyond the usual",
            width=160,
            help="Counted change less what is usual for the creator and what comparable accounts "
            "did on the same days, at its peak",
        ),
        "change": c.NumberColumn(
            "Counted",
            format="%+,d",
            width="small",
            help="Change of the follower count from the first day to the peak",
        ),
        "expected": c.TextColumn(
            "Usual",
            width=110,
            help="For as many days of this creator: where four of five ordinary stretches lie",
        ),
        "kept_7": c.TextColumn("Kept 7 d", **kept),
        "kept_30": c.TextColumn("Kept 30 d", **kept),
    }


def index_panel(facts: CaseFacts) -> None:
    """Parts of the authenticity index, and what one would expect."""
    evidence, parts = facts.evidence, index_parts(facts)
    if evidence is None or evidence.authenticity_index is None:
        why = "" if evidence is None else "; ".join(map(plain, evidence.reasons_against))
        st.info(
            f"**Not enough data** for an authenticity index{f': {why}' if why else ''}.",
            icon=":material/hourglass_empty:",
        )
        return
    show_figure(
        index_parts_figure(
            [(part.name, part.value) for part in parts], index=evidence.authenticity_index
        ),
        key="index_parts",
        has_table=False,
    )
    expected = words.expected_words(
        evidence, facts.creator.engagement_rate, facts.creator.followers_count
    )
    if expected:
        st.caption(plain(expected))
    with st.popover("How it is calculated", icon=":material/function:"):
        st.markdown("\n\n".join(plain(sentence) for sentence in words.METHOD))
        st.markdown("\n".join(f"- **{part.name}**: {plain(part.meaning)}" for part in parts))
        st.markdown("**What this cannot tell**")
        st.markdown("\n".join(f"- {plain(sentence)}" for sentence in words.LIMITS))
    st.caption(f"Authenticity index ({plain(evidence.model_version)})")
