"""What a campaign warns of."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.models.campaign.totals import CampaignTotals, Range
from core.models.campaign.warnings import Notice, notices

FINE = {
    "in_data": True,
    "niche": "food",
    "caution_score": 10.0,
    "purchased_probability": 0.03,
    "cost_source": "listed",
}
NOTHING = Range(None, None)


def found(
    *rows: dict[str, Any],
    cost: Range = NOTHING,
    budget: float | None = None,
    elsewhere: dict[str, list[str]] | None = None,
) -> list[Notice]:
    frame = pd.DataFrame(
        [{**FINE, "influencer_id": f"c{i}", "name": f"N{i}", **row} for i, row in enumerate(rows)],
        columns=["influencer_id", "name", *FINE],
    )
    totals = CampaignTotals(len(frame), cost, *[NOTHING] * 7)
    return notices(frame, totals, budget, elsewhere or {})


def kinds(*args: Any, **options: Any) -> list[str]:
    return [one.kind for one in found(*args, **options)]


def test_nothing_to_look_at() -> None:
    assert found() == []
    assert found({}, {"niche": "glow"}, cost=Range(100, 200), budget=200) == []


def test_over_budget_for_sure_and_maybe() -> None:
    sure = found({}, cost=Range(1_200, 1_500), budget=1_000)
    assert sure[0].kind == "over budget"
    assert "€200 above the budget of €1,000" in sure[0].text
    maybe = found({}, cost=Range(900, 1_500, 2), budget=1_000)
    assert maybe[0].kind == "maybe over budget"
    assert "The cost of 2 creators is not known" in maybe[0].text
    assert kinds({}, cost=Range(900, 1_500)) == []


def test_budget_that_nobody_planned_is_said_with_what_to_do() -> None:
    left = found({}, cost=Range(900, 1_500), budget=2_740)
    assert [one.kind for one in left] == ["budget left"]
    assert left[0].text == ("€1,240 of the budget is not planned: add creators or plan more posts.")
    assert not left[0].needs_action
    assert kinds({}, cost=Range(900, 1_500), budget=1_660) == []
    assert "The cost of 1 creator is not known" in (
        found({}, cost=Range(900, 1_500, 1), budget=2_740)[0].text
    )


def test_growth_is_worth_checking_by_the_evidence_alone() -> None:
    assert kinds({"caution_score": 10.0, "purchased_probability": 0.5}) == ["unusual growth"]
    assert kinds({"caution_score": 100.0, "purchased_probability": 0.49}) == []
    assert kinds({"caution_score": np.nan, "purchased_probability": 0.02}) == []
    one = found({"purchased_probability": 0.9})[0]
    assert one.text == "Unusual growth, worth checking: N0."
    assert one.influencer_ids == ("c0",)


@pytest.mark.parametrize("score", [0.0, 90.0, np.nan])
def test_without_evidence_no_caution_score_clears_or_flags_anybody(score: float) -> None:
    unknown = {"purchased_probability": np.nan, "caution_score": score}
    assert kinds(unknown) == ["growth unknown"]


@pytest.mark.parametrize(
    ("niches", "expected"),
    [
        (["food", "food"], False),
        (["food", "food", "food"], True),
        (["food", "food", "glow"], False),  # two thirds
        (["food", "food", "food", "glow"], True),  # three quarters
        (["food"] * 7 + ["glow"] * 3, False),  # 70% is not more than 70%
        (["food", "food", None, None], False),
    ],
)
def test_one_niche(niches: list[str | None], expected: bool) -> None:
    assert ("one niche" in kinds(*({"niche": niche} for niche in niches))) == expected


def test_a_creator_that_the_data_lacks_is_named_once() -> None:
    gone = {"in_data": False, "purchased_probability": np.nan, "niche": None}
    assert kinds(gone) == ["not in the data"]
    assert kinds({**gone, "cost_source": "unknown"}) == ["not in the data", "price unknown"]


def test_prices_guessed_and_unknown_are_told_apart() -> None:
    guessed, unknown = found({"cost_source": "CPM"}, {"cost_source": "unknown"})
    assert not guessed.needs_action
    assert "assumed CPM" in guessed.text
    assert unknown.needs_action
    assert "N1" in unknown.text


def test_agreed_in_another_campaign() -> None:
    one = found({}, elsewhere={"c0": ["Spring", "Summer"], "c9": ["Autumn"]})
    assert [notice.text for notice in one] == [
        "N0 is already agreed in 'Spring', 'Summer' of the same brand."
    ]


def test_many_names_are_cut_short() -> None:
    text = found(*({"purchased_probability": 0.8, "niche": f"n{i}"} for i in range(5)))[0].text
    assert text == "Unusual growth, worth checking: N0, N1, N2 and 2 more."


def test_a_name_that_ends_in_a_full_stop_gets_no_second_one() -> None:
    unusual = found({"name": "Renan N.", "purchased_probability": 0.9})
    assert unusual[0].text == "Unusual growth, worth checking: Renan N."
