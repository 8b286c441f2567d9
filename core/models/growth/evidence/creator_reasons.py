"""Why a creator has its probability: what the model's groups of signals add, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from core.domain.thresholds import STEPS_MIN, WORTH_CHECKING
from core.formats import day, days_text, is_missing
from core.models.growth.events.post_days import WIDE_REACH
from core.models.growth.evidence.contributions import (
    BASE,
    FOLLOWED,
    GROUPS,
    PEERS,
    PORTIONS,
    POSTS,
    RISE,
)
from core.models.growth.evidence.reasons import amount_words, kept_of
from core.models.growth.kinds import (
    BOUGHT_LIKE,
    DRIP,
    KIND_WORDS,
    STAIRCASE,
    STEP,
    STEP_DECAY,
    VIRAL,
)

_EPOCH = pd.Timestamp("1970-01-01")
# What adds less than this share of all that counts is not listed.
_SHARE_MIN = 0.04
_CHANGE = 0.25  # of engagement, as for events
_FALLEN = 0.5


def with_creator_reasons(creators: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """The creators with `reasons_for` and `reasons_against`, strongest first, and
    `reasons_for_weights` and `reasons_against_weights`, the share of each in all that counts.

    A reason is a group of signals, or what the model expects before it sees any; its weight is
    the absolute log-odds it adds over the sum of these. Groups that hardly count are left out,
    but never so many that the listed reasons point the other way than the probability.

    Args:
        creators: with a column `added_<group>` for each of `GROUPS` and BASE; NaN where the
            creator is not judged. They are dropped.
    """
    names = [f"added_{group}" for group in (*GROUPS, BASE)]
    added = creators[names].to_numpy(float)
    main = events[events["event_number"] == 1] if len(events) else events
    by_creator = {row["creator"]: row for row in main.to_dict("records")}
    columns: dict[str, list[list[Any]]] = {
        name: []
        for name in (
            "reasons_for", "reasons_for_weights", "reasons_against", "reasons_against_weights",
        )
    }  # fmt: skip
    for number, row in enumerate(creators.to_dict("records")):
        pro, con = _of_creator(row, added[number], by_creator.get(number))
        for name, side in (("for", pro), ("against", con)):
            columns[f"reasons_{name}"].append([text for _, text in side])
            columns[f"reasons_{name}_weights"].append([weight for weight, _ in side])
    return creators.drop(columns=names).assign(**columns)


_Side = list[tuple[float, str]]


def _of_creator(
    row: Mapping[str, Any], added: np.ndarray, event: Mapping[str, Any] | None
) -> tuple[_Side, _Side]:
    if is_missing(row["purchased_probability"]):
        if row["steps_known"] >= STEPS_MIN:
            return [], [(0.0, "the counts never change, so nothing can be told from them")]
        steps = row["steps_known"]
        known = "1 step between counts is" if steps == 1 else f"{steps} steps between counts are"
        return [], [(0.0, f"{known} known; {STEPS_MIN} are needed")]
    weights = np.abs(added) / max(float(np.abs(added).sum()), 1e-9)
    order = np.argsort(-weights, kind="stable")
    pro = [place for place in order if added[place] > 0]
    con = [place for place in order if added[place] < 0]
    listed_pro, listed_con = (
        [place for place in side if weights[place] >= _SHARE_MIN] for side in (pro, con)
    )
    is_high = row["purchased_probability"] >= WORTH_CHECKING
    leading = (listed_pro, pro, listed_con) if is_high else (listed_con, con, listed_pro)
    listed, every, others = leading
    while weights[listed].sum() <= weights[others].sum() and len(listed) < len(every):
        listed.append(every[len(listed)])
    groups = (*GROUPS, BASE)
    sides = [
        [(float(weights[at]), _sentence(groups[at], is_for, row, event, added)) for at in side]
        for is_for, side in ((True, listed_pro), (False, listed_con))
    ]
    if row["steps_missing"]:
        gaps = f"not seen: {row['steps_missing']} steps without counts, and what happened in them"
        sides[1].append((0.0, gaps))
    return sides[0], sides[1]


def _sentence(
    group: str,
    is_for: bool,
    row: Mapping[str, Any],
    event: Mapping[str, Any] | None,
    added: np.ndarray,
) -> str:
    if group == BASE:
        share = 1 / (1 + np.exp(-added[-1]))
        return f"the model starts from {share:.0%} for any creator, before it looks at any evidence"
    words = {RISE: _rise, PORTIONS: _portions, FOLLOWED: _followed, POSTS: _posts}
    if group in words:
        return words[group](is_for, event)
    if group == PEERS:
        return (
            "likes, comments and followers fit together less than those of comparable accounts"
            if is_for
            else "likes, comments and followers fit together as those of comparable accounts do"
        )
    return (
        "ordinary days of this account are steady, so that the rise stands out"
        if is_for
        else "ordinary days of this account move much, or its size explains such rises"
    )


def _named(event: Mapping[str, Any]) -> str:
    """Kind, days and amount of an event."""
    return f"{KIND_WORDS[event['kind']]}, {_when(event)}: {amount_words(event)}"


def _when(event: Mapping[str, Any]) -> str:
    """The days of an event; of a step those up to its peak."""
    ends = "peak_day_number" if event["kind"] in (STEP, STEP_DECAY) else "last_day_number"
    return days_text(_day(event["first_day_number"]), _day(event[ends]))


def _day(number: float) -> date:
    return (_EPOCH + pd.Timedelta(days=int(number))).date()


def _rise(is_for: bool, event: Mapping[str, Any] | None) -> str:
    if event is None:
        return (
            "the sharpest rise looks more like a delivery than like a wave"
            if is_for
            else "no single rise looks like a delivery of followers"
        )
    if is_for:
        edges = {
            STAIRCASE: f"each of its jumps came in one day, {_when(event)}, with no wave around it",
            DRIP: f"it began and ended sharply, {_when(event)}, with no wave around it",
        }
        return edges.get(event["kind"]) or _named(event)
    if event["kind"] in (STAIRCASE, DRIP):
        return f"nothing arrived all at once, {_when(event)}"
    if event["kind"] in BOUGHT_LIKE:
        return f"a rise of this size is not rare for this account ({event['size_fraction']:+.1%})"
    return f"no single rise looks like a delivery of followers; {_named(event)}"


def _portions(is_for: bool, event: Mapping[str, Any] | None) -> str:
    if is_for:
        if event is not None and event["kind"] in (STAIRCASE, DRIP):
            return _named(event)
        return "some days are as like each other as portions of a delivery"
    return "no run of days in even portions"


def _followed(is_for: bool, event: Mapping[str, Any] | None) -> str:
    kept, days = (None, 0) if event is None else kept_of(event)
    left = "" if kept is None else f"{min(max(kept, 0), 1):.0%} of the gain was left {days} days on"
    if is_for:
        if kept is not None and kept <= _FALLEN:
            return f"a loss followed: only {left}"
        if event is None:
            return "after its sharpest days growth was back to the usual at once"
        return f"after {_when(event)} growth was back to the usual at once" + (
            f"; {left}" if left else ""
        )
    if event is not None and event["kind"] == VIRAL:
        return "growth faded day by day after it, as attention does" + (f"; {left}" if left else "")
    return "what followed the rises looks like ordinary growth" + (f"; {left}" if left else "")


def _posts(is_for: bool, event: Mapping[str, Any] | None) -> str:
    posts = None if event is None else event["posts_before"]
    if event is not None and not is_missing(posts):
        change, reach = event["engagement_change"], event["post_reach"]
        if is_for and posts == 0:
            return f"no post on {day(_day(event['first_day_number']))} or the two days before"
        if is_for and not is_missing(reach) and reach < WIDE_REACH:
            return f"the posts just before reached {reach:.1f} times the usual, no more than others"
        if is_for and not is_missing(change) and change <= -_CHANGE:
            return f"engagement fell by {-change:.0%} in the three weeks after"
        if not is_for and not is_missing(reach) and reach >= WIDE_REACH:
            return f"a post just before reached {reach:.1f} times the creator's usual one"
        if not is_for and not is_missing(change) and change >= _CHANGE:
            return f"engagement rose along: {change:+.0%} in the three weeks after"
    return (
        "over all days whose posts are known, gains do not come with the posts"
        if is_for
        else "over all days whose posts are known, gains come with the posts"
    )
