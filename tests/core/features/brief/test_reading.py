from __future__ import annotations

import re

from core.features.brief.reading import Mention, Reading


def test_clause_ends_at_commas_and_points_but_not_inside_numbers() -> None:
    reading = Reading("Budget 5.000,50 EUR, no TikTok. Next")
    place = reading.lower.index("tiktok")
    assert reading.before(place) == " no "
    assert reading.after(reading.lower.index("eur")) == "eur"
    assert reading.clause(place, place + 6) == " no tiktok"
    assert reading.before(reading.lower.index("eur")) == "budget 5.000,50 "


def test_comma_before_a_relative_clause_ends_nothing() -> None:
    reading = Reading("no creators, who live abroad")
    assert reading.before(reading.lower.index("live")) == "no creators, who "


def test_claimed_characters_match_no_more() -> None:
    reading = Reading("micro and micro")
    reading.add("tiers", "micro", 0, 5)
    assert [match.start() for match in reading.matches(re.compile("micro"))] == [10]
    assert reading.mentions == [Mention("tiers", "micro", 0, 5)]
    assert reading.unclaimed() == "\0" * 5 + " and micro"
    assert reading.unclaimed(keep="tiers") == "micro and micro"


def test_text_after_a_statement_begins_a_clause() -> None:
    reading = Reading("we never booked germans please")
    reading.add("exclude_campaigns", "all", 0, 15, is_statement=True)
    assert reading.before(24) == " germans "
    assert Reading(reading.text).before(24) == "we never booked germans "


def test_unread_text_stops_at_claimed_characters() -> None:
    reading = Reading("dance tiktok germany")
    reading.add("platforms", "tiktok", 6, 12)
    assert reading.unread_after(5) == " "
    assert reading.unread_before(13) == " "


def test_warning_is_told_once() -> None:
    reading = Reading("")
    reading.warn("a")
    reading.warn("a")
    assert reading.warnings == ["a"]
