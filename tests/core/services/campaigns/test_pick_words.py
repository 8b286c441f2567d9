"""Why each creator is in the best set, in words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from core.services.campaigns.pick_words import pick_reasons

FACTS = pd.DataFrame(
    {
        "influencer_id": ["a", "b"],
        "handle": ["ana", "bea"],
        "fit": [81.0, np.nan],
        "fit_percentile": [96.4, np.nan],
        "engagements_per_euro": [3.14, np.nan],
        "engagements_against_median": [2.4, np.nan],
    }
).set_index("influencer_id")
PICK = {
    "influencer_id": "a",
    "value": 74.0,
    "price": 46.0,
    "is_must": False,
    "next_id": "b",
    "next_value": 71.0,
    "next_price": 44.0,
}


def reason(goal: str = "recommended", **changes: object) -> str:
    chosen = pd.DataFrame([{**PICK, **changes}])
    return pick_reasons(chosen, FACTS, frozenset({"b"}), goal)[0]


def test_a_pick_says_what_it_brings_and_why_it_beat_the_next_one() -> None:
    assert reason() == (
        "fits better than 96% of creators; 3.1 likes + comments per € (2.4x the median); "
        "ahead of @bea: score 74.0 against 71.0, €2 more"
    )
    assert reason("reach", value=12_400, next_value=9_000).endswith(
        "ahead of @bea: reach 12.4k against 9k, €2 more"
    )
    assert reason(next_price=46.2).endswith("score 74.0 against 71.0 at the same price")
    assert reason(next_value=74.0, next_price=60.0).endswith("@bea: the same score, €14 less")
    assert reason(next_id=None).endswith("nobody else fits in its place")


def test_what_is_not_known_is_left_out_and_a_member_is_named_as_one() -> None:
    unknown: dict[str, Any] = {
        "influencer_id": "b",
        "is_must": True,
        "price": np.nan,
        "next_id": None,
    }
    assert reason(**unknown) == "in the campaign"
    assert reason(**{**unknown, "price": 0.0}) == "in the campaign; costs nothing"
    assert reason(is_must=True).startswith("you want it in; fits better")
