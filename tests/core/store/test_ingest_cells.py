"""Cells as people write them: numbers, days, places, lists."""

from __future__ import annotations

from datetime import datetime

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.store.ingest.values.dates import month_comes_first, parse_time, unclear_order
from core.store.ingest.values.distinct import DistinctCells
from core.store.ingest.values.lists import parse_captions, parse_counts, parse_keywords, parse_tags
from core.store.ingest.values.numbers import CAPS, Signs, decimal_signs, parse_number
from core.store.ingest.values.parsers import parser_of
from core.store.ingest.values.places import (
    country_code,
    handle_of_link,
    language_code,
    link,
    platform_name,
    platform_of_link,
)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("1.2M", "followers", 1_200_000),
        ("12.5k", "followers", 12_500),
        ("2,5 Mio", "followers", 2_500_000),
        ("1.234M", "followers", 1_234_000),
        ("1,234,567", "followers", 1_234_567),
        ("1.234.567", "followers", 1_234_567),
        ("12,34,567", "followers", 1_234_567),
        ("1 234", "followers", 1_234),
        ("1'234", "followers", 1_234),
        ("1\u202f234", "followers", 1_234),
        ("1.200", "followers", 1_200),
        ("1,200", "followers", 1_200),
        ("10k+", "followers", 10_000),
        ("1.2E+06", "followers", 1_200_000),
        ("1234.0", "followers", 1_234),
        ("3,4 %", "engagement", 0.034),
        ("3.4%", "engagement", 0.034),
        ("0.034", "engagement", 0.034),
        ("88.000", "engagement", 88_000),
        ("€1.200", "money", 1_200),
        ("1,200 €", "money", 1_200),
        ("EUR 1.200,50", "money", 1_200.5),
        ("$1,000.50", "money", 1_000.5),
        ("12,5", "money", 12.5),
        ("€100-200", "money", 150),
        ("100 to 200", "money", 150),
        ("1k – 2k", "money", 1_500),
        ("366.456", "average", 366.456),
        ("1,200", "average", 1_200),
        ("1.234", "points", 1.234),
        ("-2.5", "points", -2.5),
        ("٣٤٥", "followers", 345),
    ],
)
def test_numbers_are_read_as_people_mean_them(text: str, kind: str, value: float) -> None:
    assert parse_number(text, kind) == pytest.approx(value)


@pytest.mark.parametrize(
    "text", ["abc", "1,23,4", "5%", "1.2.3", "12 mil", "--5", "1-2-3", "1e999"]
)
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_number(text, "followers")


@pytest.mark.parametrize("text", ["", " ", "-", "n/a", "NaN", "null", "—"])
def test_empty_words_are_missing_not_zero(text: str) -> None:
    assert parse_number(text, "followers") is None


def test_negative_numbers_stay_negative_so_that_they_can_be_rejected() -> None:
    assert parse_number("-5", "followers") == -5
    assert parse_number("(5)", "followers") == -5
    assert parse_number("−5", "money") == -5


def test_a_column_that_writes_12_point_5_makes_1_point_200_a_decimal_price() -> None:
    signs = decimal_signs(["12.5", "1.200"])
    assert signs == Signs(point_is_decimal=True)
    assert parse_number("1.200", "money", signs) == pytest.approx(1.2)
    assert parse_number("1.200", "money", decimal_signs(["12,5", "1.200"])) == 1200
    # A count is never a decimal, whatever the column says.
    assert parse_number("1.200", "followers", signs) == 1200


def test_contradicting_evidence_says_nothing() -> None:
    assert decimal_signs(["12.5", "12,5"]) == Signs()
    assert decimal_signs(["1.2M", "3,4 %"]) == Signs()


@given(st.integers(0, 2_000_000_000), st.sampled_from(["{:,}", "{:_}", "{}", "€{:,}"]))
def test_a_grouped_whole_number_comes_back(value: int, form: str) -> None:
    kind = "money" if form.startswith("€") else "followers"
    for separator in (",", ".", " "):
        assert parse_number(form.format(value).replace(",", separator), kind) == value


@given(st.text(max_size=40), st.sampled_from(sorted(CAPS)))
def test_any_text_is_a_number_missing_or_refused(text: str, kind: str) -> None:
    try:
        value = parse_number(text, kind)
    except ValueError:
        return
    assert value is None or isinstance(value, float)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-06-13", datetime(2026, 6, 13)),
        ("2026-06-13T10:30:00Z", datetime(2026, 6, 13, 10, 30)),
        ("2026-06-13 10:30:00+02:00", datetime(2026, 6, 13, 8, 30)),
        ("13.06.2026", datetime(2026, 6, 13)),
        ("03/04/2026", datetime(2026, 4, 3)),
        ("1411602594", datetime(2014, 9, 24, 23, 49, 54)),
        ("1411602594000", datetime(2014, 9, 24, 23, 49, 54)),
        ("20260613", datetime(2026, 6, 13)),
        ("13 June 2026", datetime(2026, 6, 13)),
        ("June 13, 2026", datetime(2026, 6, 13)),
        ("13/6/26 3:05 pm", datetime(2026, 6, 13, 15, 5)),
    ],
)
def test_times_are_read_in_utc(text: str, expected: datetime) -> None:
    assert parse_time(text) == expected


@pytest.mark.parametrize("text", ["12 34", "1 2", "5'10", "1_0", "1234 567", "2026 01 02"])
def test_two_numbers_in_a_cell_are_not_made_one(text: str) -> None:
    for kind in CAPS:
        with pytest.raises(ValueError, match="two numbers"):
            parse_number(text, kind)


def test_a_year_of_two_digits_is_not_in_the_far_future() -> None:
    assert parse_time("01/02/99") == datetime(1999, 2, 1)
    assert parse_time("01/02/26") == datetime(2026, 2, 1)


def test_an_order_of_day_and_month_that_nothing_tells_is_named() -> None:
    assert unclear_order(["", "05/05/2026", "01/02/2026", "3-4-26"]) == "01/02/2026"
    assert unclear_order(["01/02/2026", "13/02/2026"]) == ""
    assert unclear_order(["01.02.2026", "2026-01-02"]) == ""


@pytest.mark.parametrize("text", ["nan", "N/A", "-", "null"])
def test_a_word_for_nothing_is_no_hashtag(text: str) -> None:
    for kind in ("hashtags", "keywords", "captions"):
        assert parser_of(duckdb.connect(), kind, DistinctCells("x", ()))(text) is None
    assert parse_tags("#na, nan") == ["na", "nan"]
    assert parse_tags('["a", NaN, null]') == ["a"]


def test_month_comes_first_only_when_a_day_above_12_says_so() -> None:
    assert month_comes_first(["01/02/2026", "12/31/2026"])
    assert not month_comes_first(["01/02/2026", "31/12/2026"])
    assert not month_comes_first(["01/02/2026"])
    assert parse_time("12/31/2026", month_first=True) == datetime(2026, 12, 31)


@given(st.text(max_size=30))
def test_any_text_is_a_time_missing_or_refused(text: str) -> None:
    try:
        found = parse_time(text)
    except ValueError:
        return
    assert found is None or 1990 <= found.year <= 2100


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Spain", "ES"), ("España", "ES"), ("es", "ES"), ("ESP", "ES"), ("USA", "US"),
        ("Estados Unidos", "US"), ("Deutschland", "DE"), ("Alemania", "DE"), ("UK", "GB"),
        ("South Korea", "KR"), ("Türkiye", "TR"), ("Côte d'Ivoire", "CI"), ("🇧🇷", "BR"),
        ("Germany (45%)", "DE"), ("Berlin, Germany", "DE"), ("", None), ("N/A", None),
    ],
)  # fmt: skip
def test_countries_become_alpha_2(text: str, code: str | None) -> None:
    assert country_code(text) == code


def test_an_unknown_country_is_refused_not_guessed() -> None:
    with pytest.raises(ValueError, match="unknown"):
        country_code("Atlantis")


def test_languages_and_platforms_have_their_variants() -> None:
    assert [language_code(one) for one in ("English", "pt-BR", "Spanish", "deutsch")] == [
        "en", "pt", "es", "de"
    ]  # fmt: skip
    assert [platform_name(one) for one in ("IG", "TikTok", "You Tube", "")] == [
        "instagram", "tiktok", "youtube", None
    ]  # fmt: skip


def test_only_web_links_are_links() -> None:
    assert link("instagram.com/mira") == "https://instagram.com/mira"
    for text in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://[::1"):
        with pytest.raises(ValueError, match=r"\w"):
            link(text)


def test_platform_and_handle_come_from_the_link() -> None:
    assert handle_of_link("https://www.tiktok.com/@noor.curls?lang=de") == "noor.curls"
    assert handle_of_link("https://www.youtube.com/c/PanFlame/videos") == "PanFlame"
    assert handle_of_link("https://www.instagram.com/p/Cabc/") is None
    assert platform_of_link("https://m.youtube.com/@x") == "youtube"
    assert platform_of_link("https://notinstagram.com/x") is None


def test_tags_in_all_their_forms_are_the_same_list() -> None:
    for text in (
        "#Skin #SPF",
        "skin,spf",
        '["skin", "#spf"]',
        "['Skin', 'spf']",
        "#skin#spf#skin",
        "skin|spf",
    ):
        assert parse_tags(text) == ["skin", "spf"]


def test_keywords_may_have_spaces_when_something_else_separates_them() -> None:
    assert parse_keywords("home gym, strength") == ["home gym", "strength"]
    assert parse_keywords("strength barbell") == ["strength", "barbell"]


def test_captions_come_as_json_python_or_bars() -> None:
    assert parse_captions('["a, b", "c"]') == ["a, b", "c"]
    assert parse_captions("['it''s', \"c\"]") == ["its", "c"]
    assert parse_captions("one | two||") == ["one", "two"]
    assert parse_captions("[not a list") == ["[not a list"]
    assert parse_captions('[b"x",1j]') == ["x", "1j"]


def test_gaps_in_daily_counts_stay_gaps() -> None:
    assert parse_counts("[100, NaN, 102, null]") == [100, None, 102, None]
    assert parse_counts("100|101|102") == [100, 101, 102]
    assert parse_counts("100 101") == [100, 101]
    assert parse_counts("[]") == []


@pytest.mark.parametrize("text", ["[100, -1]", "[100, x]", "[100, 3e9]"])
def test_a_daily_count_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="entry 2"):
        parse_counts(text)


@given(st.text(max_size=60))
def test_any_text_is_some_list(text: str) -> None:
    for parser in (parse_tags, parse_keywords, parse_captions):
        found = parser(text)
        assert all(isinstance(item, str) and item for item in found)


@pytest.mark.parametrize("text", ["[100,200", "100,200]", "[1.5,2.5]", "[1e400,2,3]"])
def test_a_list_of_counts_that_is_cut_off_or_not_whole_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_counts(text)


def test_half_a_character_does_not_reach_the_store() -> None:
    found = parse_captions('["good \\ud83c morning", "\\ud83c\\udf85"]')
    assert found == ["good \ufffd morning", "\U0001f385"]
