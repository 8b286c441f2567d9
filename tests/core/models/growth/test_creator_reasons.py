"""The reasons of a creator do not contradict each other, and say over which days they hold."""

from __future__ import annotations

from typing import Any

import pandas as pd

from core.models.growth.evidence.contributions import (
    BASE,
    FOLLOWED,
    GROUPS,
    PORTIONS,
    POSTS,
    RISE,
)
from core.models.growth.evidence.creator_reasons import with_creator_reasons

DAY = 20_752  # 26 Oct 2026
EVENT: dict[str, Any] = {
    "creator": 0,
    "event_number": 1,
    "kind": "staircase",
    "first_day_number": DAY,
    "last_day_number": DAY + 18,
    "peak_day_number": DAY + 18,
    "excess_count": 373,
    "size_fraction": 0.194,
    "retained_7": 0.99,
    "retained_30": float("nan"),
    "posts_before": 0,
    "post_reach": float("nan"),
    "engagement_change": float("nan"),
}


def reasons(
    event: dict[str, Any] | None = None, probability: float = 0.99, **added: float
) -> tuple[list[str], list[str]]:
    """Of a creator whose groups of signals add so much; the others add nothing."""
    row = {f"added_{group}": added.get(group, 0.0) for group in (*GROUPS, BASE)}
    row |= {"purchased_probability": probability, "steps_known": 89, "steps_missing": 0}
    events = pd.DataFrame([] if event is None else [event], columns=list(EVENT))
    said = with_creator_reasons(pd.DataFrame([row]), events).iloc[0]
    return said["reasons_for"], said["reasons_against"]


def test_a_staircase_has_jumps_and_each_stands_alone() -> None:
    pro, con = reasons(EVENT, **{PORTIONS: 3.0, RISE: 2.0, POSTS: 0.5, BASE: -1.6})
    assert pro == [
        "staircase, 26 Oct to 13 Nov 2026: +373 followers beyond the usual (+19.4%) in jumps of "
        "about one size within 19 days",
        "each of its jumps came in one day, 26 Oct to 13 Nov 2026, with no wave around it",
        "no post on 26 Oct 2026 or the two days before",
    ]
    assert con == ["the model starts from 17% for any creator, before it looks at any evidence"]


def test_what_holds_for_all_days_is_not_said_as_if_of_the_event() -> None:
    pro, con = reasons(EVENT, **{PORTIONS: 3.0, POSTS: -1.0})
    assert con == ["over all days whose posts are known, gains come with the posts"]
    assert "26 Oct to 13 Nov 2026" in pro[0]


def test_without_an_event_no_reason_speaks_of_the_rise() -> None:
    pro, con = reasons(None, 0.2, **{FOLLOWED: 0.5, RISE: -1.0})
    assert pro == ["after its sharpest days growth was back to the usual at once"]
    assert con == ["no single rise looks like a delivery of followers"]


def test_what_followed_names_the_days_it_followed() -> None:
    pro, _ = reasons(EVENT, **{FOLLOWED: 2.0})
    assert pro == [
        "after 26 Oct to 13 Nov 2026 growth was back to the usual at once; 99% of the gain was "
        "left 7 days on"
    ]
