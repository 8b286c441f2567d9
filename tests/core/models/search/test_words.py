"""Words and queries of the search, in any script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.models.search.query import MOST_WORDS, parsed
from core.models.search.words import folded, joined, query_words, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Übergröße, Käse!", ["ubergrosse", "kase"]),
        ("L’été à İstanbul", ["l", "ete", "a", "istanbul"]),
        ("Привет, Йога", ["привет", "иога"]),
        ("مُحَمَّد أحمد", ["محمد", "احمد"]),
        ("हिन्दी में खाना", ["हिन्दी", "में", "खाना"]),
        ("iPhone用ケース", ["iphone", "用ケ", "ケー", "ース", "ス"]),
        ("#glow_skin 🥹 100%", ["glow", "skin", "100"]),
        ("ＷＩＤＥ", ["wide"]),
        ("", []),
    ],
)
def test_words_are_folded_alike_in_all_scripts(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_query_leaves_out_the_last_letter_that_its_pairs_hold() -> None:
    assert words("黒猫") == ["黒猫", "猫"]
    assert query_words("黒猫") == ["黒猫"]
    assert set(query_words("黒猫")) <= set(words("黒猫カフェ"))


def test_handles_lose_what_people_leave_out() -> None:
    assert joined("@Mira.K_93") == "mirak93"


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert all(word and word == folded(word) and " " not in word for word in words(text))


def test_a_query_is_taken_apart() -> None:
    query = parsed('"glow skin" #Zero_Waste @mira.k slow hair')
    assert query.phrases == (("glow", "skin"),)
    assert query.tags == ("zerowaste",)
    assert query.handles == ("mirak",)
    assert query.words == ("slow", "hair")
    assert query.is_open
    assert not query.is_free
    assert not parsed("slow hair ").is_open


@pytest.mark.parametrize("text", ["", " ", '"', '""', "#", "@ @", "\0", "🥹", "-", "&&", "()"])
def test_signs_alone_ask_for_nothing(text: str) -> None:
    assert parsed(text).is_empty


@given(st.text())
def test_any_text_is_a_query(text: str) -> None:
    query = parsed(text)
    assert len(query.words) <= MOST_WORDS
    assert all(query.words)


def test_a_long_text_is_read_as_far_as_it_goes() -> None:
    assert len(parsed("word" * 2_500).text) == 300
    assert len(parsed(" ".join(str(number) for number in range(3_000))).words) == MOST_WORDS
