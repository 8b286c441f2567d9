"""What speaks for bought growth and what against it, in words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from core.models.growth.kinds import (
    BOUGHT_LIKE,
    DRIP,
    DROP,
    KIND_WORDS,
    RISE,
    SEESAW,
    STAIRCASE,
    STEP,
    STEP_DECAY,
    STEPS_MIN,
    VIRAL,
)
from core.models.growth.post_days import WIDE_REACH
from core.models.growth.reading import GrowthData

_FALLEN, _KEPT = 0.5, 0.9
# Change of engagement around an event that is more than posts differ by themselves.
_CHANGE = 0.25
# What a cohort does on a few days is news; over weeks it grows anyway.
_COHORT, _COHORT_DAYS = 0.003, 3
# In robust deviations of the accounts loaded: about one account in seven lies further off.
_FAR = 1.0
_EVENT_REASONS_MAX, _CREATOR_REASONS_MAX = 4, 6


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
    kind, size = event["kind"], event["size_fraction"]
    days = event["last_day_number"] - event["first_day_number"] + 1
    amount = f"{event['excess_count']:+,.0f} followers beyond the usual ({size:+.1%})"
    span = "in one day" if days == 1 else f"in {days} days"
    kept = event["retained_30"] if _known(event["retained_30"]) else event["retained_7"]
    after = "30" if _known(event["retained_30"]) else "7"
    said = {
        STEP: f"{amount} {span}, and no wave before or after",
        STEP_DECAY: f"{amount} at once, then a slow loss",
        STAIRCASE: f"{amount} in even portions over {days} days",
        DRIP: f"{amount} in even daily portions over {days} days, with sharp edges",
        VIRAL: f"{amount}, most on the first days and fewer each day after, as attention fades",
        RISE: f"{amount} over {days} days, unevenly",
        SEESAW: f"rises and falls of like size took turns over {days} days",
    }.get(kind, f"{amount} {span}")
    if kind == DROP:
        return [], []  # a loss alone speaks for nothing: platforms remove accounts from everybody
    found = [said]
    if kind in (STEP, STEP_DECAY) and _known(kept) and kept <= _FALLEN:
        found.append(f"only {max(kept, 0):.0%} of them were still there {after} days later")
    if kind == VIRAL and _known(kept) and kept >= _KEPT:
        found.append(f"{kept:.0%} of them were still there {after} days later")
    return ([], found) if kind in (VIRAL, RISE) else (found, [])


def with_creator_reasons(
    creators: pd.DataFrame, events: pd.DataFrame, given: GrowthData
) -> pd.DataFrame:
    """The creators with `reasons_for` and `reasons_against`, weightiest first."""
    by_creator: dict[int, list[dict[str, Any]]] = {}
    for row in events.to_dict("records"):
        by_creator.setdefault(row["creator"], []).append(row)
    peers = given.peers
    engagement = None if peers is None else peers.engagement_residual
    followers = None if peers is None else peers.followers_residual
    all_for, all_against = [], []
    for number, row in enumerate(creators.to_dict("records")):
        found = _of_creator(row, by_creator.get(number, []))
        if engagement is not None and followers is not None:
            _add_peers(found, row, float(engagement[number]), float(followers[number]))
        all_for.append(found[0][:_CREATOR_REASONS_MAX])
        all_against.append(found[1][:_CREATOR_REASONS_MAX])
    return creators.assign(reasons_for=all_for, reasons_against=all_against)


def _of_creator(row: dict[str, Any], events: list[dict[str, Any]]) -> tuple[list[str], list[str]]:
    if not _known(row["purchased_probability"]):
        if row["steps_known"] >= STEPS_MIN:
            return [], ["the counts never change, so nothing can be told from them"]
        return [], [f"{row['steps_known']} steps between counts are known; {STEPS_MIN} are needed"]
    reasons_for: list[str] = []
    against: list[str] = []
    if row["steps_missing"]:
        against.append(
            f"not seen: {row['steps_missing']} steps without counts, and what happened in them"
        )
    waves = [one for one in events if one["kind"] == VIRAL]
    for event in events[:3]:
        where = f"{KIND_WORDS[event['kind']]}: "
        reasons_for += [where + reason for reason in event["reasons_for"]]
        against += [where + reason for reason in event["reasons_against"]]
    if len(waves) >= 3:
        against.append(f"{len(waves)} bursts that fade: this account grows in bursts")
    if not any(one["kind"] in BOUGHT_LIKE for one in events):
        against.insert(0, "no single rise looks like a delivery of followers")
    return reasons_for, against


def _add_peers(
    found: tuple[list[str], list[str]], row: dict[str, Any], engagement: float, followers: float
) -> None:
    if _known(engagement):
        if engagement <= -_FAR:
            found[0].append(
                "likes and comments are far below what accounts of this size and niche bring"
            )
        elif engagement >= 0:
            found[1].append(
                "likes and comments are at least what accounts of this size and niche bring"
            )
    if _known(followers):
        if followers >= _FAR:
            found[0].append(
                "many more followers than likes, comments, views and posts suggest"
                f" ({row['expected_followers_count']:,.0f} expected)"
            )
        elif followers <= 0:
            found[1].append("no more followers than likes, comments, views and posts suggest")


def _known(value: Any) -> bool:
    return value is not None and not pd.isna(value)
