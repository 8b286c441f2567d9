"""The card of a member."""

from __future__ import annotations

from datetime import date, datetime

from core.web.campaigns.board import card_html
from core.workspace.campaigns import Member


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
    assert "€15 listed × 3" in html
