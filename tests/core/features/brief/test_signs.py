from __future__ import annotations

import pytest

from core.features.brief.signs import lower_case, plain_signs, plain_word


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("", ""),
        ("10k \u2013 50k", "10k - 50k"),
        ("\u201eHerbst\u201c", '"Herbst"'),
        ("\u2022 one\n\n* two", "one\ntwo"),
        ("| Quantity | 10 |", "Quantity: 10"),
        ("they dont post", "they don't post"),
        ("5T €", "5k €"),
        ("5 creators \U0001f1e9\U0001f1ea\U0001f1e6\U0001f1f9", "5 creators / Germany / Austria"),
        ("\U0001f1eb\U0001f1f7 France", "France"),
        ("5\ufe0f\u20e3 vegan bakers \U0001f370 in Leeds", "5 vegan bakers in Leeds"),
        ("6 creators \u2022 Spain // micro", "6 creators ; Spain ; micro"),
        ("2x micro", "2 x micro"),
        ("5.000,- Euro", "5.000 Euro"),
        ("CHF 400.\u2013 each", "CHF 400 each"),
        ("Creator*innen (m/w/d)", "Creator"),
        ("\U0001f6ab TikTok", "no TikTok"),
        ("\u274c no bots", "no bots"),
        ("1) micro 2) Spain", "micro\nSpain"),
        ("1. micro\n2. Spain", "micro\nSpain"),
        ("at 5) and 2) only", "at 5) and 2) only"),
        ("a\u00a0\u2003b\t c", "a b c"),
    ],
)
def test_signs_become_plain(text: str, plain: str) -> None:
    assert plain_signs(text) == plain


def test_word_loses_accents_and_case() -> None:
    assert plain_word("Österreich") == "osterreich"
    assert plain_word("Straße") == "strasse"


def test_lower_case_keeps_the_length_where_a_letter_grows() -> None:
    text = "\u0130stanbul\nA"
    assert len(lower_case(text)) == len(text)
    assert lower_case("A\nB") == "a;b"
