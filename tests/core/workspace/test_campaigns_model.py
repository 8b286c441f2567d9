"""Any sequence of changes leaves what a plain dictionary would hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from core.errors import NotFoundError
from core.workspace import campaigns, interactions

_run = count()  # one database for all examples: each has a brand and campaigns of its own
CREATORS = st.sampled_from(["c1", "c2", "c3"])
CHANGES = st.one_of(
    st.tuples(st.just("add"), CREATORS),
    st.tuples(st.just("remove"), CREATORS),
    st.tuples(st.just("state"), CREATORS, st.sampled_from(campaigns.STATES)),
    st.tuples(
        st.just("member"),
        CREATORS,
        st.fixed_dictionaries(
            {},
            optional={
                "note": st.text("abc \n", max_size=5).map(str.strip),
                "price": st.one_of(st.floats(0, 1e6), st.just("unknown")),
                "posts_count": st.integers(1, 1000),
            },
        ),
    ),
)


@dataclass
class Expected:
    state: str = "lead"
    note: str = ""
    price: float | None = None
    posts_count: int = 1
    has_contact: bool = False
    has_collaboration: bool = False


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(with_brand=st.booleans(), changes=st.lists(st.tuples(st.booleans(), CHANGES), max_size=15))
@pytest.mark.slow
def test_two_campaigns_hold_what_two_dictionaries_hold(
    engine: Engine, with_brand: bool, changes: list[tuple[bool, tuple[Any, ...]]]
) -> None:
    number = next(_run)
    brand_id = f"brand {number}"
    ids = [
        campaigns.create(
            engine, f"{number} {side}", brand_id=brand_id if with_brand else None
        ).campaign_id
        for side in ("left", "right")
    ]
    expected: list[dict[str, Expected]] = [{}, {}]
    told: Counter[tuple[str, str]] = Counter()
    for side, (action, influencer_id, *values) in changes:
        present = expected[side]
        is_there = influencer_id in present
        try:
            _apply(engine, ids[side], action, influencer_id, values, is_new=not is_there)
        except NotFoundError:
            assert not is_there
            continue
        assert is_there or action == "add"
        if action == "add" and not is_there:
            # A creator whom the brand has contacted elsewhere begins as contacted.
            was_contacted = with_brand and told[(influencer_id, "contact")] > 0
            present[influencer_id] = Expected(
                "contacted" if was_contacted else "lead", has_contact=was_contacted
            )
            told[(influencer_id, "campaign")] += 1
        elif action == "remove":
            del present[influencer_id]
        elif action == "state":
            _expect_state(present[influencer_id], values[0], influencer_id, told)
        elif action == "member":
            for name, value in values[0].items():
                setattr(present[influencer_id], name, None if value == "unknown" else value)
    for place, campaign_id in enumerate(ids):
        found = {
            one.influencer_id: (one.state, one.note, one.price, one.posts_count)
            for one in campaigns.members(engine, campaign_id)
        }
        assert found == {
            name: (one.state, one.note, one.price, one.posts_count)
            for name, one in expected[place].items()
        }
    recorded = interactions.recorded(engine, brand_id=brand_id)
    counted = Counter(zip(recorded["influencer_id"], recorded["kind"], strict=True))
    assert counted == (told if with_brand else Counter())
    assert interactions.version(engine, brand_id) == sum(counted.values())
    known = {*expected[0], *expected[1]} if with_brand else set()
    assert campaigns.in_campaigns(engine, brand_id) == known


def _apply(
    engine: Engine,
    campaign_id: int,
    action: str,
    influencer_id: str,
    values: list[Any],
    *,
    is_new: bool,
) -> None:
    if action == "add":
        added = campaigns.add_member(
            engine, campaign_id, influencer_id, handle="h", name="n", platform="tiktok"
        )
        assert added is is_new
    elif action == "remove":
        campaigns.remove_member(engine, campaign_id, influencer_id)
    elif action == "state":
        campaigns.set_state(engine, campaign_id, influencer_id, values[0])
    else:
        campaigns.set_member(engine, campaign_id, influencer_id, **values[0])


def _expect_state(
    one: Expected, state: str, influencer_id: str, told: Counter[tuple[str, str]]
) -> None:
    if state == "contacted" and not one.has_contact:
        one.has_contact = True
        told[(influencer_id, "contact")] += 1
    if state in ("agreed", "posted", "done") and not one.has_collaboration:
        one.has_collaboration = True
        told[(influencer_id, "collaboration")] += 1
    one.state = state
