"""Signs of bought growth in an event, and signs against it, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from core.models.growth.events.post_days import WIDE_REACH
from core.models.growth.kinds import (
    DRIP,
    DROP,
    RISE,
    SEESAW,
    STAIRCASE,
    STEP,
    STEP_DECAY,
    VIRAL,
)

_FALLEN, _KEPT = 0.5, 0.9
# Change of engagement around an event that is more than posts differ by themselves.
_CHANGE = 0.25
# What a cohort does on a few days is news; over weeks it grows anyway.
_COHORT, _COHORT_DAYS = 0.003, 3
_EVENT_REASONS_MAX = 4


def with_event_reasons(events: pd.DataFrame) -> pd.DataFrame:
    """The events with `reasons_for` and `reasons_against`, lists of sentences."""
    if events.empty:
        return events.assign(reasons_for=[], reasons_against=[])
    both = [_of_event(row) for row in events.to_dict("records")]
    return events.assign(
        reasons_for=[one[0][:_EVENT_REASONS_MAX] for one in both],
        reasons_against=[one[1][:_EVENT_REASONS_MAX] for one in both],
    )


def _of_event(event: dict[str, Any]) -> tuple[list[str], list[str]]:
    shape_for, shape_against = _shape(event)
    reasons_for, against = [*shape_for], [*shape_against]
    rises = event["kind"] != DROP
    posts, reach = event["posts_before"], event["post_reach"]
    if rises and _known(posts):
        if posts == 0:
            reasons_for.append("no post on the first day or the two days before")
        elif _known(reach) and reach >= WIDE_REACH:
            against.append(f"a post just before reached {reach:.1f} times the creator's usual one")
        else:
            reasons_for.append("the posts just before reached no more than usual")
    change = event["engagement_change"]
    if rises and _known(change):
        if change >= _CHANGE:
            against.append(f"engagement rose along: {change:+.0%} in the three weeks after")
        elif change <= -_CHANGE:
            reasons_for.append(f"engagement fell by {-change:.0%} in the three weeks after")
    deals = event["collaborations_near"]
    if rises and _known(deals) and deals > 0:
        against.append(
            "a collaboration began in the week before"
            if deals == 1
            else f"{deals:.0f} collaborations began in the week before"
        )
    cohort = event["cohort_fraction"]
    days = event["last_day_number"] - event["first_day_number"] + 1
    if (
        days <= _COHORT_DAYS
        and _known(cohort)
        and abs(cohort) >= _COHORT
        and np.sign(cohort) == np.sign(event["size_fraction"])
    ):
        against.append(f"comparable accounts moved by {cohort:+.1%} on the same days")
    return reasons_for, against


def _shape(event: dict[str, Any]) -> tuple[list[str], list[str]]:
    """What the curve itself says for and against."""
    kind = event["kind"]
    days = event["last_day_number"] - event["first_day_number"] + 1
    kept, after = kept_of(event)
    said = {
        STEP: f"{amount_words(event)}, and no wave before or after",
        VIRAL: f"{amount_words(event)}, most on the first days and fewer each day after, as "
        "attention fades",
        SEESAW: f"rises and falls of like size took turns over {days} days",
    }.get(kind, amount_words(event))
    if kind == STEP_DECAY:
        # What was measured decides the words, not the name of the shape.
        said += ", then a slow loss" if kept is not None and kept < _KEPT else ", then little lost"
        said = said if kept is not None else amount_words(event)
    if kind == DROP:
        return [], []  # a loss alone says nothing: platforms remove accounts from everybody
    sentences = [said]
    if kind in (STEP, STEP_DECAY) and kept is not None and kept <= _FALLEN:
        sentences.append(f"only {max(kept, 0):.0%} of them were left {after} days after the peak")
    if kind == VIRAL and kept is not None and kept >= _KEPT:
        sentences.append(f"{min(kept, 1):.0%} of them were left {after} days after the peak")
    return ([], sentences) if kind in (VIRAL, RISE) else (sentences, [])


def amount_words(event: Mapping[str, Any]) -> str:
    """The gain of an event at its peak: '+7,915 followers beyond the usual (+10.9%) in one day'."""
    kind, size = event["kind"], event["size_fraction"]
    amount = f"{event['excess_count']:+,.0f} followers beyond the usual ({size:+.1%})"
    days = event["last_day_number"] - event["first_day_number"] + 1
    if kind in (STEP, STEP_DECAY):
        days = event["peak_day_number"] - event["first_day_number"] + 1
    span = "in one day" if days == 1 else f"in {days} days"
    if kind in (STAIRCASE, DRIP):
        if kind == STAIRCASE:
            return f"{amount} in jumps of about one size within {days} days"
        return f"{amount} in even daily portions over {days} days"
    if kind == RISE:
        return f"{amount} over {days} days, unevenly"
    return amount if kind == VIRAL else f"{amount} {span}"


def kept_of(event: Mapping[str, Any]) -> tuple[float | None, int]:
    """Share of the gain left after 30 days, else after 7, and these days; None when unknown."""
    if _known(event["retained_30"]):
        return float(event["retained_30"]), 30
    return (float(event["retained_7"]) if _known(event["retained_7"]) else None), 7


def _known(value: Any) -> bool:
    return value is not None and not pd.isna(value)
