"""What would change the verdict: an order added to the curve, or an event left out of it."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import streamlit as st

from core.charts.growth.trial import trial_figure
from core.domain.histories import EPOCH, date_of
from core.domain.probability import growth_probability_text
from core.formats import days_text
from core.models.growth.kinds import BOUGHT_LIKE, KIND_WORDS
from core.models.growth.orders import DELIVERED, HONEST, USUAL_DAYS, Order
from core.models.growth.verdict import growth_verdict
from core.report.facts import CaseFacts
from core.services.growth.trial import (
    GrowthTrial,
    Judged,
    with_order_judged,
    without_event_judged,
)
from core.web.kit.cached import cached_service
from core.web.kit.formats import count, day, plain
from core.web.kit.growth.verdict import INDEX_LABEL, PROBABILITY_LABEL
from core.web.kit.widgets import Metric, metric_row, show_figure

_ADD, _LEAVE_OUT = "Add an order", "Leave out an event"
_SHARES = (0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 30.0, 50.0)  # per cent of the followers
_LONG = [kind for kind, days in USUAL_DAYS.items() if days > 1]


@st.fragment
def trial_panel(build: str, facts: CaseFacts) -> None:
    """A test bench: the detector judges the curve again with something added or taken away."""
    if facts.evidence is None or facts.evidence.purchased_probability is None:
        return
    # Not an expander: that would compute what it hides.
    if not st.toggle(
        "What would change the verdict?",
        key="trial_on",
        help="Add followers to this curve, or leave out one of its events, and see what the "
        "detector says. Nothing is stored.",
    ):
        return
    with st.container(border=True):
        if len(facts.events) and _way() == _LEAVE_OUT:
            _without_event(build, facts)
        else:
            _with_order(build, facts)


def _way() -> str:
    way: str = st.segmented_control(
        "Way",
        [_ADD, _LEAVE_OUT],
        default=_ADD,
        required=True,
        key="trial_way",
        label_visibility="collapsed",
    )
    return way


def _with_order(build: str, facts: CaseFacts) -> None:
    order, share = _order(facts)
    if order is None:
        st.caption("The history is too short to add anything to it.")
        return
    trial = cached_service(with_order_judged, build, facts.creator.influencer_id, order)
    if trial is None:
        return
    _outcome(trial)
    st.markdown(_order_words(trial, order))
    _figure(trial, f"with {count(order.followers_count)} more")
    st.caption(
        f"Added: {KIND_WORDS[order.kind]} of {count(order.followers_count)} followers ({share:g}% "
        f"of those before), {days_text(date_of(order.first_day), date_of(order.last_day))}. Posts "
        "and comparable accounts stay as they are. How often each kind and size is found in this "
        "data stands in the Model report."
    )
    st.page_link(
        "pages/model_report.py",
        label="How often is it found?",
        icon=":material/fact_check:",
        query_params={"report_section": "Growth"},
    )


def _order(facts: CaseFacts) -> tuple[Order | None, float]:
    """The order that the widgets describe, and its size in per cent."""
    assert facts.evidence is not None
    first, last = facts.evidence.first_day, facts.evidence.last_day
    if first is None or last is None or (last - first).days < 3 or facts.days is None:
        return None, 0.0
    columns = st.columns(4, vertical_alignment="bottom")
    kind = columns[0].selectbox(
        "What arrives",
        [*DELIVERED, *HONEST],
        format_func=lambda name: KIND_WORDS[name].capitalize(),
        key="trial_kind",
        help="The first four are what deliveries of followers look like, the last two are honest "
        "growth.",
    )
    share = columns[1].select_slider(
        "How much",
        _SHARES,
        value=5.0,
        format_func=lambda value: f"{value:g}%",
        key="trial_share",
        help="Of the followers on the day before.",
    )
    begin, end = first + timedelta(days=1), last - timedelta(days=1)
    started = columns[2].date_input(
        "First day",
        value=begin + (end - begin) / 3,
        min_value=begin,
        max_value=end,
        key=f"trial_day_{facts.creator.influencer_id}",
    )
    length = 1
    if kind in _LONG:
        length = columns[3].number_input(
            "Days it takes", 2, 90, USUAL_DAYS[kind], key=f"trial_days_{kind}"
        )
    days = facts.days
    before = days.loc[days["day"] < pd.Timestamp(started), "followers_count"].dropna()
    followers = float(before.iloc[-1]) if len(before) else 0.0
    number = (started - EPOCH.date()).days
    return Order(kind, number, max(1, round(followers * share / 100)), int(length)), share


def _without_event(build: str, facts: CaseFacts) -> None:
    events = facts.events
    chosen = st.selectbox(
        "Event",
        range(len(events)),
        format_func=lambda row: _event_label(events.iloc[row]),
        key=f"trial_event_{facts.creator.influencer_id}",
    )
    event = events.iloc[chosen]
    trial = cached_service(
        without_event_judged,
        build,
        facts.creator.influencer_id,
        event["first_day"].date(),
        event["last_day"].date(),
    )
    if trial is None:
        return
    _outcome(trial)
    _figure(trial, "without the event")
    st.caption(
        "The curve had it grown as expected on these days; what was gained beyond that is missing "
        "from then on."
    )


def _event_label(event: object) -> str:
    return (
        f"Event {event['event_number']}: {KIND_WORDS[event['kind']]}, "  # type: ignore[index]
        f"{days_text(event['first_day'], event['last_day'])}"  # type: ignore[index]
    )


def _outcome(trial: GrowthTrial) -> None:
    before, after = trial.before, trial.after
    metric_row(
        [
            Metric(
                f"{PROBABILITY_LABEL}, before",
                growth_probability_text(before.probability),
                _words(before),
            ),
            Metric(
                f"{PROBABILITY_LABEL}, now",
                growth_probability_text(after.probability),
                _words(after),
            ),
            Metric(
                INDEX_LABEL,
                "-" if after.authenticity_index is None else str(after.authenticity_index),
                None
                if before.authenticity_index is None
                else f"before: {before.authenticity_index}",
            ),
        ],
        part="_trial",
    )


def _words(judged: Judged) -> str:
    return growth_verdict(judged.probability).text.split(" (")[0]


def _order_words(trial: GrowthTrial, order: Order) -> str:
    """Found or not, and what the detector called it."""
    after = trial.after
    if not after.is_worth_checking:
        return (
            "**Not found**: the growth still looks ordinary."
            if order.kind in DELIVERED
            else "**Rightly left alone**: the growth still looks ordinary."
        )
    if trial.before.is_worth_checking:
        return "The growth was worth checking before, so this says little about what was added."
    named = KIND_WORDS.get(after.pattern, after.pattern)
    off = "" if after.first_day is None else f", from {day(after.first_day)}"
    if order.kind in HONEST:
        return f"**False alarm**: it is called a {plain(named)}{off}."
    right = "named correctly" if after.pattern == order.kind else f"called a {plain(named)}"
    return f"**Found**, {right}{off}."


def _figure(trial: GrowthTrial, changed: str) -> None:
    after = trial.after
    marked = None
    if after.is_worth_checking and after.first_day and after.last_day:
        marked = (after.first_day, after.last_day) if after.pattern in BOUGHT_LIKE else None
    show_figure(trial_figure(trial.days, marked=marked, changed=changed), key="trial_plot")
