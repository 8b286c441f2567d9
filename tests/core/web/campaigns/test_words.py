"""Ranges of a campaign in words, and the card of a member."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from core.models.campaign.costs import Range
from core.models.campaign.left_out import LeftOut
from core.web.campaigns.board import card_html
from core.web.campaigns.plan_words import loss_words
from core.web.campaigns.words import count_range, euro_range, price_words, times_range
from core.workspace.campaigns import Member


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.314, 0.752, "€0.31-0.75"),
        (9.5, 9.5, "€9.50"),
        (26.81, 59.01, "€27-59"),
        (300, 300, "€300"),
        (1_200, 1_900, "€1,200-1,900"),
        (3_018, 21_302, "€3k-21.3k"),
        (None, None, "-"),
        (0, 0, "€0.00"),
    ],
)
def test_euros_say_no_more_than_is_known(low: float, high: float, words: str) -> None:
    assert euro_range(Range(low, high)) == words


def test_counts_and_multiples() -> None:
    assert count_range(Range(202_400, 446_000)) == "202k-446k"
    assert count_range(Range(5, 5)) == "5"
    assert count_range(Range(None, None, 3)) == "-"
    assert times_range(Range(0.21, 1.58)) == "0.2-1.6x"
    assert times_range(Range(None, None)) == "-"


def test_the_price_of_one_post_is_marked_when_it_is_an_estimate() -> None:
    assert price_words(300, 300, "agreed", 2) == "€150"
    assert price_words(180, 220, "listed", 1) == "€200 listed, planned €180-220 (±10%)"
    assert price_words(68, 92, "listed", 2) == "€40 listed, planned €34-46 (±15%)"
    assert price_words(40, 40, "listed", 1) == "€40 listed"
    assert price_words(40, 160, "CPM", 1) == "~€40-160"
    assert price_words(float("nan"), float("nan"), "unknown", 1) == "unknown"


def test_the_card_escapes_what_strangers_and_colleagues_wrote() -> None:
    now = datetime(2026, 11, 21)
    note = "<img src=x>" + "a" * 200
    member = Member(1, "c1", "<h>", "<b>", "tiktok", "lead", note, None, 3, now, now)
    facts = {
        "handle": "<h>",
        "name": "<b>",
        "platform": "tiktok",
        "caution_score": 80.0,
        "purchased_probability": 0.93,
        "growth_pattern": "step",
        "pattern_first_day": date(2026, 10, 7),
        "pattern_last_day": date(2026, 10, 7),
        "authenticity_index": 31,
        "followers_count": float("nan"),
        "cost_low": 30.0,
        "cost_high": 60.0,
        "cost_source": "listed",
        "in_data": True,
    }
    html = card_html(member, facts)
    assert "<b>" not in html
    assert "<img src=x>" not in html
    assert "&lt;img src=x&gt;" in html
    assert "…" in html
    assert "Unusual growth, worth checking (93%): one-day step, 7 Oct 2026" in html
    assert "31 of 100" in html
    assert "Caution" not in html
    assert "80 of 100" not in html
    unknown = card_html(member, {**facts, "purchased_probability": float("nan")})
    assert "Not enough data" in unknown
    assert "€15 listed, planned €10-20 (±33%) x 3" in html


def test_what_it_would_cost() -> None:
    out = LeftOut("b", 5.0, 10.0, (), 0.0, 2.0)
    assert loss_words(out, 100.0) == "2.0%"
    assert loss_words(LeftOut("b", 5.0, 10.0, (), 0.0, None), 100.0) == "no set can have it"
    assert loss_words(LeftOut("b", 5.0, 10.0, (), 0.0, 2.0, False), 100.0) == "at most 2.0%"
    assert loss_words(LeftOut("b", 5.0, 10.0, (), 0.0, 0.0), 100.0) == "nothing: as good"
